// Timers: a rule that fails is put off and keeps no other from firing.
#include "domain/timer.h"

#include "domain/meeting.h"
#include "store/db.h"
#include "support.h"

// From now on June cannot be told of anything.
static void lose_inbox(struct world *world)
{
    struct change *change = world_as(world, world->amara);
    struct stmt *stmt =
        db_stmt(change->db, "UPDATE person SET inbox = 1 WHERE id = :person");
    stmt_int(stmt, ":person", world->june.v);
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(world, OK));
}

static bool fire_again(struct world *world)
{
    bool more = false;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(timer_run_due(change, 20, &more));
    assert_ok(world_end(world, OK));
    return more;
}

static int64_t failing(struct world *world)
{
    int64_t count = 0;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, timer_count_failing(change, &count)));
    return count;
}

static void one_that_fails_keeps_no_other_waiting(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id dorothys = meeting_waits(&meeting, world->dorothy);
    match_id match =
        meeting_offers(&meeting, meeting_waits(&meeting, world->june), world->priya);
    lose_inbox(world);
    world->breaks_rules = true;
    world->now_utc_ms += 8 * MEETING_DAY_MS;

    support_expect_log("timer_failed"); // the reminder of the offer
    assert_true(fire_again(world));
    assert_int_equal(meeting_request(&meeting, dorothys).escalated, 0);
    support_expect_log("timer_failed"); // its expiry
    assert_true(fire_again(world));
    support_expect_log("timer_failed"); // June's own wait, after Dorothy's: both undone
    assert_true(fire_again(world));
    assert_int_equal(meeting_request(&meeting, dorothys).escalated, 0);
    assert_false(fire_again(world));
    assert_int_equal(meeting_request(&meeting, dorothys).escalated, 7);
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_OFFERED);
    assert_int_equal(failing(world), 3);

    world->now_utc_ms += MEETING_HOUR_MS;
    support_expect_log("timer_failed");
    assert_true(fire_again(world));
    meeting_close(&meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_that_fails_keeps_no_other_waiting),
    };
    return RUN_TESTS(tests);
}
