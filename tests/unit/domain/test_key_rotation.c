// From one master key to the next: nothing that was sealed is lost at any step, and in
// the end the old master key opens nothing.
#include "support.h"

#include "domain/key_rotation.h"
#include "domain/vault.h"
#include "scratch.h"
#include "store/db.h"
#include "store/key_store.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PEOPLE 300 // more than two batches
#define LATE (PEOPLE + 1)
#define NOW INT64_C(1767225600000)
#define STEPS_MAX 100

static struct scratch scratch;
static struct arena *arena;
static char file[256], next_file[256];
static struct policy policy;
static struct keyring *keyring;
static struct vault *vault;
static struct sealed sealed[LATE + 1];

static struct seal_place place_of(int person)
{
    return (struct seal_place){
        "person", "name", person, 0, {{0}, {person}}
    };
}

static enum err open_keys(enum db_kind kind, struct vault **vault_out)
{
    struct db *keys = NULL;

    assert_ok(db_open(scratch_path(&scratch, "keys.db"), kind, &keys));
    return vault_open(keys, keyring, vault_out);
}

// As a start of the program: from the files alone.
static enum err start(void)
{
    struct secret_key master;
    struct secret_key next;

    assert_ok(master_key_read(&policy.master_key, true, &master));
    keyring = keyring_new(&master);
    for (int at = MASTER_KEY_NEXT; at <= MASTER_KEY_FORMER; at++) {
        if (master_key_read_at(&policy.master_key, (enum master_key_place)at, &next) ==
            OK) {
            (void)keyring_add(keyring, &next);
        }
    }
    return open_keys(DB_KEYS, &vault);
}

static void stop(void)
{
    vault_close(vault);
    vault = NULL;
    keyring_free(keyring);
}

static void seal_for(int person)
{
    assert_ok(
        vault_seal(vault, arena, place_of(person), TEXT("June"), &sealed[person]));
}

static void assert_opens(struct vault *with, int person)
{
    struct text plain;

    assert_ok(vault_open_sealed(with, arena, place_of(person), sealed[person], &plain));
    assert_true(text_equal(plain, TEXT("June")));
}

static void assert_all_open(struct vault *with)
{
    for (int person = 1; person <= PEOPLE; person++) {
        assert_opens(with, person);
    }
}

static int begin(void **state)
{
    scratch_init(&scratch);
    arena = arena_new();
    snprintf(file, sizeof file, "%s", scratch_path(&scratch, "master.key"));
    snprintf(next_file, sizeof next_file, "%s",
             scratch_path(&scratch, "master.key.next"));
    policy = (struct policy){
        .master_key = {.file = file,
                       .command = "",
                       .next_file = next_file,
                       .data_dir = scratch.folder}
    };
    assert_ok(start());
    for (int person = 1; person <= PEOPLE; person++) {
        assert_ok(vault_key_make(vault, place_of(person).scope, NOW));
        seal_for(person);
    }
    assert_ok(vault_commit(vault));
    return support_begin(state);
}

static int end(void **state)
{
    stop();
    arena_free(arena);
    scratch_clear(&scratch);
    return support_end(state);
}

static struct change change_at(int64_t now_utc_ms)
{
    return (struct change){
        .vault = vault, .arena = arena, .policy = &policy, .now_utc_ms = now_utc_ms};
}

static bool step_at(int64_t now_utc_ms)
{
    struct change change = change_at(now_utc_ms);
    bool more = false;

    assert_ok(key_rotation_step(&change, &more));
    assert_ok(vault_commit(vault));
    return more;
}

static void rotate(void)
{
    struct change change = change_at(NOW);

    assert_ok(key_rotation_begin(&change));
    assert_ok(vault_commit(vault));
}

static void finish(void)
{
    int steps = 0;

    while (step_at(NOW)) {
        assert_true(++steps < STEPS_MAX);
    }
}

static struct key_status status(void)
{
    struct change change = change_at(NOW);
    struct key_status status;

    assert_ok(key_rotation_status(&change, &status));
    return status;
}

static void copy_of(const char *path, char digits[66])
{
    FILE *opened = fopen(path, "r");
    assert_non_null(opened);
    digits[fread(digits, 1, 65, opened)] = '\0';
    fclose(opened);
}

