// Records of moderation: what is let go six years after it ended, and what stays.
#include "domain/care/case_end.h"

#include "domain/care/concern.h"
#include "domain/care/conduct.h"
#include "domain/care/opening.h"
#include "domain/care/suspension.h"
#include "domain/casework.h"
#include "domain/erasure_plan.h"
#include "domain/key_life.h"
#include "domain/message.h"
#include "domain/on_call.h"
#include "domain/retention.h"
#include "store/case_end_store.h"
#include "store/db.h"
#include "support.h"

#define DAY_MS 86400000LL
#define KEEP_DAYS 2192
#define ROUNDS_MAX 200
#define OPENING_DAYS 2 // until it is over

static struct casework casework;
static struct world *const world = &casework.world;

static int begin(void **state)
{
    casework_open(&casework);
    world->policy.keep_case_ms = KEEP_DAYS * DAY_MS;
    return support_begin(state);
}

static int end(void **state)
{
    casework_close(&casework);
    return support_end(state);
}

#define END_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void run_all(struct world *in)
{
    bool more = true;
    for (int i = 0; more; i++) {
        assert_true(i < ROUNDS_MAX);
        struct change *change = world_as(in, (person_id){0});
        assert_ok(world_end(in, retention_run_due(change, &more)));
    }
}

static void run_after(struct world *in, int64_t days)
{
    in->now_utc_ms += days * DAY_MS;
    run_all(in);
}

static int64_t number(struct world *in, const char *sql)
{
    struct stmt *stmt = db_stmt(in->db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t value = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return value;
}

static void change_rows(struct world *in, const char *sql)
{
    (void)world_as(in, (person_id){0});
    assert_ok(stmt_run(db_stmt(in->db, sql)));
    assert_ok(world_end(in, OK));
}

static int64_t due(struct world *in)
{
    struct retention_preview found;
    struct change *change = world_as(in, (person_id){0});
    assert_ok(world_end(in, retention_preview(change, RETENTION_CASES, &found)));
    return found.due;
}

#define CASES "SELECT count(*) FROM care_case"
#define PARTS                                                                          \
    "SELECT (SELECT count(*) FROM care_report) + (SELECT count(*) FROM care_step)"     \
    " + (SELECT count(*) FROM care_excerpt)"
#define KEYS_TO_GO "SELECT count(*) FROM key_destruction WHERE done_utc_ms IS NULL"

static int64_t says(void)
{
    return world_say(world, world->june, casework.group, "go home");
}

// Reported, decided, and nobody can ask any more that somebody else looks.
static care_case_id closed(enum care_decision decision)
{
    const care_case_id id = casework_decided(&casework, casework.fay, says(), decision);
    casework_wait(&casework, 20 * DAY_MS);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_CLOSED);
    return id;
}

static bool has_key(care_case_id id)
{
    struct sealed sealed;
    struct change *change = world_as(world, (person_id){0});
    const struct seal_place place = {
        "care_step", "text_sealed", id.v, 1, {.conversation = {id.v}}};
    const enum err err =
        vault_seal(world->vault, change->arena, place, TEXT("text"), &sealed);
    assert_ok(world_end(world, OK));
    assert_true(err == OK || err == ERR_GONE);
    return err == OK;
}

static void a_case_goes_six_years_after_it_was_closed(void **state)
{
    (void)state;
    bool more = false;
    const care_case_id id = closed(CARE_DECISION_HIDDEN);
    run_after(world, KEEP_DAYS - 7); // it was closed up to six days ago
    assert_int_equal(number(world, CASES), 1);
    assert_int_equal(due(world), 0);
    world->now_utc_ms += 8 * DAY_MS;
    assert_int_equal(due(world), 1);
    run_all(world);
    assert_int_equal(number(world, CASES), 0);
    assert_int_equal(number(world, PARTS), 0);
    assert_int_equal(due(world), 0);
    assert_int_equal(number(world,
                            "SELECT count(*) FROM audit WHERE action = 'retention.run'"
                            " AND object = 1 AND outcome = 'cases'"),
                     1);
    assert_true(has_key(id));
    assert_int_equal(number(world, KEYS_TO_GO), 1);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, key_life_run(change, &more)));
    assert_false(more);
    assert_int_equal(number(world, KEYS_TO_GO), 0);
    assert_false(has_key(id));
}

