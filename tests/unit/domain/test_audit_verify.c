// What somebody who can write the database, and knows how rows are hashed, does to the
// audit log: every one of it shows up to the last exported head.
#include "support.h"

#include <string.h>

#include "chain.h"
#include "domain/audit_verify.h"
#include "store/db.h"

#define TAMPERINGS 10000
#define HEADS 3
#define COVERED 24 // rows, a head every eight
#define UNCOVERED 4
#define ROWS_MAX 64

static struct chain chain;
static struct audit_head heads[HEADS];
static struct audit_verdict verdict;
static int faults[AUDIT_FAULTS];

static int begin(void **state)
{
    chain_open(&chain);
    for (int i = 0; i < HEADS; i++) {
        heads[i] = chain_add(&chain, COVERED / HEADS);
        chain.change.now_utc_ms += 60000;
    }
    return support_begin(state);
}

static int end(void **state)
{
    chain_close(&chain);
    return support_end(state);
}

#define VERIFY_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void on_found(void *ctx, enum audit_fault fault, int64_t seq, int64_t number)
{
    (void)ctx;
    (void)seq;
    (void)number;
    faults[fault]++;
}

static void verify(void)
{
    const struct audit_verify what = {.db = chain.db,
                                      .key = &chain.key,
                                      .heads = heads,
                                      .head_count = HEADS,
                                      .found = on_found};
    memset(faults, 0, sizeof faults);
    assert_ok(audit_verify_run(&what, &verdict));
}

static void run(const char *sql)
{
    assert_ok(stmt_run(db_stmt(chain.db, sql)));
}

static void run_at(const char *sql, int64_t seq)
{
    struct stmt *stmt = db_stmt(chain.db, sql);

    stmt_int(stmt, ":seq", seq);
    assert_ok(stmt_run(stmt));
}

// -- the one who tampers

static uint64_t dice_state = 24;

static int64_t dice(int64_t below)
{
    dice_state = dice_state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (int64_t)((dice_state >> 33) % (uint64_t)below);
}

static int64_t any_seq(void)
{
    return 1 + dice(COVERED);
}

static int64_t any_reason(void)
{
    return 1 + dice(HEADS) * (COVERED / HEADS) + 3 * dice(3);
}

struct held_row {
    int64_t seq;
    struct audit_row row;
    bool has_reason;
    struct audit_reason reason;
};

static struct held_row read_held(struct stmt *stmt)
{
    struct arena *arena = chain.arena;

    return (struct held_row){
        .seq = stmt_column_int(stmt, 0),
        .row = {.organisation = {stmt_column_int(stmt, 1)},
                .at_utc_ms = stmt_column_int(stmt,  2),
                .actor = {stmt_column_int(stmt, 3)},
                .role = stmt_column_text(stmt,      4, arena),
                .action = stmt_column_text(stmt, 5, arena),
                .object = stmt_column_int(stmt, 6),
                .object2 = stmt_column_int(stmt, 7),
                .outcome = stmt_column_text(stmt, 8, arena),
                .approver = {stmt_column_int(stmt, 9)}},
        .has_reason = !stmt_column_is_null(stmt, 10),
        .reason = {{stmt_column_int(stmt, 10)},
                stmt_column_text(stmt, 11, arena),
                stmt_column_int(stmt, 12)      },
    };
}

static struct text hash_text(const struct secret_hash *hash)
{
    return (struct text){(const char *)hash->bytes, sizeof hash->bytes};
}

static void write_held(const struct held_row *held, const struct audit_link *link,
                       const struct secret_hash *reason)
{
    struct stmt *stmt = db_stmt(chain.db, "UPDATE audit SET seq = :new, hash = :hash,"
                                          " reason_hash = :reason WHERE seq = :seq");

    stmt_int(stmt, ":new", link->seq);
    stmt_blob(stmt, ":hash", hash_text(&link->hash));
    if (held->has_reason) {
        stmt_blob(stmt, ":reason", hash_text(reason));
    }
    stmt_int(stmt, ":seq", held->seq);
    assert_ok(stmt_run(stmt));
    stmt = db_stmt(chain.db, "UPDATE audit_reason SET audit = :new WHERE audit = :seq");
    stmt_int(stmt, ":new", link->seq);
    stmt_int(stmt, ":seq", held->seq);
    assert_ok(stmt_run(stmt));
}

