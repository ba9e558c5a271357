#include "support.h"

#include "base/arena.h"
#include "store/check_store.h"
#include "store/db.h"

static struct db *db;
static struct arena *arena;

// A group of two with a message, an answer and a removed message, and a pair.
static const char *const world[] = {
    "INSERT INTO organisation VALUES (1, 'Testshire', 0)",
    "INSERT INTO person VALUES (11, 1, 'active', NULL, 0, 31, 0)",
    "INSERT INTO person VALUES (12, 1, 'active', NULL, 0, 32, 0)",
    "INSERT INTO conversation VALUES (21, 1, 0, 'group', 1, 5, 0, 0, NULL, 0, 5, 0)",
    "INSERT INTO conversation VALUES (22, 1, 0, 'pair', 1, 0, 0, 0, NULL, 0, 0, 0)",
    "INSERT INTO conversation VALUES (31, 1, 0, 'inbox', 1, 0, 0, 0, NULL, 0, 0, 0)",
    "INSERT INTO conversation VALUES (32, 1, 0, 'inbox', 1, 0, 0, 0, NULL, 0, 0, 0)",
    "INSERT INTO pair VALUES (22, 11, 12)",
    "INSERT INTO stay VALUES (31, 11, 1, 'carer', 'current', 1, NULL, 0, 0)",
    "INSERT INTO stay VALUES (32, 12, 1, 'carer', 'current', 1, NULL, 0, 0)",
    "INSERT INTO stay VALUES (21, 11, 1, 'carer', 'left', 1, 2, 0, 0)",
    "INSERT INTO stay VALUES (21, 11, 2, 'carer', 'current', 3, NULL, 5, 0)",
    "INSERT INTO event (conversation, seq, kind, author, at_utc_ms, cid, body_sealed)"
    " VALUES (21, 1, 1, 11, 0, 'one', x'00')",
    "INSERT INTO event (conversation, seq, kind, author, at_utc_ms, cid, reply_to,"
    " body_sealed) VALUES (21, 2, 1, 12, 0, 'two', 1, x'00')",
    "INSERT INTO event (conversation, seq, kind, author, at_utc_ms, cid, removed)"
    " VALUES (21, 3, 1, 12, 0, 'three', 1)",
    "INSERT INTO event (conversation, seq, kind, author, at_utc_ms, ref)"
    " VALUES (21, 4, 2, 12, 0, 3)",
    "INSERT INTO event (conversation, seq, kind, author, at_utc_ms, ref)"
    " VALUES (21, 5, 3, 12, 0, 3)",
    "INSERT INTO message_cid VALUES (11, 'one', 21, 1)",
    "INSERT INTO message_cid VALUES (12, 'two', 21, 2)",
    "INSERT INTO message_cid VALUES (12, 'three', 21, 3)",
};

static int begin(void **state)
{
    assert_ok(db_open(":memory:", DB_WRITER, &db));
    assert_ok(db_migrate(db));
    for (size_t i = 0; i < sizeof world / sizeof *world; i++) {
        assert_ok(stmt_run(db_stmt(db, world[i])));
    }
    arena = arena_new();
    return support_begin(state);
}

static int end(void **state)
{
    arena_free(arena);
    db_close(db);
    return support_end(state);
}

#define CHECK_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// Does `sql`, and wants exactly one finding of `rule`, about `object`.
static void find_after(const char *sql, const char *rule, int64_t object)
{
    struct check_finding *findings = NULL;
    int count = 0;
    int found = 0;
    assert_ok(stmt_run(db_stmt(db, sql)));
    assert_ok(check_store_run(db, arena, &findings, &count));
    for (int i = 0; i < count; i++) {
        if (strcmp(findings[i].rule, rule) == 0) {
            found++;
            assert_int_equal(findings[i].object, object);
        }
    }
    assert_int_equal(found, 1);
}

static void whole_database_has_no_finding(void **state)
{
    (void)state;
    struct check_finding *findings = NULL;
    int count = -1;
    assert_ok(check_store_run(db, arena, &findings, &count));
    assert_int_equal(count, 0);
}

static void head_that_is_not_the_newest_event_is_found(void **state)
{
    (void)state;
    find_after("UPDATE conversation SET head = 6, unscanned_utc_ms = 1 WHERE id = 21",
               "a conversation's head is the seq of its newest event", 21);
}

