// Going back: a database whose newest past only the safety ledger knows.
#include "support.h"

#include "domain/restore.h"

#include "domain/access.h"
#include "domain/block.h"
#include "domain/erasure.h"
#include "domain/key_life.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "domain/safety.h"
#include "domain/session.h"
#include "domain/vault.h"
#include "scratch.h"
#include "store/db.h"
#include "store/safety_line.h"
#include "world.h"

#include <stdio.h>
#include <string.h>

static struct world world;
static struct scratch scratch;
static conversation_id group;
static struct secret_hash hash; // of the ledger's newest line
static int64_t seq;
static FILE *ledger;

static void run(const char *sql)
{
    assert_ok(stmt_run(db_stmt(world.db, sql)));
}

static int64_t number(const char *sql)
{
    struct stmt *stmt = db_stmt(world.db, sql);

    assert_ok(stmt_one(stmt));
    const int64_t value = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return value;
}

static void add_line(struct safety_record record)
{
    record.seq = ++seq;
    record.at_utc_ms = 5000 + seq;
    record.hash = safety_hash(world.vault, &hash, &record);
    hash = record.hash;
    const struct safety_line line = safety_line_of(&record);
    assert_true(fprintf(ledger, "%.*s\n", (int)line.len, line.s) > 0);
}

// A ledger of all that kith.db has noted so far; lines can be added to it.
static void write_ledger(void)
{
    struct arena *arena = arena_new();
    struct safety_records page;

    ledger = fopen(scratch_path(&scratch, "ledger"), "w");
    assert_non_null(ledger);
    assert_ok(safety_store_after(world.db, arena, 0, 10000, &page));
    hash = (struct secret_hash){0};
    seq = 0;
    for (int i = 0; i < page.count; i++) {
        const struct safety_line line = safety_line_of(&page.records[i]);
        assert_true(fprintf(ledger, "%.*s\n", (int)line.len, line.s) > 0);
        hash = page.records[i].hash;
        seq = page.records[i].seq;
    }
    arena_free(arena);
}

static int begin(void **state)
{
    const int result = support_begin(state);

    scratch_init(&scratch);
    world_open(&world);
    group = world_group(&world);
    world_introduce(&world);
    write_ledger();
    return result;
}

static int end(void **state)
{
    world_close(&world);
    scratch_clear(&scratch);
    return support_end(state);
}

#define RESTORE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// From a copy of the ledger, or from the folder's own.
static enum err restore_from(bool is_live, struct restored *restored_out)
{
    struct restore_ledger from = {NULL, is_live};
    struct change *change = world_as(&world, (person_id){0});

    assert_int_equal(fclose(ledger), 0);
    assert_ok(safety_reader_open(scratch_path(&scratch, "ledger"), world.vault,
                                 &from.reader));
    const enum err err = world_end(&world, restore_run(change, &from, restored_out));
    safety_reader_close(from.reader);
    return err;
}

static enum err restore(struct restored *restored_out)
{
    return restore_from(false, restored_out);
}

#define ALWAYS 2 // lines of no record: what no ledger covers, and where it ends

