// Rows of alert: who was called about which case, and who looks after it.
#ifndef STORE_ALERT_STORE_H
#define STORE_ALERT_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/alert.h"
#include "store/db.h"

struct alerts {
    struct alert *rows;
    size_t count;
};

enum err alert_store_insert(struct db *db, const struct alert *alert);

// Writes what can change: the risks, the calls, who acknowledged it.
enum err alert_store_update(struct db *db, const struct alert *alert);

// Errors: ERR_NOT_FOUND.
enum err alert_store_get(struct db *db, alert_id id, struct alert *alert_out);

// The newest one about the message `seq` of `conversation`. Errors: ERR_NOT_FOUND.
enum err alert_store_about(struct db *db, conversation_id conversation, int64_t seq,
                           struct alert *alert_out);

// Which alerts of an organisation a list holds.
struct alert_filter {
    organisation_id organisation;
    person_id not_about;
    int64_t since_utc_ms;
    int limit;
};

// Those that nobody has acknowledged first, then the newest first.
enum err alert_store_list(struct db *db, struct arena *arena,
                          const struct alert_filter *filter, struct alerts *list_out);

#endif
