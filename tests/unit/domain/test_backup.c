// A backup while people write: copied between batches, checked, sealed, rotated.
#include "support.h"

#include "domain/backup.h"
#include "domain/backup_old.h"
#include "domain/backup_room.h"
#include "domain/backup_seal.h"

#include "base/hex.h"
#include "domain/key_life.h"
#include "domain/restore_archive.h"
#include "domain/start_count.h"
#include "domain/vault.h"
#include "scratch.h"
#include "store/db.h"
#include "world.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY_MS INT64_C(86400000)

static struct world world;
static struct scratch scratch;
static struct secret_box_key private;
static struct backup *backup;
static char dirs[4][512]; // work, kith, keys, out
static char public_digits[65];
static conversation_id group;

static int begin(void **state)
{
    static const char *const names[] = {"work", "kith", "keys", "out"};
    const int result = support_begin(state);

    scratch_init(&scratch);
    world_open(&world);
    group = world_group(&world);
    backup = backup_new();
    secret_box_new(&private);
    const struct secret_box_key public = secret_box_public(&private);
    hex_write(public.bytes, sizeof public.bytes, public_digits);
    for (int i = 0; i < 4; i++) {
        snprintf(dirs[i], sizeof dirs[i], "%s", scratch_path(&scratch, names[i]));
    }
    assert_int_equal(mkdir(dirs[3], 0700), 0);
    world.policy.backup = (struct backup_settings){.work_dir = dirs[0],
                                                   .dir = dirs[1],
                                                   .keys_dir = dirs[2],
                                                   .public_key = public_digits,
                                                   .every_ms = 3600000,
                                                   .keep = 2};
    world_introduce(&world);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(start_count_begin(world.db, world.vault));
    assert_ok(start_count_note(change));
    assert_ok(world_end(&world, OK));
    assert_ok(start_count_finish(world.vault));
    return result;
}

