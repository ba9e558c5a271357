// The second half of a backup: what was copied is checked, and only then sealed into
// two archives, that of keys apart; each has its name once it is durable. Touches no
// database that is in use.
#ifndef DOMAIN_BACKUP_SEAL_H
#define DOMAIN_BACKUP_SEAL_H

#include "domain/change.h"

// `dir`/`name`, in `arena`.
const char *backup_seal_path(struct arena *arena, const char *dir, const char *name);

// A copy of `settings` with all that it points to, in `arena`: for a thread that may
// outlive the program's own.
struct backup_settings backup_seal_keep(struct arena *arena,
                                        const struct backup_settings *settings);

// Checks what backup_copy left, seals it under a name of the time `now_utc_ms`, and
// removes the copies. Takes a second or so for each 100 MB. Errors, logged with what
// was at fault: ERR_CORRUPT (the copy is not whole), ERR_BAD_REQUEST (the public key is
// none), ERR_IO.
enum err backup_seal(struct arena *arena, const struct backup_settings *settings,
                     int64_t now_utc_ms);

// Removes copies that a crash left unsealed.
void backup_seal_clear(const struct backup_settings *settings);

#endif
