// The second step of signing in.
#include "domain/second_factor.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "domain/account_help.h"
#include "domain/account_notice.h"
#include "domain/password.h"
#include "domain/person.h"
#include "domain/session.h"
#include "domain/world.h"
#include "store/db.h"
#include "support.h"

#define STORED "what the password is compared with"
#define STEP_MS (TOTP_STEP_S * INT64_C(1000))
#define HOUR_MS INT64_C(3600000)

static const person_id operator_id = {0};

struct phone {
    struct second_factor_key key;
    struct second_factor_codes codes;
};

static void open(struct world *world)
{
    world_open(world);
    world->policy.session_idle_ms = 14 * 24 * HOUR_MS;
    world->policy.session_absolute_ms = 90 * 24 * HOUR_MS;
    struct change *change = world_as(world, operator_id);
    assert_ok(person_create_account(change, world->june, TEXT("june"), TEXT(STORED)));
    assert_ok(person_create_account(change, world->amara, TEXT("amara"), TEXT(STORED)));
    assert_ok(world_end(world, OK));
}

// What the app with this key shows at that moment; until the next call.
static struct text code_at(const struct second_factor_key *key, int64_t utc_ms)
{
    static char code[TOTP_DIGITS + 1];
    char *secret = NULL;
    size_t len = 0;
    assert_int_equal(
        oath_base32_decode(key->base32, strlen(key->base32), &secret, &len), OATH_OK);
    assert_int_equal(oath_totp_generate(secret, len, (time_t)(utc_ms / 1000),
                                        TOTP_STEP_S, 0, TOTP_DIGITS, code),
                     OATH_OK);
    free(secret);
    return text_of(code);
}

static struct second_factor_proof password_and(struct text code)
{
    return (struct second_factor_proof){
        .matches = true, .stored = STORED, .code = code};
}

static struct phone set_up(struct world *world, person_id person)
{
    struct phone phone;
    const struct second_factor_proof proof = password_and((struct text){0});
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, second_factor_begin(change, &proof, &phone.key)));
    change = world_as(world, person);
    const struct text code = code_at(&phone.key, change->now_utc_ms);
    const int64_t noted = world_noted(world, SAFETY_SECOND_STEP);
    assert_ok(world_end(world, second_factor_confirm(change, code, &phone.codes)));
    assert_int_equal(world_noted(world, SAFETY_SECOND_STEP), noted + 1);
    return phone;
}

static enum err check(struct world *world, person_id person, struct text code)
{
    struct change *change = world_as(world, operator_id);
    return world_end(world, second_factor_check(change, person, code));
}

// As dispatch does after the change was undone.
static enum err check_and_count(struct world *world, person_id person, struct text code)
{
    const enum err err = check(world, person, code);
    const person_id wrong = world->change.wrong_code_of;
    if (wrong.v != 0) {
        struct change *change = world_as(world, operator_id);
        change->wrong_code_of = wrong;
        assert_ok(world_end(world, second_factor_count_wrong(change)));
    }
    return err;
}

static struct second_factor_status status_of(struct world *world, person_id person)
{
    struct second_factor_status status = {0};
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, second_factor_status(change, &status)));
    return status;
}

static void a_code_is_good_once_and_none_before_it_any_more(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const struct phone phone = set_up(&world, world.june);
    const int64_t used_utc_ms = world.now_utc_ms;
    assert_err(check(&world, world.june, code_at(&phone.key, used_utc_ms)),
               ERR_STEP_UP);
    assert_string_equal(world.change.at_fault, "code");
    world.now_utc_ms += STEP_MS;
    assert_ok(check(&world, world.june, code_at(&phone.key, used_utc_ms + STEP_MS)));
    assert_err(check(&world, world.june, code_at(&phone.key, used_utc_ms + STEP_MS)),
               ERR_STEP_UP);
    assert_err(check(&world, world.june, code_at(&phone.key, used_utc_ms)),
               ERR_STEP_UP);
    world.now_utc_ms += 3 * STEP_MS;
    const int64_t next = world.now_utc_ms + STEP_MS;
    assert_ok(check(&world, world.june, code_at(&phone.key, next)));
    // The one of now is older than what was taken.
    assert_err(check(&world, world.june, code_at(&phone.key, next - STEP_MS)),
               ERR_STEP_UP);
    world_close(&world);
}

static void whoever_has_none_is_asked_for_none(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    assert_ok(check(&world, world.june, (struct text){0}));
    assert_ok(check(&world, world.june, TEXT("123456")));
    assert_false(status_of(&world, world.june).is_on);
    world_close(&world);
}

