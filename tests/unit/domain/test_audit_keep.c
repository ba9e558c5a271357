// Letting go of old rows, and writing heads out.
#include "support.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config_option.h"
#include "chain.h"
#include "domain/audit_export.h"
#include "domain/audit_keep.h"
#include "domain/audit_verify.h"
#include "scratch.h"
#include "store/db.h"

#define DAY_MS INT64_C(86400000)
#define KEEP_DAYS 2192
#define FILE_MAX 4000

static struct chain chain;
static struct scratch scratch;
static int faults[AUDIT_FAULTS];

static int begin(void **state)
{
    chain_open(&chain);
    scratch_init(&scratch);
    chain.policy.audit_keep_ms = KEEP_DAYS * DAY_MS;
    chain.policy.audit_heads_file = scratch_path(&scratch, "audit-heads");
    return support_begin(state);
}

static int end(void **state)
{
    scratch_clear(&scratch);
    chain_close(&chain);
    return support_end(state);
}

#define KEEP_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void on_found(void *ctx, enum audit_fault fault, int64_t seq, int64_t number)
{
    (void)ctx;
    (void)seq;
    (void)number;
    faults[fault]++;
}

static struct audit_verdict verify(struct audit_head *heads, size_t count)
{
    struct audit_verdict verdict;
    const struct audit_verify what = {.db = chain.db,
                                      .key = &chain.key,
                                      .heads = heads,
                                      .head_count = count,
                                      .found = on_found};
    memset(faults, 0, sizeof faults);
    assert_ok(audit_verify_run(&what, &verdict));
    return verdict;
}

