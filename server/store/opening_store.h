// Rows of opening. Reasons are ciphertext here.
#ifndef STORE_OPENING_STORE_H
#define STORE_OPENING_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/opening.h"
#include "model/person.h"
#include "store/db.h"

enum opening_text {
    OPENING_TEXT_REASON,
    OPENING_TEXT_SILENT, // why its people are not told
    OPENING_TEXT_REFUSAL,
    OPENING_TEXTS
};

struct opening_sealed {
    struct text bytes; // empty: none
    int64_t version;
};

struct opening_row {
    struct opening opening;
    struct text cid;
    struct opening_sealed texts[OPENING_TEXTS];
};

struct opening_rows {
    struct opening_row *rows;
    size_t count;
};

// Errors: ERR_CONFLICT (the cid is taken).
enum err opening_store_insert(struct db *db, const struct opening_row *row);

// Everything that may change.
enum err opening_store_update(struct db *db, const struct opening_row *row);

// Errors: ERR_NOT_FOUND.
enum err opening_store_get(struct db *db, struct arena *arena, opening_id id,
                           struct opening_row *row_out);
enum err opening_store_by_cid(struct db *db, struct arena *arena, person_id person,
                              struct text cid, struct opening_row *row_out);

struct opening_query {
    organisation_id organisation;
    person_id viewer;      // none of a conversation that she is or was in
    bool own_only;         // those that she asked for or decided
    int64_t before_utc_ms; // those asked for earlier, or then with a smaller id
    opening_id before;
    size_t limit;
};

// Newest first.
enum err opening_store_list(struct db *db, struct arena *arena,
                            const struct opening_query *query,
                            struct opening_rows *rows_out);

// Those of which `person`, who is or was in the conversation, was told; newest first.
enum err opening_store_told(struct db *db, struct arena *arena, person_id person,
                            size_t limit, struct opening_rows *rows_out);

// Everybody who is or was in the conversation, in id order, at most `limit`.
enum err opening_store_members(struct db *db, struct arena *arena,
                               conversation_id conversation, size_t limit,
                               struct person_ids *list_out);

// The same of leads and administrators alone: who must not hear of it as staff.
enum err opening_store_staff_in(struct db *db, struct arena *arena,
                                conversation_id conversation, size_t limit,
                                struct person_ids *list_out);

enum err opening_store_is_member(struct db *db, conversation_id conversation,
                                 person_id person, bool *is_out);

#endif
