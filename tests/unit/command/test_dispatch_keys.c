// What is done to keys in the background: where one job fails, the others go on.
#include "command/asking.h"

#include <stdio.h>
#include <unistd.h>

#include "domain/erasure.h"
#include "domain/key_rotation.h"
#include "domain/timer.h"

#define WAITING_MS (INT64_C(86400000) * ERASURE_WAITING_DAYS)

static char file[128], next_file[128];

static enum err ask_for(enum keys_job job)
{
    struct request *request = request_new(REQUEST_KEYS);

    request->stage = STAGE_RUN;
    request->keys_job = job;
    struct outcome *outcome = asking_run(request);
    const enum err err = outcome->err;
    outcome_free(outcome);
    return err;
}

// All that a timer of the engine asks for.
static void ask_for_each(enum err err_out[KEYS_JOBS])
{
    for (int job = 0; job < KEYS_JOBS; job++) {
        err_out[job] = ask_for((enum keys_job)job);
    }
}

static void begin_erasure_of_june(void)
{
    struct world *world = &asking.world;
    int64_t due_utc_ms = 0;
    bool more = false;

    assert_ok(world_end(world, erasure_ask(world_as(world, world->june), &due_utc_ms)));
    world->now_utc_ms += WAITING_MS;
    asking.clock.offset_ms += WAITING_MS + 60000;
    assert_ok(
        world_end(world, timer_run_due(world_as(world, (person_id){0}), 50, &more)));
}

static void begin_rotation(void)
{
    struct world *world = &asking.world;

    snprintf(file, sizeof file, "%s/master.key", world->folder);
    snprintf(next_file, sizeof next_file, "%s/master.key.next", world->folder);
    world->policy.master_key = (struct master_key_source){
        .file = file, .command = "", .next_file = next_file, .data_dir = world->folder};
    assert_ok(world_end(world, key_rotation_begin(world_as(world, (person_id){0}))));
}

#define STEP "SELECT step FROM erasure"

static void a_rotation_that_fails_keeps_nobody_from_being_forgotten(void **state)
{
    (void)state;
    enum err errs[KEYS_JOBS];

    begin_erasure_of_june();
    begin_rotation();
    assert_int_equal(unlink(next_file), 0);
    for (int i = 0; i < 3; i++) {
        const int64_t step = asking_count(STEP);
        support_expect_log("keys_not_rotated");
        support_expect_log("request_failed");
        ask_for_each(errs);
        assert_ok(errs[KEYS_FORGET_PERSON]);
        assert_ok(errs[KEYS_END_RECORD]);
        assert_err(errs[KEYS_KEEP], ERR_NOT_FOUND);
        assert_true(asking_count(STEP) > step);
    }
}

static void an_erasure_that_fails_keeps_no_rotation_from_its_end(void **state)
{
    (void)state;
    struct key_status status;
    enum err errs[KEYS_JOBS];
    int steps = 0;

    begin_erasure_of_june();
    begin_rotation();
    assert_int_equal(asking_count("UPDATE erasure SET step = 99 RETURNING step"), 99);
    support_expect_log("keys_rotated");
    support_expect_log("erasure_failed");
    do {
        ask_for_each(errs);
        assert_ok(errs[KEYS_FORGET_PERSON]);
        assert_ok(errs[KEYS_KEEP]);
        struct change *change = world_as(&asking.world, (person_id){0});
        assert_ok(world_end(&asking.world, key_rotation_status(change, &status)));
        assert_true(++steps < 20);
    } while (status.is_rotating);
    assert_ok(ask_for(KEYS_KEEP));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ASKING_TEST(a_rotation_that_fails_keeps_nobody_from_being_forgotten),
        ASKING_TEST(an_erasure_that_fails_keeps_no_rotation_from_its_end),
    };
    return RUN_TESTS(tests);
}
