#include "command/asking.h"

#include <jansson.h>
#include <stdio.h>

#include "protocol.h"
#include "store/audit_walk.h"

// Lanes

static void every_command_has_its_lane(void **state)
{
    (void)state;
    struct request request = {.kind = REQUEST_COMMAND, .stage = STAGE_RUN};

    for (int i = 0; i < COMMAND_COUNT; i++) {
        const struct command_row *row = &command_rows[i];
        const bool reads = row->effects == EFFECTS_READS ||
                           row->effects == EFFECTS_COMPUTES ||
                           row->effects == EFFECTS_SCANS;
        const enum lane wanted = row->effects == EFFECTS_LOCAL ? LANE_LOOP
                                 : reads && !row->audited      ? LANE_READER
                                                               : LANE_WRITER;
        request.command = row;
        assert_int_equal(dispatch_lane(&request), wanted);
    }
    request.command = &command_rows[COMMAND_SESSION_START];
    request.stage = STAGE_PREPARE;
    assert_int_equal(dispatch_lane(&request), LANE_READER);
    request.stage = STAGE_HASH;
    assert_int_equal(dispatch_lane(&request), LANE_HASHER);
    request.stage = STAGE_SOLVE;
    assert_int_equal(dispatch_lane(&request), LANE_WORKER);
    request.stage = STAGE_STORE;
    assert_int_equal(dispatch_lane(&request), LANE_WRITER);
}

static void a_long_command_is_prepared_on_the_worker(void **state)
{
    (void)state;
    const struct command_row row = {.effects = EFFECTS_COMPUTES};
    struct request request = {
        .kind = REQUEST_COMMAND, .stage = STAGE_PREPARE, .command = &row};

    assert_int_equal(dispatch_lane(&request), LANE_WORKER);
    request.stage = STAGE_RUN;
    assert_int_equal(dispatch_lane(&request), LANE_READER);
    request.kind = REQUEST_MATCHING;
    request.stage = STAGE_PREPARE;
    assert_int_equal(dispatch_lane(&request), LANE_WORKER);
    request.kind = REQUEST_TICK;
    request.stage = STAGE_RUN;
    assert_int_equal(dispatch_lane(&request), LANE_WRITER);
}

static void audited_read_runs_on_the_writer(void **state)
{
    (void)state;
    const struct command_row row = {.effects = EFFECTS_READS, .audited = true};
    const struct request request = {
        .kind = REQUEST_COMMAND, .stage = STAGE_RUN, .command = &row};

    assert_int_equal(dispatch_lane(&request), LANE_WRITER);
}

// Commands

static json_t *reply_of(const struct outcome *outcome)
{
    const struct text bytes = frame_text(outcome->reply);
    json_t *reply = json_loadb(bytes.s, bytes.len, 0, NULL);

    assert_non_null(reply);
    assert_int_equal(json_integer_value(json_object_get(reply, "id")), 7);
    return reply;
}

static void message_is_answered_and_published(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    struct outcome *outcome = asking_ask("message.send", asking_params(pair, MESSAGE),
                                         session_of(&asking.june));
    json_t *reply = reply_of(outcome);
    const json_t *result = json_object_get(reply, "result");
    const int64_t seq = json_integer_value(json_object_get(result, "seq"));

    assert_ok(outcome->err);
    assert_true(json_is_false(json_object_get(result, "duplicate")));
    assert_int_equal(outcome->published_count, 1);
    const struct published *published = &outcome->published[0];
    assert_int_equal(published->seq, seq);
    assert_int_equal(published->conversation.v, pair.v);
    assert_int_equal(published->by.v, asking.world.june.v);
    assert_int_not_equal(published->epoch, 0);
    assert_frame_has(published->frame, "She slept.");
    assert_null(published->withheld);
    assert_int_equal(outcome->person.v, asking.world.june.v);
    json_decref(reply);
    outcome_free(outcome);
}

