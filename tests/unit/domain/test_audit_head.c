#include "support.h"

#include <string.h>

#include "chain.h"
#include "domain/audit_head.h"
#include "store/db.h"

static struct chain chain;

static int begin(void **state)
{
    chain_open(&chain);
    return support_begin(state);
}

static int end(void **state)
{
    chain_close(&chain);
    return support_end(state);
}

#define HEAD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static int64_t heads(void)
{
    struct stmt *stmt = db_stmt(chain.db, "SELECT count(*) FROM audit_head");

    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void one_head_is_signed_of_several_rows(void **state)
{
    (void)state;
    const struct audit_head head = chain_add(&chain, 5);

    assert_int_equal(heads(), 1);
    assert_int_equal(head.link.seq, 5);
    assert_int_equal(head.held, 5);
    assert_int_equal(head.at_utc_ms, chain.change.now_utc_ms);
    assert_true(audit_head_is_signed(&chain.key, AUDIT_HEAD, &head));
}

static void without_new_rows_nothing_is_signed(void **state)
{
    (void)state;
    assert_ok(audit_head_seal(chain.db, chain.vault, 1));
    assert_int_equal(heads(), 0);
    chain_add(&chain, 1);
    assert_ok(audit_head_seal(chain.db, chain.vault, 1));
    assert_int_equal(heads(), 1);
}

static void of_one_minute_the_newest_head_is_kept(void **state)
{
    (void)state;
    struct audit_head head;

    chain.change.now_utc_ms = 60000 * 100;
    chain_add(&chain, 1);
    chain_add(&chain, 1);
    assert_int_equal(heads(), 1);
    chain.change.now_utc_ms = 60000 * 101;
    chain_add(&chain, 1);
    assert_int_equal(heads(), 2);
    assert_ok(audit_head_store_after(chain.db, 0, &head));
    assert_int_equal(head.link.seq, 2);
    assert_ok(audit_head_store_after(chain.db, 2, &head));
    assert_int_equal(head.link.seq, 3);
    assert_err(audit_head_store_after(chain.db, 3, &head), ERR_NOT_FOUND);
}

static void line_is_read_as_it_was_written(void **state)
{
    (void)state;
    enum audit_head_kind kind;
    struct audit_head again;
    const struct audit_head head = chain_add(&chain, 3);
    const struct text line = audit_head_line(chain.arena, AUDIT_HEAD, &head);

    assert_true(text_starts_with(line, TEXT("kith-audit-head-1 3 ")));
    assert_ok(audit_head_parse(line, &kind, &again));
    assert_int_equal(kind, AUDIT_HEAD);
    assert_true(audit_head_is_signed(&chain.key, kind, &again));
    assert_true(text_equal(audit_head_line(chain.arena, kind, &again), line));
}

static void every_byte_of_a_line_counts(void **state)
{
    (void)state;
    enum audit_head_kind kind;
    struct audit_head again;
    const struct audit_head head = chain_add(&chain, 3);
    const struct text line = audit_head_line(chain.arena, AUDIT_HEAD, &head);
    char copy[AUDIT_HEAD_LINE_MAX + 1];

    for (size_t i = 0; i < line.len; i++) {
        memcpy(copy, line.s, line.len);
        copy[i] = copy[i] == '1' ? '2' : '1';
        const struct text changed = {copy, line.len};
        assert_true(audit_head_parse(changed, &kind, &again) != OK ||
                    !audit_head_is_signed(&chain.key, kind, &again));
    }
    for (size_t len = 0; len < line.len; len++) {
        const struct text cut = {line.s, len};
        assert_err(audit_head_parse(cut, &kind, &again), ERR_BAD_REQUEST);
    }
}

static void anchor_is_no_head(void **state)
{
    (void)state;
    struct audit_head head = chain_add(&chain, 3);

    assert_false(audit_head_is_signed(&chain.key, AUDIT_ANCHOR, &head));
    audit_head_sign(chain.vault, AUDIT_ANCHOR, &head);
    assert_true(audit_head_is_signed(&chain.key, AUDIT_ANCHOR, &head));
    assert_false(audit_head_is_signed(&chain.key, AUDIT_HEAD, &head));
}

static void another_key_has_not_signed(void **state)
{
    (void)state;
    struct secret_key seed;
    struct secret_signer signer;
    struct secret_public_key other;
    const struct audit_head head = chain_add(&chain, 3);

    secret_key_new(&seed);
    secret_signer_from(&seed, &signer, &other);
    assert_false(audit_head_is_signed(&other, AUDIT_HEAD, &head));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HEAD_TEST(one_head_is_signed_of_several_rows),
        HEAD_TEST(without_new_rows_nothing_is_signed),
        HEAD_TEST(of_one_minute_the_newest_head_is_kept),
        HEAD_TEST(line_is_read_as_it_was_written),
        HEAD_TEST(every_byte_of_a_line_counts),
        HEAD_TEST(anchor_is_no_head),
        HEAD_TEST(another_key_has_not_signed),
    };

    return RUN_TESTS(tests);
}
