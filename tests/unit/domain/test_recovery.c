// A way back in for whoever forgot her password.
#include "domain/recovery.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "domain/account_help.h"
#include "domain/account_notice.h"
#include "domain/care/notify.h"
#include "domain/care/quiet_hours.h"
#include "domain/password.h"
#include "domain/person.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "domain/world.h"
#include "store/db.h"
#include "support.h"

#define DAY_MINUTES 1440
#define HOUR_MS INT64_C(3600000)
#define WAIT_MS (12 * HOUR_MS)
#define FRESH "the hash of the new one"

static const person_id operator_id = {0};

static void open(struct world *world)
{
    world_open(world);
    world->policy.session_idle_ms = 14 * 24 * HOUR_MS;
    world->policy.session_absolute_ms = 90 * 24 * HOUR_MS;
    world->policy.recovery_wait_ms = WAIT_MS;
    struct change *change = world_as(world, operator_id);
    assert_ok(person_create_account(change, world->june, TEXT("june"), TEXT("old")));
    assert_ok(person_create_account(change, world->mo, TEXT("mo"), TEXT("old")));
    assert_ok(person_create_account(change, world->amara, TEXT("amara"), TEXT("old")));
    assert_ok(world_end(world, OK));
}

static void sign_in(struct world *world, person_id person)
{
    struct session_made made;
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, session_create(change, person, TEXT("phone"), &made)));
}

static enum err begin(struct world *world, person_id by, person_id person,
                      struct recovery_begun *begun_out)
{
    struct change *change = world_as(world, by);
    return world_end(world,
                     recovery_begin(change, person, TEXT("she rang"), begun_out));
}

static enum err use(struct world *world, const char *handle, const char *code)
{
    const struct recovery_use with = {
        .handle = text_of(handle), .code = text_of(code), .fresh = FRESH};
    struct change *change = world_as(world, operator_id);
    change->actor.is_operator = false;
    return world_end(world, recovery_use(change, &with));
}

static int64_t count(struct world *world, const char *sql)
{
    struct stmt *stmt = db_stmt(world->db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t n = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return n;
}

static void grant(struct world *world, person_id person, struct role_grant role)
{
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, person_grant_role(change, person, role)));
}

static void suspend(struct world *world, person_id person)
{
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, person_suspend(change, person)));
}

static void let_in(struct world *world, person_id person)
{
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, person_let_in(change, person)));
}

// Priya coordinates North, too.
static void make_colleague(struct world *world)
{
    grant(world, world->priya, (struct role_grant){ROLE_COORDINATOR, world->north});
}

static void a_code_counts_after_the_wait_and_once(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    sign_in(&world, world.june);
    assert_ok(begin(&world, world.amara, world.june, &begun));
    assert_int_equal(strlen(begun.code), RECOVERY_CODE_LEN);
    assert_int_equal(begun.usable_utc_ms, world.now_utc_ms + WAIT_MS);
    assert_err(use(&world, "june", begun.code), ERR_WRONG_STATE);
    assert_in_range(world.change.after_ms, WAIT_MS - 60000, WAIT_MS);
    world.now_utc_ms = begun.usable_utc_ms - 1001;
    assert_err(use(&world, "june", begun.code), ERR_WRONG_STATE);
    assert_ok(use(&world, "june", begun.code));
    assert_int_equal(world_noted(&world, SAFETY_PASSWORD), 1);
    assert_int_equal(world.change.revocation_count, 1);
    assert_int_equal(world.change.revocations[0].person.v, world.june.v);
    assert_int_equal(
        count(&world, "SELECT count(*) FROM account WHERE password_hash = '" FRESH "'"),
        1);
    assert_int_equal(count(&world, "SELECT count(*) FROM audit WHERE action ="
                                   " 'account.recover' AND outcome = 'done'"),
                     1);
    assert_err(use(&world, "june", begun.code), ERR_UNAUTHENTICATED);
    world_close(&world);
}

static void what_is_not_right_is_refused_alike(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    assert_ok(begin(&world, world.amara, world.june, &begun));
    world.now_utc_ms = begun.usable_utc_ms;
    assert_err(use(&world, "nobody", begun.code), ERR_UNAUTHENTICATED);
    assert_err(use(&world, "no such\nhandle", begun.code), ERR_UNAUTHENTICATED);
    assert_err(use(&world, "mo", begun.code), ERR_UNAUTHENTICATED);
    assert_err(use(&world, "june", "1234 5678 901"), ERR_UNAUTHENTICATED);
    begun.code[0] = begun.code[0] == '1' ? '2' : '1';
    assert_err(use(&world, "june", begun.code), ERR_UNAUTHENTICATED);
    assert_int_equal(world.change.after_ms, 0);
    world_close(&world);
}

