// The master key from a command, which a key service may stand behind.
#include "support.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "domain/master_key.h"
#include "scratch.h"

#define KEY_DIGITS "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1D1E1F"

static struct scratch scratch;

static int begin(void **state)
{
    scratch_init(&scratch);
    return support_begin(state);
}

static int end(void **state)
{
    scratch_clear(&scratch);
    return support_end(state);
}

static enum err read_command(const char *script, struct secret_key *key_out)
{
    static char path[256];
    const struct master_key_source source = {.file = "/nowhere",
                                             .command = path,
                                             .next_file = "/nowhere",
                                             .data_dir = "/nowhere"};

    snprintf(path, sizeof path, "%s", scratch_path(&scratch, "print-key"));
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
    assert_true(fd >= 0);
    assert_true(file_write(fd, text_of(script)));
    close(fd);
    return master_key_read(&source, true, key_out);
}

static void a_command_prints_it(void **state)
{
    (void)state;
    struct secret_key key;
    const struct master_key_source missing = {.file = "/nowhere",
                                              .command = "/nowhere/print-key",
                                              .next_file = "/nowhere",
                                              .data_dir = "/nowhere"};

    assert_ok(read_command("#!/bin/sh\necho " KEY_DIGITS "\n", &key));
    assert_int_equal(key.bytes[31], 31);
    assert_ok(read_command("#!/bin/sh\necho talk >&2; printf " KEY_DIGITS "\n", &key));
    assert_err(read_command("#!/bin/sh\necho " KEY_DIGITS "; exit 3\n", &key), ERR_IO);
    assert_err(read_command("#!/bin/sh\necho none\n", &key), ERR_CORRUPT);
    assert_err(read_command("#!/bin/sh\necho " KEY_DIGITS KEY_DIGITS "\n", &key),
               ERR_CORRUPT);
    assert_err(read_command("#!/bin/sh\n", &key), ERR_CORRUPT);
    assert_err(master_key_read(&missing, true, &key), ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_command_prints_it, begin, end),
    };
    return RUN_TESTS(tests);
}
