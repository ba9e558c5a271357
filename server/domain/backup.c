#include "domain/backup.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/mem.h"
#include "domain/backup_clock.h"
#include "domain/backup_old.h"
#include "domain/backup_room.h"
#include "domain/backup_seal.h"
#include "domain/vault_state.h"
#include "store/db_copy.h"
#include "store/meta_store.h"

// After a failure the next one is tried sooner than by the settings: most last for
// less.
#define RETRY_MS (INT64_C(10) * 60 * 1000)

// What people write while it is copied goes into the copy, too: a sixteenth of it.
#define GROWS_BY 16

static const char WORK[] = "backup-work-dir";

static const char TRIES[] = "backup_tries";
static const char TRIED[] = "backup_tried_utc_ms";
static const char GOOD[] = "backup_good_utc_ms";

enum phase {
    PHASE_REST,
    PHASE_KITH,
    PHASE_KEYS
};

struct backup {
    enum phase phase;
    struct db_copy *copy;
};

struct backup *backup_new(void)
{
    return mem_new(1, sizeof(struct backup));
}

static void rest(struct backup *backup)
{
    db_copy_close(backup->copy);
    backup->copy = NULL;
    backup->phase = PHASE_REST;
}

void backup_free(struct backup *backup)
{
    if (backup == NULL) {
        return;
    }
    rest(backup);
    free(backup);
}

// For the whole copy at first, and then for what else comes to lie on that disk.
static enum err find_room(const struct change *change)
{
    int64_t kith_bytes = 0;
    int64_t keys_bytes = 0;
    enum err err = db_copy_size(change->db, &kith_bytes);

    if (err == OK) {
        err = db_copy_size(change->vault->keys, &keys_bytes);
    }
    if (err != OK) {
        return err;
    }
    const int64_t bytes = kith_bytes + keys_bytes;
    return backup_room_for(WORK, change->policy->backup.work_dir,
                           bytes + bytes / GROWS_BY + BACKUP_RESERVE_BYTES);
}

static enum err begin_kith(struct backup *backup, const struct change *change)
{
    const struct backup_settings *settings = &change->policy->backup;

    if (mkdir(settings->work_dir, 0700) != 0 && errno != EEXIST) {
        log_event(LOG_ERROR, "copy_failed", "errno=%d", errno);
        return ERR_IO;
    }
    backup->phase = PHASE_KITH;
    const enum err err = find_room(change);
    if (err != OK) {
        return err;
    }
    return db_copy_open(change->db,
                        backup_seal_path(change->arena, settings->work_dir, "kith.db"),
                        &backup->copy);
}

static enum err begin_keys(struct backup *backup, const struct change *change)
{
    const struct backup_settings *settings = &change->policy->backup;

    db_copy_close(backup->copy);
    backup->copy = NULL;
    backup->phase = PHASE_KEYS;
    return db_copy_open(change->vault->keys,
                        backup_seal_path(change->arena, settings->work_dir, "keys.db"),
                        &backup->copy);
}

enum err backup_copy(struct backup *backup, const struct change *change, bool *more_out)
{
    bool more = true;
    enum err err = OK;

    if (backup->phase == PHASE_REST) {
        err = begin_kith(backup, change);
    } else { // others may have filled the disk meanwhile
        err = backup_room_for(WORK, change->policy->backup.work_dir, 0);
    }
    if (err == OK) {
        err = db_copy_step(backup->copy, BACKUP_PAGES, &more);
    }
    if (err == OK && !more && backup->phase == PHASE_KITH) {
        err = begin_keys(backup, change);
        more = true;
    }
    if (err != OK || !more) {
        rest(backup);
    }
    if (err != OK) {
        backup_seal_clear(&change->policy->backup);
        return err;
    }
    *more_out = more;
    return OK;
}

bool backup_give_up(struct backup *backup, const struct backup_settings *settings)
{
    const bool is_under_way = backup != NULL && backup->phase != PHASE_REST;

    if (backup != NULL) {
        rest(backup);
        backup_seal_clear(settings);
    }
    if (is_under_way) {
        log_event(LOG_INFO, "backup_given_up",
                  "why=the_room_is_wanted_for_what_people_write_or_kithd_ends");
    }
    return is_under_way;
}

