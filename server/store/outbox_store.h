// Rows of outbox: what is to be sent, and what became of it.
#ifndef STORE_OUTBOX_STORE_H
#define STORE_OUTBOX_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/alert.h"
#include "store/db.h"

// The smaller `urgency` goes first; of the same, what is due first.
enum err outbox_store_insert(struct db *db, const struct outbox_row *row, int urgency);

// Which ways are set up.
struct outbox_ways {
    bool is_open[NOTICE_WAYS];
};

// The most urgent one that is due and whose way is open. Errors: ERR_NOT_FOUND.
enum err outbox_store_due(struct db *db, struct arena *arena, struct outbox_ways ways,
                          int64_t now_utc_ms, struct outbox_row *row_out);

// Errors: ERR_NOT_FOUND.
enum err outbox_store_get(struct db *db, struct arena *arena, int64_t id,
                          struct outbox_row *row_out);

// Writes what can change: state, when it is due, tries, failure, end.
enum err outbox_store_update(struct db *db, const struct outbox_row *row);

// Whether something of this alert waits to go to this person by this way.
enum err outbox_store_waits(struct db *db, const struct outbox_row *row,
                            bool *waits_out);

// What waits of `alert` is not sent any more, and is gone.
enum err outbox_store_drop(struct db *db, alert_id alert);

// Whether something of `alert` was sent.
enum err outbox_store_reached(struct db *db, alert_id alert, bool *reached_out);

// Why what waits to go by this way did not go when it was last tried;
// NOTICE_FAILURE_NONE: nothing that waits has failed.
enum err outbox_store_failing(struct db *db, struct arena *arena, enum notice_way way,
                              enum notice_failure *failure_out);

// Deletes at most `limit` that ended before `before_utc_ms`.
enum err outbox_store_forget(struct db *db, int64_t before_utc_ms, int limit);

// How one way does in an organisation.
struct outbox_figures {
    int64_t waiting;
    int64_t oldest_utc_ms; // since when; 0: none waits
    int64_t sent;
    int64_t given_up;
    int64_t sent_utc_ms;   // the last; 0: none
    int64_t failed_utc_ms; // the last; 0: none
    enum notice_failure failure;
};

enum err outbox_store_figures(struct db *db, organisation_id organisation,
                              enum notice_way way, struct outbox_figures *figures_out);

#endif
