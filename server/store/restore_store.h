// What changes in every row when a database goes back to a backup.
#ifndef STORE_RESTORE_STORE_H
#define STORE_RESTORE_STORE_H

#include <stdint.h>

#include "base/err.h"

struct db;

// Up to `max` conversations after `*after_inout` have a new epoch each; `*count_out`
// says how many, and *after_inout moves on.
enum err restore_store_renew_epochs(struct db *db, int64_t *after_inout, int max,
                                    int *count_out);

// How many live sessions, integration tokens too, and open invitations ended. Codes
// that stand in for a second step of signing in, or for a forgotten password, are gone:
// some may have been used since.
enum err restore_store_end_sessions(struct db *db, int64_t now_utc_ms,
                                    int64_t *count_out);
enum err restore_store_end_invites(struct db *db, int64_t now_utc_ms,
                                   int64_t *count_out);
enum err restore_store_forget_codes(struct db *db);

#endif