static void head_without_any_event_is_found(void **state)
{
    (void)state;
    find_after("UPDATE conversation SET head = 1, unscanned_utc_ms = 1 WHERE id = 22",
               "a conversation's head is the seq of its newest event", 22);
}

static void hole_is_found(void **state)
{
    (void)state;
    find_after("DELETE FROM event WHERE conversation = 21 AND seq = 4",
               "a conversation's events are numbered from 1 without a hole", 21);
}

static void event_of_no_conversation_is_found(void **state)
{
    (void)state;
    find_after("INSERT INTO event (conversation, seq, kind, author, at_utc_ms)"
               " VALUES (99, 1, 6, 0, 0)",
               "an event belongs to a conversation", 99);
}

static void message_without_its_cid_is_found(void **state)
{
    (void)state;
    find_after("DELETE FROM message_cid WHERE cid = 'two'",
               "a message is found by its sender and cid", 21);
}

static void cid_that_leads_elsewhere_is_found(void **state)
{
    (void)state;
    find_after("UPDATE message_cid SET seq = 1 WHERE cid = 'two'",
               "a cid leads to the message that was sent with it", 21);
}

static void answer_to_nothing_is_found(void **state)
{
    (void)state;
    find_after("UPDATE event SET reply_to = 2 WHERE conversation = 21 AND seq = 2",
               "an edit, removal, reaction or answer is about an earlier message", 21);
}

static void text_of_a_removed_message_is_found(void **state)
{
    (void)state;
    find_after(
        "UPDATE event SET body_sealed = x'00' WHERE conversation = 21 AND seq = 3",
        "a removed message has no text", 21);
}

static void text_of_its_edit_is_found(void **state)
{
    (void)state;
    find_after(
        "UPDATE event SET body_sealed = x'00' WHERE conversation = 21 AND seq = 4",
        "an edit of a removed message has no text", 21);
}

static void current_stay_with_an_end_is_found(void **state)
{
    (void)state;
    find_after("UPDATE stay SET until_seq = 5 WHERE conversation = 21 AND stay = 2",
               "a stay has an end unless it is current", 21);
}

static void stay_beyond_its_conversation_is_found(void **state)
{
    (void)state;
    find_after("UPDATE stay SET read_seq = 6 WHERE conversation = 21 AND stay = 2",
               "a stay lies within its conversation", 21);
}

static void stays_that_overlap_are_found(void **state)
{
    (void)state;
    find_after("UPDATE stay SET until_seq = 3 WHERE conversation = 21 AND stay = 1",
               "a person's stays in a conversation follow each other", 21);
}

static void person_without_an_inbox_is_found(void **state)
{
    (void)state;
    find_after("UPDATE person SET inbox = 31 WHERE id = 12",
               "a person has an inbox of her own", 12);
}

static void pair_without_its_conversation_is_found(void **state)
{
    (void)state;
    find_after("UPDATE conversation SET kind = 'group' WHERE id = 22",
               "a pair's conversation is one of two", 22);
}

static void findings_of_one_rule_are_bounded(void **state)
{
    (void)state;
    struct check_finding *findings = NULL;
    int count = 0;
    assert_ok(stmt_run(
        db_stmt(db, "INSERT INTO event (conversation, seq, kind, author, at_utc_ms)"
                    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    " WHERE i < 100) SELECT 99, i, 6, 0, 0 FROM n")));
    assert_ok(check_store_run(db, arena, &findings, &count));
    assert_int_equal(count, CHECK_FINDINGS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECK_TEST(whole_database_has_no_finding),
        CHECK_TEST(head_that_is_not_the_newest_event_is_found),
        CHECK_TEST(head_without_any_event_is_found),
        CHECK_TEST(hole_is_found),
        CHECK_TEST(event_of_no_conversation_is_found),
        CHECK_TEST(message_without_its_cid_is_found),
        CHECK_TEST(cid_that_leads_elsewhere_is_found),
        CHECK_TEST(answer_to_nothing_is_found),
        CHECK_TEST(text_of_a_removed_message_is_found),
        CHECK_TEST(text_of_its_edit_is_found),
        CHECK_TEST(current_stay_with_an_end_is_found),
        CHECK_TEST(stay_beyond_its_conversation_is_found),
        CHECK_TEST(stays_that_overlap_are_found),
        CHECK_TEST(person_without_an_inbox_is_found),
        CHECK_TEST(pair_without_its_conversation_is_found),
        CHECK_TEST(findings_of_one_rule_are_bounded),
    };
    return RUN_TESTS(tests);
}
