// Backups under a clock that is wrong, and put right again: which archives go, when the
// next one is due, and what is told.
#include "support.h"

#include "domain/backup.h"
#include "domain/backup_clock.h"
#include "domain/backup_old.h"

#include "scratch.h"
#include "world.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define NAMES_MAX 40

static struct world world;
static struct scratch scratch;
static struct change *change;
static char dirs[2][512]; // kith, keys
static int64_t today_utc_ms;

static struct {
    enum backup_part part;
    int64_t at_utc_ms;
} made[NAMES_MAX];

static int made_count;

static int begin(void **state)
{
    static const char *const names[] = {"kith", "keys"};
    const int result = support_begin(state);

    scratch_init(&scratch);
    world_open(&world);
    for (int i = 0; i < 2; i++) {
        snprintf(dirs[i], sizeof dirs[i], "%s", scratch_path(&scratch, names[i]));
        assert_int_equal(mkdir(dirs[i], 0700), 0);
    }
    world.policy.backup = (struct backup_settings){.work_dir = "",
                                                   .dir = dirs[0],
                                                   .keys_dir = dirs[1],
                                                   .public_key = "00",
                                                   .every_ms = HOUR_MS,
                                                   .keep = 3};
    made_count = 0;
    change = world_as(&world, (person_id){0});
    today_utc_ms = change->now_utc_ms;
    return result;
}

static const char *path_of(enum backup_part part, int64_t at_utc_ms)
{
    static char path[600];
    const struct backup_name name = backup_name_of(part, at_utc_ms);

    snprintf(path, sizeof path, "%s/%s", dirs[part == BACKUP_KITH ? 0 : 1], name.s);
    return path;
}

static int end(void **state)
{
    assert_ok(world_end(&world, OK));
    for (int i = 0; i < made_count; i++) {
        (void)unlink(path_of(made[i].part, made[i].at_utc_ms));
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(rmdir(dirs[i]), 0);
    }
    world_close(&world);
    scratch_clear(&scratch);
    return support_end(state);
}