static void the_next_master_key_opens_all_and_the_old_one_nothing(void **state)
{
    (void)state;
    char old[66];
    char now[66];
    struct vault *other = NULL;

    copy_of(file, old);
    support_expect_log("keys_rotated");
    rotate();
    assert_true(status().is_rotating);
    assert_int_equal(status().left, PEOPLE);
    finish();
    assert_false(status().is_rotating);
    assert_int_equal(status().master, 2);
    assert_int_equal(status().left, 0);
    assert_all_open(vault);
    copy_of(file, now);
    assert_string_not_equal(old, now);
    assert_int_not_equal(access(next_file, F_OK), 0);

    stop();
    assert_ok(start());
    assert_all_open(vault);
    // Who has the old one has nothing.
    struct secret_key former;
    stop();
    FILE *written = fopen(file, "w");
    assert_non_null(written);
    assert_int_equal(fputs(old, written), 1);
    fclose(written);
    assert_int_equal(chmod(file, 0600), 0);
    assert_ok(master_key_read(&policy.master_key, false, &former));
    keyring = keyring_new(&former);
    assert_err(open_keys(DB_KEYS_READER, &other), ERR_DENIED);
}

// All bytes of one file of the folder; its size.
static size_t bytes_of(const char *name, char **bytes_out)
{
    const char *path = scratch_path(&scratch, name);
    struct stat about;
    FILE *opened = fopen(path, "r");

    assert_non_null(opened);
    assert_int_equal(stat(path, &about), 0);
    *bytes_out = arena_alloc(arena, (size_t)about.st_size + 1);
    const size_t size = fread(*bytes_out, 1, (size_t)about.st_size, opened);
    assert_int_equal(size, about.st_size);
    fclose(opened);
    return size;
}

static int count_found(const char *name, const struct key_page *keys)
{
    char *bytes = NULL;
    const size_t size = bytes_of(name, &bytes);
    int found = 0;

    for (int i = 0; i < keys->count; i++) {
        const struct text wrapped = keys->rows[i].wrapped.bytes;
        found += memmem(bytes, size, wrapped.s, wrapped.len) != NULL ? 1 : 0;
    }
    return found;
}

static void nothing_in_the_folder_is_under_the_old_one_any_more(void **state)
{
    (void)state;
    struct key_page old;
    struct db *keys = NULL;

    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS_READER, &keys));
    assert_ok(
        key_store_page(keys, arena, (struct key_name){.version = 0}, PEOPLE, &old));
    db_close(keys);
    assert_int_equal(old.count, PEOPLE);
    assert_int_equal(count_found("keys.db", &old), PEOPLE);
    support_expect_log("keys_rotated");
    rotate();
    (void)step_at(NOW);
    (void)step_at(NOW);
    assert_true(count_found("keys.db-journal", &old) > 0); // what there is to remove
    finish();
    assert_int_equal(count_found("keys.db", &old), 0);
    assert_int_equal(count_found("keys.db-journal", &old), 0);
    assert_all_open(vault);
}

static void it_goes_on_where_a_crash_came(void **state)
{
    (void)state;
    support_expect_log("keys_rotated");
    rotate();
    for (int steps = 0; steps < STEPS_MAX && status().is_rotating; steps++) {
        (void)step_at(NOW);
        stop();
        if (steps == 1) {
            // Without the next one it cannot start, and makes none.
            char kept[300];
            snprintf(kept, sizeof kept, "%s.kept", next_file);
            assert_int_equal(rename(next_file, kept), 0);
            assert_err(start(), ERR_NOT_FOUND);
            keyring_free(keyring);
            assert_int_equal(rename(kept, next_file), 0);
        }
        assert_ok(start());
        assert_all_open(vault);
        if (steps % 4 == 3) {
            finish(); // otherwise it begins anew each time
        }
    }
    finish();
    assert_int_equal(status().master, 2);
    assert_all_open(vault);
}

static void what_a_batch_loses_is_done_again(void **state)
{
    (void)state;
    struct change change = change_at(NOW);
    bool more = false;

    support_expect_log("keys_rotated");
    rotate();
    (void)step_at(NOW);
    assert_ok(key_rotation_step(&change, &more));
    vault_rollback(vault);
    finish();
    assert_int_equal(status().left, 0);
    assert_all_open(vault);
}

