// Requests through the whole floor, on a real database with the people of
// domain/world.h.
#include "support.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "command/decode.h"
#include "command/dispatch.h"
#include "command/encode.h"
#include "domain/person.h"
#include "domain/session.h"
#include "domain/vault.h"
#include "domain/world.h"
#include "protocol.h"
#include "store/audit_store.h"
#include "store/db.h"

static struct world world;
static struct clock test_clock;
static struct db *reader_db;
static struct dispatcher writer;
static struct dispatcher reader;
static struct session_made june;
static struct session_made amara;

static const struct server_facts facts = {.version = "1.2.3"};

static void open_reader(void)
{
    char path[96];

    snprintf(path, sizeof path, "%s/kith.db", world.folder);
    assert_ok(db_open(path, DB_READER, &reader_db));
}

static struct session_made sign_in(person_id person)
{
    struct session_made made;
    struct change *change = world_as(&world, person);

    assert_ok(world_end(&world, session_create(change, person, TEXT("phone"), &made)));
    return made;
}

static int begin(void **state)
{
    world_open(&world);
    world.policy.session_idle_ms = INT64_C(14) * 24 * 60 * 60 * 1000;
    world.policy.session_absolute_ms = INT64_C(90) * 24 * 60 * 60 * 1000;
    june = sign_in(world.june);
    amara = sign_in(world.amara);
    open_reader();
    test_clock.offset_ms = 0;
    test_clock.offset_ms = world.now_utc_ms - clock_utc_ms(&test_clock);
    writer = (struct dispatcher){.db = world.db,
                                 .vault = world.vault,
                                 .policy = &world.policy,
                                 .clock = &test_clock,
                                 .facts = &facts};
    reader = writer;
    reader.db = reader_db;
    return support_begin(state);
}

static int end(void **state)
{
    db_close(reader_db);
    world_close(&world);
    return support_end(state);
}

#define DISPATCH_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// Asking

static struct credential session_of(const struct session_made *made)
{
    return (struct credential){.kind = CREDENTIAL_SESSION, .session = made->session};
}

static struct credential cookie_of(const struct session_made *made)
{
    return (struct credential){.kind = CREDENTIAL_TOKEN,
                               .token_hash = secret_hash(text_of(made->token.s))};
}

static const struct credential nobody = {.kind = CREDENTIAL_NONE};

static struct request *request_for(const char *method, const char *params,
                                   struct credential credential)
{
    struct request *request = request_new(REQUEST_COMMAND);
    struct decoded decoded;
    char frame[4096];

    snprintf(frame, sizeof frame,
             "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}", method,
             params);
    assert_int_equal(decode_request(request->arena, text_of(frame), &decoded),
                     DECODE_REQUEST);
    request->command = decoded.row;
    request->args = decoded.args;
    request->rpc_id = decoded.id;
    request->stage = decoded.row->prepare != NULL ? STAGE_PREPARE : STAGE_RUN;
    request->credential = credential;
    return request;
}

// Runs on the lane that the request asks for; what the writer did is durable.
static struct outcome *run(struct request *take_request)
{
    struct outcome *outcome = NULL;
    const struct dispatcher no_database = {.clock = &test_clock, .facts = &facts};

    switch (dispatch_lane(take_request)) {
    case LANE_LOOP:
    case LANE_HASHER:
        return dispatch_run(&no_database, take_request);
    case LANE_READER:
        return dispatch_run(&reader, take_request);
    case LANE_WRITER:
        assert_ok(db_begin(world.db));
        outcome = dispatch_run(&writer, take_request);
        assert_ok(vault_commit(world.vault));
        assert_ok(db_commit(world.db));
        break;
    }
    return outcome;
}

static struct outcome *ask(const char *method, const char *params,
                           struct credential credential)
{
    return run(request_for(method, params, credential));
}

// Reading the answer

static json_t *reply_of(const struct outcome *outcome)
{
    const struct text bytes = frame_text(outcome->reply);
    json_t *reply = json_loadb(bytes.s, bytes.len, 0, NULL);

    assert_non_null(reply);
    assert_int_equal(json_integer_value(json_object_get(reply, "id")), 7);
    return reply;
}

