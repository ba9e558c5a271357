// Signing in, sessions, tokens.
#include "domain/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/person.h"
#include "domain/world.h"
#include "protocol_limits.h"
#include "store/db.h"
#include "support.h"

#define DAY_MS INT64_C(86400000)
#define STORED "what the password is compared with"

static const person_id operator_id = {0};

// A world in which June and Mo have accounts.
static void open(struct world *world)
{
    world_open(world);
    world->policy.session_idle_ms = 14 * DAY_MS;
    world->policy.session_absolute_ms = 90 * DAY_MS;
    struct change *change = world_as(world, operator_id);
    assert_ok(person_create_account(change, world->june, TEXT("june"), TEXT(STORED)));
    assert_ok(person_create_account(change, world->mo, TEXT("mo"), TEXT("another")));
    assert_ok(world_end(world, OK));
}

static struct session_start right_password(void)
{
    return (struct session_start){.handle = TEXT("june"),
                                  .matches = true,
                                  .stored = STORED,
                                  .fresh = "",
                                  .device = TEXT("June's phone")};
}

static struct session_made june_signs_in(struct world *world)
{
    struct session_start start = right_password();
    struct session_made made;
    struct change *change = world_as(world, operator_id);
    change->actor.is_operator = false;
    assert_ok(world_end(world, session_start(change, &start, &made)));
    return made;
}

static enum err acts(struct world *world, struct session_made made)
{
    struct change *change = world_as(world, operator_id);
    change->actor.is_operator = false;
    return world_end(world,
                     session_actor_by_hash(change, secret_hash(text_of(made.token.s)),
                                           SESSION_BROWSER));
}

static struct session_prepared prepare(struct world *world, struct text handle,
                                       const struct session_made *device)
{
    struct session_prepared prepared;
    struct secret_hash hash;
    if (device != NULL) {
        hash = secret_hash(text_of(device->token.s));
    }
    struct change *change = world_as(world, operator_id);
    assert_ok(
        world_end(world, session_prepare(change, handle, device == NULL ? NULL : &hash,
                                         &prepared)));
    return prepared;
}

static size_t live_sessions(struct world *world, person_id person)
{
    struct session *list = NULL;
    size_t count = 0;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, session_list(change, &list, &count)));
    return count;
}

static void signing_in_makes_the_person_act(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made made = june_signs_in(&world);
    assert_int_equal(made.person.v, world.june.v);
    assert_ok(acts(&world, made));
    const struct actor *actor = &world.change.actor;
    assert_int_equal(actor->person.v, world.june.v);
    assert_int_equal(actor->organisation.v, world.organisation.v);
    assert_int_equal(actor->session.v, made.session.v);
    assert_int_equal(actor->role_count, 1);
    assert_int_equal(actor->roles[0].role, ROLE_CARER);
    assert_int_equal(actor->roles[0].area.v, world.north.v);
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, session_actor_by_id(change, made.session)));
    assert_int_equal(world.change.actor.person.v, world.june.v);
    world_close(&world);
}

static void a_wrong_password_and_an_unknown_handle_are_refused_alike(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_start wrong = right_password();
    struct session_start unknown = right_password();
    struct session_made made;
    wrong.matches = false;
    unknown.handle = TEXT("nobody");
    unknown.stored = secret_password_dummy();
    struct change *change = world_as(&world, operator_id);
    assert_err(world_end(&world, session_start(change, &wrong, &made)),
               ERR_UNAUTHENTICATED);
    change = world_as(&world, operator_id);
    assert_err(world_end(&world, session_start(change, &unknown, &made)),
               ERR_UNAUTHENTICATED);
    assert_int_equal(live_sessions(&world, world.june), 0);
    world_close(&world);
}

static void an_unknown_handle_costs_as_much_as_a_known_one(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    assert_string_equal(prepare(&world, TEXT("June"), NULL).stored, STORED);
    const char *of_unknown = prepare(&world, TEXT("nobody"), NULL).stored;
    const char *of_impossible = prepare(&world, TEXT("no such\nhandle"), NULL).stored;
    assert_string_equal(of_unknown, secret_password_dummy());
    assert_string_equal(of_impossible, secret_password_dummy());
    assert_false(secret_password_is_weak(of_unknown));
    world_close(&world);
}

