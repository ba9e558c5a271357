// What every unit test starts from: cmocka with the headers it needs, and a watch on
// the log. A line of level info or above that a test did not announce fails that test.
#ifndef UNIT_SUPPORT_H
#define UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"

// One row of a `struct CMUnitTest` table, watched.
#define TEST(function)                                                                 \
    cmocka_unit_test_setup_teardown(function, support_begin, support_end)

// Runs the table `tests` and gives the exit code for main. Prepares libsodium first.
#define RUN_TESTS(tests) cmocka_run_group_tests((tests), support_prepare, NULL)

// Announces one line with `event=EVENT`; its not coming fails the test too. `event`
// must live as long as the test.
void support_expect_log(const char *event);

// Fails the test unless `call` is OK.
#define assert_ok(call) assert_string_equal(err_name(call), "ok")

// Fails the test unless `call` is `wanted`.
#define assert_err(call, wanted) assert_string_equal(err_name(call), err_name(wanted))

int support_prepare(void **state);
int support_begin(void **state);
int support_end(void **state);

#endif