// ---- what came of it

bool backup_is_set_up(const struct backup_settings *settings)
{
    return settings->dir[0] != '\0' && settings->keys_dir[0] != '\0' &&
           settings->public_key[0] != '\0';
}

enum err backup_status(struct change *change, struct backup_status *status_out)
{
    struct backup_status status = {0};
    enum err err = meta_store_number(change->db, TRIES, &status.tries);

    if (err == OK) {
        err = meta_store_number(change->db, TRIED, &status.tried_utc_ms);
    }
    if (err == OK) {
        err = meta_store_number(change->db, GOOD, &status.good_utc_ms);
    }
    if (err == OK) {
        // Not "before": that one may have been made by a clock that was ahead.
        status.has_failed = status.good_utc_ms != status.tried_utc_ms;
        *status_out = status;
    }
    return err;
}

enum err backup_note(struct change *change, enum err result)
{
    struct backup_status status = {0};
    enum err err = backup_status(change, &status);

    if (result != OK) {
        log_event(LOG_ERROR, "backup_failed",
                  "err=%s what_to_do=see_the_line_before_and_the_disk_of_backup_dir",
                  err_name(result));
    } else {
        log_event(LOG_INFO, "backup_made", "number=%lld", (long long)status.tries + 1);
    }
    if (err == OK) {
        err = meta_store_put_number(change->db, TRIES, status.tries + 1);
    }
    if (err == OK) {
        err = meta_store_put_number(change->db, TRIED, change->now_utc_ms);
    }
    return err == OK && result == OK
               ? meta_store_put_number(change->db, GOOD, change->now_utc_ms)
               : err;
}

// What a clock that was ahead has dated counts for nothing: by the right one it would
// be neither old enough for the next backup nor for being late.
static bool is_misdated(const struct change *change, const struct backup_status *status)
{
    return backup_clock_is_ahead(change, status->tried_utc_ms) ||
           backup_clock_is_ahead(change, status->good_utc_ms);
}

enum err backup_is_due(struct change *change, bool *due_out)
{
    const struct backup_settings *settings = &change->policy->backup;
    struct backup_status status;

    *due_out = false;
    if (!backup_is_set_up(settings)) {
        return OK;
    }
    const enum err err = backup_status(change, &status);
    if (err != OK) {
        return err;
    }
    // One of the right date is made even where they are made by hand only: after it
    // those of the wrong one can go.
    const bool is_wrong = is_misdated(change, &status);
    if (settings->every_ms == 0 && !is_wrong) {
        return OK;
    }
    const int64_t wait_ms =
        is_wrong || status.has_failed ? RETRY_MS : settings->every_ms;
    *due_out = backup_clock_is_ahead(change, status.tried_utc_ms) ||
               change->now_utc_ms - status.tried_utc_ms >= wait_ms;
    return OK;
}

enum err backup_is_late(struct change *change, bool *late_out)
{
    const struct backup_settings *settings = &change->policy->backup;
    struct backup_status status;

    *late_out = false;
    if (settings->every_ms == 0) {
        return OK;
    }
    const enum err err = backup_status(change, &status);
    if (err == OK) {
        *late_out = status.tried_utc_ms != 0 &&
                    (change->now_utc_ms - status.good_utc_ms > 2 * settings->every_ms ||
                     backup_clock_is_ahead(change, status.good_utc_ms));
    }
    return err;
}

enum err backup_remove_old_keys(struct change *change)
{
    struct backup_status status;
    struct backup_clock clock;
    enum err err = backup_clock_read(change, &clock);

    if (err == OK) {
        err = backup_status(change, &status);
    }
    if (err != OK) {
        return err;
    }
    return backup_old_remove_keys(
        &change->policy->backup,
        &(struct backup_moment){
            .now_utc_ms = change->now_utc_ms,
            .clock = clock,
            .has_newer = !backup_clock_is_ahead(change, status.good_utc_ms)});
}
