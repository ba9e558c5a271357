// The call diary, when its time is over.
#include "domain/call_log.h"
#include "domain/meeting.h"
#include "domain/retention.h"
#include "store/db.h"
#include "support.h"

#define ROUNDS_MAX 100

static int64_t number(struct world *world, const char *sql)
{
    struct stmt *stmt = db_stmt(world->db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t found = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return found;
}

static void change_row(struct world *world, const char *sql)
{
    (void)world_as(world, (person_id){0});
    struct stmt *stmt = db_stmt(world->db, sql);
    stmt_int(stmt, ":june", world->june.v);
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(world, OK));
}

static void calls(struct world *world, match_id match, person_id by)
{
    struct change *change = world_as(world, by);
    const struct call_entry call = {.at_utc_ms = change->now_utc_ms,
                                    .mode = CALL_MODE_PHONE,
                                    .minutes = 20,
                                    .feel = CALL_FEEL_GOOD};
    assert_ok(world_end(world, call_log_add(change, match, &call)));
}

static void run_after(struct world *world, int days)
{
    bool more = true;
    world->now_utc_ms += days * MEETING_DAY_MS;
    for (int i = 0; more; i++) {
        assert_true(i < ROUNDS_MAX);
        struct change *change = world_as(world, (person_id){0});
        assert_ok(world_end(world, retention_run_due(change, &more)));
    }
}

static void calls_go_after_a_year_but_for_those_of_whom_something_is_held(void **state)
{
    (void)state;
    static const char count[] = "SELECT count(*) FROM call_log";
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    world->policy.keep_diary_ms = 365 * MEETING_DAY_MS;
    const match_id junes = meeting_introduces(
        &meeting, meeting_waits(&meeting, world->june), world->priya);
    const match_id dorothys = meeting_introduces(
        &meeting, meeting_waits(&meeting, world->dorothy), meeting.pat);
    calls(world, junes, world->priya);
    calls(world, junes, world->priya);
    calls(world, dorothys, meeting.pat);
    run_after(world, 364);
    assert_int_equal(number(world, count), 3);
    change_row(world, "INSERT INTO safeguarding_hold (person, placed_utc_ms, placed_by)"
                      " VALUES (:june, 1, 1)");
    run_after(world, 2);
    assert_int_equal(number(world, count), 2);
    change_row(world,
               "UPDATE safeguarding_hold SET lifted_utc_ms = 2 WHERE person = :june");
    run_after(world, 1);
    assert_int_equal(number(world, count), 0);
    meeting_close(&meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(calls_go_after_a_year_but_for_those_of_whom_something_is_held),
    };
    return RUN_TESTS(tests);
}