static void attempts_are_counted_by_account_whatever_the_case(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    uint64_t key = prepare(&world, TEXT("june"), NULL).account_key;
    assert_true(key == prepare(&world, TEXT("JUNE"), NULL).account_key);
    assert_true(key != prepare(&world, TEXT("mo"), NULL).account_key);
    assert_true(key != prepare(&world, TEXT("nobody"), NULL).account_key);
    world_close(&world);
}

static void a_password_that_was_changed_meanwhile_is_refused(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_start start = right_password();
    struct session_made made;
    start.stored = "what was stored before";
    struct change *change = world_as(&world, operator_id);
    assert_err(world_end(&world, session_start(change, &start, &made)),
               ERR_UNAUTHENTICATED);
    world_close(&world);
}

static void a_fresh_hash_replaces_the_stored_one(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_start start = right_password();
    struct session_made made;
    start.fresh = "made with more effort";
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, session_start(change, &start, &made)));
    assert_string_equal(prepare(&world, TEXT("june"), NULL).stored, start.fresh);
    world_close(&world);
}

static void a_device_that_signed_in_before_is_known_to_that_account_only(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made made = june_signs_in(&world);
    assert_false(prepare(&world, TEXT("june"), NULL).known_device);
    assert_true(prepare(&world, TEXT("june"), &made).known_device);
    assert_false(prepare(&world, TEXT("mo"), &made).known_device);
    assert_false(prepare(&world, TEXT("nobody"), &made).known_device);
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, session_end_all(change, world.june)));
    assert_false(prepare(&world, TEXT("june"), &made).known_device);
    world_close(&world);
}

static void a_known_device_has_tries_of_its_own(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made phone = june_signs_in(&world);
    struct session_made laptop = june_signs_in(&world);
    const uint64_t account = prepare(&world, TEXT("june"), NULL).account_key;
    const uint64_t one = prepare(&world, TEXT("june"), &phone).account_key;
    const uint64_t other = prepare(&world, TEXT("june"), &laptop).account_key;
    assert_true(one != other && one != account && other != account);
    // One that only ran out is hers still.
    world.now_utc_ms += world.policy.session_idle_ms;
    bool more = false;
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, session_end_lapsed(change, &more)));
    assert_true(prepare(&world, TEXT("june"), &phone).known_device);
    world_close(&world);
}

static bool file_has(const struct world *world, const char *file, const char *needle)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", world->folder, file);
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    static char bytes[4 << 20];
    size_t len = fread(bytes, 1, sizeof(bytes), stream);
    fclose(stream);
    return memmem(bytes, len, needle, strlen(needle)) != NULL;
}

static void neither_token_nor_device_nor_handle_is_stored_as_it_is(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made made = june_signs_in(&world);
    assert_true(file_has(&world, "kith.db-wal", STORED));
    const char *files[] = {"kith.db", "kith.db-wal", "keys.db"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        assert_false(file_has(&world, files[i], made.token.s));
        assert_false(file_has(&world, files[i], "June"));
        assert_false(file_has(&world, files[i], "june"));
    }
    world_close(&world);
}

static void the_21st_session_ends_the_oldest(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made first = june_signs_in(&world);
    struct session_made second = june_signs_in(&world);
    for (int i = 2; i < LIMIT_SESSIONS_PER_PERSON; i++) {
        june_signs_in(&world);
        assert_int_equal(world.change.revocation_count, 0);
    }
    assert_ok(acts(&world, first));
    struct session_made last = june_signs_in(&world);
    assert_int_equal(world.change.revocation_count, 1);
    assert_int_equal(world.change.revocations[0].session.v, first.session.v);
    assert_err(acts(&world, first), ERR_UNAUTHENTICATED);
    assert_ok(acts(&world, second));
    assert_ok(acts(&world, last));
    assert_int_equal(live_sessions(&world, world.june), LIMIT_SESSIONS_PER_PERSON);
    world_close(&world);
}

static void a_session_that_nobody_uses_expires(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made used = june_signs_in(&world);
    struct session_made unused = june_signs_in(&world);
    world.now_utc_ms += 10 * DAY_MS;
    assert_ok(acts(&world, used));
    world.now_utc_ms += 5 * DAY_MS;
    assert_ok(acts(&world, used));
    assert_err(acts(&world, unused), ERR_UNAUTHENTICATED);
    assert_int_equal(live_sessions(&world, world.june), 1);
    world_close(&world);
}

