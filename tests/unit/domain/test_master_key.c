// The file of the master key: who may touch it, and what it holds.
#include "support.h"

#include "domain/master_key.h"
#include "scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

static enum err read_file(const char *path, bool create, struct secret_key *key_out)
{
    const struct master_key_source source = {
        .file = path, .command = "", .next_file = "/nowhere", .data_dir = "/nowhere"};

    return master_key_read(&source, create, key_out);
}

#define KEY_DIGITS "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1D1E1F"

static void master_key_file_is_made_private_and_read_back(void **state)
{
    (void)state;
    const char *path = scratch_path(&scratch, "master.key");
    struct secret_key made;
    struct secret_key read_back;
    struct stat about;

    assert_err(read_file(path, false, &made), ERR_NOT_FOUND);
    assert_ok(read_file(path, true, &made));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_int_equal(about.st_size, 65);
    assert_ok(read_file(path, true, &read_back));
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
        assert_err(read_file(path, true, &key), ERR_DENIED);
    }
    write_file(path, KEY_DIGITS, 0400);
    assert_ok(read_file(path, false, &key));
    assert_int_equal(key.bytes[0], 0);
    assert_int_equal(key.bytes[31], 31);
}

static void master_key_that_is_no_file_is_refused(void **state)
{
    (void)state;
    const char *link = scratch_path(&scratch, "link.key");
    struct secret_key key;

    assert_err(read_file(scratch.folder, false, &key), ERR_DENIED);
    write_file(scratch_path(&scratch, "master.key"), KEY_DIGITS, 0600);
    assert_int_equal(symlink(scratch_path(&scratch, "master.key"), link), 0);
    assert_err(read_file(link, false, &key), ERR_DENIED);
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
        assert_err(read_file(path, true, &key), ERR_CORRUPT);
    }
    digits[10] = 'g';
    write_file(path, digits, 0600);
    assert_err(read_file(path, true, &key), ERR_CORRUPT);
}

// As systemd lays it: owned by root or the service, read through an access list.
static void a_credential_may_be_read_by_its_group(void **state)
{
    (void)state;
    const char *path = scratch_path(&scratch, "master.key");
    struct secret_key key;

    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", scratch.folder, 1), 0);
    write_file(path, KEY_DIGITS "\n", 0440);
    assert_ok(read_file(path, false, &key));
    write_file(path, KEY_DIGITS "\n", 0444);
    assert_err(read_file(path, false, &key), ERR_DENIED);
    write_file(path, KEY_DIGITS "\n", 0460);
    assert_err(read_file(path, false, &key), ERR_DENIED);
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", "/run/other", 1), 0);
    write_file(path, KEY_DIGITS "\n", 0440);
    assert_err(read_file(path, false, &key), ERR_DENIED);
    assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
}

static void the_next_one_takes_its_place(void **state)
{
    (void)state;
    char file[256];
    char next_file[256];
    snprintf(file, sizeof file, "%s", scratch_path(&scratch, "master.key"));
    snprintf(next_file, sizeof next_file, "%s", scratch_path(&scratch, "next.key"));
    struct master_key_source source = {.file = file,
                                       .command = "",
                                       .next_file = next_file,
                                       .data_dir = scratch.folder};
    struct secret_key next;
    struct secret_key now;

    assert_err(master_key_read_next(&source, false, &next), ERR_NOT_FOUND);
    assert_err(master_key_keep_next(&source), ERR_IO);
    assert_ok(master_key_read_next(&source, true, &next));
    assert_ok(master_key_keep_next(&source));
    assert_true(master_key_may_make_next(&source));
    assert_ok(master_key_settle(&source, MASTER_KEY_NEXT));
    assert_ok(master_key_read(&source, false, &now));
    assert_memory_equal(next.bytes, now.bytes, sizeof now.bytes);
    assert_err(master_key_read_next(&source, false, &next), ERR_NOT_FOUND);
    assert_err(master_key_settle(&source, MASTER_KEY_NEXT), ERR_IO);
    assert_ok(master_key_read(&source, false, &now));
    // With a command there is nothing whose place it would take.
    source.command = "/nowhere/print-key";
    source.file = "/nowhere/master.key";
    assert_true(master_key_may_make_next(&source));
}

// Where older versions kept it.
static void one_in_the_data_folder_is_still_found(void **state)
{
    (void)state;
    const char *former = scratch_path(&scratch, MASTER_KEY_FORMER_NAME);
    const struct master_key_source source = {.file = "/nowhere",
                                             .command = "",
                                             .next_file = "/nowhere.next",
                                             .data_dir = scratch.folder};
    char path[PATH_MAX];
    struct secret_key key;

    assert_err(master_key_read_at(&source, MASTER_KEY_FORMER, &key), ERR_NOT_FOUND);
    write_file(former, KEY_DIGITS "\n", 0600);
    assert_ok(master_key_read_at(&source, MASTER_KEY_FORMER, &key));
    assert_int_equal(key.bytes[31], 31);
    assert_err(master_key_read_at(&source, MASTER_KEY_NEXT, &key), ERR_NOT_FOUND);
    master_key_path(&source, MASTER_KEY_FORMER, path);
    assert_string_equal(path, former);
}

// What is made there could not take the place of the other, or would be gone after a
// power cut.
static void none_is_made_where_it_could_not_stay(void **state)
{
    (void)state;
    struct stat here;
    struct stat memory;
    struct master_key_source source = {.command = "", .data_dir = scratch.folder};
    char file[256];
    char next_file[256];

    snprintf(file, sizeof file, "%s", scratch_path(&scratch, "master.key"));
    snprintf(next_file, sizeof next_file, "%s", scratch_path(&scratch, "next.key"));
    source.file = file;
    source.next_file = "/proc/master.key.next"; // nobody may write there
    assert_false(master_key_may_make_next(&source));
    source.file = "/proc/master.key";
    source.next_file = next_file;
    assert_false(master_key_may_make_next(&source));
    assert_int_not_equal(access(scratch_path(&scratch, "next.key.trial"), F_OK), 0);
    if (stat("/dev/shm", &memory) == 0 && stat(scratch.folder, &here) == 0 &&
        memory.st_dev != here.st_dev) {
        source.file = "/dev/shm/master.key";
        assert_false(master_key_may_make_next(&source));
        source.next_file = "/dev/shm/master.key.next";
        assert_false(master_key_may_make_next(&source));
        source.data_dir = "/dev/shm"; // all of it is there
        assert_true(master_key_may_make_next(&source));
    }
}

#define KEY_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEY_TEST(master_key_file_is_made_private_and_read_back),
        KEY_TEST(master_key_file_others_may_touch_is_refused),
        KEY_TEST(master_key_that_is_no_file_is_refused),
        KEY_TEST(master_key_of_other_content_is_corrupt),
        KEY_TEST(a_credential_may_be_read_by_its_group),
        KEY_TEST(the_next_one_takes_its_place),
        KEY_TEST(one_in_the_data_folder_is_still_found),
        KEY_TEST(none_is_made_where_it_could_not_stay),
    };
    return RUN_TESTS(tests);
}