#define CLOCK_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void make(enum backup_part part, int64_t at_utc_ms)
{
    const int fd = open(path_of(part, at_utc_ms), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    assert_true(fd >= 0 && made_count < NAMES_MAX);
    assert_int_equal(close(fd), 0);
    made[made_count].part = part;
    made[made_count++].at_utc_ms = at_utc_ms;
}

// Archives of keys of the last `days`, one a day, the newest an hour old.
static void make_keys(int days)
{
    for (int day = 0; day < days; day++) {
        make(BACKUP_KEYS, today_utc_ms - HOUR_MS - day * DAY_MS);
    }
}

static bool is_there(enum backup_part part, int64_t at_utc_ms)
{
    return access(path_of(part, at_utc_ms), F_OK) == 0;
}

static int keys_there(void)
{
    int count = 0;

    for (int i = 0; i < made_count; i++) {
        count +=
            made[i].part == BACKUP_KEYS && is_there(BACKUP_KEYS, made[i].at_utc_ms);
    }
    return count;
}

// A tick at `days` and `hours` from today, and the pass that removes old ones.
static void look_at(int days, int hours)
{
    change->now_utc_ms = today_utc_ms + days * DAY_MS + hours * HOUR_MS;
    assert_ok(backup_clock_watch(change));
    assert_ok(backup_remove_old_keys(change));
}

static void back_up_now(void)
{
    support_expect_log("backup_made");
    make(BACKUP_KEYS, change->now_utc_ms);
    assert_ok(backup_note(change, OK));
}

static void expect_removed(int times)
{
    for (int i = 0; i < times; i++) {
        support_expect_log("backup_removed");
    }
}

static bool is_due(void)
{
    bool due = false;

    assert_ok(backup_is_due(change, &due));
    return due;
}

static bool is_late(void)
{
    bool late = false;

    assert_ok(backup_is_late(change, &late));
    return late;
}

static bool is_doubted(void)
{
    struct backup_clock clock;

    assert_ok(backup_clock_read(change, &clock));
    return clock.is_doubted;
}

static void a_clock_that_is_right_removes_the_last_one_too(void **state)
{
    (void)state;
    make_keys(1);
    for (int hour = 0; hour < 14 * 24; hour++) {
        look_at(0, hour);
    }
    assert_int_equal(keys_there(), 1); // an hour was missing
    expect_removed(1);
    look_at(14, 0);
    assert_int_equal(keys_there(), 0);
}

static void a_clock_that_leaps_ahead_removes_none_for_a_day(void **state)
{
    (void)state;
    make_keys(14);
    look_at(0, 0);
    assert_false(is_doubted());
    // The reader may come before the writer has noted it.
    change->now_utc_ms = today_utc_ms + 20 * DAY_MS;
    assert_true(is_doubted());
    assert_ok(backup_remove_old_keys(change));
    assert_int_equal(keys_there(), 14);
    support_expect_log("clock_moved");
    look_at(20, 0);
    back_up_now(); // nor because there is one that it dated
    look_at(20, 23);
    assert_int_equal(keys_there(), 15);
    assert_true(is_doubted());
    // It was right after all: the machine was off.
    expect_removed(14);
    look_at(21, 0);
    assert_false(is_doubted());
    assert_int_equal(keys_there(), 1);
}

static void a_machine_that_was_off_keeps_the_promise(void **state)
{
    (void)state;
    make_keys(14);
    look_at(0, 0);
    support_expect_log("clock_moved");
    expect_removed(3);
    look_at(3, 0); // the rest is enough to go on with
    assert_int_equal(keys_there(), 11);
}

static void one_that_is_on_for_an_hour_each_month_keeps_it_late(void **state)
{
    (void)state;
    for (int month = 0; month < 4; month++) {
        if (month > 0) {
            support_expect_log("clock_moved");
        }
        expect_removed(month > 1 ? 1 : 0); // each the time after it was too old
        look_at(30 * month, 0);
        back_up_now();
        look_at(30 * month, 1);
        assert_int_equal(keys_there(), month > 0 ? 2 : 1);
    }
}

static void a_clock_that_is_put_right_leaves_nothing_of_the_future(void **state)
{
    (void)state;
    make_keys(2);
    look_at(0, 0);
    support_expect_log("clock_moved");
    look_at(20, 0);
    assert_true(is_due());
    back_up_now();
    assert_false(is_due());
    support_expect_log("clock_moved");
    look_at(0, 1);
    assert_int_equal(keys_there(), 3);
    // What was made then counts for nothing.
    assert_true(is_due());
    assert_true(is_late());
    support_expect_log("backup_failed");
    assert_ok(backup_note(change, ERR_IO));
    struct backup_status status;
    assert_ok(backup_status(change, &status));
    assert_true(status.has_failed);
    assert_true(is_late());
    assert_false(is_due());
    change->now_utc_ms += 600000;
    assert_true(is_due());
    back_up_now();
    assert_false(is_late());
    look_at(0, 23);
    assert_int_equal(keys_there(), 4); // in doubt which of them is of the wrong date
    expect_removed(1);
    look_at(1, 2);
    assert_int_equal(keys_there(), 3);
    assert_false(is_there(BACKUP_KEYS, today_utc_ms + 20 * DAY_MS));
}

static void where_they_are_made_by_hand_one_of_the_right_date_follows(void **state)
{
    (void)state;
    world.policy.backup.every_ms = 0;
    look_at(0, 0);
    assert_false(is_due());
    support_expect_log("clock_moved");
    look_at(20, 0);
    back_up_now();
    support_expect_log("clock_moved");
    look_at(0, 1);
    assert_true(is_due());
    look_at(0, 20);
    look_at(1, 2); // without it the only one there is stays
    assert_int_equal(keys_there(), 1);
    back_up_now();
    assert_false(is_due());
    expect_removed(1);
    look_at(1, 3);
    assert_int_equal(keys_there(), 1);
}

static void seconds_make_no_difference(void **state)
{
    (void)state;
    look_at(0, 0);
    back_up_now();
    change->now_utc_ms -= 5000;
    assert_ok(backup_clock_watch(change));
    assert_ok(backup_remove_old_keys(change));
    assert_int_equal(keys_there(), 1);
    assert_false(is_due());
    assert_false(is_late());
    assert_false(is_doubted());
}

static void one_of_the_future_pushes_out_no_right_one(void **state)
{
    (void)state;
    const int64_t ahead = today_utc_ms + 20 * DAY_MS;

    for (int i = 0; i < 3; i++) {
        make(BACKUP_KITH, ahead + i * HOUR_MS);
    }
    for (int i = 0; i < 3; i++) {
        make(BACKUP_KITH, today_utc_ms + i * HOUR_MS);
        expect_removed(1);
        assert_ok(
            backup_old_remove_kith(&world.policy.backup, today_utc_ms + i * HOUR_MS));
        assert_true(is_there(BACKUP_KITH, today_utc_ms + i * HOUR_MS));
        assert_false(is_there(BACKUP_KITH, ahead + i * HOUR_MS));
    }
}

static void without_archives_of_keys_nobody_watches(void **state)
{
    (void)state;
    world.policy.backup.keys_dir = "";
    look_at(0, 0);
    look_at(20, 0);
    assert_false(is_doubted());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLOCK_TEST(a_clock_that_is_right_removes_the_last_one_too),
        CLOCK_TEST(a_clock_that_leaps_ahead_removes_none_for_a_day),
        CLOCK_TEST(a_machine_that_was_off_keeps_the_promise),
        CLOCK_TEST(one_that_is_on_for_an_hour_each_month_keeps_it_late),
        CLOCK_TEST(a_clock_that_is_put_right_leaves_nothing_of_the_future),
        CLOCK_TEST(where_they_are_made_by_hand_one_of_the_right_date_follows),
        CLOCK_TEST(seconds_make_no_difference),
        CLOCK_TEST(one_of_the_future_pushes_out_no_right_one),
        CLOCK_TEST(without_archives_of_keys_nobody_watches),
    };

    return RUN_TESTS(tests);
}
