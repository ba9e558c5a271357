// Rows of concern_end, and what it takes for a record to be gone from all other tables.
// Decides nothing.
#ifndef STORE_CONCERN_END_STORE_H
#define STORE_CONCERN_END_STORE_H

#include <stdbool.h>

#include "base/err.h"
#include "model/concern.h"
#include "store/db.h"

// `by` wants it destroyed; nothing happens to it yet.
enum err concern_end_store_ask(struct db *db, concern_id id, person_id by,
                               int64_t now_utc_ms);

// Nobody wants that any more; where nobody did, nothing happens.
enum err concern_end_store_withdraw(struct db *db, concern_id id);

// It is to be destroyed: for everybody but the step it is gone. Where there is no such
// record, nothing happens.
enum err concern_end_store_begin(struct db *db, concern_id id);

// One that is to be destroyed, and does not rest. Errors: ERR_NOT_FOUND.
enum err concern_end_store_next(struct db *db, int64_t now_utc_ms,
                                struct concern_end *end_out);

// How far it has come.
enum err concern_end_store_put(struct db *db, const struct concern_end *end);

// Deletes a bounded number of its entries; *more_out: there may be more.
enum err concern_end_store_entries(struct db *db, concern_id id, bool *more_out);

// Deletes all else of it, when it has no entries any more.
enum err concern_end_store_rest(struct db *db, concern_id id);

// It is destroyed.
enum err concern_end_store_done(struct db *db, concern_id id);

#endif
