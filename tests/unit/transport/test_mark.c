#include "support.h"

#include "transport/mark.h"

#define JUNE ((person_id){11})
#define GROUP ((conversation_id){5})

static void a_mark_only_rises(void **state)
{
    (void)state;
    struct marks *marks = marks_new();

    assert_int_equal(marks_set(marks, JUNE, GROUP, 4), 4);
    assert_int_equal(marks_set(marks, JUNE, GROUP, 2), 4);
    assert_int_equal(marks_set(marks, JUNE, GROUP, 9), 9);
    marks_free(marks);
}

static void a_written_mark_does_not_sink(void **state)
{
    (void)state;
    struct marks *marks = marks_new();

    marks_set(marks, JUNE, GROUP, 9);
    struct request *written = marks_take(marks, JUNE);
    marks_written(marks, written, true);
    assert_int_equal(marks_set(marks, JUNE, GROUP, 4), 9);
    assert_null(marks_take(marks, JUNE));
    request_free(written);
    marks_free(marks);
}

static void a_mark_under_way_still_goes_along_with_an_attach(void **state)
{
    (void)state;
    struct marks *marks = marks_new();
    struct request *attach = request_new(REQUEST_COMMAND);

    marks_set(marks, JUNE, GROUP, 4);
    struct request *written = marks_take(marks, JUNE);
    assert_non_null(written);
    assert_int_equal(written->mark_count, 1);
    assert_int_equal(written->marks[0].read, 4);
    marks_overlay(marks, JUNE, attach);
    assert_int_equal(attach->mark_count, 1);
    assert_null(marks_take(marks, JUNE));
    marks_written(marks, written, true);
    assert_null(marks_take(marks, JUNE));
    marks_forget_written(marks, JUNE);
    attach->mark_count = 0;
    marks_overlay(marks, JUNE, attach);
    assert_int_equal(attach->mark_count, 0);
    request_free(written);
    request_free(attach);
    marks_free(marks);
}

static void a_mark_that_moved_on_is_written_again(void **state)
{
    (void)state;
    struct marks *marks = marks_new();

    marks_set(marks, JUNE, GROUP, 4);
    struct request *first = marks_take(marks, (person_id){0});
    marks_set(marks, JUNE, GROUP, 6);
    marks_written(marks, first, true);
    struct request *second = marks_take(marks, (person_id){0});
    assert_non_null(second);
    assert_int_equal(second->marks[0].read, 6);
    request_free(first);
    request_free(second);
    marks_free(marks);
}

static void what_was_not_written_waits_again(void **state)
{
    (void)state;
    struct marks *marks = marks_new();

    marks_set(marks, JUNE, GROUP, 4);
    struct request *first = marks_take(marks, JUNE);
    marks_written(marks, first, false);
    struct request *second = marks_take(marks, JUNE);
    assert_non_null(second);
    request_free(first);
    request_free(second);
    marks_free(marks);
}

static void one_write_is_bounded_and_forgets_nobody(void **state)
{
    (void)state;
    struct marks *marks = marks_new();
    size_t total = 0;
    struct request *request = NULL;

    for (int64_t i = 1; i <= MARKS_PER_WRITE + 10; i++) {
        marks_set(marks, (person_id){i}, GROUP, i);
    }
    while ((request = marks_take(marks, (person_id){0})) != NULL) {
        assert_true(request->mark_count <= MARKS_PER_WRITE);
        total += request->mark_count;
        marks_written(marks, request, true);
        request_free(request);
    }
    assert_int_equal(total, MARKS_PER_WRITE + 10);
    marks_free(marks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_mark_only_rises),
        TEST(a_written_mark_does_not_sink),
        TEST(a_mark_under_way_still_goes_along_with_an_attach),
        TEST(a_mark_that_moved_on_is_written_again),
        TEST(what_was_not_written_waits_again),
        TEST(one_write_is_bounded_and_forgets_nobody),
    };

    return RUN_TESTS(tests);
}