static void recovery_codes_are_good_once_and_for_her_alone(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const struct phone phone = set_up(&world, world.june);
    const struct phone other = set_up(&world, world.amara);
    assert_int_equal(status_of(&world, world.june).codes_left, SECOND_FACTOR_CODES);
    for (int i = 0; i < SECOND_FACTOR_CODES; i++) {
        assert_err(check(&world, world.june, text_of(other.codes.codes[i])),
                   ERR_STEP_UP);
        assert_ok(check(&world, world.june, text_of(phone.codes.codes[i])));
        assert_err(check(&world, world.june, text_of(phone.codes.codes[i])),
                   ERR_STEP_UP);
    }
    assert_int_equal(status_of(&world, world.june).codes_left, 0);
    assert_int_equal(status_of(&world, world.amara).codes_left, SECOND_FACTOR_CODES);
    world_close(&world);
}

static void a_new_key_counts_only_when_it_is_confirmed_in_time(void **state)
{
    (void)state;
    struct world world;
    struct second_factor_key key;
    struct second_factor_codes codes;
    open(&world);
    const struct phone phone = set_up(&world, world.june);
    const struct second_factor_proof proof =
        password_and(text_of(phone.codes.codes[0]));
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, second_factor_begin(change, &proof, &key)));
    world.now_utc_ms += 5 * STEP_MS;
    assert_err(check(&world, world.june, code_at(&key, world.now_utc_ms)), ERR_STEP_UP);
    assert_ok(check(&world, world.june, code_at(&phone.key, world.now_utc_ms)));
    world.now_utc_ms += SECOND_FACTOR_NEXT_MS;
    change = world_as(&world, world.june);
    assert_err(
        world_end(&world, second_factor_confirm(
                              change, code_at(&key, change->now_utc_ms), &codes)),
        ERR_WRONG_STATE);
    const struct second_factor_proof again =
        password_and(text_of(phone.codes.codes[1]));
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, second_factor_begin(change, &again, &key)));
    change = world_as(&world, world.june);
    assert_err(
        world_end(&world, second_factor_confirm(
                              change, code_at(&phone.key, change->now_utc_ms), &codes)),
        ERR_STEP_UP);
    assert_int_equal(world.change.wrong_code_of.v, world.june.v);
    change = world_as(&world, world.june);
    assert_ok(world_end(
        &world,
        second_factor_confirm(change, code_at(&key, change->now_utc_ms), &codes)));
    // The old app and the old recovery codes are worth nothing any more.
    world.now_utc_ms += 5 * STEP_MS;
    assert_err(check(&world, world.june, code_at(&phone.key, world.now_utc_ms)),
               ERR_STEP_UP);
    assert_err(check(&world, world.june, text_of(phone.codes.codes[2])), ERR_STEP_UP);
    assert_ok(check(&world, world.june, text_of(codes.codes[2])));
    world_close(&world);
}

static void wrong_codes_are_counted_for_an_hour_and_no_code_is_not(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const struct phone phone = set_up(&world, world.june);
    for (int i = 0; i < 3 * SECOND_FACTOR_TRIES; i++) {
        assert_err(check_and_count(&world, world.june, TEXT(" ")), ERR_STEP_UP);
    }
    for (int i = 0; i < SECOND_FACTOR_TRIES; i++) {
        assert_err(check_and_count(&world, world.june, TEXT("abc")), ERR_STEP_UP);
    }
    const struct text good = text_of(phone.codes.codes[0]);
    assert_err(check_and_count(&world, world.june, good), ERR_RATE_LIMITED);
    assert_in_range(world.change.after_ms, HOUR_MS - 60000, HOUR_MS);
    assert_ok(check_and_count(&world, world.amara, (struct text){0}));
    world.now_utc_ms += HOUR_MS;
    assert_err(check_and_count(&world, world.june, TEXT("abc")), ERR_STEP_UP);
    assert_ok(check_and_count(&world, world.june, good));
    // A good one wipes the slate.
    for (int i = 0; i < SECOND_FACTOR_TRIES; i++) {
        assert_err(check_and_count(&world, world.june, TEXT("abc")), ERR_STEP_UP);
    }
    assert_err(check_and_count(&world, world.june, good), ERR_RATE_LIMITED);
    world_close(&world);
}

static enum err demanded(struct world *world, person_id person)
{
    struct change *change = world_as(world, person);
    return world_end(world, second_factor_demand(change));
}