static void a_session_expires_however_much_it_is_used(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made made = june_signs_in(&world);
    for (int day = 10; day < 90; day += 10) {
        world.now_utc_ms += 10 * DAY_MS;
        assert_ok(acts(&world, made));
    }
    world.now_utc_ms += 10 * DAY_MS;
    assert_err(acts(&world, made), ERR_UNAUTHENTICATED);
    world_close(&world);
}

static void a_suspended_person_is_signed_out_and_cannot_sign_in(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_start start = right_password();
    struct session_made made = june_signs_in(&world);
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_suspend(change, world.june)));
    assert_int_equal(world.change.revocation_count, 1);
    assert_int_equal(world.change.revocations[0].session.v, 0);
    assert_int_equal(world.change.revocations[0].person.v, world.june.v);
    assert_err(acts(&world, made), ERR_UNAUTHENTICATED);
    change = world_as(&world, operator_id);
    assert_err(world_end(&world, session_start(change, &start, &made)),
               ERR_UNAUTHENTICATED);
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_restore(change, world.june)));
    assert_ok(acts(&world, june_signs_in(&world)));
    world_close(&world);
}

static void ending_a_session_closes_its_sockets(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made made = june_signs_in(&world);
    struct session_made other = june_signs_in(&world);
    struct change *change = world_as(&world, operator_id);
    assert_ok(session_actor_by_id(change, made.session));
    assert_ok(world_end(&world, session_end(change)));
    assert_int_equal(world.change.revocation_count, 1);
    assert_int_equal(world.change.revocations[0].session.v, made.session.v);
    assert_err(acts(&world, made), ERR_UNAUTHENTICATED);
    assert_ok(acts(&world, other));
    world_close(&world);
}

static void only_ones_own_live_sessions_can_be_revoked(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made made = june_signs_in(&world);
    struct change *change = world_as(&world, world.mo);
    assert_err(world_end(&world, session_revoke(change, made.session)), ERR_NOT_FOUND);
    assert_ok(acts(&world, made));
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, session_revoke(change, made.session)));
    assert_int_equal(world.change.revocation_count, 1);
    assert_err(acts(&world, made), ERR_UNAUTHENTICATED);
    change = world_as(&world, world.june);
    assert_err(world_end(&world, session_revoke(change, made.session)), ERR_NOT_FOUND);
    change = world_as(&world, world.june);
    assert_err(world_end(&world, session_revoke(change, session_id_new())),
               ERR_NOT_FOUND);
    world_close(&world);
}

static void a_list_shows_devices_and_which_one_asks(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session *list = NULL;
    size_t count = 0;
    struct session_made first = june_signs_in(&world);
    struct session_made second = june_signs_in(&world);
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, session_seen(change, second.session, TEXT("Tablet"))));
    change = world_as(&world, operator_id);
    assert_ok(session_actor_by_id(change, first.session));
    assert_ok(session_list(change, &list, &count));
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id.v, second.session.v);
    assert_text_is(list[0].device, "Tablet");
    assert_false(list[0].current);
    assert_text_is(list[1].device, "June's phone");
    assert_true(list[1].current);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static struct session_made token_made(struct world *world)
{
    struct session_made made;
    int64_t expires_utc_ms = 0;
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, session_token_create(change, world->june, TEXT("bridge"),
                                                    &made, &expires_utc_ms)));
    assert_true(expires_utc_ms > world->now_utc_ms + 365 * DAY_MS);
    return made;
}

static void a_token_keeps_its_label_and_an_ended_session_its_device(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session *list = NULL;
    size_t count = 0;
    struct session_made token = token_made(&world);
    struct session_made ended = june_signs_in(&world);
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, session_revoke(change, ended.session)));
    change = world_as(&world, operator_id);
    assert_ok(session_seen(change, token.session, TEXT("Renamed")));
    assert_ok(session_seen(change, ended.session, TEXT("Renamed")));
    assert_ok(session_seen(change, session_id_new(), TEXT("Renamed")));
    assert_ok(session_token_list(change, &list, &count));
    assert_ok(world_end(&world, OK));
    assert_int_equal(count, 1);
    assert_text_is(list[0].device, "bridge");
    world_close(&world);
}