// The batch in which the old master key goes may still be undone: until it is durable,
// the old one stays in its file.
static void the_file_changes_only_after_the_commit(void **state)
{
    (void)state;
    struct change change = change_at(NOW);
    char old[66];
    char now[66];
    bool more = true;

    copy_of(file, old);
    support_expect_log("keys_rotated");
    rotate();
    while (status().is_rotating) {
        assert_ok(key_rotation_step(&change, &more));
        if (status().is_rotating) {
            assert_ok(vault_commit(vault));
        }
    }
    assert_err(key_rotation_begin(&change), ERR_CONFLICT);
    assert_ok(key_rotation_step(&change, &more));
    assert_true(more);
    copy_of(file, now);
    assert_string_equal(old, now);
    vault_rollback(vault);
    assert_true(status().is_rotating);
    stop();
    assert_ok(start());
    assert_all_open(vault);
    finish();
    copy_of(file, now);
    assert_string_not_equal(old, now);
    assert_all_open(vault);
}

// The batch that begins a rotation may still be undone: keys made after that are under
// the master key that keys.db knows.
static void the_next_one_is_taken_only_when_it_is_durable(void **state)
{
    (void)state;
    struct change change = change_at(NOW);
    struct secret_key newest;
    bool more = false;

    assert_ok(key_rotation_begin(&change));
    assert_ok(key_rotation_step(&change, &more));
    assert_true(more);
    vault_rollback(vault);
    assert_int_equal(keyring_newest(keyring, &newest), 1);
    assert_false(status().is_rotating);
    assert_ok(vault_key_make(vault, place_of(LATE).scope, NOW));
    seal_for(LATE);
    assert_ok(vault_commit(vault));
    (void)step_at(NOW);
    stop();
    assert_ok(start());
    assert_all_open(vault);
    assert_opens(vault, LATE);
}

static void other_threads_go_on_meanwhile(void **state)
{
    (void)state;
    struct vault *reader = NULL;

    assert_ok(open_keys(DB_KEYS_READER, &reader));
    assert_all_open(reader);
    support_expect_log("keys_rotated");
    rotate();
    vault_flush_all(vault);
    assert_all_open(reader);
    (void)step_at(NOW);
    vault_flush_all(vault);
    assert_all_open(reader);
    // A key made now is under the next master key, and found by all.
    const struct key_scope talk = {{7}, {1}};
    const struct seal_place words = {
        "event", "body", 7, 1, {{7}, {1}}
    };
    struct sealed said;
    struct text plain;
    assert_ok(vault_key_make(vault, talk, NOW));
    assert_ok(vault_seal(vault, arena, words, TEXT("hello"), &said));
    assert_ok(vault_commit(vault));
    assert_ok(vault_open_sealed(reader, arena, words, said, &plain));
    finish();
    vault_flush_all(vault);
    assert_all_open(reader);
    assert_ok(vault_open_sealed(reader, arena, words, said, &plain));
    assert_true(text_equal(plain, TEXT("hello")));
    vault_close(reader);
}

static void two_at_once_are_refused_and_so_is_the_same(void **state)
{
    (void)state;
    struct change change = change_at(NOW);

    support_expect_log("keys_rotated");
    support_expect_log("next_master_key_in_use");
    rotate();
    assert_err(key_rotation_begin(&change), ERR_WRONG_STATE);
    finish();
    // What a command gives is not ours to change.
    assert_int_equal(link(file, next_file), 0);
    policy.master_key.command = "/nowhere/print-key";
    assert_err(key_rotation_begin(&change), ERR_CONFLICT);
    policy.master_key.command = "";
}

static void put_file(const char *path, const char *digits)
{
    FILE *opened = fopen(path, "w");

    assert_non_null(opened);
    assert_true(fputs(digits, opened) >= 0);
    fclose(opened);
    assert_int_equal(chmod(path, 0600), 0);
}

#define THEIRS "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

// As in a folder that kithd may only read: the operator brings the next key and moves
// it. Nothing is kept waiting for that, and it is said until it is done.
static void where_it_cannot_be_moved_that_is_said_and_nothing_stops(void **state)
{
    (void)state;
    struct change change = change_at(NOW);
    const char *kept = scratch_path(&scratch, "safe.key");
    bool settled = true;

    support_expect_log("master_key_not_in_its_place");
    policy.master_key.file = "/proc/master.key"; // nobody may write there
    assert_err(key_rotation_begin(&change), ERR_NOT_FOUND);
    assert_false(status().is_rotating);
    put_file(next_file, THEIRS);
    rotate();
    finish();
    assert_int_equal(status().place, MASTER_KEY_NEXT);
    assert_ok(key_rotation_is_settled(&change, &settled));
    assert_false(settled);
    assert_err(key_rotation_begin(&change), ERR_CONFLICT);
    // Other work goes on, and it is said again: keys that have grown old are renewed.
    support_expect_log("master_key_not_in_its_place");
    while (step_at(NOW + KEY_RENEW_MS + 1)) {
    }
    assert_int_equal(status().renewed, PEOPLE);
    assert_all_open(vault);

    assert_int_equal(rename(next_file, kept), 0);
    policy.master_key.file = kept;
    assert_int_equal(status().place, MASTER_KEY_FILE);
    assert_ok(key_rotation_is_settled(&change, &settled));
    assert_true(settled);
    stop();
    assert_ok(start());
    assert_all_open(vault);
}

