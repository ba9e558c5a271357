// Pictures that a telephone's camera reads. That one can be read is shown where one is
// (tests/integration/second-factor.test.js).
#include "base/qr.h"

#include <string.h>

#include "support.h"

#define FINDER 7 // squares of the large marks in three corners

static const char *const finder[FINDER] = {
    "#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######",
};

static void assert_finder(const struct qr *qr, int y0, int x0)
{
    for (int y = 0; y < FINDER; y++) {
        assert_memory_equal(qr->rows[y0 + y] + x0, finder[y], FINDER);
    }
}

static void assert_square(const struct qr *qr)
{
    for (int y = 0; y < qr->squares; y++) {
        assert_int_equal(strlen(qr->rows[y]), qr->squares);
        assert_int_equal(strspn(qr->rows[y], "#."), qr->squares);
    }
}

static void a_short_text_makes_the_smallest_picture(void **state)
{
    (void)state;
    struct qr qr;

    assert_ok(qr_draw(text_of("k"), &qr));
    assert_int_equal(qr.squares, 21);
    assert_square(&qr);
    assert_finder(&qr, 0, 0);
    assert_finder(&qr, 0, 21 - FINDER);
    assert_finder(&qr, 21 - FINDER, 0);
}

static void the_longest_text_fits(void **state)
{
    (void)state;
    char long_text[QR_BYTES_MAX + 1];
    struct qr qr;

    memset(long_text, 'x', sizeof long_text);
    assert_ok(qr_draw((struct text){long_text, QR_BYTES_MAX}, &qr));
    assert_int_equal(qr.squares, QR_SQUARES_MAX);
    assert_square(&qr);
    assert_int_equal(qr_draw((struct text){long_text, QR_BYTES_MAX + 1}, &qr),
                     ERR_TOO_LARGE);
}

static void no_text_makes_none(void **state)
{
    (void)state;
    struct qr qr;

    assert_int_equal(qr_draw(text_of(""), &qr), ERR_INTERNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_short_text_makes_the_smallest_picture),
        TEST(the_longest_text_fits),
        TEST(no_text_makes_none),
    };
    return RUN_TESTS(tests);
}
