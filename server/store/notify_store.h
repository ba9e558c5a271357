// Rows of notify: how somebody is reached who is not here. Addresses are ciphertext.
#ifndef STORE_NOTIFY_STORE_H
#define STORE_NOTIFY_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/alert.h"
#include "model/person.h"
#include "store/db.h"

// As it is stored: notify.address and notify.phone are empty.
struct notify_row {
    struct notify notify;
    struct text address_sealed;
    int64_t address_version;
    struct text phone_sealed;
    int64_t phone_version;
};

// Errors: ERR_NOT_FOUND.
enum err notify_store_get(struct db *db, struct arena *arena, person_id person,
                          struct notify_row *row_out);

// Replaces what she has said; whether a mail is due, and when the last one was made,
// stays.
enum err notify_store_set(struct db *db, const struct notify_row *row);

// Writes notify.waiting_utc_ms and notify.mailed_utc_ms.
enum err notify_store_note(struct db *db, const struct notify *notify);

// Current members of `conversation` who wish mail and for whom none is due yet.
enum err notify_store_wishers(struct db *db, struct arena *arena,
                              conversation_id conversation,
                              struct person_ids *people_out);

// When `person` was here last; 0: never.
enum err notify_store_seen(struct db *db, person_id person, int64_t *seen_utc_ms_out);

#endif
