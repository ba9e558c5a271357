// What is stored in pieces rests between two of them.
#include "support.h"

#include "engine/pacer.h"

struct pieces {
    uv_loop_t loop;
    struct pacer *pacer;
    int left; // more to come
    int handed_down;
};

static void on_resume(void *ctx, struct request *take_request)
{
    struct pieces *pieces = ctx;

    pieces->handed_down++;
    if (pieces->left-- > 0) {
        pacer_hold(pieces->pacer, take_request);
    } else {
        request_free(take_request);
    }
}

static int setup(void **state)
{
    struct pieces *pieces = calloc(1, sizeof *pieces);
    assert_int_equal(uv_loop_init(&pieces->loop), 0);
    assert_ok(pacer_open(&pieces->loop, on_resume, pieces, &pieces->pacer));
    *state = pieces;
    return 0;
}

// What is still held then is freed, or the sanitizer says so.
static int teardown(void **state)
{
    struct pieces *pieces = *state;
    pacer_close(pieces->pacer);
    uv_run(&pieces->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&pieces->loop), 0);
    free(pieces);
    return 0;
}

static void rests_nine_times_as_long_within_bounds(void **state)
{
    (void)state;
    assert_int_equal(pacer_rest_ms(2), 18);
    assert_int_equal(pacer_rest_ms(10), 90);
    assert_int_equal(pacer_rest_ms(0), pacer_rest_ms(-5));
    assert_true(pacer_rest_ms(0) > 0);
    assert_int_equal(pacer_rest_ms(60), pacer_rest_ms(INT64_MAX));
    assert_true(pacer_rest_ms(INT64_MAX) <= 100);
}

static void hands_each_piece_down_once(void **state)
{
    struct pieces *pieces = *state;
    pieces->left = 4;
    pacer_hold(pieces->pacer, request_new(REQUEST_MATCHING));
    assert_int_equal(pieces->handed_down, 0);
    uv_run(&pieces->loop, UV_RUN_DEFAULT);
    assert_int_equal(pieces->handed_down, 5);
}

static void frees_what_it_holds_when_it_closes(void **state)
{
    struct pieces *pieces = *state;
    pacer_hold(pieces->pacer, request_new(REQUEST_MATCHING));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rests_nine_times_as_long_within_bounds),
        cmocka_unit_test_setup_teardown(hands_each_piece_down_once, setup, teardown),
        cmocka_unit_test_setup_teardown(frees_what_it_holds_when_it_closes, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
