// What the timetable does by itself.
#include "domain/matching/matching_schedule.h"

#include "domain/meeting.h"
#include "store/db.h"
#include "support.h"

static int64_t rows_of_the_timetable(struct world *world)
{
    struct stmt *stmt = db_stmt(
        world->db, "SELECT count(*) FROM audit a JOIN matching_run r ON r.id = a.object"
                   " WHERE a.action = 'matching.run' AND a.outcome = 'by_timetable'"
                   " AND a.actor = 0 AND a.role = ''"
                   " AND a.organisation = r.organisation");

    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void tick(struct world *world)
{
    struct change *change = world_as(world, (person_id){0});

    change->actor = (struct actor){0}; // nobody: the server
    assert_ok(world_end(world, matching_schedule_run_due(change)));
}

static void a_run_of_the_timetable_is_in_the_audit_log(void **state)
{
    (void)state;
    struct meeting meeting;

    meeting_open(&meeting);
    tick(&meeting.world); // from now on it is followed
    (void)meeting_waits(&meeting, meeting.world.june);
    assert_int_equal(rows_of_the_timetable(&meeting.world), 0);
    meeting.world.now_utc_ms += 8 * MEETING_DAY_MS;
    tick(&meeting.world);
    assert_int_equal(rows_of_the_timetable(&meeting.world), 1);
    meeting_close(&meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_of_the_timetable_is_in_the_audit_log),
    };

    return RUN_TESTS(tests);
}
