// Records whose time to keep is over: who finds them, who may destroy them, and what is
// left then.
#include "domain/care/concern_end.h"

#include "domain/care/concern_desk.h"
#include "domain/care/concern_record.h"
#include "domain/care/concern_step.h"
#include "domain/concerns.h"
#include "domain/person.h"
#include "store/db.h"
#include "support.h"

#define DAY_MS 86400000LL
#define STEPS_MAX 200

static struct world world;

static int begin(void **state)
{
    concerns_open(&world);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static enum err keeps(person_id by, concern_id id, int days)
{
    struct change *change = world_as(&world, by);
    const struct concern_keeping keeping = {change->now_utc_ms + days * DAY_MS,
                                            change->now_utc_ms + DAY_MS,
                                            TEXT("Policy.")};
    return world_end(&world, concern_keep_longer(change, id, &keeping));
}

// June raised one about `person`, and it is closed and kept for ten days.
static concern_id closed(person_id person)
{
    enum concern_state reached;
    const concern_id id = concerns_raised(&world, person);
    struct change *change = world_as(&world, world.mo);
    assert_ok(
        world_end(&world, concern_triage(change, id, CONCERN_GRADE_LOW, TEXT(""))));
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_own(change, id)));
    change = world_as(&world, world.mo);
    const struct concern_closing closing = {
        .outcome = CONCERN_OUTCOME_UNFOUNDED,
        .reason = TEXT("She was away."),
        .keeping = {change->now_utc_ms + 10 * DAY_MS, change->now_utc_ms + DAY_MS,
                    TEXT("Policy.")}
    };
    assert_ok(world_end(&world, concern_close(change, id, &closing, &reached)));
    if (reached == CONCERN_CLOSING) {
        change = world_as(&world, world.sid);
        assert_ok(world_end(
            &world, concern_confirm_close(change, id, true, TEXT(""), &reached)));
    }
    assert_int_equal(reached, CONCERN_CLOSED);
    return id;
}

static void waits(int days)
{
    world.now_utc_ms += days * DAY_MS;
}

static bool is_over(person_id person, concern_id id)
{
    struct concern_page page;
    bool found = false;
    struct change *change = world_as(&world, person);
    assert_ok(world_end(&world, concern_desk_over(change, (concern_id){0}, &page)));
    for (size_t i = 0; i < page.count; i++) {
        found = found || page.views[i].concern.id.v == id.v;
    }
    return found;
}

static enum err destroys(person_id by, concern_id id, bool *destroyed)
{
    struct change *change = world_as(&world, by);
    return world_end(&world,
                     concern_destroy(change, id, TEXT("Its time is over."), destroyed));
}

static int64_t number(const char *sql)
{
    struct stmt *stmt = db_stmt(world.db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t found = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return found;
}

// One step of the ticker's, with the writer's checkpoint after its commit.
static bool step(void)
{
    bool more = false;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, concern_end_run(change, &more)));
    if (db_wants_truncation(world.db)) {
        assert_ok(db_truncate(world.db, world.now_utc_ms + 1));
    }
    return more;
}

static void work_while_there_is_any(void)
{
    int steps = 0;
    while (step()) {
        assert_true(++steps < STEPS_MAX);
    }
}

static void work(void)
{
    work_while_there_is_any();
    assert_int_equal(number("SELECT count(*) FROM concern_end"), 0);
}

static void they_are_listed_when_their_time_is_over(void **state)
{
    (void)state;
    bool destroyed = false;
    const concern_id id = closed((person_id){0});
    waits(9);
    assert_false(is_over(world.mo, id));
    assert_err(destroys(world.mo, id, &destroyed), ERR_WRONG_STATE);
    waits(2);
    assert_true(is_over(world.mo, id));
    assert_false(is_over(world.amara, id));
    assert_false(is_over(world.ada, id));
    assert_false(is_over(world.june, id));
    assert_ok(keeps(world.sid, id, 100));
    assert_false(is_over(world.mo, id));
}

