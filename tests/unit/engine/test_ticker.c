// What is asked for each second: never two of a sort, once more where it is wanted
// meanwhile, and none of the others waits for one that fails.
#include "engine/ticker.h"
#include "support.h"

#include "command/request.h"

#define TURNS_MAX 1000 // of the loop, which its timer turns four times a second

static struct {
    uv_loop_t loop;
    struct ticker *ticker;
    struct request *asked[TICK_JOBS]; // and not yet answered
    int times[TICK_JOBS];
} house;

static enum err on_submit(void *ctx, struct request *take_request)
{
    (void)ctx;
    if (take_request->kind != REQUEST_TICK) {
        return ERR_BUSY;
    }
    assert_null(house.asked[take_request->tick_job]);
    house.asked[take_request->tick_job] = take_request;
    house.times[take_request->tick_job]++;
    return OK;
}

static void answer(enum tick_job job, enum err err)
{
    struct outcome *outcome = outcome_new(house.asked[job]);

    house.asked[job] = NULL;
    outcome->err = err;
    ticker_note(house.ticker, outcome);
    outcome_free(outcome);
}

// Somebody asked for something that makes something due now.
static void hurry(void)
{
    struct outcome *outcome = outcome_new(request_new(REQUEST_COMMAND));

    outcome->wants_tick = true;
    ticker_note(house.ticker, outcome);
    outcome_free(outcome);
}

static int begin(void **state)
{
    const int result = support_begin(state);
    const struct ticker_options options = {.submit = on_submit, .export_every_ms = 1};

    memset(&house, 0, sizeof house);
    assert_int_equal(uv_loop_init(&house.loop), 0);
    assert_ok(ticker_open(&house.loop, &options, &house.ticker));
    for (int turns = 0; house.times[TICK_JOBS - 1] == 0; turns++) {
        assert_true(turns < TURNS_MAX);
        uv_run(&house.loop, UV_RUN_ONCE);
    }
    return result;
}

static int end(void **state)
{
    for (int job = 0; job < TICK_JOBS; job++) {
        request_free(house.asked[job]);
    }
    ticker_close(house.ticker);
    assert_int_equal(uv_run(&house.loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&house.loop), 0);
    return support_end(state);
}

static void each_sort_is_asked_for_and_waits_for_its_answer(void **state)
{
    (void)state;
    for (int job = 0; job < TICK_JOBS; job++) {
        assert_int_equal(house.times[job], 1);
    }
    hurry(); // all are under way: on_submit finds none twice
    assert_int_equal(house.times[TICK_TIMERS], 1);
    answer(TICK_TIMERS, OK);
    assert_int_equal(house.times[TICK_TIMERS], 2); // once more, for what was wanted
    answer(TICK_TIMERS, OK);
    assert_int_equal(house.times[TICK_TIMERS], 2);
    hurry();
    assert_int_equal(house.times[TICK_TIMERS], 3);
    assert_int_equal(house.times[TICK_LETTERS], 1);
}

static void one_that_fails_rests_and_no_other_does(void **state)
{
    (void)state;
    answer(TICK_RETENTION, ERR_CONFLICT);
    answer(TICK_TIMERS, OK);
    assert_int_equal(ticker_failing(house.ticker), 1);
    hurry();
    assert_int_equal(house.times[TICK_RETENTION], 1);
    assert_int_equal(house.times[TICK_TIMERS], 2);
}

static void one_that_succeeds_again_fails_no_more(void **state)
{
    (void)state;
    hurry();
    answer(TICK_BACKUP, ERR_IO);
    assert_int_equal(ticker_failing(house.ticker), 1);
    house.asked[TICK_BACKUP] = request_new(REQUEST_TICK);
    house.asked[TICK_BACKUP]->tick_job = TICK_BACKUP;
    answer(TICK_BACKUP, OK);
    assert_int_equal(ticker_failing(house.ticker), 0);
}

#define TICKER_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TICKER_TEST(each_sort_is_asked_for_and_waits_for_its_answer),
        TICKER_TEST(one_that_fails_rests_and_no_other_does),
        TICKER_TEST(one_that_succeeds_again_fails_no_more),
    };
    return RUN_TESTS(tests);
}
