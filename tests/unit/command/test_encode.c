#include "support.h"

#include "command/encode.h"
#include "command/encode_event.h"
#include "protocol.h"

#include <string.h>

// 1 and 2 as ids: thirteen digits after the letter.
#define JUNE "p0000000000001"
#define PRIYA "p0000000000002"

static const struct person_card june = {
    {1 },
    { "June", 4},
    ROLE_CARER, false
};
static const struct person_card gone = {
    {2 },
    { NULL, 0},
    ROLE_SUPPORTER, true
};

static void assert_frame(struct frame *take_frame, const char *wanted)
{
    const struct text bytes = frame_text(take_frame);

    assert_int_equal(bytes.len, strlen(wanted));
    assert_memory_equal(bytes.s, wanted, bytes.len);
    frame_unref(take_frame);
}

static void assert_json(json_t *take_value, const char *wanted)
{
    char *s = json_dumps(take_value, JSON_COMPACT);

    assert_string_equal(s, wanted);
    free(s);
    json_decref(take_value);
}

static struct event message(void)
{
    return (struct event){
        .conversation = {9},
        .seq = 41,
        .kind = EVENT_MESSAGE_SENT,
        .by = {1},
        .at_utc_ms = 1767225600000,
        .cid = TEXT("c-1"),
        .text = TEXT("She \"slept\"\n\xc3\xa9\xe2\x98\x95."),
    };
}

#define HEAD(seq, kind, by)                                                            \
    "{\"seq\":" seq ",\"kind\":\"" kind "\",\"by\":" by                                \
    ",\"at\":1767225600000,\"data\":"

static void message_has_its_text_and_cid(void **state)
{
    (void)state;
    struct event event = message();

    assert_frame(
        encode_event(&event), HEAD("41", "message.sent", "\"" JUNE "\"") //
        "{\"text\":\"She \\\"slept\\\"\\n\xc3\xa9\xe2\x98\x95.\",\"cid\":\"c-1\"}}");
    event.reply_to = 40;
    event.edited_utc_ms = 1767225700000;
    event.text = TEXT("x");
    assert_frame(encode_event(&event), HEAD("41", "message.sent", "\"" JUNE "\"") //
                 "{\"text\":\"x\",\"cid\":\"c-1\",\"reply_to\":40,"
                 "\"edited_at\":1767225700000}}");
}

static void removed_message_has_no_text(void **state)
{
    (void)state;
    struct event event = message();

    event.removed = true;
    event.edited_utc_ms = 5;
    assert_frame(encode_event(&event), HEAD("41", "message.sent", "\"" JUNE "\"") //
                 "{\"cid\":\"c-1\",\"removed\":true}}");
}

static void edit_has_the_current_text_or_none(void **state)
{
    (void)state;
    struct event event = message();

    event.kind = EVENT_MESSAGE_EDITED;
    event.ref = 40;
    event.text = TEXT("now");
    assert_frame(encode_event(&event), HEAD("41", "message.edited", "\"" JUNE "\"") //
                 "{\"ref\":40,\"text\":\"now\"}}");
    event.removed = true;
    assert_frame(encode_event(&event), HEAD("41", "message.edited", "\"" JUNE "\"") //
                 "{\"ref\":40,\"removed\":true}}");
}

static void removal_and_hiding_name_their_message(void **state)
{
    (void)state;
    struct event event = message();

    event.ref = 40;
    event.kind = EVENT_MESSAGE_REMOVED;
    assert_frame(encode_event(&event), HEAD("41", "message.removed", "\"" JUNE "\"") //
                 "{\"ref\":40}}");
    event.kind = EVENT_MESSAGE_HIDDEN;
    event.by.v = 0;
    assert_frame(encode_event(&event),
                 HEAD("41", "message.hidden", "null") "{\"ref\":40}}");
}

