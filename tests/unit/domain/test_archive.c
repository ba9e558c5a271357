#include "support.h"

#include "domain/archive.h"

#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ARCHIVE_PIECE_BYTES

static struct scratch scratch;
static struct secret_box_key private;
static struct secret_box_key public;
static char plain[3 * PIECE + 1];
static char got[3 * PIECE + 1];

static int begin(void **state)
{
    scratch_init(&scratch);
    secret_box_new(&private);
    public = secret_box_public(&private);
    for (size_t i = 0; i < sizeof plain; i++) {
        plain[i] = (char)(i * 7 + i / 251);
    }
    return support_begin(state);
}

static int end(void **state)
{
    scratch_clear(&scratch);
    return support_end(state);
}

#define ARCHIVE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static const char *path(void)
{
    return scratch_path(&scratch, "a");
}

static void make(size_t len)
{
    struct archive_writer *writer = NULL;

    (void)unlink(path());
    assert_ok(archive_writer_open(path(), &public, &writer));
    for (size_t at = 0; at < len;) { // in parts that are no pieces
        const size_t part = len - at < 10007 ? len - at : 10007;
        assert_ok(archive_writer_add(writer, (struct text){plain + at, part}));
        at += part;
    }
    assert_ok(archive_writer_end(writer));
    archive_writer_close(writer);
}

// Reads an archive of `len` bytes as it is now.
static enum err read_back(size_t len)
{
    struct archive_reader *reader = NULL;
    enum err err = archive_reader_open(path(), &private, &reader);

    if (err == OK) {
        err = archive_reader_read(reader, got, len);
    }
    if (err == OK) {
        err = archive_reader_end(reader);
    }
    archive_reader_close(reader);
    return err;
}

static long size_now(void)
{
    struct stat about;

    assert_int_equal(stat(path(), &about), 0);
    return (long)about.st_size;
}

static void flip(long at)
{
    FILE *file = fopen(path(), "r+");

    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    const int byte = fgetc(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_true(fputc(byte ^ 1, file) != EOF);
    assert_int_equal(fclose(file), 0);
}

static void what_was_sealed_is_read_whatever_its_length(void **state)
{
    (void)state;
    const size_t lengths[] = {0,         1,         PIECE - 1,     PIECE,
                              PIECE + 1, 2 * PIECE, 2 * PIECE + 1, sizeof plain};

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct stat about;
        make(lengths[i]);
        memset(got, 0, sizeof got);
        assert_ok(read_back(lengths[i]));
        assert_memory_equal(got, plain, lengths[i]);
        assert_int_equal(stat(path(), &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
}

static void more_or_less_than_there_is_cannot_be_read(void **state)
{
    (void)state;
    make(PIECE);
    assert_err(read_back(PIECE + 1), ERR_CORRUPT);
    assert_err(read_back(PIECE - 1), ERR_CORRUPT);
}

static void it_shows_wherever_a_bit_was_changed(void **state)
{
    (void)state;
    make(2 * PIECE + 100);
    const long size = size_now();

    for (long at = 0; at < size; at += at < 400 || at > size - 400 ? 1 : 997) {
        flip(at);
        const enum err err = read_back(2 * PIECE + 100);
        assert_true(err == ERR_CORRUPT || (at < 48 && err != OK));
        flip(at);
    }
    assert_ok(read_back(2 * PIECE + 100));
}

static void it_shows_wherever_it_was_cut(void **state)
{
    (void)state;
    make(2 * PIECE + 100);
    for (long size = size_now() - 1; size >= 0; size -= size > 70000 ? 1999 : 331) {
        assert_int_equal(truncate(path(), size), 0);
        const enum err err = read_back(2 * PIECE + 100);
        assert_true(err == ERR_CORRUPT || (size < 152 && err == ERR_BAD_REQUEST));
    }
}

static void a_whole_piece_that_is_missing_shows(void **state)
{
    (void)state;
    make(2 * PIECE); // the last piece is a whole one, too
    assert_int_equal(truncate(path(), size_now() - (long)(PIECE + 17)), 0);
    assert_err(read_back(PIECE), ERR_CORRUPT);
}

static void what_was_added_at_the_end_shows(void **state)
{
    (void)state;
    make(100);
    FILE *file = fopen(path(), "a");
    assert_true(fputs("more", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_err(read_back(100), ERR_CORRUPT);
}

static void another_private_key_is_told_apart_from_damage(void **state)
{
    (void)state;
    make(100);
    secret_box_new(&private);
    assert_err(read_back(100), ERR_DENIED);
}

static void what_is_no_archive_is_none(void **state)
{
    (void)state;
    FILE *file = fopen(path(), "w");

    for (int i = 0; i < 1000; i++) {
        assert_true(fputs("SQLite format 3", file) >= 0);
    }
    assert_int_equal(fclose(file), 0);
    assert_err(read_back(100), ERR_BAD_REQUEST);
    assert_int_equal(unlink(path()), 0);
    assert_err(read_back(100), ERR_NOT_FOUND);
}

static void a_file_that_is_there_is_left_alone(void **state)
{
    (void)state;
    struct archive_writer *writer = NULL;

    make(100);
    assert_err(archive_writer_open(path(), &public, &writer), ERR_IO);
    assert_ok(read_back(100));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARCHIVE_TEST(what_was_sealed_is_read_whatever_its_length),
        ARCHIVE_TEST(more_or_less_than_there_is_cannot_be_read),
        ARCHIVE_TEST(it_shows_wherever_a_bit_was_changed),
        ARCHIVE_TEST(it_shows_wherever_it_was_cut),
        ARCHIVE_TEST(a_whole_piece_that_is_missing_shows),
        ARCHIVE_TEST(what_was_added_at_the_end_shows),
        ARCHIVE_TEST(another_private_key_is_told_apart_from_damage),
        ARCHIVE_TEST(what_is_no_archive_is_none),
        ARCHIVE_TEST(a_file_that_is_there_is_left_alone),
    };

    return RUN_TESTS(tests);
}
