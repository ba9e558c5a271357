#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "scratch.h"

static void all_of_it_is_written(void **state)
{
    (void)state;
    struct scratch scratch;
    char path[PATH_MAX];
    char read_back[16] = "";

    scratch_init(&scratch);
    snprintf(path, sizeof path, "%s/words", scratch.folder);
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_true(file_write(fd, TEXT("three")));
    assert_true(file_write(fd, TEXT("")));
    assert_true(file_write(fd, TEXT(" quiet")));
    assert_int_equal(pread(fd, read_back, sizeof read_back, 0), 11);
    assert_string_equal(read_back, "three quiet");
    assert_true(file_sync_folder(scratch.folder));
    close(fd);
    scratch_clear(&scratch);
}

static void what_cannot_be_written_is_told(void **state)
{
    (void)state;
    static char more_than_fits[1 << 20];
    int ends[2];

    assert_int_equal(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    assert_false(
        file_write(ends[1], (struct text){more_than_fits, sizeof more_than_fits}));
    assert_int_equal(errno, EAGAIN);
    close(ends[0]);
    close(ends[1]);
    assert_false(file_write(-1, TEXT("a")));
    assert_int_equal(errno, EBADF);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;

    assert_false(file_sync_folder("/nowhere/at/all"));
    assert_int_equal(errno, ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it_is_written),
        cmocka_unit_test(what_cannot_be_written_is_told),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
