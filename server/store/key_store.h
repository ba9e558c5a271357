// keys.db: wrapped keys, and what says which master key wraps them. Never attached to
// kith.db, since a transaction over a WAL and a rollback journal is not atomic in a
// crash (sqlite.org/lang_attach.html); domain/vault.h keeps the two in order.
#ifndef STORE_KEY_STORE_H
#define STORE_KEY_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/text.h"

struct db;

// A key's place: conversation.v == 0 for a person's own.
struct key_name {
    conversation_id conversation;
    person_id person;
    int64_t version;
};

// Brings the schema of keys.db to this program's. Errors: ERR_WRONG_STATE when it is
// newer.
enum err key_store_migrate(struct db *keys);

// Errors: ERR_CONFLICT when there is one of that name.
enum err key_store_put(struct db *keys, struct key_name name, struct text wrapped);

// Errors: ERR_NOT_FOUND.
enum err key_store_get(struct db *keys, struct arena *arena, struct key_name name,
                       struct text *wrapped_out);

// The newest version for conversation and person of `name`. Errors: ERR_NOT_FOUND.
enum err key_store_newest(struct db *keys, struct key_name name, int64_t *version_out);

// Deletes all versions for conversation and person of `name`.
enum err key_store_delete(struct db *keys, struct key_name name);

// Up to `max` pairs of conversation and person that have keys, in order, after those of
// `after`; `names_out` holds `max`. Versions are 0.
enum err key_store_list(struct db *keys, struct key_name after, size_t max,
                        struct key_name *names_out, size_t *count_out);

// A sealed value of the store itself ("check", "handle"). Errors: put: ERR_CONFLICT;
// get: ERR_NOT_FOUND.
enum err key_store_put_service(struct db *keys, const char *name, struct text wrapped);
enum err key_store_get_service(struct db *keys, struct arena *arena, const char *name,
                               struct text *wrapped_out);

#endif
