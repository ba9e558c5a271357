// Rows that nearly every request reads, kept by the writing connection for as long as
// nothing was written that they could depend on: what is given is what the database
// would give. It notices by itself: each statement says, when it is compiled, which
// tables and columns it changes, and one that changes a table that kept rows are read
// from makes all of them stale, as does undoing such a change. Reading connections keep
// nothing.
#ifndef STORE_ROW_CACHE_H
#define STORE_ROW_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

enum row_kind {
    ROW_NONE,
    ROW_ACTING,   // a: session
    ROW_STAYS,    // a: conversation, b: person
    ROW_HIDDEN,   // a: person
    ROW_STANDING, // a: group, b: person
    ROW_MATCH,    // a: conversation
    ROW_CLOSED    // a: conversation
};

struct row_key {
    enum row_kind kind;
    int64_t a;
    int64_t b;
};

#define ROW_BYTES_MAX 208 // a session with four roles, or two stays: what most have

// Copies the row that is kept under `key` to `row_out`, which has `bytes`, as when it
// was put. Returns whether there is one.
bool row_cache_get(const struct db *db, struct row_key key, void *row_out,
                   size_t bytes);

// Keeps a copy of `row`: `bytes` (at most ROW_BYTES_MAX) without any pointer.
void row_cache_put(struct db *db, struct row_key key, const void *row, size_t bytes);

// Forgets one row: for those who change a column that stales none (row_cache.c).
void row_cache_drop(struct db *db, struct row_key key);

// In builds for tests every row that is given is read as well: `kept` must be what
// `read` puts into a `type` called fresh.
#ifdef CHECK_ROWS
#define ROW_CACHE_CHECK(type, kept, read)                                              \
    do {                                                                               \
        type fresh;                                                                    \
        if ((read) == OK && memcmp(&fresh, (kept), sizeof fresh) != 0) {               \
            unreachable_state("a kept row is not what the database says");             \
        }                                                                              \
    } while (0)
#else
#define ROW_CACHE_CHECK(type, kept, read) ((void)0)
#endif

// For stmt.c: whether writing `column` of `table` (NULL: whole rows of it) makes kept
// rows stale.
bool row_cache_depends_on(const char *table, const char *column);

#endif
