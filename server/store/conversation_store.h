// Rows of `conversation`: made, advanced by one event at a time, listed. Titles are
// sealed. Not for who may see them: see domain/access.h.
#ifndef STORE_CONVERSATION_STORE_H
#define STORE_CONVERSATION_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/conversation.h"

struct db;

// A conversation as it is stored: its title as ciphertext.
struct conversation_row {
    struct conversation conversation;
    person_id title_author; // v == 0: has no title
    struct text title_sealed;
    int64_t title_version;
};

enum err conversation_store_insert(struct db *db, const struct conversation_row *row);

// The title of `row`, and whose key seals it, are stored anew.
enum err conversation_store_retitle(struct db *db, const struct conversation_row *row);

// Errors: ERR_NOT_FOUND.
enum err conversation_store_get(struct db *db, struct arena *arena, conversation_id id,
                                struct conversation_row *row_out);

// The next seq of the conversation and its epoch; what happened last is `at_utc_ms`.
// Errors: ERR_NOT_FOUND.
enum err conversation_store_advance(struct db *db, conversation_id id,
                                    int64_t at_utc_ms, int64_t *seq_out,
                                    int64_t *epoch_out);

// The inbox of `person`. Errors: ERR_NOT_FOUND.
enum err conversation_store_inbox(struct db *db, person_id person,
                                  conversation_id *inbox_out);

// Which groups of one organisation somebody is looking for.
struct conversation_search {
    organisation_id organisation;
    person_id person; // groups that she is in, or was taken out of, are left out
    area_id area;     // v == 0: those of the whole organisation
    int limit;
};

// Groups that match `search`, in id order.
enum err conversation_store_open_groups(struct db *db, struct arena *arena,
                                        const struct conversation_search *search,
                                        struct conversation_row **rows_out,
                                        int *count_out);

#endif
