// A backup while everything goes on. The writer copies kith.db and then keys.db, a few
// pages between two batches; what is copied is checked and sealed by a thread that
// nobody waits for (domain/backup_seal.h); the writer stores what came of it. kith.db
// comes first, so that no key is missing of what it holds.
#ifndef DOMAIN_BACKUP_H
#define DOMAIN_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/change.h"

struct backup;

// Nothing under way. Owner: the caller, who ends it with backup_free before kith.db and
// the vault are closed; backup_free(NULL) does nothing.
struct backup *backup_new(void);
void backup_free(struct backup *backup);

// Pages of 4 KiB that are copied at once: half a millisecond of the writer where they
// are in memory (0.8 ms p99, 2 ms at most), 5 ms where they come from a disk that reads
// 100 MB/s (docs/performance.md).
#define BACKUP_PAGES 128

// Copies up to BACKUP_PAGES into the folder backup_work_dir; `more_out`: not all yet.
// At first begins anew. Not while a transaction of either database is open. Errors:
// ERR_READ_ONLY (no room), ERR_IO, ERR_CORRUPT; then nothing is under way, and of the
// copy nothing is left.
enum err backup_copy(struct backup *backup, const struct change *change,
                     bool *more_out);

// Ends one that is under way, and removes its copy, even where it is being sealed by
// now: that then fails. Returns whether it was still being copied. Of NULL nothing is
// under way.
bool backup_give_up(struct backup *backup, const struct backup_settings *settings);

// Whether all settings are there that a backup needs.
bool backup_is_set_up(const struct backup_settings *settings);

struct backup_status {
    int64_t tries;        // how many have been made, and
    int64_t tried_utc_ms; // when the last one was, 0: never
    int64_t good_utc_ms;  // when the last good one was, 0: never
    bool has_failed;      // the last one
};

// What is known of the backups of this folder. Errors: only those of the store.
enum err backup_status(struct change *change, struct backup_status *status_out);

// Notes what came of one; a failure is logged. Writer only.
enum err backup_note(struct change *change, enum err result);

// Whether it is time for one by the settings, or because the last one was dated by a
// clock that was ahead.
enum err backup_is_due(struct change *change, bool *due_out);

// Whether backups are to be made by the settings, and none has succeeded for twice the
// time between two, or none since the clock was put right.
enum err backup_is_late(struct change *change, bool *late_out);

// Removes archives of keys as backup_old_remove_keys does, as far as the clock can be
// believed. On any thread with a database.
enum err backup_remove_old_keys(struct change *change);

#endif