static void clear(const char *dir)
{
    DIR *stream = opendir(dir);
    const struct dirent *entry = NULL;
    char path[1024];

    while (stream != NULL && (entry = readdir(stream)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        (void)unlink(path);
    }
    if (stream != NULL) {
        closedir(stream);
    }
    (void)rmdir(dir);
}

static int end(void **state)
{
    backup_free(backup);
    world_close(&world);
    for (int i = 0; i < 4; i++) {
        clear(dirs[i]);
    }
    scratch_clear(&scratch);
    return support_end(state);
}

#define BACKUP_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static int count(const char *dir, char *last)
{
    DIR *stream = opendir(dir);
    const struct dirent *entry = NULL;
    int found = 0;

    while (stream != NULL && (entry = readdir(stream)) != NULL) {
        if (entry->d_name[0] != '.') {
            found++;
            snprintf(last, 600, "%.80s/%.300s", dir, entry->d_name);
        }
    }
    if (stream != NULL) {
        closedir(stream);
    }
    return found;
}

static enum err seal(int64_t now_utc_ms)
{
    struct arena *arena = arena_new();
    const enum err err = backup_seal(arena, &world.policy.backup, now_utc_ms);

    arena_free(arena);
    return err == OK ? backup_old_remove_kith(&world.policy.backup, now_utc_ms) : err;
}

static enum err copy_piece(bool *more)
{
    struct change change = {.db = world.db,
                            .vault = world.vault,
                            .policy = &world.policy,
                            .arena = arena_new()};
    const enum err err = backup_copy(backup, &change, more);

    arena_free(change.arena);
    return err;
}

// Copies all of it, with a message between each two pieces.
static int copy_all(void)
{
    bool more = true;
    int pieces = 0;

    while (more) {
        assert_ok(copy_piece(&more));
        world_say(&world, world.june, group, "meanwhile");
        pieces++;
        assert_true(pieces < 1000);
    }
    return pieces;
}

// So that copying takes several pieces.
static void say_much(void)
{
    char text[3000];

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (int i = 0; i < 600; i++) {
        world_say(&world, world.mo, group, text);
    }
}

static void what_is_written_meanwhile_leaves_a_whole_copy(void **state)
{
    (void)state;
    struct restore_archive archive;
    char path[600];

    say_much();
    assert_true(copy_all() > 2);
    assert_ok(seal(1700000000123));
    assert_int_equal(count(dirs[2], path), 1);
    assert_string_equal(strrchr(path, '/'), "/keys-20231114T221320.123Z.kithbackup");
    assert_ok(restore_archive_open(path, &private, &archive));
    assert_int_equal(archive.manifest.part, BACKUP_KEYS);
    assert_ok(restore_archive_unpack(&archive, dirs[3]));
    restore_archive_close(&archive);
    assert_int_equal(count(dirs[1], path), 1);
    assert_ok(restore_archive_open(path, &private, &archive));
    assert_int_equal(archive.manifest.starts, 1);
    assert_int_equal(archive.manifest.schema, db_newest_schema());
    assert_ok(restore_archive_unpack(&archive, dirs[3]));
    restore_archive_close(&archive);
    assert_int_not_equal(access(dirs[0], F_OK), 0); // nothing is left unsealed
}

static void a_copy_that_breaks_a_rule_is_not_sealed(void **state)
{
    (void)state;
    char path[600];

    world.breaks_rules = true;
    world_say(&world, world.june, group, "one");
    assert_ok(stmt_run(db_stmt(world.db,
                               "UPDATE conversation SET head = head + 1 WHERE kind = "
                               "'group'")));
    bool more = true;
    while (more) {
        assert_ok(copy_piece(&more));
    }
    support_expect_log("backup_not_whole");
    support_expect_log("backup_not_sealed");
    assert_err(seal(1700000000123), ERR_CORRUPT);
    assert_int_equal(count(dirs[1], path) + count(dirs[2], path), 0);
}

static void a_copy_that_cannot_be_written_leaves_nothing(void **state)
{
    (void)state;
    struct rlimit before;
    bool more = true;

    say_much();
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small = {.rlim_cur = 65536, .rlim_max = before.rlim_max};
    assert_ok(copy_piece(&more)); // what follows does not fit any more
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    support_expect_log("copy_failed");
    enum err err = OK;
    for (int i = 0; err == OK && more && i < 1000; i++) {
        err = copy_piece(&more);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_err(err, ERR_IO);
    assert_int_not_equal(access(dirs[0], F_OK), 0);
    copy_all(); // and the next one begins anew
    assert_ok(seal(1700000000123));
}

static void one_that_is_given_up_leaves_nothing(void **state)
{
    (void)state;
    struct stat about;
    char path[600];
    bool more = true;

    assert_false(backup_give_up(NULL, &world.policy.backup));
    assert_false(backup_give_up(backup, &world.policy.backup));
    say_much();
    assert_ok(copy_piece(&more));
    assert_true(more);
    assert_int_equal(access(dirs[0], F_OK), 0);
    (void)snprintf(path, sizeof path, "%s/kith.db", dirs[0]);
    const int reading = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(fstat(reading, &about), 0);
    assert_true(about.st_blocks > 0);
    support_expect_log("backup_given_up");
    assert_true(backup_give_up(backup, &world.policy.backup));
    assert_int_not_equal(access(dirs[0], F_OK), 0);
    // Its room is there for what people write, whoever still looks at it.
    assert_int_equal(fstat(reading, &about), 0);
    assert_int_equal(about.st_blocks, 0);
    assert_int_equal(close(reading), 0);
    // One that waits to be sealed is not sealed any more.
    copy_all();
    assert_false(backup_give_up(backup, &world.policy.backup));
    support_expect_log("database_failed");
    support_expect_log("backup_given_up");
    assert_err(seal(1700000000123), ERR_IO);
    assert_int_equal(count(dirs[1], path) + count(dirs[2], path), 0);
}

static void one_that_is_not_sealed_in_full_leaves_no_archive(void **state)
{
    (void)state;
    char path[600];

    copy_all();
    FILE *file = fopen(dirs[1], "we"); // where the folder should be
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    support_expect_log("backup_not_sealed");
    assert_err(seal(1700000000123), ERR_IO);
    assert_int_equal(count(dirs[2], path), 0);
    assert_int_not_equal(access(dirs[0], F_OK), 0);
    assert_int_equal(unlink(dirs[1]), 0);
}

static void it_leaves_room_for_people(void **state)
{
    (void)state;
    const int64_t huge = INT64_C(1) << 60;

    assert_ok(backup_room_for("backup-dir", "/nowhere", huge)); // it does not tell
    support_expect_log("backup_has_no_room");
    assert_err(backup_room_for("backup-dir", dirs[3], huge), ERR_READ_ONLY);
}

static enum err remove_keys(int64_t now_utc_ms)
{
    const struct backup_moment moment = {.now_utc_ms = now_utc_ms};

    return backup_old_remove_keys(&world.policy.backup, &moment);
}

static void the_newest_are_kept_and_keys_for_fourteen_days(void **state)
{
    (void)state;
    const int64_t first_ms = 1700000000000;
    char path[600];

    for (int i = 0; i < 6; i++) {
        support_expect_log("backup_removed");
    }
    for (int day = 0; day < 4; day++) {
        copy_all();
        assert_ok(seal(first_ms + day * DAY_MS));
    }
    assert_int_equal(count(dirs[1], path), 2);
    assert_int_equal(count(dirs[2], path), 4);
    assert_ok(remove_keys(first_ms + 14 * DAY_MS));
    assert_int_equal(count(dirs[2], path), 4);
    assert_ok(remove_keys(first_ms + 14 * DAY_MS + 1));
    assert_int_equal(count(dirs[2], path), 3);
    assert_ok(remove_keys(first_ms + 18 * DAY_MS));
    assert_int_equal(count(dirs[2], path), 0);
}

static void it_is_due_by_the_settings_and_sooner_after_a_failure(void **state)
{
    (void)state;
    bool due = false;
    struct backup_status status;

    struct change *change = world_as(&world, (person_id){0});
    assert_ok(backup_is_due(change, &due));
    assert_true(due);
    support_expect_log("backup_made");
    assert_ok(backup_note(change, OK));
    assert_ok(backup_is_due(change, &due));
    assert_false(due);
    change->now_utc_ms += 3600000;
    assert_ok(backup_is_due(change, &due));
    assert_true(due);
    support_expect_log("backup_failed");
    assert_ok(backup_note(change, ERR_IO));
    assert_ok(backup_status(change, &status));
    assert_true(status.has_failed);
    assert_int_equal(status.tries, 2);
    change->now_utc_ms += 600000 - 1;
    assert_ok(backup_is_due(change, &due));
    assert_false(due);
    change->now_utc_ms += 1;
    assert_ok(backup_is_due(change, &due));
    assert_true(due);
    assert_ok(backup_is_late(change, &due));
    assert_false(due);
    change->now_utc_ms += 3600000;
    assert_ok(backup_is_late(change, &due));
    assert_true(due);
    assert_ok(world_end(&world, OK));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BACKUP_TEST(what_is_written_meanwhile_leaves_a_whole_copy),
        BACKUP_TEST(a_copy_that_breaks_a_rule_is_not_sealed),
        BACKUP_TEST(a_copy_that_cannot_be_written_leaves_nothing),
        BACKUP_TEST(one_that_is_given_up_leaves_nothing),
        BACKUP_TEST(one_that_is_not_sealed_in_full_leaves_no_archive),
        BACKUP_TEST(it_leaves_room_for_people),
        BACKUP_TEST(the_newest_are_kept_and_keys_for_fourteen_days),
        BACKUP_TEST(it_is_due_by_the_settings_and_sooner_after_a_failure),
    };

    return RUN_TESTS(tests);
}