static void assert_frame_has(const struct frame *frame, const char *part)
{
    const struct text bytes = frame_text(frame);

    assert_non_null(memmem(bytes.s, bytes.len, part, strlen(part)));
}

static void assert_refused(struct outcome *take_outcome, enum err err)
{
    char word[64];

    assert_err(take_outcome->err, err);
    snprintf(word, sizeof word, "\"error\":\"%s\"", err_name(err));
    assert_frame_has(take_outcome->reply, word);
    assert_int_equal(take_outcome->published_count, 0);
    assert_int_equal(take_outcome->session_effect, SESSION_EFFECT_NONE);
    outcome_free(take_outcome);
}

static void assert_done(struct outcome *take_outcome)
{
    assert_ok(take_outcome->err);
    assert_frame_has(take_outcome->reply, "\"result\":");
    outcome_free(take_outcome);
}

// {"conversation":…, and what else there is.
static const char *params_of(conversation_id conversation, const char *rest)
{
    static char params[512];

    snprintf(params, sizeof params, "{\"conversation\":\"%s\"%s}",
             conversation_id_text(conversation).s, rest);
    return params;
}

static int64_t audit_rows(const char *sql)
{
    struct stmt *stmt = db_stmt(world.db, sql);

    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

#define MESSAGE ",\"cid\":\"one\",\"text\":\"She slept.\""

// Lanes

static void every_command_has_its_lane(void **state)
{
    (void)state;
    struct request request = {.kind = REQUEST_COMMAND, .stage = STAGE_RUN};

    for (int i = 0; i < COMMAND_COUNT; i++) {
        const struct command_row *row = &command_rows[i];
        const enum lane wanted = row->effects == EFFECTS_LOCAL ? LANE_LOOP
                                 : row->effects == EFFECTS_READS && !row->audited
                                     ? LANE_READER
                                     : LANE_WRITER;
        request.command = row;
        assert_int_equal(dispatch_lane(&request), wanted);
    }
    request.command = &command_rows[COMMAND_SESSION_START];
    request.stage = STAGE_PREPARE;
    assert_int_equal(dispatch_lane(&request), LANE_READER);
    request.stage = STAGE_HASH;
    assert_int_equal(dispatch_lane(&request), LANE_HASHER);
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

static void message_is_answered_and_published(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    struct outcome *outcome =
        ask("message.send", params_of(pair, MESSAGE), session_of(&june));
    json_t *reply = reply_of(outcome);
    const json_t *result = json_object_get(reply, "result");
    const int64_t seq = json_integer_value(json_object_get(result, "seq"));

    assert_ok(outcome->err);
    assert_true(json_is_false(json_object_get(result, "duplicate")));
    assert_int_equal(outcome->published_count, 1);
    const struct published *published = &outcome->published[0];
    assert_int_equal(published->seq, seq);
    assert_int_equal(published->conversation.v, pair.v);
    assert_int_equal(published->by.v, world.june.v);
    assert_int_not_equal(published->epoch, 0);
    assert_frame_has(published->frame, "She slept.");
    assert_frame_has(published->withheld, "\"kind\":\"withheld\"");
    assert_int_equal(outcome->person.v, world.june.v);
    json_decref(reply);
    outcome_free(outcome);
}

static void local_command_needs_no_database(void **state)
{
    (void)state;
    struct outcome *outcome = ask("server.hello", "{}", nobody);

    assert_frame_has(outcome->reply, "\"version\":\"1.2.3\"");
    assert_done(outcome);
}

static void nobody_is_unauthenticated(void **state)
{
    (void)state;
    const struct session_made ended = sign_in(world.june);
    struct credential as_bearer = cookie_of(&june);

    assert_refused(ask("session.list", "{}", nobody), ERR_UNAUTHENTICATED);
    assert_done(ask("session.list", "{}", cookie_of(&june)));
    as_bearer.is_bearer = true;
    assert_refused(ask("session.list", "{}", as_bearer), ERR_UNAUTHENTICATED);
    assert_done(ask("session.end", "{}", session_of(&ended)));
    assert_refused(ask("session.list", "{}", session_of(&ended)), ERR_UNAUTHENTICATED);
    test_clock.offset_ms += world.policy.session_absolute_ms;
    assert_refused(ask("session.list", "{}", session_of(&june)), ERR_UNAUTHENTICATED);
}

static void role_is_checked_and_the_denial_audited(void **state)
{
    (void)state;
    char params[128];
    snprintf(params, sizeof params, "{\"carer\":\"%s\",\"supporter\":\"%s\"}",
             person_id_text(world.dorothy).s, person_id_text(world.priya).s);

    for (int i = 0; i < 3; i++) {
        assert_refused(ask("pair.connect", params, session_of(&june)), ERR_DENIED);
    }
    assert_int_equal(
        audit_rows("SELECT count(*) FROM audit WHERE action = 'pair.connect' "
                   "AND outcome = 'denied'"),
        1);
    assert_done(ask("pair.connect", params, session_of(&amara)));
    assert_int_equal(
        audit_rows("SELECT count(*) FROM audit WHERE action = 'pair.connect' "
                   "AND outcome = 'done'"),
        1);
    assert_ok(audit_store_verify(world.db));
}

static void denied_read_is_refused_on_its_reader(void **state)
{
    (void)state;
    assert_refused(ask("people.list", "{}", session_of(&june)), ERR_DENIED);
}

static void audited_command_writes_one_row_with_its_object(void **state)
{
    (void)state;
    char params[128];

    snprintf(params, sizeof params, "{\"title\":\"Talk\",\"area\":\"%s\"}",
             area_id_text(world.north).s);
    assert_done(ask("conversation.create", params, session_of(&amara)));
    assert_int_equal(
        audit_rows("SELECT count(*) FROM audit WHERE action = 'conversation.create'"),
        1);
    assert_int_equal(
        audit_rows("SELECT count(*) FROM audit WHERE action = 'conversation.create' "
                   "AND object <> 0 AND actor <> 0 AND organisation <> 0"),
        1);
}

static void operator_passes_where_roles_are_asked_for(void **state)
{
    (void)state;
    const struct credential someone_there = {.kind = CREDENTIAL_OPERATOR};

    assert_done(ask("people.list", "{}", someone_there));
}

static void refused_command_leaves_nothing(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    const struct session_made mo = sign_in(world.mo);

    assert_refused(ask("message.send", params_of(pair, MESSAGE), session_of(&mo)),
                   ERR_NOT_FOUND);
    const struct history_page page = world_read(&world, world.june, pair);
    for (int i = 0; i < page.count; i++) {
        assert_int_not_equal(page.events[i].kind, EVENT_MESSAGE_SENT);
    }
}

static void typing_is_signalled_and_not_stored(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    struct outcome *outcome =
        ask("conversation.typing", params_of(pair, ",\"on\":true"), session_of(&june));

    assert_int_equal(outcome->signal_count, 1);
    assert_int_equal(outcome->signals[0].conversation.v, pair.v);
    assert_frame_has(outcome->signals[0].frame, "\"type\":\"typing\"");
    assert_int_equal(outcome->published_count, 0);
    assert_done(outcome);
}

static void membership_change_reaches_subscriptions(void **state)
{
    (void)state;
    const conversation_id group = world_group(&world);
    struct outcome *outcome =
        ask("conversation.leave", params_of(group, ""), session_of(&june));

    assert_true(outcome->subscription_change_count > 0);
    assert_true(outcome->published_count > 0);
    assert_done(outcome);
}

static void fault_is_logged_once_with_the_reference_of_its_reply(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    struct request *request =
        request_for("message.send", params_of(pair, MESSAGE), session_of(&june));

    support_expect_log("request_failed");
    struct outcome *outcome = dispatch_run(&writer, request); // with no batch open
    assert_err(outcome->err, ERR_IO);
    assert_frame_has(outcome->reply, "\"error\":\"internal\"");
    assert_frame_has(outcome->reply, "\"ref\":");
    outcome_free(outcome);
}

// Signing in

static void set_password(person_id person, struct text handle, struct text password)
{
    char hash[SECRET_PASSWORD_HASH_MAX];
    struct change *change = world_as(&world, (person_id){0});

    assert_ok(secret_password_hash(password, hash));
    assert_ok(world_end(&world,
                        person_create_account(change, person, handle, text_of(hash))));
}

static struct outcome *sign_in_with(const char *password)
{
    char params[256];
    snprintf(params, sizeof params, "{\"handle\":\"june\",\"password\":\"%s\"}",
             password);
    struct request *request = request_for("session.start", params, nobody);

    for (int i = 0; i < 2; i++) {
        struct outcome *outcome = run(request);
        assert_ok(outcome->err);
        assert_null(outcome->reply);
        outcome->request = NULL;
        outcome_free(outcome);
    }
    assert_int_equal(request->stage, STAGE_RUN);
    return run(request);
}

static void right_password_sets_the_cookie(void **state)
{
    (void)state;
    set_password(world.june, TEXT("june"), TEXT("three quiet rivers"));
    struct outcome *outcome = sign_in_with("three quiet rivers");

    assert_int_equal(outcome->session_effect, SESSION_EFFECT_COOKIE_SET);
    assert_int_equal(outcome->person.v, world.june.v);
    assert_int_equal(strlen(outcome->token.s), SECRET_TOKEN_LEN);
    struct session_made made = {.token = outcome->token};
    assert_done(outcome);
    assert_done(ask("session.list", "{}", cookie_of(&made)));
}

static void wrong_password_and_unknown_handle_are_refused_alike(void **state)
{
    (void)state;
    assert_refused(sign_in_with("three quiet rivers"), ERR_UNAUTHENTICATED);
    set_password(world.june, TEXT("june"), TEXT("three quiet rivers"));
    assert_refused(sign_in_with("three loud rivers"), ERR_UNAUTHENTICATED);
}

// Attaching and following

static void attached_session_follows_its_conversations(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    struct outcome *outcome = ask(
        "session.attach", "{\"ticket\":\"used up by the loop\"}", session_of(&june));
    bool follows = false;

    assert_int_equal(outcome->session_effect, SESSION_EFFECT_ATTACHED);
    assert_int_equal(outcome->session.v, june.session.v);
    assert_int_equal(outcome->person.v, world.june.v);
    for (size_t i = 0; i < outcome->subscription_count; i++) {
        follows |= outcome->subscriptions[i].conversation.v == pair.v;
    }
    assert_true(follows);
    assert_done(outcome);
}

static void attaching_with_a_dead_session_is_refused(void **state)
{
    (void)state;
    const struct credential unknown = {.kind = CREDENTIAL_SESSION, .session = {77}};

    assert_refused(ask("session.attach", "{\"ticket\":\"t\"}", unknown),
                   ERR_UNAUTHENTICATED);
}

static struct request *slice_for(conversation_id conversation, person_id person,
                                 struct credential credential)
{
    struct request *request = request_new(REQUEST_SLICE);

    request->credential = credential;
    request->slice_conversation = conversation;
    request->slice_from = 1;
    request->slice_person = person;
    return request;
}

static void slice_has_what_was_missed(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    world_say(&world, world.priya, pair, "Good morning");
    struct outcome *outcome = run(slice_for(pair, world.june, session_of(&june)));

    assert_ok(outcome->err);
    assert_null(outcome->reply);
    assert_true(outcome->published_count >= 3); // two joined, one spoke
    for (size_t i = 0; i < outcome->published_count; i++) {
        assert_int_equal(outcome->published[i].seq, (int64_t)i + 1);
        assert_int_not_equal(outcome->published[i].epoch, 0);
        assert_non_null(outcome->published[i].withheld);
    }
    assert_frame_has(outcome->published[outcome->published_count - 1].frame,
                     "Good morning");
    outcome_free(outcome);
}

static void slice_is_for_its_own_session_and_members_only(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    struct outcome *outcome = run(slice_for(pair, world.priya, session_of(&june)));

    assert_err(outcome->err, ERR_UNAUTHENTICATED);
    outcome_free(outcome);
    outcome = run(slice_for(pair, world.amara, session_of(&amara)));
    assert_err(outcome->err, ERR_NOT_FOUND);
    assert_null(outcome->reply);
    assert_int_equal(outcome->published_count, 0);
    outcome_free(outcome);
}

static void marks_are_written_and_the_session_stays_alive(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    const struct read_mark mark = {world.june, pair, 2};
    struct request *request = request_new(REQUEST_MARKS);

    test_clock.offset_ms += world.policy.session_idle_ms - 60000;
    request->marks = &mark;
    request->mark_count = 1;
    request->credential = session_of(&june);
    struct outcome *outcome = run(request);
    assert_ok(outcome->err);
    assert_null(outcome->reply);
    outcome_free(outcome);
    assert_int_equal(audit_rows("SELECT max(read_seq) FROM stay"), 2);
    test_clock.offset_ms += world.policy.session_idle_ms - 60000;
    assert_done(ask("session.list", "{}", session_of(&june)));
    assert_refused(ask("session.list", "{}", session_of(&amara)), ERR_UNAUTHENTICATED);
}

static void token_is_known(void **state)
{
    (void)state;
    struct session_made made;
    int64_t expires_utc_ms = 0;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(
        world_end(&world, session_token_create(change, world.priya, TEXT("bridge"),
                                               &made, &expires_utc_ms)));
    struct request *request = request_new(REQUEST_TOKEN);
    request->credential = cookie_of(&made);
    request->credential.is_bearer = true;
    struct outcome *outcome = run(request);

    assert_ok(outcome->err);
    assert_int_equal(outcome->session_effect, SESSION_EFFECT_TOKEN_KNOWN);
    assert_int_equal(outcome->session.v, made.session.v);
    assert_int_equal(outcome->person.v, world.priya.v);
    assert_true(outcome->is_integration);
    outcome_free(outcome);
    request = request_new(REQUEST_TOKEN);
    request->credential = cookie_of(&june);
    request->credential.is_bearer = true;
    outcome = run(request);
    assert_err(outcome->err, ERR_UNAUTHENTICATED);
    outcome_free(outcome);
}

static void probe_finds_the_database(void **state)
{
    (void)state;
    struct outcome *outcome = run(request_new(REQUEST_PROBE));

    assert_ok(outcome->err);
    outcome_free(outcome);
}

// Outcomes that are taken back

static void lost_transaction_takes_everything_back(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    struct outcome *outcome =
        ask("message.send", params_of(pair, MESSAGE), session_of(&june));

    outcome_fail(outcome, ERR_READ_ONLY);
    assert_refused(outcome, ERR_READ_ONLY);
}

static void refusal_says_when_to_come_back(void **state)
{
    (void)state;
    struct request *request = request_for("session.list", "{}", nobody);
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
        DISPATCH_TEST(every_command_has_its_lane),
        DISPATCH_TEST(audited_read_runs_on_the_writer),
        DISPATCH_TEST(message_is_answered_and_published),
        DISPATCH_TEST(local_command_needs_no_database),
        DISPATCH_TEST(nobody_is_unauthenticated),
        DISPATCH_TEST(role_is_checked_and_the_denial_audited),
        DISPATCH_TEST(denied_read_is_refused_on_its_reader),
        DISPATCH_TEST(audited_command_writes_one_row_with_its_object),
        DISPATCH_TEST(operator_passes_where_roles_are_asked_for),
        DISPATCH_TEST(refused_command_leaves_nothing),
        DISPATCH_TEST(typing_is_signalled_and_not_stored),
        DISPATCH_TEST(membership_change_reaches_subscriptions),
        DISPATCH_TEST(fault_is_logged_once_with_the_reference_of_its_reply),
        DISPATCH_TEST(right_password_sets_the_cookie),
        DISPATCH_TEST(wrong_password_and_unknown_handle_are_refused_alike),
        DISPATCH_TEST(attached_session_follows_its_conversations),
        DISPATCH_TEST(attaching_with_a_dead_session_is_refused),
        DISPATCH_TEST(slice_has_what_was_missed),
        DISPATCH_TEST(slice_is_for_its_own_session_and_members_only),
        DISPATCH_TEST(marks_are_written_and_the_session_stays_alive),
        DISPATCH_TEST(token_is_known),
        DISPATCH_TEST(probe_finds_the_database),
        DISPATCH_TEST(lost_transaction_takes_everything_back),
        DISPATCH_TEST(refusal_says_when_to_come_back),
    };

    return RUN_TESTS(tests);
}
