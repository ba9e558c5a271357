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

// A key as it lies here: sealed under the master key that is called `master`.
struct wrapped_key {
    struct text bytes;
    int64_t master;
};

struct key_row {
    struct key_name name;
    struct wrapped_key wrapped;
    int64_t made_utc_ms; // 0: nobody knows
};

struct key_page {
    struct key_row *rows;
    int count;
};

// Errors: ERR_CONFLICT when there is one of that name.
enum err key_store_put(struct db *keys, struct key_name name,
                       struct wrapped_key wrapped, int64_t now_utc_ms);

// Wraps the key of that name, which is there, anew.
enum err key_store_wrap(struct db *keys, struct key_name name,
                        struct wrapped_key wrapped);

// Errors: ERR_NOT_FOUND.
enum err key_store_get(struct db *keys, struct arena *arena, struct key_name name,
                       struct wrapped_key *wrapped_out);

// Up to `max` keys in order, after `after` (zeroes at first).
enum err key_store_page(struct db *keys, struct arena *arena, struct key_name after,
                        int max, struct key_page *page_out);

struct key_counts {
    int64_t keys;
    int64_t under_master;
    int64_t renewed;       // of a version after the first
    int64_t oldest_utc_ms; // when the oldest was made; 0: nobody knows
};

// How many there are, and how many the master key called `master` wraps.
enum err key_store_count(struct db *keys, int64_t master,
                         struct key_counts *counts_out);

// The newest version for conversation and person of `name`. Errors: ERR_NOT_FOUND.
enum err key_store_newest(struct db *keys, struct key_name name, int64_t *version_out);

// Deletes all versions for conversation and person of `name`.
enum err key_store_delete(struct db *keys, struct key_name name);

// Up to `max` pairs of conversation and person that have keys, in order, after those of
// `after`; `names_out` holds `max`. Versions are 0.
enum err key_store_list(struct db *keys, struct key_name after, size_t max,
                        struct key_name *names_out, size_t *count_out);

// A sealed value of the store itself ("handle", "audit"); put replaces. Errors: get:
// ERR_NOT_FOUND.
enum err key_store_put_service(struct db *keys, const char *name,
                               struct wrapped_key wrapped);
enum err key_store_get_service(struct db *keys, struct arena *arena, const char *name,
                               struct wrapped_key *wrapped_out);

// What says which master keys are in use: one, or two while one gives way to the next.
struct master_row {
    int64_t id; // counts up
    int64_t made_utc_ms;
    struct text check_sealed; // opens with that master key alone
};

// Errors: ERR_CONFLICT when there is one with that id.
enum err key_store_put_master(struct db *keys, const struct master_row *master);

// The first `max`, oldest first.
enum err key_store_masters(struct db *keys, struct arena *arena, int max,
                           struct master_row **masters_out, int *count_out);

enum err key_store_delete_master(struct db *keys, int64_t id);

// A number of the file's own, 0 where it was never put.
enum err key_store_number(struct db *keys, const char *name, int64_t *value_out);
enum err key_store_put_number(struct db *keys, const char *name, int64_t value);

// The newest schema of keys.db that this program knows.
int key_store_schema(void);

#endif
