// Archives of backups by their names, which say when they were made, and which of them
// are removed. Touches nothing but the folders of archives.
#ifndef DOMAIN_BACKUP_OLD_H
#define DOMAIN_BACKUP_OLD_H

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

// Leaves the newest archives of kith.db, as many as the settings say. Errors: ERR_IO,
// logged.
enum err backup_old_remove_kith(const struct backup_settings *settings);

// Removes archives of keys that are older than BACKUP_KEYS_KEPT_MS. Errors: ERR_IO,
// logged.
enum err backup_old_remove_keys(const struct backup_settings *settings,
                                int64_t now_utc_ms);

#endif
