// What a run consists of: rows of matching_run_carer, matching_run_supporter,
// matching_ruling and matching_proposal.
#ifndef STORE_RUN_PART_STORE_H
#define STORE_RUN_PART_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/matching_run.h"
#include "store/db.h"

// Scores or gates of one carer with every supporter of the run, sealed.
struct run_pairs_sealed {
    struct text bytes; // empty: none
    int64_t key_version;
};

struct run_carer_row {
    struct matching_run_carer carer;
    struct run_pairs_sealed pairs;
};

struct run_carer_rows {
    struct run_carer_row *rows;
    size_t count;
};

struct run_supporter_rows {
    struct matching_run_supporter *rows;
    size_t count;
};

struct run_ruling_rows {
    struct matching_ruling *rows;
    size_t count;
};

struct run_proposal_rows {
    struct matching_proposal *rows;
    size_t count;
};

enum err run_part_store_insert_carer(struct db *db, run_id run,
                                     const struct run_carer_row *row);
enum err run_part_store_insert_supporter(struct db *db, run_id run,
                                         const struct matching_run_supporter *row);
enum err run_part_store_insert_ruling(struct db *db, run_id run,
                                      const struct matching_ruling *ruling);

// A proposed pair, with the versions of the two people's gates when they were last
// looked at.
struct run_proposed {
    struct matching_proposal proposal;
    int64_t carer_version;
    int64_t supporter_version;
    bool is_waiting; // read: the request still is
};

// Leaves one that is there as it is.
enum err run_part_store_insert_proposal(struct db *db, run_id run,
                                        const struct run_proposed *row);

// Up to `limit` carers after the position `after` (-1: from the first), in order.
struct run_carer_query {
    run_id run;
    int after;
    size_t limit;
};
enum err run_part_store_carers(struct db *db, struct arena *arena,
                               const struct run_carer_query *query,
                               struct run_carer_rows *rows_out);

// Errors: ERR_NOT_FOUND.
enum err run_part_store_carer(struct db *db, struct arena *arena, run_id run,
                              person_id carer, struct run_carer_row *row_out);

// In order of position.
enum err run_part_store_supporters(struct db *db, struct arena *arena, run_id run,
                                   struct run_supporter_rows *rows_out);

enum err run_part_store_rulings(struct db *db, struct arena *arena, run_id run,
                                struct run_ruling_rows *rows_out);

enum err run_part_store_proposals(struct db *db, struct arena *arena, run_id run,
                                  struct run_proposal_rows *rows_out);

// Errors: ERR_NOT_FOUND.
enum err run_part_store_proposal(struct db *db, struct arena *arena, run_id run,
                                 const struct matching_run_pair *pair,
                                 struct matching_proposal *proposal_out);

// Writes state, gate and who decided.
enum err run_part_store_put_proposal(struct db *db, run_id run,
                                     const struct matching_proposal *proposal);

// Up to `limit` proposed pairs after `after` (0, 0: from the first) of which somebody
// has moved since they were last looked at: a gate may have closed, or the request no
// longer waits. With the versions as they are now.
struct run_moved_query {
    run_id run;
    struct matching_run_pair after;
    size_t limit;
};

struct run_moved_rows {
    struct run_proposed *rows;
    size_t count;
};
enum err run_part_store_moved(struct db *db, struct arena *arena,
                              const struct run_moved_query *query,
                              struct run_moved_rows *rows_out);

// Writes that the pair was looked at, and what came of it.
enum err run_part_store_put_seen(struct db *db, run_id run,
                                 const struct run_proposed *row);

// Deletes up to `limit` carers' rows of `run`, then everything else but its rulings and
// what is approved; `*more_out` says whether carers are left.
enum err run_part_store_clear(struct db *db, run_id run, size_t limit, bool *more_out);

#endif