// Numbers and hashes all rows anew, as if they had always been so.
static void hash_anew(void)
{
    struct held_row rows[ROWS_MAX];
    size_t count = 0;
    bool row = true;
    struct audit_link link = {0};
    struct stmt *stmt = db_stmt(
        chain.db,
        "SELECT a.seq, a.organisation, a.at_utc_ms, a.actor, a.role, a.action,"
        " a.object, a.object2, a.outcome, a.approver, r.person, r.reason_sealed,"
        " r.reason_version FROM audit a LEFT JOIN audit_reason r ON r.audit = a.seq"
        " ORDER BY a.seq");

    while (true) {
        assert_ok(stmt_step(stmt, &row));
        if (!row) {
            break;
        }
        assert_true(count < ROWS_MAX);
        rows[count++] = read_held(stmt);
    }
    for (size_t i = 0; i < count; i++) {
        const struct held_row *held = &rows[i];
        const struct secret_hash reason = audit_hash_reason(++link.seq, &held->reason);
        link.hash = audit_hash_row(link.hash, link.seq, &held->row,
                                   held->has_reason ? &reason : NULL);
        write_held(held, &link, &reason);
    }
}

static void flip_number(const char *sql, int64_t seq)
{
    struct stmt *stmt = db_stmt(chain.db, sql);

    stmt_int(stmt, ":bit", INT64_C(1) << dice(62));
    stmt_int(stmt, ":seq", seq);
    assert_ok(stmt_run(stmt));
    assert_int_equal(db_changes(chain.db), 1);
}

// Reads what `get` finds, changes a byte of it, and writes it with `set`; where there
// is nothing, something comes to be.
static void flip_byte(const char *get, const char *set, int64_t seq)
{
    char bytes[512] = "a reason's hash where there is no";
    struct stmt *stmt = db_stmt(chain.db, get);
    size_t len = 32;

    stmt_int(stmt, ":seq", seq);
    assert_ok(stmt_one(stmt));
    const struct text found = stmt_column_text(stmt, 0, chain.arena);
    stmt_reset(stmt);
    assert_true(found.len < sizeof bytes);
    if (found.len > 0) {
        len = found.len;
        memcpy(bytes, found.s, len);
        bytes[dice((int64_t)len)] ^= (char)(1 + dice(255));
    }
    stmt = db_stmt(chain.db, set);
    stmt_blob(stmt, ":bytes", (struct text){bytes, len});
    stmt_int(stmt, ":seq", seq);
    assert_ok(stmt_run(stmt));
    assert_int_equal(db_changes(chain.db), 1);
}

#define FLIP_NUMBER(table, column, key)                                                \
    "UPDATE " table " SET " column " = (" column " | :bit) - (" column                 \
    " & :bit) WHERE " key " = :seq"

static bool flip_a_number(void)
{
    static const char *const columns[] = {
        FLIP_NUMBER("audit", "organisation", "seq"),
        FLIP_NUMBER("audit", "at_utc_ms", "seq"),
        FLIP_NUMBER("audit", "actor", "seq"),
        FLIP_NUMBER("audit", "object", "seq"),
        FLIP_NUMBER("audit", "object2", "seq"),
        FLIP_NUMBER("audit", "approver", "seq"),
    };
    flip_number(columns[dice(6)], any_seq());
    return true;
}

static bool flip_the_format(void)
{
    flip_number(FLIP_NUMBER("audit", "format", "seq"), any_seq());
    return false;
}

static bool flip_a_word(void)
{
    static const char *const get[] = {"SELECT role FROM audit WHERE seq = :seq",
                                      "SELECT action FROM audit WHERE seq = :seq",
                                      "SELECT outcome FROM audit WHERE seq = :seq"};
    static const char *const set[] = {
        "UPDATE audit SET role = CAST(:bytes AS TEXT) WHERE seq = :seq",
        "UPDATE audit SET action = CAST(:bytes AS TEXT) WHERE seq = :seq",
        "UPDATE audit SET outcome = CAST(:bytes AS TEXT) WHERE seq = :seq"};
    const int64_t column = dice(3);

    flip_byte(get[column], set[column], any_seq());
    return true;
}

static bool flip_a_hash(void)
{
    static const char *const get[] = {"SELECT hash FROM audit WHERE seq = :seq",
                                      "SELECT reason_hash FROM audit WHERE seq = :seq"};
    static const char *const set[] = {
        "UPDATE audit SET hash = :bytes WHERE seq = :seq",
        "UPDATE audit SET reason_hash = :bytes WHERE seq = :seq"};
    const int64_t column = dice(2);

    flip_byte(get[column], set[column], any_seq());
    return false;
}