static void reaction_may_be_taken_back(void **state)
{
    (void)state;
    struct event event = message();

    event.kind = EVENT_MESSAGE_REACTED;
    event.ref = 40;
    event.text = TEXT("heart");
    assert_frame(encode_event(&event), HEAD("41", "message.reacted", "\"" JUNE "\"") //
                 "{\"ref\":40,\"reaction\":\"heart\"}}");
    event.text = TEXT("");
    assert_frame(encode_event(&event), HEAD("41", "message.reacted", "\"" JUNE "\"") //
                 "{\"ref\":40,\"reaction\":null}}");
}

static void members_come_and_go(void **state)
{
    (void)state;
    struct event event = message();

    event.kind = EVENT_MEMBER_JOINED;
    event.subject = june;
    assert_frame(encode_event(&event), HEAD("41", "member.joined", "\"" JUNE "\"") //
                 "{\"person\":\"" JUNE "\",\"name\":\"June\",\"role\":\"carer\"}}");
    event.subject = gone;
    assert_frame(encode_event(&event), HEAD("41", "member.joined", "\"" JUNE "\"") //
                 "{\"person\":\"" PRIYA "\",\"name\":\"former member\","
                 "\"role\":\"supporter\"}}");
    event.kind = EVENT_MEMBER_LEFT;
    assert_frame(encode_event(&event), HEAD("41", "member.left", "\"" JUNE "\"") //
                 "{\"person\":\"" PRIYA "\"}}");
}

static void title_changes(void **state)
{
    (void)state;
    struct event event = message();

    event.kind = EVENT_CONVERSATION_CHANGED;
    event.text = TEXT("Grandparents North");
    assert_frame(encode_event(&event),
                 HEAD("41", "conversation.changed", "\"" JUNE "\"") //
                 "{\"title\":\"Grandparents North\"}}");
}

static void inbox_tells_of_memberships(void **state)
{
    (void)state;
    struct event event = message();

    event.by.v = 0;
    event.kind = EVENT_MEMBERSHIP_BEGAN;
    event.about = (struct conversation){
        .id = {3}, .kind = CONVERSATION_GROUP, .epoch = 4, .title = TEXT("North")};
    event.about_floor = 12;
    assert_frame(encode_event(&event), HEAD("41", "membership.began", "null") //
                 "{\"conversation\":\"c0000000000003\",\"kind\":\"group\","
                 "\"title\":\"North\",\"epoch\":\"0000000000004\",\"floor\":12}}");
    event.kind = EVENT_MEMBERSHIP_ENDED;
    assert_frame(encode_event(&event), HEAD("41", "membership.ended", "null") //
                 "{\"conversation\":\"c0000000000003\"}}");
}

static void a_change_of_matching_tells_its_sort_only(void **state)
{
    (void)state;
    struct event event = message();

    event.by.v = 0;
    event.kind = EVENT_MATCHING_CHANGED;
    event.news = MATCHING_NEWS_OFFER;
    assert_frame(encode_event(&event), HEAD("41", "matching.changed", "null") //
                 "{\"what\":\"offer\"}}");
    event.news = MATCHING_NEWS_DESK;
    assert_frame(encode_event(&event), HEAD("41", "matching.changed", "null") //
                 "{\"what\":\"desk\"}}");
}

static void a_change_of_care_tells_which_thing_it_was(void **state)
{
    (void)state;
    struct event event = message();

    event.by.v = 0;
    event.kind = EVENT_CARE_CHANGED;
    event.care = CARE_NEWS_CASE;
    event.care_id = 7;
    assert_frame(encode_event(&event), HEAD("41", "care.changed", "null") //
                 "{\"what\":\"case\",\"id\":\"k0000000000007\"}}");
    event.care = CARE_NEWS_ROTA;
    event.care_id = 0;
    assert_frame(encode_event(&event), HEAD("41", "care.changed", "null") //
                 "{\"what\":\"rota\"}}");
}

static void what_is_shown_again_brings_its_words(void **state)
{
    (void)state;
    struct event event = message();

    event.by.v = 0;
    event.kind = EVENT_MESSAGE_RESTORED;
    event.ref = 9;
    event.text = TEXT("here");
    assert_frame(encode_event(&event), HEAD("41", "message.restored", "null") //
                 "{\"ref\":9,\"text\":\"here\"}}");
    event.removed = true;
    assert_frame(encode_event(&event), HEAD("41", "message.restored", "null") //
                 "{\"ref\":9,\"removed\":true}}");
}