static void keys_are_not_destroyed_before_that_is_durable(void **state)
{
    (void)state;
    bool more = false;
    const care_case_id id = closed(CARE_DECISION_NONE);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(key_life_intend(change, (struct key_scope){.conversation = {id.v}}));
    assert_ok(key_life_run(change, &more));
    assert_true(more);
    assert_ok(world_end(world, OK));
    assert_int_equal(number(world, KEYS_TO_GO), 1);
    assert_true(has_key(id));
    change_rows(world, "DELETE FROM key_destruction");
}

// Its words went with their own clock.
static void a_message_whose_time_is_over_is_not_shown_again(void **state)
{
    (void)state;
    const int64_t seq = says();
    const struct message_ref ref = {casework.group, seq};
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, message_hide(change, ref)));
    change_rows(world, "DELETE FROM message_cid");
    change_rows(world, "UPDATE event SET cid = NULL, removed = 1 WHERE kind = 1");
    change = world_as(world, (person_id){0});
    assert_err(
        world_end(world, message_restore(change, ref, TEXT("go home"), TEXT(""))),
        ERR_GONE);
}

// After a backup was gone back to.
static void a_case_that_went_since_is_taken_out_whole(void **state)
{
    (void)state;
    const care_case_id id = closed(CARE_DECISION_HIDDEN);
    const care_case_id other = closed(CARE_DECISION_NONE);
    (void)world_as(world, (person_id){0});
    assert_ok(case_end_store_forget(world->db, id.v));
    assert_ok(case_end_store_forget(world->db, 424242));
    assert_ok(world_end(world, OK));
    assert_int_equal(number(world, CASES), 1);
    assert_ok(case_end_store_forget(world->db, other.v));
    assert_int_equal(number(world, PARTS), 0);
}

static void a_case_that_is_not_closed_stays(void **state)
{
    (void)state;
    casework_reported(&casework, world->dorothy, says());
    run_after(world, 3 * KEEP_DAYS);
    assert_int_equal(number(world, CASES), 1);
    assert_int_equal(due(world), 0);
}

static void a_case_about_somebody_who_is_held_stays(void **state)
{
    (void)state;
    closed(CARE_DECISION_NONE);
    change_rows(world,
                "INSERT INTO safeguarding_hold (person, placed_utc_ms, placed_by)"
                " SELECT subject, 1, 1 FROM care_case");
    run_after(world, 2 * KEEP_DAYS);
    assert_int_equal(number(world, CASES), 1);
    change_rows(world, "UPDATE safeguarding_hold SET lifted_utc_ms = 2");
    run_after(world, 1);
    assert_int_equal(number(world, CASES), 0);
}

static void a_case_stays_as_long_as_its_concern(void **state)
{
    (void)state;
    closed(CARE_DECISION_CONCERN);
    change_rows(world, "UPDATE concern SET state = 'closed'");
    run_after(world, 2 * KEEP_DAYS);
    assert_int_equal(number(world, CASES), 1);
    change_rows(world, "UPDATE concern SET from_case = 0"); // the message is the same
    run_after(world, 1);
    assert_int_equal(number(world, CASES), 1);
    change_rows(world, "UPDATE concern SET seq = 0");
    run_after(world, 1);
    assert_int_equal(number(world, CASES), 0);
}

static void a_large_case_goes_in_pieces(void **state)
{
    (void)state;
    int64_t gone = 1;
    int rounds = 0;
    const care_case_id id = closed(CARE_DECISION_NONE);
    change_rows(world, "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1"
                       " FROM n WHERE i < 240) INSERT INTO care_step SELECT c.id, n.i,"
                       " 'claimed', 0, 1, '', '', NULL, 0, NULL, 0 FROM n,"
                       " care_case AS c");
    world->now_utc_ms += 2 * KEEP_DAYS * DAY_MS;
    do {
        struct change *change = world_as(world, (person_id){0});
        assert_ok(world_end(world, case_end_let_go(change, world->now_utc_ms, &gone)));
        rounds++;
    } while (gone == 0);
    assert_int_equal(rounds, 3);
    assert_int_equal(number(world, CASES), 0);
    assert_int_equal(number(world, PARTS), 0);
    assert_true(has_key(id));
}

