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
#include "past.h"
#include "store/db.h"
#include "store/safety_line.h"
#include "world.h"

static struct world world;
static struct past past;
static conversation_id group;

static void run(const char *sql)
{
    assert_ok(stmt_run(db_stmt(world.db, sql)));
}

static int begin(void **state)
{
    const int result = support_begin(state);

    world_open(&world);
    group = world_group(&world);
    world_introduce(&world);
    past_init(&past, &world);
    return result;
}

static int end(void **state)
{
    past_clear(&past);
    world_close(&world);
    return support_end(state);
}

#define RESTORE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void what_the_ledger_knows_is_done_again(void **state)
{
    (void)state;
    struct restored restored;
    bool is = false;

    past_add(&past, (struct safety_record){
                        .kind = SAFETY_BLOCK, .a = world.june.v, .b = world.mo.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_NO_CONTACT,
                                           .a = world.june.v,
                                           .b = world.dorothy.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_HOLD, .a = world.priya.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_SUSPEND, .a = world.sid.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_ROLE_TAKEN,
                                           .a = world.amara.v,
                                           .b = ROLE_COORDINATOR,
                                           .c = world.north.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_LEFT, .a = world.nell.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_ERASE, .b = world.nell.v});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(restored.replayed, 7);
    // suspended, taken, left, erased: to be looked at
    assert_int_equal(restored.issues, 4 + PAST_ALWAYS);

    struct change *change = world_as(&world, world.june);
    assert_ok(block_between(change, world.june, world.mo, &is));
    assert_true(is);
    assert_ok(safeguarding_has_no_contact(change, world.dorothy, world.june, &is));
    assert_true(is);
    assert_ok(safeguarding_is_held(change, world.priya, &is));
    assert_true(is);
    assert_ok(world_end(&world, OK));
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM person WHERE state = 'suspended'"), 1);
    assert_int_equal(
        past_number(&past,
                    "SELECT count(*) FROM role_grant WHERE role = 'coordinator'"),
        1);
    assert_int_equal(past_number(&past,
                                 "SELECT count(*) FROM key_destruction"
                                 " WHERE done_utc_ms IS NULL AND conversation = 0"),
                     1);
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM erasure WHERE state = 'erasing'"), 1);
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM meta WHERE k = 'doors_closed'"), 1);
}

static void what_was_lifted_since_is_lifted_again(void **state)
{
    (void)state;
    struct restored restored;
    bool is = true;

    world_block(&world, world.june, world.mo);
    past_write(&past);
    past_add(&past, (struct safety_record){.kind = SAFETY_HOLD, .a = world.priya.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_UNHOLD, .a = world.priya.v});
    past_add(&past, (struct safety_record){
                        .kind = SAFETY_UNBLOCK, .a = world.june.v, .b = world.mo.v});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(restored.issues, 2 + PAST_ALWAYS);
    assert_int_equal(past_listed(&past, "the hold was lifted again"), 1);
    assert_int_equal(past_listed(&past, "the block was lifted again"), 1);
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

    past_add(&past, (struct safety_record){
                        .kind = SAFETY_BLOCK, .a = world.june.v, .b = 424242});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(restored.issues, 1 + PAST_ALWAYS);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(restore_issues(change, &(struct restore_issue){0}, &issues));
    assert_int_equal(issues.count, 1 + PAST_ALWAYS);
    assert_int_equal(issues.issues[PAST_ALWAYS].record.b, 424242);
    assert_ok(restore_acknowledge(change));
    assert_err(restore_acknowledge(change), ERR_WRONG_STATE);
    assert_ok(world_end(&world, OK));
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM meta WHERE k = 'doors_closed'"), 0);
}

static void everybody_begins_anew(void **state)
{
    (void)state;
    struct restored restored;
    struct session_made made;
    const int64_t epochs =
        past_number(&past, "SELECT sum(epoch / 1000) FROM conversation");

    struct change *change = world_as(&world, world.june);
    assert_ok(session_create(change, world.june, TEXT("Firefox"), &made));
    assert_ok(world_end(&world, OK));
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM session WHERE ended_utc_ms IS NULL"),
        1);
    past_add(&past, (struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(restored.sessions, 1);
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM session WHERE ended_utc_ms IS NULL"),
        0);
    assert_true(past_number(&past, "SELECT sum(epoch / 1000) FROM conversation") !=
                epochs);
    assert_int_equal(
        past_number(&past, "SELECT count(DISTINCT epoch) - count(*) FROM conversation"),
        0);
}