static bool flip_a_reason(void)
{
    const int64_t seq = any_reason();

    switch (dice(3)) {
    case 0:
        flip_number(FLIP_NUMBER("audit_reason", "person", "audit"), seq);
        break;
    case 1:
        flip_number(FLIP_NUMBER("audit_reason", "reason_version", "audit"), seq);
        break;
    default:
        flip_byte("SELECT reason_sealed FROM audit_reason WHERE audit = :seq",
                  "UPDATE audit_reason SET reason_sealed = :bytes WHERE audit = :seq",
                  seq);
        break;
    }
    return true;
}

static bool delete_a_row(void)
{
    const int64_t seq = any_seq();

    run_at("DELETE FROM audit WHERE seq = :seq", seq);
    run_at("DELETE FROM audit_reason WHERE audit = :seq", seq);
    return true;
}

static bool delete_a_reason(void)
{
    run_at("DELETE FROM audit_reason WHERE audit = :seq", any_reason());
    return true;
}

// Two rows change places; what they say stays as it is.
static void exchange(const char *away, const char *over, const char *back)
{
    const int64_t one = any_seq();
    const int64_t other = 1 + (one + dice(COVERED - 1)) % COVERED;
    struct stmt *stmt = NULL;

    run_at(away, one);
    stmt = db_stmt(chain.db, over);
    stmt_int(stmt, ":to", one);
    stmt_int(stmt, ":seq", other);
    assert_ok(stmt_run(stmt));
    run_at(back, other);
}

static bool swap_rows(void)
{
    exchange("UPDATE audit SET seq = 1000 WHERE seq = :seq",
             "UPDATE audit SET seq = :to WHERE seq = :seq",
             "UPDATE audit SET seq = :seq WHERE seq = 1000");
    return true;
}

static bool exchange_reasons(void)
{
    const int64_t one = any_reason();
    int64_t other = any_reason();
    struct stmt *stmt =
        db_stmt(chain.db, "UPDATE audit_reason SET reason_sealed = (SELECT"
                          " reason_sealed FROM audit_reason WHERE audit = :other)"
                          " WHERE audit = :seq");

    while (other == one) {
        other = any_reason();
    }
    stmt_int(stmt, ":seq", one);
    stmt_int(stmt, ":other", other);
    assert_ok(stmt_run(stmt));
    return true;
}

static bool insert_a_row(void)
{
    const int64_t seq = any_seq();

    run_at("UPDATE audit SET seq = -seq - 1 WHERE seq >= :seq", seq);
    run("UPDATE audit SET seq = -seq WHERE seq < 0");
    run_at("UPDATE audit_reason SET audit = -audit - 1 WHERE audit >= :seq", seq);
    run("UPDATE audit_reason SET audit = -audit WHERE audit < 0");
    run_at("INSERT INTO audit SELECT :seq, organisation, at_utc_ms, actor, action,"
           " object, outcome, hash, format, role, object2, approver, NULL FROM audit"
           " WHERE seq = :seq + 1",
           seq);
    return true;
}

static bool insert_a_reason(void)
{
    run_at("INSERT INTO audit_reason SELECT :seq, person, reason_sealed,"
           " reason_version FROM audit_reason WHERE audit = 1",
           dice(2) == 0 ? 2 : 900 + dice(50));
    return false;
}

static bool cut_the_end(void)
{
    const int64_t seq = any_seq();

    run_at("DELETE FROM audit WHERE seq >= :seq", seq);
    run_at("DELETE FROM audit_reason WHERE audit >= :seq", seq);
    run_at("DELETE FROM audit_head WHERE seq >= :seq", seq);
    return true;
}

static bool cut_the_beginning(void)
{
    const int64_t seq = any_seq();

    run_at("DELETE FROM audit WHERE seq <= :seq", seq);
    run_at("DELETE FROM audit_reason WHERE audit <= :seq", seq);
    return true;
}

static bool flip_a_head(void)
{
    const int64_t seq = COVERED / HEADS * (1 + dice(HEADS));

    switch (dice(3)) {
    case 0:
        flip_number(FLIP_NUMBER("audit_head", "at_utc_ms", "seq"), seq);
        break;
    case 1:
        flip_byte("SELECT hash FROM audit_head WHERE seq = :seq",
                  "UPDATE audit_head SET hash = :bytes WHERE seq = :seq", seq);
        break;
    default:
        flip_byte("SELECT signature FROM audit_head WHERE seq = :seq",
                  "UPDATE audit_head SET signature = :bytes WHERE seq = :seq", seq);
        break;
    }
    return false;
}

// Each gives whether it still is one when all hashes were worked out anew.
static bool (*const ways[])(void) = {
    flip_a_number,     flip_the_format, flip_a_word,     flip_a_hash,
    flip_a_reason,     delete_a_row,    delete_a_reason, swap_rows,
    exchange_reasons,  insert_a_row,    insert_a_reason, cut_the_end,
    cut_the_beginning, flip_a_head,
};