static opening_id opened(const char *silent, bool is_read)
{
    const struct opening_new wanted = {.conversation = casework.pair,
                                       .cid = text_of(silent[0] == '\0' ? "a" : "b"),
                                       .why = OPENING_WHY_DANGER,
                                       .reason = TEXT("She wrote of a plan."),
                                       .silent_reason = text_of(silent)};
    opening_id id;
    int64_t until = 0;
    struct history_page page;
    struct change *change = world_as(world, casework.lena);
    assert_ok(world_end(world, opening_ask(change, &wanted, &id)));
    change = world_as(world, world->ada);
    assert_ok(world_end(world, opening_approve(change, id, &until)));
    if (is_read) {
        change = world_as(world, casework.lena);
        assert_ok(world_end(world, opening_read(change, id, 0, &page)));
    }
    casework_wait(&casework, OPENING_DAYS * DAY_MS);
    return id;
}

static void openings_go_once_its_people_were_told(void **state)
{
    (void)state;
    static const char openings[] = "SELECT count(*) FROM opening";
    world_say(world, world->june, casework.pair, "words");
    opened("", true);
    const opening_id silent = opened("He would see it.", true);
    run_after(world, KEEP_DAYS - 2 * OPENING_DAYS);
    assert_int_equal(number(world, openings), 2);
    run_after(world, KEEP_DAYS);
    assert_int_equal(number(world, openings), 1);
    struct change *change = world_as(world, casework.lena);
    assert_ok(world_end(world, opening_end_silence(change, silent)));
    run_after(world, KEEP_DAYS - 1);
    assert_int_equal(number(world, openings), 1);
    run_after(world, 2);
    assert_int_equal(number(world, openings), 0);
    assert_int_equal(number(world, KEYS_TO_GO), 2);
}

static void notes(const char *cid)
{
    const struct conduct_new note = {text_of(cid), world->priya, TEXT("Late again.")};
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, conduct_note(change, &note)));
}

static void reviews(void)
{
    struct change *change = world_as(world, casework.lena);
    assert_ok(world_end(world, conduct_review(change, world->priya, TEXT("Spoke."))));
}

static void notes_go_together_once_she_helps_nobody(void **state)
{
    (void)state;
    static const char all[] = "SELECT count(*) FROM conduct_note";
    notes("one");
    reviews();
    world->now_utc_ms += KEEP_DAYS * DAY_MS / 2;
    notes("two");
    run_after(world, 2 * KEEP_DAYS);
    change_rows(world, "DELETE FROM role_grant WHERE role = 'supporter'");
    run_after(world, 1);
    assert_int_equal(number(world, all), 3); // nobody has looked at the last
    reviews();
    run_after(world, KEEP_DAYS - 1);
    assert_int_equal(number(world, all), 4);
    run_after(world, 2);
    assert_int_equal(number(world, all), 0);
    assert_int_equal(number(world, KEYS_TO_GO), 4);
}

static void suspensions_go_after_they_ended(void **state)
{
    (void)state;
    static const char all[] = "SELECT count(*) FROM suspension";
    int64_t until = 0;
    struct change *change = world_as(world, casework.lena);
    assert_ok(world_end(
        world, suspension_place(change, world->june, TEXT("Threats."), 0, &until)));
    run_after(world, 2 * KEEP_DAYS);
    assert_int_equal(number(world, all), 1);
    change = world_as(world, casework.lena);
    assert_ok(world_end(world, suspension_lift(change, world->june, TEXT(""))));
    run_after(world, KEEP_DAYS - 1);
    assert_int_equal(number(world, all), 1);
    run_after(world, 2);
    assert_int_equal(number(world, all), 0);
}

static void flags_and_alerts_go_with_the_case(void **state)
{
    (void)state;
    static const char left[] = "SELECT (SELECT count(*) FROM risk_hit)"
                               " + (SELECT count(*) FROM alert)"
                               " + (SELECT count(*) FROM alert_message)";
    struct on_call on_call;
    on_call_open(&on_call);
    struct world *in = &on_call.world;
    in->policy.keep_case_ms = KEEP_DAYS * DAY_MS;
    const conversation_id group = world_group(in);
    world_say(in, in->june, group, ON_CALL_DESPAIR);
    on_call_scan(&on_call);
    assert_true(number(in, left) >= 3);
    const int64_t before = number(in, left);
    change_rows(in, "UPDATE alert SET acknowledged_by = 1, acknowledged_utc_ms ="
                    " raised_utc_ms");
    run_after(in, 2 * KEEP_DAYS); // the case is open
    assert_int_equal(number(in, left), before);
    change_rows(in, "UPDATE care_case SET state = 'closed'");
    run_after(in, 1);
    assert_int_equal(number(in, CASES), 0);
    assert_int_equal(number(in, left), 0);
    assert_true(number(in, "SELECT max(hits) FROM risk_rule") > 0);
    on_call_close(&on_call);
}

