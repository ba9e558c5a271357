// The tables `safety_note`, append-only and chained, and `restore_issue`.
#ifndef STORE_SAFETY_STORE_H
#define STORE_SAFETY_STORE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "model/safety.h"

struct db;

struct safety_records {
    struct safety_record *records;
    int count;
};

// The newest record, or zeroes where there is none.
enum err safety_store_last(struct db *db, struct safety_record *last_out);

// Adds `record` at the end of the chain: domain/safety.h knows its seq and hash.
enum err safety_store_append(struct db *db, const struct safety_record *record);

// Errors: ERR_NOT_FOUND.
enum err safety_store_get(struct db *db, int64_t seq, struct safety_record *record_out);

// Up to `max` records after `seq`, in order.
enum err safety_store_after(struct db *db, struct arena *arena, int64_t seq, int max,
                            struct safety_records *records_out);

// Something that a lead has to know of: of the ledger, or of what it says nothing of.
struct restore_issue {
    int64_t id;
    struct safety_record record; // seq 0: none in particular
    struct text why;
};

struct restore_issues {
    struct restore_issue *issues;
    int count;
};

// Adds one to what a lead has to read before the doors open; one of no record only
// where it is not listed yet.
enum err safety_store_add_issue(struct db *db, const struct restore_issue *issue);

// Whether one of `kind` with this `b` is listed.
enum err safety_store_has_issue(struct db *db, enum safety_kind kind, int64_t b,
                                bool *has_out);

// Up to `max` of them after `after` (zeroes: from the first): those of no record first,
// then in the order of the ledger.
enum err safety_store_issues(struct db *db, struct arena *arena,
                             const struct restore_issue *after, int max,
                             struct restore_issues *issues_out);

// Deletes all of them: a lead has read them.
enum err safety_store_forget_issues(struct db *db);

#endif