static void a_code_expires_and_gives_way_to_a_newer_one(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun first;
    struct recovery_begun second;
    open(&world);
    sign_in(&world, world.june);
    assert_ok(begin(&world, world.amara, world.june, &first));
    assert_ok(begin(&world, world.amara, world.june, &second));
    world.now_utc_ms = second.usable_utc_ms;
    assert_err(use(&world, "june", first.code), ERR_UNAUTHENTICATED);
    assert_int_equal(second.expires_utc_ms, second.usable_utc_ms + RECOVERY_LIFE_MS);
    world.now_utc_ms = second.expires_utc_ms;
    assert_err(use(&world, "june", second.code), ERR_EXPIRED);
    world_close(&world);
}

static void she_is_told_and_can_stop_it(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    struct account_notice_shown *list = NULL;
    size_t told = 0;
    int64_t usable_utc_ms = 0;
    int64_t expires_utc_ms = 0;
    open(&world);
    sign_in(&world, world.june);
    assert_ok(begin(&world, world.amara, world.june, &begun));
    assert_int_equal(world.change.event_count, 1);
    assert_int_equal(world.change.events[0].care, CARE_NEWS_ACCOUNT);
    struct change *change = world_as(&world, world.june);
    assert_ok(account_notice_list(change, &list, &told));
    assert_int_equal(told, 1);
    assert_int_equal(list[0].notice.news, ACCOUNT_NEWS_RECOVERY_BEGUN);
    assert_ok(recovery_pending(change, &usable_utc_ms, &expires_utc_ms));
    assert_int_equal(usable_utc_ms, begun.usable_utc_ms);
    assert_ok(world_end(&world, recovery_cancel(change)));
    world.now_utc_ms = begun.usable_utc_ms;
    assert_err(use(&world, "june", begun.code), ERR_UNAUTHENTICATED);
    change = world_as(&world, world.june);
    assert_err(world_end(&world, recovery_cancel(change)), ERR_WRONG_STATE);
    change = world_as(&world, world.june);
    assert_err(
        world_end(&world, recovery_pending(change, &usable_utc_ms, &expires_utc_ms)),
        ERR_NOT_FOUND);
    world_close(&world);
}

static void mail_tells_whoever_wishes_it_and_makes_the_wait_long(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    assert_ok(begin(&world, world.amara, world.june, &begun));
    assert_int_equal(begun.usable_utc_ms, world.now_utc_ms + RECOVERY_UNTOLD_WAIT_MS);
    world.policy.can_mail = true;
    const struct notify notify = {.mail = true,
                                  .address = TEXT_INIT("june@example.org")};
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, notify_set(change, &notify)));
    assert_ok(begin(&world, world.amara, world.june, &begun));
    assert_int_equal(begun.usable_utc_ms, world.now_utc_ms + WAIT_MS);
    assert_int_equal(count(&world, "SELECT count(*) FROM outbox"), 1);
    world_close(&world);
}

static void coordinators_help_people_and_administrators_staff(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    assert_err(begin(&world, world.sid, world.june, &begun), ERR_NOT_FOUND);
    assert_err(begin(&world, world.ada, world.june, &begun), ERR_DENIED);
    assert_err(begin(&world, world.amara, world.amara, &begun), ERR_NOT_FOUND);
    assert_err(begin(&world, world.ada, world.ada, &begun), ERR_NOT_FOUND);
    assert_ok(begin(&world, world.ada, world.amara, &begun));
    // A colleague is not for a coordinator, whatever else she is.
    struct change *change = world_as(&world, operator_id);
    const struct role_grant facilitator = {ROLE_FACILITATOR, world.north};
    assert_ok(world_end(&world, person_grant_role(change, world.june, facilitator)));
    assert_err(begin(&world, world.amara, world.june, &begun), ERR_DENIED);
    assert_ok(begin(&world, world.ada, world.june, &begun));
    assert_err(begin(&world, world.amara, world.dorothy, &begun), ERR_WRONG_STATE);
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_suspend(change, world.mo)));
    assert_err(begin(&world, world.amara, world.mo, &begun), ERR_WRONG_STATE);
    world_close(&world);
}

// As if she had set it up.
static void turn_on(struct world *world, person_id person)
{
    world_as(world, operator_id);
    struct stmt *stmt = db_stmt(
        world->db, "INSERT INTO second_factor (person, secret_sealed, secret_version,"
                   " confirmed_utc_ms, next_version, step, tries)"
                   " VALUES (:person, x'00', 1, 1, 0, 0, 0)");
    stmt_int(stmt, ":person", person.v);
    assert_ok(world_end(world, stmt_run(stmt)));
}

static enum err reset(struct world *world, person_id by, person_id person)
{
    struct change *change = world_as(world, by);
    return world_end(world, account_help_reset(change, person, TEXT("lost")));
}

