// Rows of pair: which carer and which supporter are connected.
#ifndef STORE_PAIR_STORE_H
#define STORE_PAIR_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/person.h"
#include "store/db.h"

enum err pair_store_insert(struct db *db, conversation_id conversation, person_id carer,
                           person_id supporter);

// The pair of the two, whichever is the carer. Errors: ERR_NOT_FOUND.
enum err pair_store_find(struct db *db, person_id a, person_id b,
                         conversation_id *conversation_out);

// Who is connected with `carer` as her supporter, in id order, at most `limit`.
enum err pair_store_supporters(struct db *db, struct arena *arena, person_id carer,
                               size_t limit, struct person_ids *list_out);

// With whom `person` is connected, in id order, at most `limit`.
enum err pair_store_connected(struct db *db, struct arena *arena, person_id person,
                              size_t limit, struct person_ids *list_out);

#endif