static void a_token_acts_as_a_bearer_only_and_does_not_idle_out(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made made = token_made(&world);
    struct secret_hash hash = secret_hash(text_of(made.token.s));
    assert_err(acts(&world, made), ERR_UNAUTHENTICATED);
    world.now_utc_ms += 200 * DAY_MS;
    struct change *change = world_as(&world, operator_id);
    assert_ok(
        world_end(&world, session_actor_by_hash(change, hash, SESSION_INTEGRATION)));
    world.now_utc_ms += 167 * DAY_MS;
    change = world_as(&world, operator_id);
    assert_err(
        world_end(&world, session_actor_by_hash(change, hash, SESSION_INTEGRATION)),
        ERR_UNAUTHENTICATED);
    world_close(&world);
}

static void tokens_are_listed_and_revoked_by_operators_only(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session *list = NULL;
    size_t count = 0;
    int64_t expires_utc_ms = 0;
    struct session_made made = token_made(&world);
    struct session_made refused;
    struct change *change = world_as(&world, world.ada);
    assert_err(
        session_token_create(change, world.june, TEXT("x"), &refused, &expires_utc_ms),
        ERR_DENIED);
    assert_err(session_token_list(change, &list, &count), ERR_DENIED);
    assert_err(session_list_of(change, world.june, &list, &count), ERR_DENIED);
    assert_err(session_revoke_all_of(change, world.june), ERR_DENIED);
    assert_err(world_end(&world, session_token_revoke(change, made.session)),
               ERR_DENIED);
    change = world_as(&world, operator_id);
    assert_ok(session_token_list(change, &list, &count));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].person.v, world.june.v);
    assert_text_is(list[0].device, "bridge");
    assert_ok(world_end(&world, session_token_revoke(change, made.session)));
    assert_int_equal(world.change.revocation_count, 1);
    change = world_as(&world, operator_id);
    assert_err(world_end(&world, session_token_revoke(change, made.session)),
               ERR_NOT_FOUND);
    world_close(&world);
}

static void tokens_never_push_all_browsers_out(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct session_made made;
    int64_t expires_utc_ms = 0;
    for (int i = 0; i < SESSION_TOKENS_MAX; i++) {
        token_made(&world);
    }
    struct change *change = world_as(&world, operator_id);
    assert_err(world_end(&world, session_token_create(change, world.june, TEXT("more"),
                                                      &made, &expires_utc_ms)),
               ERR_TOO_LARGE);
    for (int i = SESSION_TOKENS_MAX; i < LIMIT_SESSIONS_PER_PERSON + 3; i++) {
        made = june_signs_in(&world);
    }
    assert_ok(acts(&world, made));
    assert_int_equal(live_sessions(&world, world.june), LIMIT_SESSIONS_PER_PERSON);
    struct session *list = NULL;
    size_t count = 0;
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, session_token_list(change, &list, &count)));
    assert_int_equal(count, SESSION_TOKENS_MAX);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(signing_in_makes_the_person_act),
        TEST(a_wrong_password_and_an_unknown_handle_are_refused_alike),
        TEST(an_unknown_handle_costs_as_much_as_a_known_one),
        TEST(attempts_are_counted_by_account_whatever_the_case),
        TEST(a_password_that_was_changed_meanwhile_is_refused),
        TEST(a_fresh_hash_replaces_the_stored_one),
        TEST(a_device_that_signed_in_before_is_known_to_that_account_only),
        TEST(a_known_device_has_tries_of_its_own),
        TEST(neither_token_nor_device_nor_handle_is_stored_as_it_is),
        TEST(the_21st_session_ends_the_oldest),
        TEST(a_session_that_nobody_uses_expires),
        TEST(a_session_expires_however_much_it_is_used),
        TEST(a_suspended_person_is_signed_out_and_cannot_sign_in),
        TEST(ending_a_session_closes_its_sockets),
        TEST(only_ones_own_live_sessions_can_be_revoked),
        TEST(a_list_shows_devices_and_which_one_asks),
        TEST(a_token_keeps_its_label_and_an_ended_session_its_device),
        TEST(a_token_acts_as_a_bearer_only_and_does_not_idle_out),
        TEST(tokens_are_listed_and_revoked_by_operators_only),
        TEST(tokens_never_push_all_browsers_out),
    };
    return RUN_TESTS(tests);
}
