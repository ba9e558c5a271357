// Rows of alert and alert_message: who was called about what, and who looks after it.
#ifndef STORE_ALERT_STORE_H
#define STORE_ALERT_STORE_H

#include <stdbool.h>
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

// Writes what can change: risks, messages, calls, who acknowledged it.
enum err alert_store_update(struct db *db, const struct alert *alert);

// Errors: ERR_NOT_FOUND.
enum err alert_store_get(struct db *db, alert_id id, struct alert *alert_out);

// The one about what `author` wrote in `conversation` that nobody has acknowledged.
// Errors: ERR_NOT_FOUND.
enum err alert_store_waiting(struct db *db, person_id author,
                             conversation_id conversation, struct alert *alert_out);

// The one about `concern`. Errors: ERR_NOT_FOUND.
enum err alert_store_of_concern(struct db *db, concern_id concern,
                                struct alert *alert_out);

// Whether there is one about `concern`, acknowledged or not.
enum err alert_store_has_concern(struct db *db, concern_id concern, bool *has_out);

// Whether there is one about the message `seq` of `conversation`, acknowledged or not.
enum err alert_store_has_message(struct db *db, conversation_id conversation,
                                 int64_t seq, bool *has_out);

// How many about concerns that `raiser` raised nobody has acknowledged.
enum err alert_store_waiting_by(struct db *db, person_id raiser, int64_t *count_out);

// The message stands with its alert; what was found in it before stays found.
enum err alert_store_add_message(struct db *db, const struct alert_message *message);

enum err alert_store_count_messages(struct db *db, alert_id alert, int64_t *count_out);

// Letters to somebody about what `author` wrote.
struct alert_letters {
    person_id author;
    person_id to;
    enum notice_way way;
    int64_t since_utc_ms;
};

// How many were queued, sent or not.
enum err alert_store_letters(struct db *db, const struct alert_letters *letters,
                             int64_t *count_out);

// Which alerts of an organisation a list holds.
struct alert_filter {
    organisation_id organisation;
    person_id not_about; // nor of a concern about her
    int64_t since_utc_ms;
    int limit;
};

// Those that nobody has acknowledged first, then the newest first.
enum err alert_store_list(struct db *db, struct arena *arena,
                          const struct alert_filter *filter, struct alerts *list_out);

#endif
