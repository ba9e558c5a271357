// What kith.db knows about keys: which are to be destroyed, and which are in use.
#ifndef STORE_KEY_LIFE_STORE_H
#define STORE_KEY_LIFE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"

struct db;

// conversation.v == 0: the person's own key.
struct key_use {
    conversation_id conversation;
    person_id person;
};

// Notes that the key is to be destroyed; one that is noted already stays as it is.
enum err key_life_store_intend(struct db *db, struct key_use use, int64_t now_utc_ms);

// Up to `max` keys that are to be destroyed and are not yet.
enum err key_life_store_intended(struct db *db, size_t max, struct key_use *uses_out,
                                 size_t *count_out);

// Notes of all that were destroyed that they are to be.
enum err key_life_store_intend_again(struct db *db);

enum err key_life_store_done(struct db *db, struct key_use use, int64_t now_utc_ms);

// Whether anything may be sealed under the key: a person or an invitation for her own,
// a stay, a title or an event for that of a conversation; a case has one of its own, in
// the place of a conversation's. Not where it was destroyed: then it came back with an
// older keys.db.
enum err key_life_store_is_used(struct db *db, struct key_use use, bool *used_out);

#endif
