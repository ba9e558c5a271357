#include "support.h"

#include "domain/safety_ledger.h"

#include "domain/keyring.h"
#include "domain/safety.h"
#include "domain/vault.h"
#include "scratch.h"
#include "store/db.h"
#include "store/safety_line.h"
#include "store/safety_store.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct scratch scratch;
static struct db *db;
static struct keyring *keyring;
static struct vault *vault;
static struct safety_ledger *ledger;

static const char *path(void)
{
    return scratch_path(&scratch, "safety.ledger");
}

static void open_vault(void)
{
    const struct secret_key master = {{1}};
    struct db *keys = NULL;

    keyring = keyring_new(&master);
    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS, &keys));
    assert_ok(vault_open(keys, keyring, &vault));
}

static int begin(void **state)
{
    scratch_init(&scratch);
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_WRITER, &db));
    assert_ok(db_migrate(db));
    open_vault();
    assert_ok(safety_ledger_open(path(), db, &ledger));
    return support_begin(state);
}

static int end(void **state)
{
    safety_ledger_close(ledger);
    vault_close(vault);
    keyring_free(keyring);
    db_close(db);
    scratch_clear(&scratch);
    return support_end(state);
}

#define LEDGER_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void note(int64_t a)
{
    struct change change = {.db = db, .vault = vault, .now_utc_ms = 1000 + a};

    assert_ok(
        safety_note(&change, (struct safety_record){.kind = SAFETY_BLOCK, .a = a}));
}

// A batch with a note of `a`, as the writer runs it.
static void batch(int64_t a)
{
    bool no_space = true;

    assert_ok(db_begin(db));
    note(a);
    assert_ok(safety_ledger_gather(ledger, db, &no_space));
    assert_false(no_space);
    assert_ok(db_commit(db));
    assert_ok(safety_ledger_write(ledger));
}

static enum err open_again(void)
{
    safety_ledger_close(ledger);
    ledger = NULL;
    return safety_ledger_open(path(), db, &ledger);
}

// How many records the file holds, or what is wrong with it.
static enum err count(int *count_out)
{
    struct safety_reader *reader = NULL;
    struct safety_record record;
    enum err err = OK;

    assert_ok(safety_reader_open(path(), vault, &reader));
    for (*count_out = 0; err == OK; *count_out += err == OK) {
        err = safety_reader_next(reader, &record);
    }
    safety_reader_close(reader);
    return err == ERR_NOT_FOUND ? OK : err;
}

static void assert_count(int wanted)
{
    int got = 0;

    assert_ok(count(&got));
    assert_int_equal(got, wanted);
}

static void a_line_is_read_as_it_was_written(void **state)
{
    (void)state;
    const struct safety_record record = {
        7, 1700000000000, SAFETY_NO_CONTACT, INT64_MAX, 2, 3, {{0xab}}};
    const struct safety_line line = safety_line_of(&record);
    struct safety_record again;

    assert_ok(safety_line_parse((struct text){line.s, line.len}, &again));
    assert_int_equal(again.seq, record.seq);
    assert_int_equal(again.at_utc_ms, record.at_utc_ms);
    assert_int_equal(again.kind, record.kind);
    assert_int_equal(again.a, record.a);
    assert_int_equal(again.b, record.b);
    assert_int_equal(again.c, record.c);
    assert_memory_equal(&again.hash, &record.hash, sizeof record.hash);
}

static void lines_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char hash[] =
        "0000000000000000000000000000000000000000000000000000000000000000";
    static const char *const heads[] = {
        "kith-safety-2 1 2 hold 3 0 0",
        "kith-safety-1 1 2 cuddle 3 0 0",
        "kith-safety-1 1 2 hold 3 0",
        "kith-safety-1 1 2 hold 3 0 0 0",
        "kith-safety-1 1  2 hold 3 0 0",
        "kith-safety-1 -1 2 hold 3 0 0",
        "kith-safety-1 01 2 hold 3 0 0",
        "kith-safety-1 9223372036854775808 2 hold 3 0 0",
    };

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        char line[SAFETY_LINE_MAX];
        struct safety_record record;
        snprintf(line, sizeof line, "%s %s", heads[i], hash);
        assert_err(safety_line_parse(text_of(line), &record), ERR_BAD_REQUEST);
    }
}