// How many lines for the lead have `words` in them.
static int64_t listed(const char *words)
{
    struct stmt *stmt = db_stmt(world.db, "SELECT count(*) FROM restore_issue"
                                          " WHERE why LIKE '%' || :words || '%'");

    stmt_text(stmt, ":words", text_of(words));
    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void what_the_ledger_knows_is_done_again(void **state)
{
    (void)state;
    struct restored restored;
    bool is = false;

    add_line((struct safety_record){
        .kind = SAFETY_BLOCK, .a = world.june.v, .b = world.mo.v});
    add_line((struct safety_record){
        .kind = SAFETY_NO_CONTACT, .a = world.june.v, .b = world.dorothy.v});
    add_line((struct safety_record){.kind = SAFETY_HOLD, .a = world.priya.v});
    add_line((struct safety_record){.kind = SAFETY_SUSPEND, .a = world.sid.v});
    add_line((struct safety_record){.kind = SAFETY_ROLE_TAKEN,
                                    .a = world.amara.v,
                                    .b = ROLE_COORDINATOR,
                                    .c = world.north.v});
    add_line((struct safety_record){.kind = SAFETY_LEFT, .a = world.nell.v});
    add_line((struct safety_record){.kind = SAFETY_ERASE, .b = world.nell.v});
    assert_ok(restore(&restored));
    assert_int_equal(restored.replayed, 7);
    // suspended, taken, left, erased: to be looked at
    assert_int_equal(restored.issues, 4 + ALWAYS);

    struct change *change = world_as(&world, world.june);
    assert_ok(block_between(change, world.june, world.mo, &is));
    assert_true(is);
    assert_ok(safeguarding_has_no_contact(change, world.dorothy, world.june, &is));
    assert_true(is);
    assert_ok(safeguarding_is_held(change, world.priya, &is));
    assert_true(is);
    assert_ok(world_end(&world, OK));
    assert_int_equal(number("SELECT count(*) FROM person WHERE state = 'suspended'"),
                     1);
    assert_int_equal(
        number("SELECT count(*) FROM role_grant WHERE role = 'coordinator'"), 1);
    assert_int_equal(number("SELECT count(*) FROM key_destruction"
                            " WHERE done_utc_ms IS NULL AND conversation = 0"),
                     1);
    assert_int_equal(number("SELECT count(*) FROM erasure WHERE state = 'erasing'"), 1);
    assert_int_equal(number("SELECT count(*) FROM meta WHERE k = 'doors_closed'"), 1);
}

static void what_was_lifted_since_is_lifted_again(void **state)
{
    (void)state;
    struct restored restored;
    bool is = true;

    world_block(&world, world.june, world.mo);
    assert_int_equal(fclose(ledger), 0);
    write_ledger();
    add_line((struct safety_record){.kind = SAFETY_HOLD, .a = world.priya.v});
    add_line((struct safety_record){.kind = SAFETY_UNHOLD, .a = world.priya.v});
    add_line((struct safety_record){
        .kind = SAFETY_UNBLOCK, .a = world.june.v, .b = world.mo.v});
    assert_ok(restore(&restored));
    assert_int_equal(restored.issues, 2 + ALWAYS);
    assert_int_equal(listed("the hold was lifted again"), 1);
    assert_int_equal(listed("the block was lifted again"), 1);
    struct change *change = world_as(&world, world.june);
    assert_ok(block_between(change, world.june, world.mo, &is));
    assert_false(is);
    assert_ok(safeguarding_is_held(change, world.priya, &is));
    assert_false(is);
    assert_ok(world_end(&world, OK));
}

static void whom_the_backup_does_not_know_is_listed_for_the_lead(void **state)
{
    (void)state;
    struct restored restored;
    struct restore_issues issues;

    add_line(
        (struct safety_record){.kind = SAFETY_BLOCK, .a = world.june.v, .b = 424242});
    assert_ok(restore(&restored));
    assert_int_equal(restored.issues, 1 + ALWAYS);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(restore_issues(change, &issues));
    assert_int_equal(issues.count, 1 + ALWAYS);
    assert_int_equal(issues.issues[ALWAYS].record.b, 424242);
    assert_ok(restore_acknowledge(change));
    assert_err(restore_acknowledge(change), ERR_WRONG_STATE);
    assert_ok(world_end(&world, OK));
    assert_int_equal(number("SELECT count(*) FROM meta WHERE k = 'doors_closed'"), 0);
}

static void everybody_begins_anew(void **state)
{
    (void)state;
    struct restored restored;
    struct session_made made;
    const int64_t epochs = number("SELECT sum(epoch / 1000) FROM conversation");

    struct change *change = world_as(&world, world.june);
    assert_ok(session_create(change, world.june, TEXT("Firefox"), &made));
    assert_ok(world_end(&world, OK));
    assert_int_equal(number("SELECT count(*) FROM session WHERE ended_utc_ms IS NULL"),
                     1);
    add_line((struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(restore(&restored));
    assert_int_equal(restored.sessions, 1);
    assert_int_equal(number("SELECT count(*) FROM session WHERE ended_utc_ms IS NULL"),
                     0);
    assert_true(number("SELECT sum(epoch / 1000) FROM conversation") != epochs);
    assert_int_equal(
        number("SELECT count(DISTINCT epoch) - count(*) FROM conversation"), 0);
}

static void a_ledger_that_ends_before_the_backup_says_nothing(void **state)
{
    (void)state;
    struct restored restored;

    assert_ok(restore(&restored)); // it ends with it
    assert_int_equal(restored.replayed, 0);
    assert_int_equal(restored.issues, 2);
    assert_int_equal(listed("no safety ledger that goes on"), 1);
}

// A copy may be older than the end; the folder's own is not.
static void where_a_copy_of_the_ledger_ends_is_listed(void **state)
{
    (void)state;
    struct restored restored;

    add_line((struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(restore_from(false, &restored));
    assert_int_equal(restored.issues, ALWAYS);
    assert_int_equal(restored.ledger_utc_ms, 5000 + seq);
    assert_int_equal(listed("done after 1970-01-01 00:00:05 UTC"), 1);
}

static void nothing_comes_after_the_end_of_the_ledger_of_the_folder(void **state)
{
    (void)state;
    struct restored restored;

    add_line((struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(restore_from(true, &restored));
    assert_int_equal(restored.issues, 1);
    assert_int_equal(listed("done after"), 0);
}

// The one of the backup may be the very one that somebody else had learnt.
static void a_password_that_changed_since_is_good_no_more(void **state)
{
    (void)state;
    struct restored restored;
    struct change *change = world_as(&world, (person_id){0});

    assert_ok(person_create_account(change, world.june, TEXT("june"), TEXT("old")));
    assert_ok(person_create_account(change, world.mo, TEXT("mo"), TEXT("old")));
    assert_ok(person_create_account(change, world.nell, TEXT("nell"), TEXT("old")));
    assert_ok(world_end(&world, OK));
    add_line((struct safety_record){.kind = SAFETY_PASSWORD, .a = world.june.v});
    add_line((struct safety_record){.kind = SAFETY_SECOND_STEP, .a = world.mo.v});
    assert_ok(restore(&restored));
    assert_int_equal(number("SELECT count(*) FROM account WHERE password_hash = 'old'"),
                     1);
    assert_int_equal(listed("needs a code of recovery"), 2);
}

static void put_passkey(int64_t id, person_id person)
{
    struct stmt *stmt =
        db_stmt(world.db,
                "INSERT INTO passkey (id, person, credential, algorithm, public_key,"
                " counter, name_sealed, name_version, created_utc_ms)"
                " VALUES (:id, :person, CAST(:id AS BLOB), 1, x'00', 0, x'00', 0, 1)");

    stmt_int(stmt, ":id", id);
    stmt_int(stmt, ":person", person.v);
    assert_ok(stmt_run(stmt));
}

static void a_passkey_that_was_removed_since_is_removed_again(void **state)
{
    (void)state;
    struct restored restored;

    put_passkey(1, world.june);
    put_passkey(2, world.june);
    put_passkey(3, world.mo);
    put_passkey(4, world.nell);
    add_line((struct safety_record){
        .kind = SAFETY_PASSKEY_REMOVED, .a = world.june.v, .c = 1});
    add_line((struct safety_record){.kind = SAFETY_PASSWORD, .a = world.mo.v});
    assert_ok(restore(&restored));
    assert_int_equal(number("SELECT sum(id) FROM passkey"), 2 + 4);
}

static void whoever_was_taken_out_of_a_group_is_taken_out_again(void **state)
{
    (void)state;
    struct restored restored;
    struct grant grant;
    struct change *change = world_as(&world, world.june);

    assert_ok(world_end(&world, access_reader(change, group, &grant)));
    add_line((struct safety_record){
        .kind = SAFETY_REMOVED, .a = world.june.v, .c = group.v});
    add_line((struct safety_record){
        .kind = SAFETY_REMOVED, .a = world.june.v, .c = 424242}); // made since
    assert_ok(restore(&restored));
    assert_int_equal(restored.replayed, 2);
    change = world_as(&world, world.june);
    assert_err(world_end(&world, access_reader(change, group, &grant)), ERR_NOT_FOUND);
    assert_int_equal(listed("taken out of a conversation again"), 2);
}

static void whose_safe_ways_changed_since_has_no_mail(void **state)
{
    (void)state;
    struct restored restored;

    run("INSERT INTO notify (person, mail, address_version, phone_version,"
        " quiet_from_min, quiet_until_min) SELECT id, 1, 0, 0, 0, 0 FROM person");
    const int64_t wishers = number("SELECT count(*) FROM notify WHERE mail = 1");
    add_line((struct safety_record){.kind = SAFETY_SAFE_WAYS, .a = world.june.v});
    assert_ok(restore(&restored));
    assert_int_equal(number("SELECT count(*) FROM notify WHERE mail = 1"), wishers - 1);
    assert_int_equal(listed("her mail is off"), 1);
}

// Asks to be forgotten, as of the backup: none of it is in the ledger's newest part.
static void ask_to_be_forgotten(person_id person)
{
    int64_t due_utc_ms = 0;
    struct change *change = world_as(&world, person);

    assert_ok(world_end(&world, erasure_ask(change, &due_utc_ms)));
    assert_int_equal(fclose(ledger), 0);
    write_ledger();
}

#define WAITS                                                                          \
    "SELECT count(*) FROM erasure AS e JOIN timer AS t ON t.subject = e.person"        \
    " AND t.kind = 'erasure' AND t.due_utc_ms = e.due_utc_ms WHERE state = 'waiting'"

static void whoever_kept_her_account_since_keeps_it(void **state)
{
    (void)state;
    struct restored restored;

    ask_to_be_forgotten(world.june);
    add_line((struct safety_record){.kind = SAFETY_ERASURE_STOPPED, .a = world.june.v});
    assert_int_equal(number(WAITS), 1);
    assert_ok(restore(&restored));
    assert_int_equal(number("SELECT count(*) FROM erasure"), 0);
    assert_int_equal(number("SELECT count(*) FROM timer WHERE kind = 'erasure'"), 0);
}

static void whoever_asked_to_be_forgotten_since_has_asked(void **state)
{
    (void)state;
    struct restored restored;

    add_line((struct safety_record){.kind = SAFETY_ERASURE_ASKED, .a = world.june.v});
    assert_ok(restore(&restored));
    assert_int_equal(number(WAITS), 1);
    assert_int_equal(listed("is to be deleted"), 1);
}

// What no ledger says: she may have kept it, and is asked before it is too late.
static void whoever_waits_to_be_forgotten_has_a_week_to_keep_it(void **state)
{
    (void)state;
    struct restored restored;

    ask_to_be_forgotten(world.june);
    run("UPDATE erasure SET due_utc_ms = 1");
    run("UPDATE timer SET due_utc_ms = 1 WHERE kind = 'erasure'");
    assert_ok(restore(&restored));
    assert_int_equal(number(WAITS " AND e.due_utc_ms > 604800000"), 1);
    assert_int_equal(listed("is to be deleted"), 1);
}

static void asking_and_keeping_are_in_the_ledger(void **state)
{
    (void)state;
    struct change *change = NULL;

    ask_to_be_forgotten(world.june);
    assert_int_equal(world_noted(&world, SAFETY_ERASURE_ASKED), 1);
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, erasure_cancel(change)));
    assert_int_equal(world_noted(&world, SAFETY_ERASURE_STOPPED), 1);
}

// However much the ledger knows, a lead reads what it cannot.
static void what_no_ledger_covers_keeps_the_doors_closed(void **state)
{
    (void)state;
    struct restored restored;

    add_line((struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(restore_from(true, &restored));
    assert_int_equal(listed("private check: what was done of that"), 1);
    assert_int_equal(number("SELECT count(*) FROM meta WHERE k = 'doors_closed'"), 1);
}

static void somebody_whose_keys_all_go_is_one_line(void **state)
{
    (void)state;
    struct restored restored;

    for (int64_t a = 0; a < 5; a++) {
        add_line(
            (struct safety_record){.kind = SAFETY_ERASE, .a = a, .b = world.nell.v});
    }
    assert_ok(restore(&restored));
    assert_int_equal(listed("her keys are destroyed again"), 1);
}

// Its key goes at once; its rows go when the server has started.
static void a_record_that_was_destroyed_since_goes_again(void **state)
{
    (void)state;
    struct restored restored;

    run("INSERT INTO concern (id, organisation, area, number, state, rank, raised_by,"
        " raised_utc_ms, cid, owner, assigned, deputy, conversation, seq, from_case,"
        " closing_by, what_sealed, what_version) SELECT 77, id, 0, 12345, 'closed', 3,"
        " 0, 1, '', 0, 0, 0, 0, 0, 0, 0, x'00', 1 FROM organisation LIMIT 1");
    add_line((struct safety_record){.kind = SAFETY_ERASE, .a = 77});
    add_line((struct safety_record){.kind = SAFETY_ERASE, .a = 78});
    assert_ok(restore(&restored));
    assert_int_equal(listed("a record of safeguarding is destroyed again"), 2);
    assert_int_equal(number("SELECT count(*) FROM concern_end WHERE state = 'going'"),
                     1);
    assert_int_equal(number("SELECT count(*) FROM key_destruction"
                            " WHERE conversation IN (77, 78)"),
                     2);
}

static void a_ledger_of_another_past_is_refused(void **state)
{
    (void)state;
    struct restored restored;

    run("DELETE FROM safety_note WHERE seq > 0");
    world_block(&world, world.june, world.mo);
    assert_int_equal(fclose(ledger), 0);
    write_ledger();
    run("DELETE FROM safety_note WHERE seq > 0");
    world_block(&world, world.june, world.dorothy);
    assert_err(restore(&restored), ERR_GONE);
}

// Whoever can write to the file, and has no keys.
static void a_line_that_somebody_added_is_refused(void **state)
{
    (void)state;
    struct restored restored;
    struct safety_record forged = {
        .seq = seq + 1, .at_utc_ms = 6000, .kind = SAFETY_LEFT, .a = world.nell.v};
    const struct safety_hashed hashed = safety_line_hashed(&hash, &forged);

    forged.hash = secret_hash((struct text){hashed.s, hashed.len});
    const struct safety_line line = safety_line_of(&forged);
    assert_true(fprintf(ledger, "%.*s\n", (int)line.len, line.s) > 0);
    assert_err(restore(&restored), ERR_DENIED);
    assert_int_equal(number("SELECT count(*) FROM person WHERE state = 'former'"), 0);
}

static void keys_that_were_destroyed_are_destroyed_again(void **state)
{
    (void)state;
    struct restored restored;

    run("INSERT INTO key_destruction VALUES (0, 77, 1, 2)");
    add_line((struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(restore(&restored));
    struct change *change = world_as(&world, (person_id){0});
    change->now_utc_ms = 9999;
    assert_ok(world_end(&world, restore_finish(change)));
    assert_true(number("SELECT done_utc_ms FROM key_destruction WHERE person = 77") >
                2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RESTORE_TEST(what_the_ledger_knows_is_done_again),
        RESTORE_TEST(what_was_lifted_since_is_lifted_again),
        RESTORE_TEST(whom_the_backup_does_not_know_is_listed_for_the_lead),
        RESTORE_TEST(everybody_begins_anew),
        RESTORE_TEST(a_ledger_that_ends_before_the_backup_says_nothing),
        RESTORE_TEST(where_a_copy_of_the_ledger_ends_is_listed),
        RESTORE_TEST(nothing_comes_after_the_end_of_the_ledger_of_the_folder),
        RESTORE_TEST(a_password_that_changed_since_is_good_no_more),
        RESTORE_TEST(a_passkey_that_was_removed_since_is_removed_again),
        RESTORE_TEST(whoever_was_taken_out_of_a_group_is_taken_out_again),
        RESTORE_TEST(whose_safe_ways_changed_since_has_no_mail),
        RESTORE_TEST(whoever_kept_her_account_since_keeps_it),
        RESTORE_TEST(whoever_asked_to_be_forgotten_since_has_asked),
        RESTORE_TEST(whoever_waits_to_be_forgotten_has_a_week_to_keep_it),
        RESTORE_TEST(asking_and_keeping_are_in_the_ledger),
        RESTORE_TEST(what_no_ledger_covers_keeps_the_doors_closed),
        RESTORE_TEST(somebody_whose_keys_all_go_is_one_line),
        RESTORE_TEST(a_record_that_was_destroyed_since_goes_again),
        RESTORE_TEST(a_ledger_of_another_past_is_refused),
        RESTORE_TEST(a_line_that_somebody_added_is_refused),
        RESTORE_TEST(keys_that_were_destroyed_are_destroyed_again),
    };

    return RUN_TESTS(tests);
}
