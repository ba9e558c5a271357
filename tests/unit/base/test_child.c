// Running the configured command: what it gets, and how it ends.
#include "base/child.h"

#include "base/clock.h"
#include "scratch.h"
#include "support.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_bool stop;

// A script in `folder` that does `what`.
static void write_script(const char *path, const char *what)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fprintf(file, "#!/bin/sh\n%s\n", what) > 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0700), 0);
}

static void read_whole(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const size_t len = fread(text, 1, size - 1, file);
    text[len] = '\0';
    (void)fclose(file);
}

static void it_gets_its_variables_and_nothing_else(void **state)
{
    (void)state;
    struct scratch scratch;
    char what[512];
    char text[1024];
    scratch_init(&scratch);
    const char *script = scratch_path(&scratch, "page");
    const char *out = scratch_path(&scratch, "out");
    snprintf(what, sizeof what, "{ /usr/bin/env; ls /proc/$$/fd; } >%s", out);
    write_script(script, what);
    const int extra = fcntl(STDERR_FILENO, F_DUPFD, 200);
    char path[] = "PATH=/usr/bin:/bin";
    char alert[] = "KITH_ALERT=l123";
    char *env[] = {path, alert, NULL};
    assert_int_equal(child_run(script, env, &stop), CHILD_DONE);
    (void)close(extra);
    read_whole(out, text, sizeof text);
    assert_non_null(strstr(text, "KITH_ALERT=l123"));
    assert_null(strstr(text, "HOME="));
    assert_null(strstr(text, "\n200\n"));
    scratch_clear(&scratch);
}

static void its_exit_code_counts(void **state)
{
    (void)state;
    char *env[] = {NULL};
    assert_int_equal(child_run("/bin/true", env, &stop), CHILD_DONE);
    assert_int_equal(child_run("/bin/false", env, &stop), CHILD_FAILED);
    assert_int_equal(child_run("/no/such/program", env, &stop), CHILD_MISSING);
}

static void it_is_ended_when_the_server_ends(void **state)
{
    (void)state;
    struct scratch scratch;
    char *env[] = {NULL};
    atomic_bool now = true;
    scratch_init(&scratch);
    const char *script = scratch_path(&scratch, "page");
    write_script(script, "/bin/sleep 600");
    const int64_t began_ms = clock_steady_ms();
    assert_int_equal(child_run(script, env, &now), CHILD_TOO_LONG);
    assert_true(clock_steady_ms() - began_ms < CHILD_LIMIT_MS);
    scratch_clear(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_gets_its_variables_and_nothing_else),
        TEST(its_exit_code_counts),
        TEST(it_is_ended_when_the_server_ends),
    };
    return RUN_TESTS(tests);
}