static void notes_are_in_the_file_once_their_batch_is_over(void **state)
{
    (void)state;
    struct stat about;

    batch(1);
    batch(2);
    assert_count(2);
    assert_int_equal(stat(path(), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void a_batch_that_was_lost_leaves_nothing(void **state)
{
    (void)state;
    bool no_space = false;

    assert_ok(db_begin(db));
    note(1);
    assert_ok(safety_ledger_gather(ledger, db, &no_space));
    db_rollback(db);
    safety_ledger_forget(ledger);
    batch(2);
    assert_count(1);
}

static void what_a_crash_kept_out_of_the_file_is_added_at_the_next_start(void **state)
{
    (void)state;
    batch(1);
    for (int64_t a = 2; a < 1002; a++) { // committed, and never written
        note(a);
    }
    assert_ok(open_again());
    assert_ok(safety_ledger_catch_up(ledger, db));
    assert_count(1001);
}

static void a_line_that_a_crash_cut_short_is_passed_over(void **state)
{
    (void)state;
    batch(1);
    const int fd = open(path(), O_WRONLY | O_APPEND);
    assert_int_equal(write(fd, "kith-safety-1 2 10", 18), 18);
    close(fd);
    note(2);
    assert_count(1);
    support_expect_log("safety_ledger_tail_cut");
    assert_ok(open_again());
    assert_ok(safety_ledger_catch_up(ledger, db));
    assert_count(2);
}

// Adds `len` bytes at the end of the file.
static void append(const char *bytes, size_t len)
{
    const int fd = open(path(), O_WRONLY | O_APPEND);

    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
}

static off_t size(void)
{
    struct stat about;

    assert_int_equal(stat(path(), &about), 0);
    return about.st_size;
}

// What the file is to hold from the record `seq` on.
static size_t lines_from(int64_t seq, char *lines, size_t max)
{
    struct safety_record record;
    size_t len = 0;

    for (; safety_store_get(db, seq, &record) == OK; seq++) {
        const struct safety_line line = safety_line_of(&record);
        assert_true(len + line.len + 1 < max);
        memcpy(lines + len, line.s, line.len);
        len += line.len;
        lines[len++] = '\n';
    }
    return len;
}

static void a_line_that_lacks_its_end_only_is_not_written_twice(void **state)
{
    (void)state;
    batch(1);
    batch(2);
    assert_int_equal(truncate(path(), size() - 1), 0);
    assert_count(2);
    assert_ok(open_again());
    assert_ok(safety_ledger_catch_up(ledger, db));
    assert_count(2);
    batch(3);
    assert_count(3);
}

// As earlier versions did.
static void a_record_that_is_there_twice_is_read_once(void **state)
{
    (void)state;
    char lines[1000];

    batch(1);
    batch(2);
    append(lines, lines_from(2, lines, sizeof lines));
    batch(3);
    assert_count(3);
    assert_ok(open_again());
    assert_count(3);
}

static void zeroes_that_a_power_cut_left_are_passed_over_and_cut_off(void **state)
{
    (void)state;
    static const char zeroes[5000];
    static const size_t lengths[] = {1, 18, 256, 257, sizeof zeroes};

    batch(1);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        const int whole = (int)i + 1;
        const off_t end = size();
        append(zeroes, lengths[i]);
        assert_count(whole);
        support_expect_log("safety_ledger_tail_cut");
        assert_ok(open_again());
        assert_int_equal(size(), end);
        batch(2 + (int64_t)i);
        assert_count(whole + 1);
    }
    // A start of an earlier version ended them with a line feed.
    append(zeroes, sizeof zeroes);
    append("\n", 1);
    batch(7);
    assert_count(7);
}

static void a_whole_record_before_zeroes_counts(void **state)
{
    (void)state;
    static const char zeroes[300];

    batch(1);
    batch(2);
    assert_int_equal(truncate(path(), size() - 1), 0);
    append(zeroes, sizeof zeroes);
    assert_count(2);
    support_expect_log("safety_ledger_tail_cut");
    assert_ok(open_again());
    batch(3);
    assert_count(3);
}

static void a_batch_of_which_bytes_are_missing_is_written_once_more(void **state)
{
    (void)state;
    char lines[1000];

    batch(1);
    const off_t end = size();
    note(2);
    note(3);
    const size_t len = lines_from(2, lines, sizeof lines);
    lines[40] = 0;
    memset(lines + len / 2, 0, len / 2);
    append(lines, len);
    append("\n", 1); // of an earlier version, and cut short again
    append(lines, 20);
    assert_count(1);
    support_expect_log("safety_ledger_tail_cut");
    assert_ok(open_again());
    assert_int_equal(size(), end);
    assert_ok(safety_ledger_catch_up(ledger, db));
    assert_count(3);
}

static void put(const char *what, long at)
{
    FILE *file = fopen(path(), "r+");

    assert_non_null(file);
    assert_int_equal(fseek(file, at, at < 0 ? SEEK_END : SEEK_SET), 0);
    assert_true(fputs(what, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void refuses_and_leaves_it(void)
{
    const off_t before = size();

    assert_err(open_again(), ERR_CORRUPT);
    assert_int_equal(size(), before);
}

// Nothing is cut off, or written anew, that kith.db does not explain.
static void an_end_that_was_changed_is_refused(void **state)
{
    (void)state;
    batch(1);
    batch(2);
    batch(3);
    put("x", -70); // the last record is none any more
    refuses_and_leaves_it();
    put(" ", -70);
    put("9", -71); // it is one, but not what it was
    refuses_and_leaves_it();
    assert_int_equal(truncate(path(), 0), 0);
    append("[kith]\n", 7); // another file
    refuses_and_leaves_it();
}

static void a_beginning_of_what_kith_db_does_not_know_is_refused(void **state)
{
    (void)state;
    batch(1);
    append("kith-safety-1 2 10", 18);
    refuses_and_leaves_it();
}

// The power cut tore record 2, which no kith.db has any more.
static void what_was_left_before_a_restore_is_passed_over(void **state)
{
    (void)state;
    struct change change = {.db = db, .vault = vault, .now_utc_ms = 5000};

    batch(1);
    append("kith-safety-1 2 1002 bl", 23);
    assert_ok(safety_note(&change, (struct safety_record){.kind = SAFETY_RESTORED}));
    for (int i = 0; i < 2; i++) { // the second start finds it written
        if (i == 0) {
            support_expect_log("safety_ledger_tail_left");
        }
        assert_ok(open_again());
        assert_ok(safety_ledger_catch_up(ledger, db));
        assert_count(2);
    }
    batch(3);
    assert_count(3);
}

static void records_that_are_missing_between_others_are_noticed(void **state)
{
    (void)state;
    char lines[1000];
    int seen = 0;

    batch(1);
    batch(2);
    batch(3);
    const size_t from_2 = lines_from(2, lines, sizeof lines);
    assert_int_equal(truncate(path(), size() - (off_t)from_2), 0);
    append(lines, lines_from(3, lines, sizeof lines));
    assert_err(count(&seen), ERR_CORRUPT);
    refuses_and_leaves_it();
}

static void nothing_is_written_after_half_a_line(void **state)
{
    (void)state;
    bool no_space = true;
    struct rlimit before;

    batch(1);
    assert_ok(db_begin(db));
    note(2);
    assert_ok(safety_ledger_gather(ledger, db, &no_space));
    assert_ok(db_commit(db));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit little = {(rlim_t)size() + 20, before.rlim_max};
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    support_expect_log("safety_ledger_not_written");
    assert_err(safety_ledger_write(ledger), ERR_IO);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_err(safety_ledger_catch_up(ledger, db), ERR_IO);
    assert_count(1);
    support_expect_log("safety_ledger_tail_cut");
    assert_ok(open_again());
    assert_ok(safety_ledger_catch_up(ledger, db));
    assert_count(2);
}

static void a_file_that_is_gone_is_written_anew(void **state)
{
    (void)state;
    batch(1);
    batch(2);
    assert_int_equal(unlink(path()), 0);
    assert_ok(open_again());
    assert_ok(safety_ledger_catch_up(ledger, db));
    assert_count(2);
}

static void a_database_that_went_back_is_noticed(void **state)
{
    (void)state;
    batch(1);
    batch(2);
    assert_ok(stmt_run(db_stmt(db, "DELETE FROM safety_note WHERE seq = 2")));
    assert_err(open_again(), ERR_CURSOR_AHEAD);
}

// It went back and went on: as many records, and others.
static void a_database_with_another_past_is_noticed(void **state)
{
    (void)state;
    batch(1);
    batch(2);
    assert_ok(stmt_run(db_stmt(db, "DELETE FROM safety_note WHERE seq = 2")));
    note(3);
    note(4);
    assert_err(open_again(), ERR_GONE);
}

static void a_file_that_was_changed_is_not_read(void **state)
{
    (void)state;
    int seen = 0;

    batch(1);
    batch(2);
    batch(3);
    put("9", 14); // the number of the first record
    assert_err(count(&seen), ERR_CORRUPT);
    assert_int_equal(seen, 0);
    put("1", 14);
    assert_count(3);
    put("9", 16); // its time
    assert_err(count(&seen), ERR_DENIED);
    put("1", 16);
    assert_count(3);
    put("x", -70); // the last one is no record any more: as if it had been cut short
    assert_count(2);
}

static void an_endless_line_is_not_read(void **state)
{
    (void)state;
    int seen = 0;
    FILE *file = fopen(path(), "w");

    for (int i = 0; i < 100000; i++) {
        assert_true(fputs("kith", file) >= 0);
    }
    assert_int_equal(fclose(file), 0);
    assert_err(count(&seen), ERR_CORRUPT);
    assert_err(open_again(), ERR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(a_line_is_read_as_it_was_written),
        LEDGER_TEST(lines_that_are_none_are_refused),
        LEDGER_TEST(notes_are_in_the_file_once_their_batch_is_over),
        LEDGER_TEST(a_batch_that_was_lost_leaves_nothing),
        LEDGER_TEST(what_a_crash_kept_out_of_the_file_is_added_at_the_next_start),
        LEDGER_TEST(a_line_that_a_crash_cut_short_is_passed_over),
        LEDGER_TEST(a_line_that_lacks_its_end_only_is_not_written_twice),
        LEDGER_TEST(a_record_that_is_there_twice_is_read_once),
        LEDGER_TEST(zeroes_that_a_power_cut_left_are_passed_over_and_cut_off),
        LEDGER_TEST(a_whole_record_before_zeroes_counts),
        LEDGER_TEST(a_batch_of_which_bytes_are_missing_is_written_once_more),
        LEDGER_TEST(an_end_that_was_changed_is_refused),
        LEDGER_TEST(a_beginning_of_what_kith_db_does_not_know_is_refused),
        LEDGER_TEST(what_was_left_before_a_restore_is_passed_over),
        LEDGER_TEST(records_that_are_missing_between_others_are_noticed),
        LEDGER_TEST(nothing_is_written_after_half_a_line),
        LEDGER_TEST(a_file_that_is_gone_is_written_anew),
        LEDGER_TEST(a_database_that_went_back_is_noticed),
        LEDGER_TEST(a_database_with_another_past_is_noticed),
        LEDGER_TEST(a_file_that_was_changed_is_not_read),
        LEDGER_TEST(an_endless_line_is_not_read),
    };

    return RUN_TESTS(tests);
}