static void flags_that_no_case_is_about_go_by_the_message(void **state)
{
    (void)state;
    static const char left[] = "SELECT count(*) FROM risk_hit";
    world_say(world, world->june, casework.pair, "words");
    change_rows(
        world, "INSERT INTO risk_hit SELECT conversation, seq, 'R13', 13, '', at_utc_ms"
               " FROM event WHERE kind = 1");
    run_after(world, KEEP_DAYS - 1);
    assert_int_equal(number(world, left), 1);
    run_after(world, 2);
    assert_int_equal(number(world, left), 0);
}

// What Dorothy, who reported, is told before she deletes her account.
static struct erasure_item plan_item(enum erasure_item_kind kind)
{
    struct erasure_plan plan;
    struct erasure_item found = {.kind = ERASURE_ITEMS};
    struct change *change = world_as(world, world->dorothy);
    assert_ok(world_end(world, erasure_plan_read(change, &plan)));
    for (int i = 0; i < plan.items.count; i++) {
        if (plan.items.items[i].kind == kind) {
            found = plan.items.items[i];
        }
    }
    return found;
}

static void a_report_is_kept_until_the_day_that_was_told(void **state)
{
    (void)state;
    const int64_t seq = says();
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    struct erasure_item item = plan_item(ERASURE_ITEM_REPORTS);
    assert_int_equal(item.count, 1);
    assert_int_equal(item.days, KEEP_DAYS);
    assert_int_equal(item.until_utc_ms, 0);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_decide(&casework, casework.fay, id, CARE_DECISION_NONE));
    casework_wait(&casework, 20 * DAY_MS);
    item = plan_item(ERASURE_ITEM_REPORTS);
    assert_int_equal(item.days, 0);
    assert_true(item.until_utc_ms > world->now_utc_ms);
    world->now_utc_ms = item.until_utc_ms - DAY_MS;
    run_all(world);
    assert_int_equal(plan_item(ERASURE_ITEM_REPORTS).until_utc_ms, item.until_utc_ms);
    world->now_utc_ms = item.until_utc_ms + 1;
    run_all(world);
    assert_int_equal(plan_item(ERASURE_ITEM_REPORTS).kind, ERASURE_ITEMS);
}

static void the_plan_names_no_day_for_concerns(void **state)
{
    (void)state;
    const struct concern_new what = {.about = world->june,
                                     .rank = CARE_RANK_OTHER,
                                     .cid = TEXT("one"),
                                     .what = TEXT("He said: I am afraid.")};
    struct concern concern;
    struct change *change = world_as(world, world->dorothy);
    assert_ok(world_end(world, concern_raise(change, &what, &concern)));
    const struct erasure_item item = plan_item(ERASURE_ITEM_CONCERNS);
    assert_int_equal(item.count, 1);
    assert_int_equal(item.when, ERASURE_KEPT);
    assert_int_equal(item.until_utc_ms, 0);
    assert_int_equal(item.days, 0);
}

static void kept_for_ever_nothing_goes(void **state)
{
    (void)state;
    world->policy.keep_case_ms = 0;
    closed(CARE_DECISION_NONE);
    run_after(world, 4 * KEEP_DAYS);
    assert_int_equal(number(world, CASES), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        END_TEST(a_case_goes_six_years_after_it_was_closed),
        END_TEST(keys_are_not_destroyed_before_that_is_durable),
        END_TEST(a_message_whose_time_is_over_is_not_shown_again),
        END_TEST(a_case_that_went_since_is_taken_out_whole),
        END_TEST(a_case_that_is_not_closed_stays),
        END_TEST(a_case_about_somebody_who_is_held_stays),
        END_TEST(a_case_stays_as_long_as_its_concern),
        END_TEST(a_large_case_goes_in_pieces),
        END_TEST(openings_go_once_its_people_were_told),
        END_TEST(notes_go_together_once_she_helps_nobody),
        END_TEST(suspensions_go_after_they_ended),
        END_TEST(flags_and_alerts_go_with_the_case),
        END_TEST(flags_that_no_case_is_about_go_by_the_message),
        END_TEST(a_report_is_kept_until_the_day_that_was_told),
        END_TEST(the_plan_names_no_day_for_concerns),
        END_TEST(kept_for_ever_nothing_goes),
    };
    return RUN_TESTS(tests);
}
