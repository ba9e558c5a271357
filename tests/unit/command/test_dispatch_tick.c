// What may be due: where one sort of it fails, people are called all the same.
#include "command/asking.h"

#include "domain/timer.h"
#include "store/db.h"

#define WAITING_MS INT64_C(60000)

static enum err ask_for(enum tick_job job)
{
    struct request *request = request_new(REQUEST_TICK);

    request->stage = STAGE_RUN;
    request->tick_job = job;
    struct outcome *outcome = asking_run(request);
    const enum err err = outcome->err;
    outcome_free(outcome);
    return err;
}

static void set_a_timer(void)
{
    struct world *world = &asking.world;
    struct change *change = world_as(world, (person_id){0});

    assert_ok(world_end(world, timer_set(change, TIMER_NOTIFY, world->june.v,
                                         world->now_utc_ms + WAITING_MS)));
    asking.clock.offset_ms += WAITING_MS + 60000;
}

#define BROKEN                                                                         \
    "CREATE TEMP TRIGGER broken BEFORE INSERT ON retention_clock"                      \
    " BEGIN SELECT RAISE(ABORT, 'no'); END"

static void a_clock_that_fails_keeps_no_timer_from_firing(void **state)
{
    (void)state;

    asking.world.policy.backup = (struct backup_settings){.dir = "", .keys_dir = ""};
    set_a_timer();
    assert_ok(stmt_run(db_stmt(asking.world.db, BROKEN)));
    assert_int_equal(asking_count("SELECT count(*) FROM timer"), 1);
    for (int job = TICK_JOBS - 1; job >= 0; job--) {
        if (job == TICK_RETENTION) {
            support_expect_log("retention_failed");
            support_expect_log("request_failed");
            assert_err(ask_for(TICK_RETENTION), ERR_CONFLICT);
        } else {
            assert_ok(ask_for((enum tick_job)job));
        }
    }
    assert_int_equal(asking_count("SELECT count(*) FROM timer"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ASKING_TEST(a_clock_that_fails_keeps_no_timer_from_firing),
    };
    return RUN_TESTS(tests);
}
