// Reading the rows of a statement into an array that grows. The caller says what a row
// means, the list keeps the array. Not for a statement of which one row is wanted
// (stmt_one), nor for rows that are only added up. Decides nothing.
#ifndef STORE_STMT_LIST_H
#define STORE_STMT_LIST_H

#include <stddef.h>

#include "model/person.h"
#include "store/db.h"

struct stmt_list {
    void *rows; // the array; NULL when there is no row
    size_t count;
    enum err err; // why it ended: OK when every row was read
    // The rest is the list's own.
    struct stmt *stmt;
    struct arena *arena;
    size_t row_bytes;
    size_t capacity;
};

// An empty list for what `stmt` gives, which is bound and not yet stepped; an element
// takes `row_bytes`. Owner: the array lives as long as `arena`. Bound: as many rows as
// the statement gives, so its LIMIT.
struct stmt_list stmt_list(struct stmt *stmt, struct arena *arena, size_t row_bytes);

// Steps to the next row and gives its element, zeroed, for the caller to fill from the
// columns; the array may move, so it is borrowed until the next call. NULL when there
// are no more and on failure, when `list->err` says which (errors: as stmt_step); the
// statement is then reset. Whoever stops before that resets it with stmt_reset.
void *stmt_list_next(struct stmt_list *list);

// The whole list where each row is the id of a person. Errors: as stmt_step.
enum err stmt_list_people(struct stmt *stmt, struct arena *arena,
                          struct person_ids *list_out);

#endif