static void message_is_withheld_from_whoever_blocked_its_author(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    world_block(&asking.world, asking.world.priya, asking.world.june);
    struct outcome *outcome = asking_ask("message.send", asking_params(pair, MESSAGE),
                                         session_of(&asking.june));

    assert_ok(outcome->err);
    const struct published *published = &outcome->published[0];
    assert_int_equal(published->withheld_count, 1);
    assert_int_equal(published->withheld_from[0].v, asking.world.priya.v);
    assert_frame_has(published->withheld, "\"kind\":\"withheld\"");
    outcome_free(outcome);
}

static void local_command_needs_no_database(void **state)
{
    (void)state;
    struct outcome *outcome = asking_ask("server.hello", "{}", nobody);

    assert_frame_has(outcome->reply, "\"version\":\"1.2.3\"");
    assert_done(outcome);
}

static void nobody_is_unauthenticated(void **state)
{
    (void)state;
    const struct session_made ended = asking_sign_in(asking.world.june);
    struct credential as_bearer = cookie_of(&asking.june);

    assert_refused(asking_ask("session.list", "{}", nobody), ERR_UNAUTHENTICATED);
    assert_done(asking_ask("session.list", "{}", cookie_of(&asking.june)));
    as_bearer.is_bearer = true;
    assert_refused(asking_ask("session.list", "{}", as_bearer), ERR_UNAUTHENTICATED);
    assert_done(asking_ask("session.end", "{}", session_of(&ended)));
    assert_refused(asking_ask("session.list", "{}", session_of(&ended)),
                   ERR_UNAUTHENTICATED);
    asking.clock.offset_ms += asking.world.policy.session_absolute_ms;
    assert_refused(asking_ask("session.list", "{}", session_of(&asking.june)),
                   ERR_UNAUTHENTICATED);
}

static void role_is_checked_and_the_denial_audited(void **state)
{
    (void)state;
    char params[128];
    snprintf(params, sizeof params, "{\"carer\":\"%s\",\"supporter\":\"%s\"}",
             person_id_text(asking.world.dorothy).s,
             person_id_text(asking.world.priya).s);

    for (int i = 0; i < 3; i++) {
        assert_refused(asking_ask("pair.connect", params, session_of(&asking.june)),
                       ERR_DENIED);
    }
    assert_int_equal(
        asking_count("SELECT count(*) FROM audit WHERE action = 'pair.connect' "
                     "AND outcome = 'denied'"),
        1);
    assert_done(asking_ask("pair.connect", params, session_of(&asking.amara)));
    assert_int_equal(
        asking_count("SELECT count(*) FROM audit WHERE action = 'pair.connect' "
                     "AND outcome = 'done'"),
        1);
    assert_ok(audit_walk_check(asking.world.db, (struct audit_link){0}));
}

static void denied_read_is_noted_by_the_writer(void **state)
{
    (void)state;
    assert_refused(asking_ask("people.list", "{}", session_of(&asking.june)),
                   ERR_DENIED);
    assert_int_equal(asking_count("SELECT count(*) FROM audit WHERE action ="
                                  " 'people.list' AND outcome = 'denied'"
                                  " AND role = 'carer'"),
                     1);
}

static void audited_command_writes_one_row_with_its_object(void **state)
{
    (void)state;
    char params[128];

    snprintf(params, sizeof params, "{\"title\":\"Talk\",\"area\":\"%s\"}",
             area_id_text(asking.world.north).s);
    assert_done(asking_ask("conversation.create", params, session_of(&asking.amara)));
    assert_int_equal(
        asking_count("SELECT count(*) FROM audit WHERE action = 'conversation.create'"),
        1);
    assert_int_equal(
        asking_count("SELECT count(*) FROM audit WHERE action = 'conversation.create' "
                     "AND object <> 0 AND actor <> 0 AND organisation <> 0"),
        1);
}

static void operator_passes_where_roles_are_asked_for(void **state)
{
    (void)state;
    const struct credential someone_there = {.kind = CREDENTIAL_OPERATOR};

    assert_done(asking_ask("people.list", "{}", someone_there));
}