static void it_is_demanded_of_staff_where_the_settings_say_so(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    assert_ok(demanded(&world, world.amara));
    world.policy.staff_need_second_factor = true;
    assert_err(demanded(&world, world.amara), ERR_STEP_UP);
    assert_string_equal(world.change.at_fault, "second_factor");
    assert_err(demanded(&world, world.ada), ERR_STEP_UP);
    assert_ok(demanded(&world, world.june));
    assert_ok(demanded(&world, world.priya));
    assert_ok(demanded(&world, operator_id));
    struct change *change = world_as(&world, world.amara);
    change->actor.is_integration = true;
    assert_ok(world_end(&world, second_factor_demand(change)));
    const struct phone phone = set_up(&world, world.amara);
    assert_ok(demanded(&world, world.amara));
    const struct second_factor_proof proof =
        password_and(text_of(phone.codes.codes[0]));
    change = world_as(&world, world.amara);
    assert_err(world_end(&world, second_factor_remove(change, &proof)), ERR_DENIED);
    world.policy.staff_need_second_factor = false;
    change = world_as(&world, world.amara);
    const int64_t noted = world_noted(&world, SAFETY_SECOND_STEP);
    assert_ok(world_end(&world, second_factor_remove(change, &proof)));
    assert_int_equal(world_noted(&world, SAFETY_SECOND_STEP), noted + 1);
    assert_false(status_of(&world, world.amara).is_on);
    world_close(&world);
}

static int64_t count(struct world *world, const char *sql)
{
    struct stmt *stmt = db_stmt(world->db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t n = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return n;
}

static void a_reset_is_told_and_audited(void **state)
{
    (void)state;
    struct world world;
    struct account_notice_shown *list = NULL;
    size_t told = 0;
    open(&world);
    set_up(&world, world.june);
    struct change *change = world_as(&world, world.sid);
    assert_err(world_end(&world, account_help_reset(change, world.june, TEXT("lost"))),
               ERR_NOT_FOUND);
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, account_help_reset(change, world.june, TEXT("lost"))));
    assert_int_equal(world_noted(&world, SAFETY_SECOND_STEP), 2); // on, and off
    assert_int_equal(world.change.revocation_count, 1);
    assert_int_equal(world.change.event_count, 1);
    assert_int_equal(world.change.events[0].care, CARE_NEWS_ACCOUNT);
    assert_int_equal(count(&world,
                           "SELECT count(*) FROM audit WHERE action ="
                           " 'person.second_factor_reset' AND outcome = 'done'"),
                     1);
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, account_notice_list(change, &list, &told)));
    assert_int_equal(told, 2); // the first is that it was set up
    assert_int_equal(list[0].notice.news, ACCOUNT_NEWS_SECOND_FACTOR_RESET);
    assert_text_is(list[0].by.name, "Amara");
    world.now_utc_ms += ACCOUNT_NOTICE_MS;
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, account_notice_list(change, &list, &told)));
    assert_int_equal(told, 0);
    world_close(&world);
}

static void it_is_wanted_for_a_new_password_and_told_of(void **state)
{
    (void)state;
    struct world world;
    struct account_notice_shown *list = NULL;
    size_t told = 0;
    open(&world);
    const struct phone phone = set_up(&world, world.june);
    struct password_change with = {
        .matches = true, .stored = STORED, .fresh = "the hash of the new one"};
    struct change *change = world_as(&world, world.june);
    assert_err(world_end(&world, password_set(change, &with)), ERR_STEP_UP);
    assert_string_equal(world.change.at_fault, "code");
    with.code = text_of(phone.codes.codes[0]);
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, password_set(change, &with)));
    const struct second_factor_proof proof = {
        .matches = true, .stored = with.fresh, .code = text_of(phone.codes.codes[1])};
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, second_factor_remove(change, &proof)));
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, account_notice_list(change, &list, &told)));
    assert_int_equal(told, 3);
    assert_int_equal(list[0].notice.news, ACCOUNT_NEWS_SECOND_FACTOR_REMOVED);
    assert_int_equal(list[1].notice.news, ACCOUNT_NEWS_PASSWORD_CHANGED);
    assert_int_equal(list[2].notice.news, ACCOUNT_NEWS_SECOND_FACTOR_SET);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_code_is_good_once_and_none_before_it_any_more),
        TEST(whoever_has_none_is_asked_for_none),
        TEST(recovery_codes_are_good_once_and_for_her_alone),
        TEST(a_new_key_counts_only_when_it_is_confirmed_in_time),
        TEST(wrong_codes_are_counted_for_an_hour_and_no_code_is_not),
        TEST(it_is_demanded_of_staff_where_the_settings_say_so),
        TEST(a_reset_is_told_and_audited),
        TEST(it_is_wanted_for_a_new_password_and_told_of),
    };
    return RUN_TESTS(tests);
}