static void a_card_of_help_names_the_message_that_it_is_about(void **state)
{
    (void)state;
    struct event event = message();

    event.by.v = 0;
    event.kind = EVENT_HELP_CARD;
    event.card = HELP_CARD_CONTACT;
    event.about.id = (conversation_id){3};
    event.ref = 9;
    assert_frame(
        encode_event(&event), HEAD("41", "help.card", "null") //
        "{\"conversation\":\"c0000000000003\",\"seq\":9,\"card\":\"contact\"}}");
}

static void withheld_event_tells_its_seq_only(void **state)
{
    (void)state;
    struct event event = message();

    assert_frame(encode_withheld(41), "{\"seq\":41,\"kind\":\"withheld\"}");
    event.kind = EVENT_WITHHELD;
    assert_frame(encode_event(&event), "{\"seq\":41,\"kind\":\"withheld\"}");
}

static void events_of_a_result_stand_before_its_other_members(void **state)
{
    (void)state;
    struct event two[] = {
        {.seq = 4, .kind = EVENT_WITHHELD},
        {.seq = 5, .kind = EVENT_WITHHELD}
    };
    assert_frame(
        encode_result(TEXT("1"), json_pack("{s:b}", "more", 0), encode_events(two, 2)),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"events\":["
        "{\"seq\":4,\"kind\":\"withheld\"},"
        "{\"seq\":5,\"kind\":\"withheld\"}],\"more\":false}}");
    assert_frame(encode_result(TEXT("1"), json_object(), encode_events(NULL, 0)),
                 "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"events\":[]}}");
}

static void people_have_name_and_role(void **state)
{
    (void)state;
    assert_json(encode_card(&june), "{\"name\":\"June\",\"role\":\"carer\"}");
    assert_json(encode_card(&gone),
                "{\"name\":\"former member\",\"role\":\"supporter\","
                "\"former\":true}");
}

static void roles_name_their_area(void **state)
{
    (void)state;
    const struct role_grant roles[] = {
        {ROLE_SAFEGUARDING_LEAD, {0}},
        {ROLE_CARER,             {5}}
    };

    assert_json(encode_roles(roles, 2),
                "[{\"role\":\"safeguarding_lead\",\"area\":null},"
                "{\"role\":\"carer\",\"area\":\"a0000000000005\"}]");
    assert_json(encode_roles(NULL, 0), "[]");
}

static void view_shows_where_one_is(void **state)
{
    (void)state;
    struct conversation_view view = {
        .conversation = {.id = {3},
                         .kind = CONVERSATION_PAIR,
                         .epoch = 4,
                         .head = 41,
                         .last_at_utc_ms = 1767225600000,
                         .title = TEXT("Priya")},
        .floor = 1,
        .read = 40,
        .unread = 1,
    };

    assert_json(encode_view(&view),
                "{\"id\":\"c0000000000003\",\"kind\":\"pair\",\"title\":\"Priya\","
                "\"epoch\":\"0000000000004\",\"head\":41,\"floor\":1,\"read\":40,"
                "\"unread\":1,\"last_at\":1767225600000}");
    view.conversation.last_at_utc_ms = 0;
    view.conversation.title = (struct text){NULL, 0};
    view.resync = true;
    assert_json(encode_view(&view),
                "{\"id\":\"c0000000000003\",\"kind\":\"pair\",\"title\":\"\","
                "\"epoch\":\"0000000000004\",\"head\":41,\"floor\":1,\"read\":40,"
                "\"unread\":1,\"last_at\":null,\"resync\":true}");
}

static void result_carries_the_id_as_it_came(void **state)
{
    (void)state;
    assert_frame(encode_result(TEXT("7"), json_object(), NULL),
                 "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    assert_frame(encode_result(TEXT("\"a\\\"b\""), json_object(), NULL),
                 "{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",\"result\":{}}");
    assert_frame(encode_mark_result(TEXT("7"), 40),
                 "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"read\":40}}");
}