static void refused_command_leaves_nothing(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    const struct session_made mo = asking_sign_in(asking.world.mo);

    assert_refused(
        asking_ask("message.send", asking_params(pair, MESSAGE), session_of(&mo)),
        ERR_NOT_FOUND);
    const struct history_page page = world_read(&asking.world, asking.world.june, pair);
    for (int i = 0; i < page.count; i++) {
        assert_int_not_equal(page.events[i].kind, EVENT_MESSAGE_SENT);
    }
}

static void typing_is_signalled_and_not_stored(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    struct outcome *outcome =
        asking_ask("conversation.typing", asking_params(pair, ",\"on\":true"),
                   session_of(&asking.june));

    assert_int_equal(outcome->signal_count, 1);
    assert_int_equal(outcome->signals[0].conversation.v, pair.v);
    assert_frame_has(outcome->signals[0].frame, "\"type\":\"typing\"");
    assert_int_equal(outcome->published_count, 0);
    assert_done(outcome);
}

static void membership_change_reaches_subscriptions(void **state)
{
    (void)state;
    const conversation_id group = world_group(&asking.world);
    struct outcome *outcome = asking_ask("conversation.leave", asking_params(group, ""),
                                         session_of(&asking.june));

    assert_true(outcome->subscription_change_count > 0);
    assert_true(outcome->published_count > 0);
    assert_done(outcome);
}

static void fault_is_logged_once_with_the_reference_of_its_reply(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    struct request *request = asking_request(
        "message.send", asking_params(pair, MESSAGE), session_of(&asking.june));

    support_expect_log("request_failed");
    struct outcome *outcome =
        dispatch_run(&asking.writer, request); // with no batch open
    assert_err(outcome->err, ERR_IO);
    assert_frame_has(outcome->reply, "\"error\":\"internal\"");
    assert_frame_has(outcome->reply, "\"ref\":");
    outcome_free(outcome);
}

// Outcomes that are taken back

static void lost_transaction_takes_everything_back(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    struct outcome *outcome = asking_ask("message.send", asking_params(pair, MESSAGE),
                                         session_of(&asking.june));

    outcome_fail(outcome, ERR_READ_ONLY);
    assert_refused(outcome, ERR_READ_ONLY);
}

static void refusal_says_when_to_come_back(void **state)
{
    (void)state;
    struct request *request = asking_request("session.list", "{}", nobody);
    struct outcome *outcome = dispatch_refuse(request, ERR_BUSY, 1500);

    assert_frame_has(outcome->reply, "\"after_ms\":1500");
    assert_frame_has(outcome->reply, "\"retry\":\"later\"");
    assert_refused(outcome, ERR_BUSY);
    outcome_free(NULL);
    request_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ASKING_TEST(every_command_has_its_lane),
        ASKING_TEST(a_long_command_is_prepared_on_the_worker),
        ASKING_TEST(audited_read_runs_on_the_writer),
        ASKING_TEST(message_is_answered_and_published),
        ASKING_TEST(message_is_withheld_from_whoever_blocked_its_author),
        ASKING_TEST(local_command_needs_no_database),
        ASKING_TEST(nobody_is_unauthenticated),
        ASKING_TEST(role_is_checked_and_the_denial_audited),
        ASKING_TEST(denied_read_is_noted_by_the_writer),
        ASKING_TEST(audited_command_writes_one_row_with_its_object),
        ASKING_TEST(operator_passes_where_roles_are_asked_for),
        ASKING_TEST(refused_command_leaves_nothing),
        ASKING_TEST(typing_is_signalled_and_not_stored),
        ASKING_TEST(membership_change_reaches_subscriptions),
        ASKING_TEST(fault_is_logged_once_with_the_reference_of_its_reply),
        ASKING_TEST(lost_transaction_takes_everything_back),
        ASKING_TEST(refusal_says_when_to_come_back),
    };

    return RUN_TESTS(tests);
}
