// The file of the master key: who may touch it, and what it holds.
#include "support.h"

#include "domain/vault.h"
#include "scratch.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static void write_file(const char *path, const char *content, mode_t mode)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), strlen(content));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

#define KEY_DIGITS "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1D1E1F"

static void master_key_file_is_made_private_and_read_back(void **state)
{
    (void)state;
    const char *path = scratch_path(&scratch, "master.key");
    struct secret_key made;
    struct secret_key read_back;
    struct stat about;

    assert_err(vault_master_key_read(path, false, &made), ERR_NOT_FOUND);
    assert_ok(vault_master_key_read(path, true, &made));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_int_equal(about.st_size, 65);
    assert_ok(vault_master_key_read(path, true, &read_back));
    assert_memory_equal(made.bytes, read_back.bytes, sizeof made.bytes);
    assert_int_not_equal(access(scratch_path(&scratch, "master.key.new"), F_OK), 0);
}

static void master_key_file_others_may_touch_is_refused(void **state)
{
    (void)state;
    static const mode_t modes[] = {0640, 0604, 0620, 0602, 0610, 0644, 0666};
    const char *path = scratch_path(&scratch, "master.key");
    struct secret_key key;

    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        write_file(path, KEY_DIGITS "\n", modes[i]);
        assert_err(vault_master_key_read(path, true, &key), ERR_DENIED);
    }
    write_file(path, KEY_DIGITS, 0400);
    assert_ok(vault_master_key_read(path, false, &key));
    assert_int_equal(key.bytes[0], 0);
    assert_int_equal(key.bytes[31], 31);
}

static void master_key_that_is_no_file_is_refused(void **state)
{
    (void)state;
    const char *link = scratch_path(&scratch, "link.key");
    struct secret_key key;

    assert_err(vault_master_key_read(scratch.folder, false, &key), ERR_DENIED);
    write_file(scratch_path(&scratch, "master.key"), KEY_DIGITS, 0600);
    assert_int_equal(symlink(scratch_path(&scratch, "master.key"), link), 0);
    assert_err(vault_master_key_read(link, false, &key), ERR_DENIED);
}

static void master_key_of_other_content_is_corrupt(void **state)
{
    (void)state;
    static const char *const contents[] = {
        "", "\n", "00", KEY_DIGITS "0", KEY_DIGITS "\n\n", KEY_DIGITS " ",
    };
    const char *path = scratch_path(&scratch, "master.key");
    char digits[] = KEY_DIGITS;
    struct secret_key key;

    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        write_file(path, contents[i], 0600);
        assert_err(vault_master_key_read(path, true, &key), ERR_CORRUPT);
    }
    digits[10] = 'g';
    write_file(path, digits, 0600);
    assert_err(vault_master_key_read(path, true, &key), ERR_CORRUPT);
}

#define KEY_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEY_TEST(master_key_file_is_made_private_and_read_back),
        KEY_TEST(master_key_file_others_may_touch_is_refused),
        KEY_TEST(master_key_that_is_no_file_is_refused),
        KEY_TEST(master_key_of_other_content_is_corrupt),
    };
    return RUN_TESTS(tests);
}