// From the day that was set for it until her next day is set, or its time is over.
static void one_to_be_looked_at_again_stands_with_the_open_ones(void **state)
{
    (void)state;
    const concern_id id = closed((person_id){0});
    assert_false(concerns_is_listed(&world, world.mo, id));
    waits(2);
    assert_true(concerns_is_listed(&world, world.mo, id));
    assert_false(concerns_is_listed(&world, world.june, id));
    assert_ok(keeps(world.mo, id, 30));
    assert_false(concerns_is_listed(&world, world.mo, id));
    waits(2);
    assert_true(concerns_is_listed(&world, world.sid, id));
    waits(30);
    assert_false(concerns_is_listed(&world, world.sid, id));
    assert_true(is_over(world.sid, id));
}

static enum err suspends(person_id person)
{
    return world_end(&world, person_suspend(world_as(&world, (person_id){0}), person));
}

static void administrators_are_told_where_nobody_can_agree(void **state)
{
    (void)state;
    bool destroyed = true;
    const concern_id id = closed(world.priya);
    waits(11);
    assert_ok(suspends(world.sid));
    assert_int_equal(concerns_stranded(&world),
                     0); // nobody has asked for a second person
    assert_ok(destroys(world.mo, id, &destroyed));
    assert_false(destroyed);
    assert_true(world_is_told(&world, world.ada));
    assert_int_equal(concerns_stranded(&world), 1);
    struct change *change = world_as(&world, world.ada);
    assert_ok(world_end(&world, concern_deputy_set(change, world.amara)));
    assert_int_equal(concerns_stranded(&world), 0);
    support_expect_log("record_destroyed");
    assert_ok(destroys(world.amara, id, &destroyed));
    assert_true(destroyed);
    work();
    assert_int_equal(concerns_stranded(&world), 0);
}

static void nobody_but_a_lead_destroys_one(void **state)
{
    (void)state;
    bool destroyed = false;
    const concern_id id = closed(world.amara);
    waits(11);
    assert_err(destroys(world.amara, id, &destroyed), ERR_NOT_FOUND);
    assert_err(destroys(world.ada, id, &destroyed), ERR_NOT_FOUND);
    assert_err(destroys(world.june, id, &destroyed), ERR_NOT_FOUND);
    assert_err(destroys((person_id){0}, id, &destroyed), ERR_NOT_FOUND);
}

static void one_that_is_destroyed_is_gone_at_once_and_from_every_table(void **state)
{
    (void)state;
    struct concern_view view;
    struct concern_list list;
    bool destroyed = false;
    const concern_id id = closed((person_id){0});
    waits(11);
    support_expect_log("record_destroyed");
    assert_ok(destroys(world.mo, id, &destroyed));
    assert_true(destroyed);
    assert_false(is_over(world.mo, id));
    struct change *change = world_as(&world, world.mo);
    assert_err(world_end(&world, concern_find(change, id, &view)), ERR_NOT_FOUND);
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, concern_desk_own(change, &list)));
    assert_int_equal(list.count, 0);
    assert_err(destroys(world.sid, id, &destroyed), ERR_NOT_FOUND);
    assert_int_equal(world_noted(&world, SAFETY_ERASE), 0);
    work();
    assert_int_equal(
        number("SELECT (SELECT count(*) FROM concern)"
               " + (SELECT count(*) FROM concern_entry)"
               " + (SELECT count(*) FROM concern_person)"
               " + (SELECT count(*) FROM concern_referral)"
               " + (SELECT count(*) FROM alert WHERE concern <> 0)"
               " + (SELECT count(*) FROM timer WHERE kind LIKE 'concern%')"),
        0);
    assert_int_equal(world_noted(&world, SAFETY_ERASE), 1);
    assert_int_equal(number("SELECT count(*) FROM key_destruction"
                            " WHERE done_utc_ms IS NOT NULL"),
                     1);
    assert_int_equal(number("SELECT count(*) FROM audit WHERE action ="
                            " 'concern.destroy' AND outcome = 'done'"),
                     1);
}

static void one_that_fails_keeps_no_other_from_being_destroyed(void **state)
{
    (void)state;
    bool destroyed = false;
    const concern_id first = closed(world.dorothy);
    const concern_id second = closed(world.dorothy);
    waits(11);
    assert_ok(destroys(world.mo, first, &destroyed));
    assert_ok(destroys(world.mo, second, &destroyed));
    (void)number("UPDATE concern_end SET step = 99 WHERE concern ="
                 " (SELECT min(concern) FROM concern_end) RETURNING step");
    support_expect_log("record_not_destroyed");
    support_expect_log("record_destroyed");
    work_while_there_is_any();
    assert_int_equal(number("SELECT count(*) FROM concern_end"), 1);
    assert_int_equal(number("SELECT concern FROM concern_end"),
                     first.v < second.v ? first.v : second.v);
    (void)number("UPDATE concern_end SET step = 0 RETURNING step");
    assert_false(step());
    world.now_utc_ms += 3600000;
    support_expect_log("record_destroyed");
    work();
}

