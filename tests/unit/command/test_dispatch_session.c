// Requests about sessions, and those that the loop makes for attached ones.
#include "command/asking.h"

#include <stdio.h>
#include <string.h>

#include "domain/person.h"

// Signing in

static void set_password(person_id person, struct text handle, struct text password)
{
    char hash[SECRET_PASSWORD_HASH_MAX];
    struct change *change = world_as(&asking.world, (person_id){0});

    assert_ok(secret_password_hash(password, hash));
    assert_ok(world_end(&asking.world,
                        person_create_account(change, person, handle, text_of(hash))));
}

static struct outcome *sign_in_with(const char *password)
{
    char params[256];
    snprintf(params, sizeof params, "{\"handle\":\"june\",\"password\":\"%s\"}",
             password);
    struct request *request = asking_request("session.start", params, nobody);

    for (int i = 0; i < 2; i++) {
        struct outcome *outcome = asking_run(request);
        assert_ok(outcome->err);
        assert_null(outcome->reply);
        outcome->request = NULL;
        outcome_free(outcome);
    }
    assert_int_equal(request->stage, STAGE_RUN);
    return asking_run(request);
}

static void right_password_sets_the_cookie(void **state)
{
    (void)state;
    set_password(asking.world.june, TEXT("june"), TEXT("three quiet rivers"));
    struct outcome *outcome = sign_in_with("three quiet rivers");

    assert_int_equal(outcome->session_effect, SESSION_EFFECT_COOKIE_SET);
    assert_int_equal(outcome->person.v, asking.world.june.v);
    assert_int_equal(strlen(outcome->token.s), SECRET_TOKEN_LEN);
    struct session_made made = {.token = outcome->token};
    assert_done(outcome);
    assert_done(asking_ask("session.list", "{}", cookie_of(&made)));
}

static void wrong_password_and_unknown_handle_are_refused_alike(void **state)
{
    (void)state;
    assert_refused(sign_in_with("three quiet rivers"), ERR_UNAUTHENTICATED);
    set_password(asking.world.june, TEXT("june"), TEXT("three quiet rivers"));
    assert_refused(sign_in_with("three loud rivers"), ERR_UNAUTHENTICATED);
}

static void refused_sign_in_is_noted_with_the_account_if_there_is_one(void **state)
{
    (void)state;
    set_password(asking.world.june, TEXT("june"), TEXT("three quiet rivers"));
    for (int i = 0; i < 3; i++) {
        assert_refused(sign_in_with("three loud rivers"), ERR_UNAUTHENTICATED);
    }
    static char sql[160]; // statements are found by address
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM audit WHERE action = 'session.start' AND outcome ="
             " 'denied' AND actor = 0 AND object = %lld",
             (long long)asking.world.june.v);
    assert_int_equal(asking_count(sql), 1);
}

// Attaching and following

