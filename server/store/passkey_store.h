// Rows of passkey, of whose they are, and of the challenges that were answered.
#ifndef STORE_PASSKEY_STORE_H
#define STORE_PASSKEY_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/text.h"
#include "store/db.h"

struct passkey_row {
    passkey_id id;
    person_id person;
    struct text credential;
    int algorithm;
    struct text public_key;
    int64_t counter;
    struct text name_sealed;
    int64_t name_version;
    int64_t created_utc_ms;
    int64_t used_utc_ms; // 0: never
};

struct passkey_rows {
    struct passkey_row *rows;
    size_t count;
};

// The handle by which devices know `person`. Errors: ERR_NOT_FOUND.
enum err passkey_store_handle(struct db *db, struct arena *arena, person_id person,
                              struct text *handle_out);
enum err passkey_store_set_handle(struct db *db, person_id person, struct text handle);

// Errors: ERR_CONFLICT: there is one with this credential.
enum err passkey_store_insert(struct db *db, const struct passkey_row *row);

// Errors: ERR_NOT_FOUND.
enum err passkey_store_find(struct db *db, struct arena *arena, struct text credential,
                            struct passkey_row *row_out);

// The passkeys of `person`, the oldest first.
enum err passkey_store_of(struct db *db, struct arena *arena, person_id person,
                          struct passkey_rows *rows_out);

// Writes counter and used_utc_ms.
enum err passkey_store_note(struct db *db, const struct passkey_row *row);

// Deletes one; where there is none, nothing changes.
enum err passkey_store_delete(struct db *db, passkey_id id);

// All of `person`.
enum err passkey_store_delete_of(struct db *db, person_id person);

// Errors: ERR_CONFLICT: it was answered before.
enum err passkey_store_answer(struct db *db, struct secret_hash challenge,
                              int64_t lapses_utc_ms);

// Forgets at most `limit` that lapsed before `now_utc_ms`.
enum err passkey_store_forget(struct db *db, int64_t now_utc_ms, int limit);

#endif
