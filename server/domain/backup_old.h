// Archives of backups by their names, which say when they were made, and which of them
// are removed. Touches nothing but the folders of archives.
#ifndef DOMAIN_BACKUP_OLD_H
#define DOMAIN_BACKUP_OLD_H

#include "domain/backup_clock.h"
#include "domain/backup_manifest.h"
#include "domain/change.h"

// Archives of keys are kept for so long: a key that was destroyed is then in no copy
// any more, which is what people are promised (docs/security.md, reference 3.5).
#define BACKUP_KEYS_KEPT_MS (INT64_C(14) * 24 * 3600 * 1000)

// "kith-20260120T091403.123Z.kithbackup": in the order of time.
struct backup_name {
    char s[64];
};

struct backup_name backup_name_of(enum backup_part part, int64_t at_utc_ms);

// Leaves the newest archives of kith.db, as many as the settings say, with the one that
// was just made at `now_utc_ms`. Those that a clock that was ahead has dated after it
// count as the oldest: as the newest they would push out each right one. Errors:
// ERR_IO, logged.
enum err backup_old_remove_kith(const struct backup_settings *settings,
                                int64_t now_utc_ms);

// What is known of the time (domain/backup_clock.h).
struct backup_moment {
    int64_t now_utc_ms;
    struct backup_clock clock;
    bool has_newer; // the last good backup is of the right date, or there is none
};

// Removes archives of keys that are older than BACKUP_KEYS_KEPT_MS. Where the clock is
// doubted and that would be all of before, only those go that were too old by the time
// before, too: a machine that was off for a fortnight keeps them a day longer, which is
// the price, and one whose clock is wrong can still be put right. A doubt that leaves
// some of them changes nothing. Those dated after now go when the clock is believed and
// newer ones of the right date are there, which hold every key that is still in use.
// Errors: ERR_IO, logged.
enum err backup_old_remove_keys(const struct backup_settings *settings,
                                const struct backup_moment *moment);

#endif