static void a_ledger_that_ends_before_the_backup_says_nothing(void **state)
{
    (void)state;
    struct restored restored;

    assert_ok(past_restore(&past, &restored)); // it ends with it
    assert_int_equal(restored.replayed, 0);
    assert_int_equal(restored.issues, 2);
    assert_int_equal(past_listed(&past, "no safety ledger that goes on"), 1);
}

// A copy may be older than the end; the folder's own is not.
static void where_a_copy_of_the_ledger_ends_is_listed(void **state)
{
    (void)state;
    struct restored restored;

    past_add(&past, (struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(past_restore_from(&past, false, &restored));
    assert_int_equal(restored.issues, PAST_ALWAYS);
    assert_int_equal(restored.ledger_utc_ms, 5000 + past.seq);
    assert_int_equal(past_listed(&past, "done after 1970-01-01 00:00:05 UTC"), 1);
}

static void nothing_comes_after_the_end_of_the_ledger_of_the_folder(void **state)
{
    (void)state;
    struct restored restored;

    past_add(&past, (struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(past_restore_from(&past, true, &restored));
    assert_int_equal(restored.issues, 1);
    assert_int_equal(past_listed(&past, "done after"), 0);
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
    past_add(&past, (struct safety_record){.kind = SAFETY_PASSWORD, .a = world.june.v});
    past_add(&past,
             (struct safety_record){.kind = SAFETY_SECOND_STEP, .a = world.mo.v});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM account WHERE password_hash = 'old'"),
        1);
    assert_int_equal(past_listed(&past, "needs a code of recovery"), 2);
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
    past_add(&past, (struct safety_record){
                        .kind = SAFETY_PASSKEY_REMOVED, .a = world.june.v, .c = 1});
    past_add(&past, (struct safety_record){.kind = SAFETY_PASSWORD, .a = world.mo.v});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(past_number(&past, "SELECT sum(id) FROM passkey"), 2 + 4);
}

static void whoever_was_taken_out_of_a_group_is_taken_out_again(void **state)
{
    (void)state;
    struct restored restored;
    struct grant grant;
    struct change *change = world_as(&world, world.june);

    assert_ok(world_end(&world, access_reader(change, group, &grant)));
    past_add(&past, (struct safety_record){
                        .kind = SAFETY_REMOVED, .a = world.june.v, .c = group.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_REMOVED,
                                           .a = world.june.v,
                                           .c = 424242}); // made since
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(restored.replayed, 2);
    change = world_as(&world, world.june);
    assert_err(world_end(&world, access_reader(change, group, &grant)), ERR_NOT_FOUND);
    assert_int_equal(past_listed(&past, "taken out of a conversation again"), 2);
}

static void whose_safe_ways_changed_since_has_no_mail(void **state)
{
    (void)state;
    struct restored restored;

    run("INSERT INTO notify (person, mail, address_version, phone_version,"
        " quiet_from_min, quiet_until_min) SELECT id, 1, 0, 0, 0, 0 FROM person");
    const int64_t wishers =
        past_number(&past, "SELECT count(*) FROM notify WHERE mail = 1");
    past_add(&past,
             (struct safety_record){.kind = SAFETY_SAFE_WAYS, .a = world.june.v});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(past_number(&past, "SELECT count(*) FROM notify WHERE mail = 1"),
                     wishers - 1);
    assert_int_equal(past_listed(&past, "her mail is off"), 1);
}

// Asks to be forgotten, as of the backup: none of it is in the ledger's newest part.
static void ask_to_be_forgotten(person_id person)
{
    int64_t due_utc_ms = 0;
    struct change *change = world_as(&world, person);

    assert_ok(world_end(&world, erasure_ask(change, &due_utc_ms)));
    past_write(&past);
}

#define WAITS                                                                          \
    "SELECT count(*) FROM erasure AS e JOIN timer AS t ON t.subject = e.person"        \
    " AND t.kind = 'erasure' AND t.due_utc_ms = e.due_utc_ms WHERE state = 'waiting'"

static void whoever_kept_her_account_since_keeps_it(void **state)
{
    (void)state;
    struct restored restored;

    ask_to_be_forgotten(world.june);
    past_add(&past,
             (struct safety_record){.kind = SAFETY_ERASURE_STOPPED, .a = world.june.v});
    assert_int_equal(past_number(&past, WAITS), 1);
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(past_number(&past, "SELECT count(*) FROM erasure"), 0);
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM timer WHERE kind = 'erasure'"), 0);
}

static void whoever_asked_to_be_forgotten_since_has_asked(void **state)
{
    (void)state;
    struct restored restored;

    past_add(&past,
             (struct safety_record){.kind = SAFETY_ERASURE_ASKED, .a = world.june.v});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(past_number(&past, WAITS), 1);
    assert_int_equal(past_listed(&past, "is to be deleted"), 1);
}

// What no ledger says: she may have kept it, and is asked before it is too late.
static void whoever_waits_to_be_forgotten_has_a_week_to_keep_it(void **state)
{
    (void)state;
    struct restored restored;

    ask_to_be_forgotten(world.june);
    run("UPDATE erasure SET due_utc_ms = 1");
    run("UPDATE timer SET due_utc_ms = 1 WHERE kind = 'erasure'");
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(past_number(&past, WAITS " AND e.due_utc_ms > 604800000"), 1);
    assert_int_equal(past_listed(&past, "is to be deleted"), 1);
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

    past_add(&past, (struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(past_restore_from(&past, true, &restored));
    assert_int_equal(past_listed(&past, "private check: what was done of that"), 1);
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM meta WHERE k = 'doors_closed'"), 1);
}

static void somebody_whose_keys_all_go_is_one_line(void **state)
{
    (void)state;
    struct restored restored;

    for (int64_t a = 0; a < 5; a++) {
        past_add(&past, (struct safety_record){
                            .kind = SAFETY_ERASE, .a = a, .b = world.nell.v});
    }
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(past_listed(&past, "her keys are destroyed again"), 1);
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
    past_add(&past, (struct safety_record){.kind = SAFETY_ERASE, .a = 77});
    past_add(&past, (struct safety_record){.kind = SAFETY_ERASE, .a = 78});
    assert_ok(past_restore(&past, &restored));
    assert_int_equal(past_listed(&past, "a record of safeguarding is destroyed again"),
                     1); // of what came and went since there is nothing to tell
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM concern_end WHERE state = 'going'"),
        1);
    assert_int_equal(past_number(&past, "SELECT count(*) FROM key_destruction"
                                        " WHERE conversation IN (77, 78)"),
                     2);
}

static void a_ledger_of_another_past_is_refused(void **state)
{
    (void)state;
    struct restored restored;

    run("DELETE FROM safety_note WHERE seq > 0");
    world_block(&world, world.june, world.mo);
    past_write(&past);
    run("DELETE FROM safety_note WHERE seq > 0");
    world_block(&world, world.june, world.dorothy);
    assert_err(past_restore(&past, &restored), ERR_GONE);
}

// Whoever can write to the file, and has no keys.
static void a_line_that_somebody_added_is_refused(void **state)
{
    (void)state;
    struct restored restored;
    struct safety_record forged = {
        .seq = past.seq + 1, .at_utc_ms = 6000, .kind = SAFETY_LEFT, .a = world.nell.v};
    const struct safety_hashed hashed = safety_line_hashed(&past.hash, &forged);

    forged.hash = secret_hash((struct text){hashed.s, hashed.len});
    const struct safety_line line = safety_line_of(&forged);
    assert_true(fprintf(past.file, "%.*s\n", (int)line.len, line.s) > 0);
    assert_err(past_restore(&past, &restored), ERR_DENIED);
    assert_int_equal(
        past_number(&past, "SELECT count(*) FROM person WHERE state = 'former'"), 0);
}

static void keys_that_were_destroyed_are_destroyed_again(void **state)
{
    (void)state;
    struct restored restored;

    run("INSERT INTO key_destruction VALUES (0, 77, 1, 2)");
    past_add(&past, (struct safety_record){.kind = SAFETY_START, .a = 1});
    assert_ok(past_restore(&past, &restored));
    struct change *change = world_as(&world, (person_id){0});
    change->now_utc_ms = 9999;
    assert_ok(world_end(&world, restore_finish(change)));
    assert_true(
        past_number(&past,
                    "SELECT done_utc_ms FROM key_destruction WHERE person = 77") > 2);
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
