// Rows of safe_contact: ciphertext, and when it was said.
#ifndef STORE_SAFE_CONTACT_STORE_H
#define STORE_SAFE_CONTACT_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/text.h"
#include "store/db.h"

struct safe_contact_row {
    person_id person;
    struct text words_sealed;
    int64_t words_version;
    int64_t said_utc_ms;
};

// Errors: ERR_NOT_FOUND.
enum err safe_contact_store_get(struct db *db, struct arena *arena, person_id person,
                                struct safe_contact_row *row_out);

// Replaces what row->person has said before.
enum err safe_contact_store_put(struct db *db, const struct safe_contact_row *row);

#endif
