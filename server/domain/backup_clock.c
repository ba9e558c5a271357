#include "domain/backup_clock.h"

#include "base/log.h"
#include "store/meta_store.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)
#define DAY_MS (24 * HOUR_MS)

// value, reason
#define NOTE_EVERY_MS HOUR_MS // well below what counts as a move
#define MOVE_MS DAY_MS        // shorter gaps are restarts and updates
#define DOUBT_MS DAY_MS       // of the fourteen that keys' archives are kept

static const char SEEN[] = "backup_clock_utc_ms";
static const char MOVED[] = "backup_clock_moved_utc_ms";
static const char BEFORE[] = "backup_clock_before_utc_ms";

bool backup_clock_is_ahead(const struct change *change, int64_t utc_ms)
{
    return utc_ms - change->now_utc_ms > BACKUP_CLOCK_AHEAD_MS;
}

static bool has_keys(const struct change *change)
{
    const char *keys_dir = change->policy->backup.keys_dir;

    return keys_dir != NULL && keys_dir[0] != '\0';
}

static bool has_moved(const struct change *change, int64_t seen_utc_ms)
{
    return seen_utc_ms != 0 && (change->now_utc_ms - seen_utc_ms > MOVE_MS ||
                                seen_utc_ms - change->now_utc_ms > MOVE_MS);
}

enum err backup_clock_watch(struct change *change)
{
    int64_t seen = 0;

    if (!has_keys(change)) {
        return OK;
    }
    enum err err = meta_store_number(change->db, SEEN, &seen);
    if (err == OK && has_moved(change, seen)) {
        log_event(LOG_WARN, "clock_moved",
                  "by_hours=%lld what_to_do=see_that_it_is_right_within_a_day,"
                  "_then_old_archives_of_keys_are_removed_by_it",
                  (long long)((change->now_utc_ms - seen) / HOUR_MS));
        err = meta_store_put_number(change->db, BEFORE, seen);
        if (err == OK) {
            err = meta_store_put_number(change->db, MOVED, change->now_utc_ms);
        }
        seen = 0;
    }
    if (err != OK || (seen != 0 && change->now_utc_ms - seen < NOTE_EVERY_MS)) {
        return err;
    }
    return meta_store_put_number(change->db, SEEN, change->now_utc_ms);
}

enum err backup_clock_read(struct change *change, struct backup_clock *clock_out)
{
    struct backup_clock clock = {0};
    int64_t seen = 0;
    int64_t moved = 0;
    int64_t before = 0;

    *clock_out = clock;
    if (!has_keys(change)) {
        return OK;
    }
    enum err err = meta_store_number(change->db, SEEN, &seen);
    if (err == OK) {
        err = meta_store_number(change->db, MOVED, &moved);
    }
    if (err == OK) {
        err = meta_store_number(change->db, BEFORE, &before);
    }
    if (err != OK) {
        return err;
    }
    if (has_moved(change, seen)) { // and the writer has not noted it yet
        clock = (struct backup_clock){true, change->now_utc_ms, seen};
    } else if (moved != 0 && change->now_utc_ms - moved < DOUBT_MS) {
        clock = (struct backup_clock){true, moved, before};
    }
    *clock_out = clock;
    return OK;
}