static void whoever_was_signed_out_by_staff_gets_the_long_wait(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    make_colleague(&world);
    sign_in(&world, world.june);
    turn_on(&world, world.june);
    assert_ok(reset(&world, world.amara, world.june));
    // Nobody does both.
    assert_err(begin(&world, world.amara, world.june, &begun), ERR_WRONG_STATE);
    assert_string_equal(world.change.at_fault, "second_factor");
    assert_ok(begin(&world, world.priya, world.june, &begun));
    assert_int_equal(begun.usable_utc_ms, world.now_utc_ms + WAIT_MS);
    world.now_utc_ms += WAIT_MS + RECOVERY_LIFE_MS;
    assert_ok(begin(&world, world.amara, world.june, &begun));
    assert_int_equal(begun.usable_utc_ms, world.now_utc_ms + RECOVERY_UNTOLD_WAIT_MS);
    // A suspension ends her sessions, too.
    sign_in(&world, world.mo);
    suspend(&world, world.mo);
    let_in(&world, world.mo);
    assert_ok(begin(&world, world.amara, world.mo, &begun));
    assert_int_equal(begun.usable_utc_ms, world.now_utc_ms + WAIT_MS);
    world_close(&world);
}

static void whoever_gave_a_code_does_not_turn_the_second_step_off(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    make_colleague(&world);
    turn_on(&world, world.june);
    assert_ok(begin(&world, world.amara, world.june, &begun));
    assert_err(reset(&world, world.amara, world.june), ERR_WRONG_STATE);
    assert_string_equal(world.change.at_fault, "recovery");
    assert_ok(reset(&world, world.priya, world.june));
    turn_on(&world, world.june);
    world.now_utc_ms += WAIT_MS + RECOVERY_LIFE_MS;
    assert_ok(reset(&world, world.amara, world.june));
    world_close(&world);
}

static void change_password(struct world *world)
{
    const struct password_change with = {
        .matches = true, .stored = "old", .fresh = "hers"};
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, password_set(change, &with)));
}

static void set_up_second_step(struct world *world)
{
    const struct second_factor_proof proof = {.matches = true, .stored = "old"};
    struct second_factor_key key;
    struct second_factor_codes codes;
    char code[TOTP_DIGITS + 1];
    char *secret = NULL;
    size_t len = 0;
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, second_factor_begin(change, &proof, &key)));
    assert_int_equal(oath_base32_decode(key.base32, strlen(key.base32), &secret, &len),
                     OATH_OK);
    change = world_as(world, world->june);
    assert_int_equal(oath_totp_generate(secret, len,
                                        (time_t)(change->now_utc_ms / 1000),
                                        TOTP_STEP_S, 0, TOTP_DIGITS, code),
                     OATH_OK);
    free(secret);
    assert_ok(world_end(world, second_factor_confirm(change, text_of(code), &codes)));
}

static void suspend_for_a_while(struct world *world)
{
    suspend(world, world->june);
    let_in(world, world->june);
}

static void grant_another(struct world *world)
{
    grant(world, world->june, (struct role_grant){ROLE_SUPPORTER, world->north});
}

static void revoke(struct world *world, person_id person, struct role_grant role)
{
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, person_revoke_role(change, person, role)));
}

static void revoke_another(struct world *world)
{
    revoke(world, world->june, (struct role_grant){ROLE_CARER, world->south});
}

static void suspend_the_giver(struct world *world)
{
    suspend(world, world->amara);
}

static void take_the_right_of_the_giver(struct world *world)
{
    revoke(world, world->amara, (struct role_grant){ROLE_COORDINATOR, world->north});
}

static void a_code_dies_of_what_makes_it_wrong(void **state)
{
    (void)state;
    void (*const deeds[])(struct world *) = {
        change_password, set_up_second_step, suspend_for_a_while,        grant_another,
        revoke_another,  suspend_the_giver,  take_the_right_of_the_giver};
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        struct world world;
        struct recovery_begun begun;
        open(&world);
        grant(&world, world.june, (struct role_grant){ROLE_CARER, world.south});
        assert_ok(begin(&world, world.amara, world.june, &begun));
        deeds[i](&world);
        world.now_utc_ms = begun.usable_utc_ms;
        assert_err(use(&world, "june", begun.code), ERR_UNAUTHENTICATED);
        world_close(&world);
    }
}

static void a_good_code_of_a_colleague_stays(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    struct recovery_begun other;
    open(&world);
    make_colleague(&world);
    assert_ok(begin(&world, world.amara, world.june, &begun));
    assert_err(begin(&world, world.priya, world.june, &other), ERR_CONFLICT);
    suspend(&world, world.amara); // hers counts no more
    assert_ok(begin(&world, world.priya, world.june, &other));
    world_close(&world);
}