// The next one lay in the data folder, wherever the master key was.
static void one_that_an_older_version_began_is_found_and_ended(void **state)
{
    (void)state;
    char elsewhere[256];
    char now[66];

    snprintf(elsewhere, sizeof elsewhere, "%s", scratch_path(&scratch, "etc.key"));
    assert_int_equal(rename(file, elsewhere), 0);
    policy.master_key.file = elsewhere;
    rotate();
    (void)step_at(NOW);
    stop();
    policy.master_key.next_file = "/nowhere/etc.key.next";
    assert_ok(start());
    assert_all_open(vault);
    assert_int_equal(status().place, MASTER_KEY_FORMER);
    support_expect_log("keys_rotated");
    finish();
    assert_int_equal(status().place, MASTER_KEY_FILE);
    assert_int_not_equal(access(next_file, F_OK), 0);
    copy_of(elsewhere, now);
    stop();
    assert_ok(start());
    assert_all_open(vault);
}

// Prepared, and left where it cannot be read: that is no matter before it is needed.
static void a_next_one_that_cannot_be_read_stops_nothing(void **state)
{
    (void)state;
    struct change change = change_at(NOW);

    put_file(next_file, THEIRS);
    assert_int_equal(chmod(next_file, 0644), 0);
    finish();
    assert_int_equal(status().place, MASTER_KEY_FILE);
    assert_err(key_rotation_begin(&change), ERR_DENIED);
    assert_false(status().is_rotating);
}

static void a_damaged_key_keeps_the_old_master_key(void **state)
{
    (void)state;
    struct change change = change_at(NOW);
    struct key_findings findings;
    struct db *keys = NULL;
    bool more = true;

    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS, &keys));
    assert_ok(stmt_run(db_stmt(keys, "UPDATE dek SET wrapped = zeroblob(72)"
                                     " WHERE person = 5")));
    db_close(keys);
    assert_ok(key_rotation_verify(vault, &findings));
    assert_int_equal(findings.keys, PEOPLE);
    assert_int_equal(findings.closed, 1);
    rotate();
    support_expect_log("keys_not_rotated");
    assert_err(key_rotation_step(&change, &more), ERR_CORRUPT);
    vault_rollback(vault);
    assert_false(more);
    assert_true(status().is_rotating);
    assert_int_equal(status().left, PEOPLE);
}

static void keys_are_renewed_when_they_are_a_year_old(void **state)
{
    (void)state;
    const int64_t later = NOW + KEY_RENEW_MS + 1;

    finish();
    assert_int_equal(status().renewed, 0);
    while (step_at(later)) {
    }
    assert_int_equal(status().renewed, PEOPLE);
    assert_int_equal(status().keys, 2 * PEOPLE);
    assert_all_open(vault);
    seal_for(1);
    assert_int_equal(sealed[1].key_version, 2);
    assert_all_open(vault);
    while (step_at(later + INT64_C(172800000))) {
    }
    assert_int_equal(status().keys, 2 * PEOPLE);
}

#define KEYS_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEYS_TEST(the_next_master_key_opens_all_and_the_old_one_nothing),
        KEYS_TEST(nothing_in_the_folder_is_under_the_old_one_any_more),
        KEYS_TEST(it_goes_on_where_a_crash_came),
        KEYS_TEST(what_a_batch_loses_is_done_again),
        KEYS_TEST(the_file_changes_only_after_the_commit),
        KEYS_TEST(the_next_one_is_taken_only_when_it_is_durable),
        KEYS_TEST(other_threads_go_on_meanwhile),
        KEYS_TEST(two_at_once_are_refused_and_so_is_the_same),
        KEYS_TEST(where_it_cannot_be_moved_that_is_said_and_nothing_stops),
        KEYS_TEST(one_that_an_older_version_began_is_found_and_ended),
        KEYS_TEST(a_next_one_that_cannot_be_read_stops_nothing),
        KEYS_TEST(a_damaged_key_keeps_the_old_master_key),
        KEYS_TEST(keys_are_renewed_when_they_are_a_year_old),
    };
    return RUN_TESTS(tests);
}