#define WAYS (sizeof ways / sizeof *ways)

static void every_tampering_shows(void **state)
{
    (void)state;
    int missed = 0;

    chain_add(&chain, UNCOVERED);
    for (int i = 0; i < TAMPERINGS; i++) {
        const size_t way = (size_t)i % WAYS;
        assert_ok(db_begin(chain.db));
        const bool may_hash = ways[way]();
        const bool hashes = may_hash && dice(2) == 0;
        if (hashes) {
            hash_anew();
        }
        verify();
        if (verdict.faults == 0) {
            print_message("missed: %d, way %zu, hashed anew: %d\n", i, way, hashes);
            missed++;
        }
        db_rollback(chain.db);
    }
    assert_int_equal(missed, 0);
    verify();
    assert_int_equal(verdict.faults, 0);
}

// -- what is told

static void untouched_log_is_whole_and_all_covered(void **state)
{
    (void)state;
    verify();
    assert_int_equal(verdict.faults, 0);
    assert_int_equal(verdict.rows, COVERED);
    assert_int_equal(verdict.covered_seq, COVERED);
    assert_int_equal(verdict.uncovered, 0);
}

static void rows_after_the_last_head_are_told_as_not_covered(void **state)
{
    (void)state;
    const int64_t from_utc_ms = chain.change.now_utc_ms + 1000;

    chain_add(&chain, UNCOVERED);
    verify();
    assert_int_equal(verdict.faults, 0);
    assert_int_equal(verdict.covered_seq, COVERED);
    assert_int_equal(verdict.uncovered, UNCOVERED);
    assert_int_equal(verdict.uncovered_from_utc_ms, from_utc_ms);
}

// The limit of what can be known, and the reason for writing heads out each minute.
static void cut_after_the_last_exported_head_does_not_show(void **state)
{
    (void)state;
    chain_add(&chain, UNCOVERED);
    run("DELETE FROM audit WHERE seq > 25");
    run("DELETE FROM audit_reason WHERE audit > 25");
    run("DELETE FROM audit_head WHERE seq > 24");
    verify();
    assert_int_equal(verdict.faults, 0);
    assert_int_equal(verdict.uncovered, 1);
}

static void cut_that_left_the_folders_head_shows(void **state)
{
    (void)state;
    chain_add(&chain, UNCOVERED);
    run("DELETE FROM audit WHERE seq > 25");
    run("DELETE FROM audit_reason WHERE audit > 25");
    verify();
    assert_int_equal(faults[AUDIT_FAULT_CUT], 1);
}

static void log_that_is_all_gone_shows(void **state)
{
    (void)state;
    run("DELETE FROM audit");
    run("DELETE FROM audit_reason");
    run("DELETE FROM audit_head");
    verify();
    assert_int_equal(verdict.faults, 1);
    assert_int_equal(faults[AUDIT_FAULT_CUT], 1);
}

static void rows_hashed_anew_show_by_the_head_alone(void **state)
{
    (void)state;
    run("UPDATE audit SET actor = 9 WHERE seq = 3");
    hash_anew();
    verify();
    assert_int_equal(faults[AUDIT_FAULT_ROW], 0);
    assert_int_equal(faults[AUDIT_FAULT_OTHER], HEADS);
    assert_int_equal(faults[AUDIT_FAULT_FOLDER_HEAD], HEADS);
}

// The control: without heads somebody who hashes anew is not found out.
static void without_heads_rows_hashed_anew_do_not_show(void **state)
{
    (void)state;
    const struct audit_verify what = {
        .db = chain.db, .key = &chain.key, .found = on_found};
    run("UPDATE audit SET actor = 9 WHERE seq = 3");
    run("DELETE FROM audit_head");
    hash_anew();
    assert_ok(audit_verify_run(&what, &verdict));
    assert_int_equal(verdict.faults, 0);
    assert_int_equal(verdict.uncovered, COVERED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VERIFY_TEST(untouched_log_is_whole_and_all_covered),
        VERIFY_TEST(rows_after_the_last_head_are_told_as_not_covered),
        VERIFY_TEST(cut_after_the_last_exported_head_does_not_show),
        VERIFY_TEST(cut_that_left_the_folders_head_shows),
        VERIFY_TEST(log_that_is_all_gone_shows),
        VERIFY_TEST(rows_hashed_anew_show_by_the_head_alone),
        VERIFY_TEST(without_heads_rows_hashed_anew_do_not_show),
        VERIFY_TEST(every_tampering_shows),
    };

    return RUN_TESTS(tests);
}