static void attached_session_follows_its_conversations(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    struct outcome *outcome =
        asking_ask("session.attach", "{\"ticket\":\"used up by the loop\"}",
                   session_of(&asking.june));
    bool follows = false;

    assert_int_equal(outcome->session_effect, SESSION_EFFECT_ATTACHED);
    assert_int_equal(outcome->session.v, asking.june.session.v);
    assert_int_equal(outcome->person.v, asking.world.june.v);
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

    assert_refused(asking_ask("session.attach", "{\"ticket\":\"t\"}", unknown),
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
    const conversation_id pair = world_pair(&asking.world);
    world_say(&asking.world, asking.world.priya, pair, "Good morning");
    struct outcome *outcome =
        asking_run(slice_for(pair, asking.world.june, session_of(&asking.june)));

    assert_ok(outcome->err);
    assert_null(outcome->reply);
    assert_true(outcome->published_count >= 3); // two joined, one spoke
    for (size_t i = 0; i < outcome->published_count; i++) {
        assert_int_equal(outcome->published[i].seq, (int64_t)i + 1);
        assert_int_not_equal(outcome->published[i].epoch, 0);
        assert_null(outcome->published[i].withheld); // nobody is kept from it
    }
    assert_frame_has(outcome->published[outcome->published_count - 1].frame,
                     "Good morning");
    outcome_free(outcome);
}

static void slice_is_for_its_own_session_and_members_only(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    struct outcome *outcome =
        asking_run(slice_for(pair, asking.world.priya, session_of(&asking.june)));

    assert_err(outcome->err, ERR_UNAUTHENTICATED);
    outcome_free(outcome);
    outcome =
        asking_run(slice_for(pair, asking.world.amara, session_of(&asking.amara)));
    assert_err(outcome->err, ERR_NOT_FOUND);
    assert_null(outcome->reply);
    assert_int_equal(outcome->published_count, 0);
    outcome_free(outcome);
}

static void marks_are_written_and_the_session_stays_alive(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&asking.world);
    const struct read_mark mark = {asking.world.june, pair, 2};
    struct request *request = request_new(REQUEST_MARKS);

    asking.clock.offset_ms += asking.world.policy.session_idle_ms - 60000;
    request->marks = &mark;
    request->mark_count = 1;
    request->credential = session_of(&asking.june);
    struct outcome *outcome = asking_run(request);
    assert_ok(outcome->err);
    assert_null(outcome->reply);
    outcome_free(outcome);
    assert_int_equal(asking_count("SELECT max(read_seq) FROM stay"), 2);
    asking.clock.offset_ms += asking.world.policy.session_idle_ms - 60000;
    assert_done(asking_ask("session.list", "{}", session_of(&asking.june)));
    assert_refused(asking_ask("session.list", "{}", session_of(&asking.amara)),
                   ERR_UNAUTHENTICATED);
}

static void token_is_known(void **state)
{
    (void)state;
    struct session_made made;
    int64_t expires_utc_ms = 0;
    struct change *change = world_as(&asking.world, (person_id){0});
    assert_ok(world_end(&asking.world,
                        session_token_create(change, asking.world.priya, TEXT("bridge"),
                                             &made, &expires_utc_ms)));
    struct request *request = request_new(REQUEST_TOKEN);
    request->credential = cookie_of(&made);
    request->credential.is_bearer = true;
    struct outcome *outcome = asking_run(request);

    assert_ok(outcome->err);
    assert_int_equal(outcome->session_effect, SESSION_EFFECT_TOKEN_KNOWN);
    assert_int_equal(outcome->session.v, made.session.v);
    assert_int_equal(outcome->person.v, asking.world.priya.v);
    assert_true(outcome->is_integration);
    outcome_free(outcome);
    request = request_new(REQUEST_TOKEN);
    request->credential = cookie_of(&asking.june);
    request->credential.is_bearer = true;
    outcome = asking_run(request);
    assert_err(outcome->err, ERR_UNAUTHENTICATED);
    outcome_free(outcome);
}

static void probe_finds_the_database(void **state)
{
    (void)state;
    struct outcome *outcome = asking_run(request_new(REQUEST_PROBE));

    assert_ok(outcome->err);
    outcome_free(outcome);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ASKING_TEST(right_password_sets_the_cookie),
        ASKING_TEST(wrong_password_and_unknown_handle_are_refused_alike),
        ASKING_TEST(refused_sign_in_is_noted_with_the_account_if_there_is_one),
        ASKING_TEST(attached_session_follows_its_conversations),
        ASKING_TEST(attaching_with_a_dead_session_is_refused),
        ASKING_TEST(slice_has_what_was_missed),
        ASKING_TEST(slice_is_for_its_own_session_and_members_only),
        ASKING_TEST(marks_are_written_and_the_session_stays_alive),
        ASKING_TEST(token_is_known),
        ASKING_TEST(probe_finds_the_database),
    };

    return RUN_TESTS(tests);
}
