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

// Which stays are looked for; members that a function does not name are not looked at.
struct stay_query {
    conversation_id conversation;
    person_id person;
    int limit;
};

enum err stay_store_insert(struct db *db, conversation_id conversation,
                           const struct stay_row *row);

// Stays of one person in one conversation.
struct stay_set {
    struct conversation conversation; // without its title
    struct stay_row *rows;
    int count;
};

// All stays of query.person in query.conversation, ascending.
// Errors: ERR_NOT_FOUND when she has none.
enum err stay_store_of(struct db *db, struct arena *arena, struct stay_query query,
                       struct stay_set *set_out);

// The current stay ends as `left`, with `until_seq` the last event of it.
enum err stay_store_leave(struct db *db, conversation_id conversation, person_id person,
                          int64_t until_seq);

// Every stay of the person ends as `removed`; the current one with `until_seq`.
enum err stay_store_remove(struct db *db, conversation_id conversation,
                           person_id person, int64_t until_seq);

// The stay `number` of the person, which ended as `removed`, ended as `left`.
enum err stay_store_unbar(struct db *db, conversation_id conversation, person_id person,
                          int number);

// Moves the read mark of the current stay forward to `read` (never back).
enum err stay_store_mark(struct db *db, conversation_id conversation, person_id person,
                         int64_t read);

// A current stay with its conversation, as one row of a person's list.
struct stay_listed {
    struct conversation_row row;
    struct stay_row stay;
    bool away; // she has left the group for a while
};

// The current conversations of query.person above query.conversation, in id order.
enum err stay_store_list(struct db *db, struct arena *arena, struct stay_query query,
                         struct stay_listed **rows_out, int *count_out);

// Current members of query.conversation, in the order of their ids.
enum err stay_store_members(struct db *db, struct arena *arena, struct stay_query query,
                            struct stay **rows_out, int *count_out);

// Stays of everybody that were not ended by staff, by person and ascending.
enum err stay_store_visible(struct db *db, struct arena *arena,
                            conversation_id conversation, struct stay **rows_out,
                            int *count_out);

// Blocks, and orders that two have no contact, between people who are or were in the
// conversation.
struct stay_block {
    person_id person;
    person_id blocked;
    bool apart; // by order of staff: neither may know of the other
};

enum err stay_store_blocks(struct db *db, struct arena *arena,
                           conversation_id conversation, struct stay_block **rows_out,
                           int *count_out);

#endif