static int64_t count_of(const char *sql)
{
    struct stmt *stmt = db_stmt(chain.db, sql);

    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static bool let_go(int max)
{
    bool more = false;

    assert_ok(audit_keep_run_due(&chain.change, max, &more));
    assert_ok(audit_head_seal(chain.db, chain.vault, chain.change.now_utc_ms));
    return more;
}

static void rows_are_let_go_in_steps_and_the_rest_verifies(void **state)
{
    (void)state;
    struct audit_head heads[3];

    heads[0] = chain_add(&chain, 25);
    chain.change.now_utc_ms += 100 * DAY_MS;
    heads[1] = chain_add(&chain, 10);
    chain.change.now_utc_ms += (KEEP_DAYS - 100 + 2) * DAY_MS;
    assert_true(let_go(10));
    assert_int_equal(count_of("SELECT min(seq) FROM audit"), 11);
    assert_int_equal(count_of("SELECT min(audit) FROM audit_reason"), 13);
    assert_true(let_go(10));
    assert_false(let_go(10));
    assert_false(let_go(10));
    assert_int_equal(count_of("SELECT min(seq) FROM audit"), 26);
    assert_int_equal(count_of("SELECT count(*) FROM audit_anchor"), 1);
    assert_int_equal(
        count_of("SELECT count(*) FROM audit WHERE action = 'audit.let_go'"), 3);
    assert_ok(audit_head_store_newest(chain.db, &heads[2]));
    const struct audit_verdict verdict = verify(heads, 3);
    assert_int_equal(verdict.faults, 0);
    assert_int_equal(verdict.let_go, 25);
    assert_int_equal(verdict.rows, 10 + 3);
    assert_int_equal(verdict.covered_seq, 25 + 10 + 3);
}

static void younger_rows_stay(void **state)
{
    (void)state;
    chain_add(&chain, 5);
    chain.change.now_utc_ms += KEEP_DAYS * DAY_MS;
    assert_false(let_go(10));
    assert_int_equal(count_of("SELECT count(*) FROM audit"), 5);
}

static void newest_row_is_never_let_go(void **state)
{
    (void)state;
    chain_add(&chain, 1);
    chain.change.now_utc_ms += 2 * KEEP_DAYS * DAY_MS;
    assert_false(let_go(10));
    assert_int_equal(count_of("SELECT count(*) FROM audit"), 1);
}

static void without_an_anchor_missing_rows_show(void **state)
{
    (void)state;
    struct audit_head head = chain_add(&chain, 8);

    chain.change.now_utc_ms += (KEEP_DAYS + 2) * DAY_MS;
    (void)let_go(4);
    assert_int_equal(verify(&head, 1).faults, 0);
    assert_ok(stmt_run(db_stmt(chain.db, "DELETE FROM audit_anchor")));
    assert_true(verify(&head, 1).faults > 0);
    assert_int_equal(faults[AUDIT_FAULT_MISSING], 1);
}

static void changed_anchor_shows(void **state)
{
    (void)state;
    struct audit_head head = chain_add(&chain, 8);

    chain.change.now_utc_ms += (KEEP_DAYS + 2) * DAY_MS;
    (void)let_go(4);
    assert_ok(stmt_run(
        db_stmt(chain.db, "UPDATE audit_anchor SET at_utc_ms = at_utc_ms + 1")));
    (void)verify(&head, 1);
    assert_int_equal(faults[AUDIT_FAULT_ANCHOR], 1);
}

// Though it has the key: who took over the machine cannot make the time be long ago.
static void rows_let_go_before_their_time_show(void **state)
{
    (void)state;
    struct audit_head head = chain_add(&chain, 4);

    chain_add(&chain, 4);
    chain.policy.audit_keep_ms = 5 * DAY_MS;
    chain.change.now_utc_ms += 7 * DAY_MS;
    (void)let_go(6);
    (void)verify(&head, 1);
    assert_int_equal(faults[AUDIT_FAULT_EARLY], 1);
}

// Else a service that follows the rules would look like one that does not.
static void shortest_setting_is_the_one_that_verifying_knows(void **state)
{
    (void)state;
    const struct config_option *option = config_option_find(TEXT("audit-keep-days"));

    assert_int_equal(option->min, AUDIT_KEEP_DAYS_MIN);
}

// -- heads in a file

static struct text read_file(void)
{
    static char bytes[FILE_MAX];
    const int fd = open(chain.policy.audit_heads_file, O_RDONLY);
    assert_true(fd >= 0);
    const ssize_t len = read(fd, bytes, sizeof bytes);
    assert_true(len >= 0);
    close(fd);
    return (struct text){bytes, (size_t)len};
}

static int lines(void)
{
    const struct text file = read_file();
    int count = 0;
    for (size_t i = 0; i < file.len; i++) {
        count += file.s[i] == '\n';
    }
    return count;
}

static void newest_head_is_added_once(void **state)
{
    (void)state;
    struct stat about;

    assert_ok(audit_export_run(&chain.change));
    chain_add(&chain, 2);
    assert_ok(audit_export_run(&chain.change));
    assert_ok(audit_export_run(&chain.change));
    assert_int_equal(lines(), 1);
    const struct audit_head head = chain_add(&chain, 2);
    assert_ok(audit_export_run(&chain.change));
    assert_int_equal(lines(), 2);
    const struct text line = audit_head_line(chain.arena, AUDIT_HEAD, &head);
    const struct text file = read_file();
    assert_memory_equal(file.s + file.len - 1 - line.len, line.s, line.len);
    assert_int_equal(stat(chain.policy.audit_heads_file, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

// Wherever a crash cut the last line short, the head is written again on its own line.
static void line_that_a_crash_cut_is_written_again(void **state)
{
    (void)state;
    chain_add(&chain, 2);
    assert_ok(audit_export_run(&chain.change));
    const off_t size = (off_t)read_file().len;
    for (off_t cut = 0; cut < size; cut += 7) {
        assert_int_equal(truncate(chain.policy.audit_heads_file, cut), 0);
        assert_ok(audit_export_run(&chain.change));
        const struct text file = read_file();
        assert_int_equal(file.len, cut == 0 ? size : cut + 1 + size);
        assert_int_equal(lines(), cut == 0 ? 1 : 2);
        assert_int_equal(truncate(chain.policy.audit_heads_file, 0), 0);
        assert_ok(audit_export_run(&chain.change));
    }
}

static void file_that_was_moved_away_begins_anew(void **state)
{
    (void)state;
    chain_add(&chain, 2);
    assert_ok(audit_export_run(&chain.change));
    assert_int_equal(unlink(chain.policy.audit_heads_file), 0);
    assert_ok(audit_export_run(&chain.change));
    assert_int_equal(lines(), 1);
}

static void file_that_cannot_be_written_is_an_error_in_the_log(void **state)
{
    (void)state;
    chain.policy.audit_heads_file = scratch_path(&scratch, "none/audit-heads");
    chain_add(&chain, 2);
    support_expect_log("audit_heads_not_written");
    assert_err(audit_export_run(&chain.change), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEEP_TEST(rows_are_let_go_in_steps_and_the_rest_verifies),
        KEEP_TEST(younger_rows_stay),
        KEEP_TEST(newest_row_is_never_let_go),
        KEEP_TEST(without_an_anchor_missing_rows_show),
        KEEP_TEST(changed_anchor_shows),
        KEEP_TEST(rows_let_go_before_their_time_show),
        KEEP_TEST(shortest_setting_is_the_one_that_verifying_knows),
        KEEP_TEST(newest_head_is_added_once),
        KEEP_TEST(line_that_a_crash_cut_is_written_again),
        KEEP_TEST(file_that_was_moved_away_begins_anew),
        KEEP_TEST(file_that_cannot_be_written_is_an_error_in_the_log),
    };

    return RUN_TESTS(tests);
}
