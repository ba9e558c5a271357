// Rows of block, and who is hidden from whom by them or by staff (no_contact).
#ifndef STORE_BLOCK_STORE_H
#define STORE_BLOCK_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/person.h"
#include "store/db.h"

// Adds the block unless it is there.
enum err block_store_insert(struct db *db, person_id person, person_id blocked,
                            int64_t now_utc_ms, bool *inserted_out);

// Whether there was one to delete stands in *deleted_out.
enum err block_store_delete(struct db *db, person_id person, person_id blocked,
                            bool *deleted_out);

// Whom `person` blocked, in id order, at most `limit`.
enum err block_store_list(struct db *db, struct arena *arena, person_id person,
                          size_t limit, struct person_ids *list_out);

// Those whom `person` blocked, those who blocked her, and those with whom staff allow
// no contact, each once, in id order.
enum err block_store_hidden(struct db *db, struct arena *arena, person_id person,
                            struct person_ids *list_out);

// Whether either blocked the other.
enum err block_store_between(struct db *db, person_id a, person_id b,
                             bool *blocked_out);

enum err block_store_count(struct db *db, person_id person, int64_t *count_out);

// Whether both have, or had, a stay in one conversation.
enum err block_store_have_met(struct db *db, person_id a, person_id b, bool *met_out);

#endif