static void malformed_call_is_told_what_and_where(void **state)
{
    (void)state;
    const struct failure failure = {
        .err = ERR_BAD_REQUEST, .rpc_code = -32602, .field = "text"};

    assert_frame(encode_failure(TEXT("7"), &failure),
                 "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,"
                 "\"message\":\"Invalid params\",\"data\":{\"error\":\"bad_request\","
                 "\"retry\":\"no\",\"field\":\"text\"}}}");
    const struct failure unread = {.err = ERR_BAD_REQUEST, .rpc_code = -32700};
    assert_frame(encode_failure(TEXT(""), &unread),
                 "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,"
                 "\"message\":\"Parse error\",\"data\":{\"error\":\"bad_request\","
                 "\"retry\":\"no\"}}}");
}

static json_t *failure_data(enum err err, const char **message_out, json_t **reply_out)
{
    const struct failure failure = {.err = err, .after_ms = 1500, .ref = 77};
    struct frame *frame = encode_failure(TEXT("7"), &failure);
    const struct text bytes = frame_text(frame);

    *reply_out = json_loadb(bytes.s, bytes.len, 0, NULL);
    frame_unref(frame);
    json_t *error = json_object_get(*reply_out, "error");
    *message_out = json_string_value(json_object_get(error, "message"));
    return json_object_get(error, "data");
}

static void every_error_has_its_word_retry_and_sentence(void **state)
{
    (void)state;
    for (int err = OK + 1; err < ERR_COUNT; err++) {
        const char *message = NULL;
        json_t *reply = NULL;
        const json_t *data = failure_data((enum err)err, &message, &reply);
        const bool is_ours = err == ERR_IO || err == ERR_CORRUPT;
        assert_string_equal(json_string_value(json_object_get(data, "error")),
                            is_ours ? "internal" : err_name((enum err)err));
        assert_non_null(json_string_value(json_object_get(data, "retry")));
        assert_true(strlen(message) > 0);
        assert_int_equal(json_integer_value(json_object_get(data, "after_ms")), 1500);
        assert_int_equal(json_integer_value(json_object_get(data, "ref")), 77);
        json_decref(reply);
    }
}

static void signals_are_notifications(void **state)
{
    (void)state;
    assert_frame(encode_typing((conversation_id){3}, (person_id){1}, true),
                 "{\"jsonrpc\":\"2.0\",\"method\":\"signal\",\"params\":{\"type\":"
                 "\"typing\",\"conversation\":\"c0000000000003\",\"person\":\"" JUNE
                 "\",\"on\":true}}");
    assert_frame(encode_read_signal((conversation_id){3}, 40),
                 "{\"jsonrpc\":\"2.0\",\"method\":\"signal\",\"params\":{\"type\":"
                 "\"read\",\"conversation\":\"c0000000000003\",\"read\":40}}");
    assert_frame(encode_heartbeat(), "{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(message_has_its_text_and_cid),
        TEST(removed_message_has_no_text),
        TEST(edit_has_the_current_text_or_none),
        TEST(removal_and_hiding_name_their_message),
        TEST(reaction_may_be_taken_back),
        TEST(members_come_and_go),
        TEST(title_changes),
        TEST(inbox_tells_of_memberships),
        TEST(a_change_of_matching_tells_its_sort_only),
        TEST(a_change_of_care_tells_which_thing_it_was),
        TEST(what_is_shown_again_brings_its_words),
        TEST(a_card_of_help_names_the_message_that_it_is_about),
        TEST(withheld_event_tells_its_seq_only),
        TEST(events_of_a_result_stand_before_its_other_members),
        TEST(people_have_name_and_role),
        TEST(roles_name_their_area),
        TEST(view_shows_where_one_is),
        TEST(result_carries_the_id_as_it_came),
        TEST(malformed_call_is_told_what_and_where),
        TEST(every_error_has_its_word_retry_and_sentence),
        TEST(signals_are_notifications),
    };

    return RUN_TESTS(tests);
}
