// The second half of a backup: what was copied is checked, and only then sealed into
// two archives, that of keys apart; each has its name once it is durable. Touches no
// database that is in use.
#ifndef DOMAIN_BACKUP_SEAL_H
#define DOMAIN_BACKUP_SEAL_H

#include "domain/change.h"

// Archives of keys are kept for so long: a key that was destroyed is then in no copy
// any more, which is what people are promised (docs/security.md, reference 3.5).
#define BACKUP_KEYS_KEPT_MS (INT64_C(14) * 24 * 3600 * 1000)

// `dir`/`name`, in `arena`.
const char *backup_seal_path(struct arena *arena, const char *dir, const char *name);

// A copy of `settings` with all that it points to, in `arena`: for a thread that may
// outlive the program's own.
struct backup_settings backup_seal_keep(struct arena *arena,
                                        const struct backup_settings *settings);

// Checks what backup_copy left, seals it under a name of the time `now_utc_ms`, removes
// the copies, and then old archives as the settings say. Takes a second or so for each
// 100 MB. Errors, logged with what was at fault: ERR_CORRUPT (the copy is not whole),
// ERR_BAD_REQUEST (the public key is none), ERR_IO.
enum err backup_seal(struct arena *arena, const struct backup_settings *settings,
                     int64_t now_utc_ms);

// Removes copies that a crash left unsealed.
void backup_seal_clear(const struct backup_settings *settings);

// Removes archives of keys that are older than BACKUP_KEYS_KEPT_MS.
enum err backup_seal_tidy_keys(const struct backup_settings *settings,
                               int64_t now_utc_ms);

#endif