static void about_somebody_who_helps_two_have_to_want_it(void **state)
{
    (void)state;
    struct concern_full full;
    bool destroyed = true;
    const concern_id id = closed(world.priya);
    waits(11);
    assert_ok(destroys(world.mo, id, &destroyed));
    assert_false(destroyed);
    assert_false(step());
    assert_err(destroys(world.mo, id, &destroyed), ERR_DENIED);
    struct change *change = world_as(&world, world.sid);
    assert_ok(world_end(&world, concern_record_read(change, id, 0, &full)));
    assert_text_is(full.records[full.record_count - 1].text,
                   "To be destroyed: Its time is over.");
    assert_int_equal(full.view.concern.end_asked_by.v, world.mo.v);
    support_expect_log("record_destroyed");
    assert_ok(destroys(world.sid, id, &destroyed));
    assert_true(destroyed);
    work();
    assert_int_equal(number("SELECT count(*) FROM concern"), 0);
}

static void the_deputy_may_be_the_second(void **state)
{
    (void)state;
    bool destroyed = true;
    const concern_id id = closed(world.priya);
    struct change *change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_deputy_set(change, world.amara)));
    waits(11);
    assert_false(is_over(world.amara, id));
    assert_err(destroys(world.amara, id, &destroyed), ERR_NOT_FOUND);
    assert_ok(destroys(world.mo, id, &destroyed));
    assert_true(is_over(world.amara, id));
    assert_err(keeps(world.amara, id, 100), ERR_DENIED);
    assert_ok(destroys(world.amara, id, &destroyed));
    assert_true(destroyed);
}

static void whoever_keeps_it_longer_takes_that_back(void **state)
{
    (void)state;
    struct concern_view view;
    bool destroyed = true;
    const concern_id id = closed(world.priya);
    waits(11);
    assert_ok(destroys(world.mo, id, &destroyed));
    assert_ok(keeps(world.sid, id, 20));
    waits(21);
    struct change *change = world_as(&world, world.sid);
    assert_ok(world_end(&world, concern_find(change, id, &view)));
    assert_int_equal(view.concern.end_asked_by.v, 0);
    assert_ok(destroys(world.sid, id, &destroyed));
    assert_false(destroyed);
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_reopen(change, id, TEXT("His sister."))));
    assert_int_equal(number("SELECT count(*) FROM concern_end"), 0);
}

static void after_a_backup_was_restored_it_goes_again(void **state)
{
    (void)state;
    struct concern_view view;
    bool known = false;
    const concern_id id = closed((person_id){0});
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, concern_end_again(change, id, &known)));
    assert_true(known);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, concern_end_again(change, (concern_id){17}, &known)));
    assert_false(known);
    change = world_as(&world, world.mo);
    assert_err(world_end(&world, concern_find(change, id, &view)), ERR_NOT_FOUND);
    support_expect_log("record_destroyed");
    work();
    assert_int_equal(number("SELECT count(*) FROM concern"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(they_are_listed_when_their_time_is_over),
        WORLD_TEST(one_to_be_looked_at_again_stands_with_the_open_ones),
        WORLD_TEST(administrators_are_told_where_nobody_can_agree),
        WORLD_TEST(nobody_but_a_lead_destroys_one),
        WORLD_TEST(one_that_is_destroyed_is_gone_at_once_and_from_every_table),
        WORLD_TEST(one_that_fails_keeps_no_other_from_being_destroyed),
        WORLD_TEST(about_somebody_who_helps_two_have_to_want_it),
        WORLD_TEST(the_deputy_may_be_the_second),
        WORLD_TEST(whoever_keeps_it_longer_takes_that_back),
        WORLD_TEST(after_a_backup_was_restored_it_goes_again),
    };
    return RUN_TESTS(tests);
}