static void codes_are_given_three_times_a_day(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    for (int i = 0; i < RECOVERY_PER_DAY; i++) {
        assert_ok(begin(&world, world.amara, world.june, &begun));
    }
    assert_err(begin(&world, world.amara, world.june, &begun), ERR_RATE_LIMITED);
    const int64_t after_ms = world.change.after_ms;
    assert_in_range(after_ms, 23 * HOUR_MS, 24 * HOUR_MS);
    assert_ok(begin(&world, world.amara, world.mo, &begun));
    world.now_utc_ms += after_ms;
    assert_ok(begin(&world, world.amara, world.june, &begun));
    world_close(&world);
}

static void the_wait_begins_when_the_mail_may_go(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    world.policy.can_mail = true;
    sign_in(&world, world.june);
    struct notify notify = {.mail = true, .address = TEXT_INIT("june@example.org")};
    struct change *change = world_as(&world, world.june);
    const int minute = quiet_hours_minute(change->now_utc_ms);
    notify.quiet_from_min = (minute + DAY_MINUTES - 60) % DAY_MINUTES;
    notify.quiet_until_min = (minute + 120) % DAY_MINUTES;
    assert_ok(world_end(&world, notify_set(change, &notify)));
    assert_ok(begin(&world, world.amara, world.june, &begun));
    const struct safe_contact none = {0};
    const int64_t goes_utc_ms = notify_next(&notify, &none, world.now_utc_ms);
    assert_true(goes_utc_ms > world.now_utc_ms);
    assert_int_equal(begun.usable_utc_ms, goes_utc_ms + WAIT_MS);
    world_close(&world);
}

static void staff_always_wait_long(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    assert_ok(begin(&world, world.ada, world.amara, &begun));
    assert_int_equal(begun.usable_utc_ms, world.now_utc_ms + WAIT_MS);
    world_close(&world);
}

static void an_administrator_helps_staff_of_her_own_areas(void **state)
{
    (void)state;
    struct world world;
    struct recovery_begun begun;
    open(&world);
    // Sid coordinates South, and North, where Amara does; he administers South alone.
    grant(&world, world.sid, (struct role_grant){ROLE_ADMINISTRATOR, world.south});
    grant(&world, world.sid, (struct role_grant){ROLE_COORDINATOR, world.north});
    assert_err(begin(&world, world.sid, world.amara, &begun), ERR_DENIED);
    assert_ok(begin(&world, world.sid, world.june, &begun));
    // That she is a carer where he administers does not make her his.
    grant(&world, world.amara, (struct role_grant){ROLE_CARER, world.south});
    assert_err(begin(&world, world.sid, world.amara, &begun), ERR_DENIED);
    grant(&world, world.sid, (struct role_grant){ROLE_ADMINISTRATOR, world.north});
    assert_ok(begin(&world, world.sid, world.amara, &begun));
    world_close(&world);
}

static void a_weak_password_is_refused_whoever_asks(void **state)
{
    (void)state;
    struct world world;
    uint64_t known = 0;
    uint64_t unknown = 0;
    open(&world);
    static const char *const handles[] = {"june", "nobody"};
    for (int i = 0; i < 2; i++) {
        struct change *change = world_as(&world, operator_id);
        assert_err(world_end(&world, recovery_prepare(change, text_of(handles[i]),
                                                      TEXT("password1"), &known)),
                   ERR_BAD_REQUEST);
        assert_string_equal(world.change.at_fault, "new_password");
    }
    struct change *change = world_as(&world, operator_id);
    assert_ok(
        recovery_prepare(change, TEXT("June"), TEXT("mug carpet friday"), &known));
    assert_ok(
        recovery_prepare(change, TEXT("nobody"), TEXT("mug carpet friday"), &unknown));
    assert_ok(world_end(&world, OK));
    assert_true(known != unknown);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_code_counts_after_the_wait_and_once),
        TEST(what_is_not_right_is_refused_alike),
        TEST(a_code_expires_and_gives_way_to_a_newer_one),
        TEST(she_is_told_and_can_stop_it),
        TEST(mail_tells_whoever_wishes_it_and_makes_the_wait_long),
        TEST(coordinators_help_people_and_administrators_staff),
        TEST(whoever_was_signed_out_by_staff_gets_the_long_wait),
        TEST(whoever_gave_a_code_does_not_turn_the_second_step_off),
        TEST(a_code_dies_of_what_makes_it_wrong),
        TEST(a_good_code_of_a_colleague_stays),
        TEST(codes_are_given_three_times_a_day),
        TEST(the_wait_begins_when_the_mail_may_go),
        TEST(staff_always_wait_long),
        TEST(an_administrator_helps_staff_of_her_own_areas),
        TEST(a_weak_password_is_refused_whoever_asks),
    };
    return RUN_TESTS(tests);
}
