// Rows of `stay`: who was in which conversation, from which event to which. One row per
// stay; the newest one of a person has the highest number. Decides nothing.
#ifndef STORE_STAY_STORE_H
#define STORE_STAY_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/conversation.h"
#include "store/conversation_store.h"

struct db;

struct stay_row {
    struct stay stay;
    int number; // 1, 2, ...
    int64_t read_seq;
};

enum err stay_store_insert(struct db *db, conversation_id conversation,
                           const struct stay_row *row);

// All stays of one person in one conversation, ascending, at most `max` of them, with the
// conversation itself (without its title). Errors: ERR_NOT_FOUND when she has none.
enum err stay_store_of(struct db *db, conversation_id conversation, person_id person,
                       struct conversation *conversation_out, struct stay_row *rows_out,
                       int max, int *count_out);

// The current stay ends as `left`, with `until_seq` the last event of it.
enum err stay_store_leave(struct db *db, conversation_id conversation, person_id person,
                          int64_t until_seq);

// Every stay of the person ends as `removed`; the current one with `until_seq`.
enum err stay_store_remove(struct db *db, conversation_id conversation,
                           person_id person, int64_t until_seq);

// Moves the read mark of the current stay forward to `read` (never back).
enum err stay_store_mark(struct db *db, conversation_id conversation, person_id person,
                         int64_t read);

// A current stay with its conversation, as one row of a person's list.
struct stay_listed {
    struct conversation_row row;
    struct stay_row stay;
    int64_t floor; // first seq of her first stay that was not ended by staff
};

// The current conversations of `person` with ids above `after`, in id order.
enum err stay_store_list(struct db *db, struct arena *arena, person_id person,
                         conversation_id after, int limit,
                         struct stay_listed **rows_out, int *count_out);

// Current members, in the order of their ids.
enum err stay_store_members(struct db *db, struct arena *arena,
                            conversation_id conversation, int limit,
                            struct stay **rows_out, int *count_out);

// Stays of everybody that were not ended by staff, by person and ascending.
enum err stay_store_visible(struct db *db, struct arena *arena,
                            conversation_id conversation, int limit,
                            struct stay **rows_out, int *count_out);

// Blocks between people who are or were in the conversation.
struct stay_block {
    person_id person;
    person_id blocked;
};

enum err stay_store_blocks(struct db *db, struct arena *arena,
                           conversation_id conversation, int limit,
                           struct stay_block **rows_out, int *count_out);

#endif
