// Rows of care_excerpt and care_step: what was reported, line for line, and what
// happened to a case, step for step. Only ever added to.
#ifndef STORE_CARE_EXCERPT_STORE_H
#define STORE_CARE_EXCERPT_STORE_H

#include <stddef.h>

#include "model/care.h"
#include "model/person.h"
#include "store/db.h"

struct care_excerpt_row {
    care_case_id care_case;
    int64_t line; // 1, 2, … in the order in which lines were added
    enum care_excerpt_part part;
    int64_t seq;
    person_id author;
    int64_t at_utc_ms;       // when it was written
    struct text text_sealed; // empty: it had been taken away before
    int64_t text_version;
    struct text cover_sealed; // what it lay under; empty: nothing
    int64_t cover_version;
};

struct care_excerpt_rows {
    struct care_excerpt_row *rows;
    size_t count;
};

enum err care_excerpt_store_insert(struct db *db, const struct care_excerpt_row *row);

// Lines of a case after `after`, in order, at most `limit`.
struct care_excerpt_query {
    care_case_id care_case;
    int64_t after;
    int limit;
};
enum err care_excerpt_store_list(struct db *db, struct arena *arena,
                                 const struct care_excerpt_query *query,
                                 struct care_excerpt_rows *rows_out);

// The newest line of the reported message itself. Errors: ERR_NOT_FOUND.
enum err care_excerpt_store_reported(struct db *db, struct arena *arena,
                                     care_case_id id, struct care_excerpt_row *row_out);

// The number of the last line, 0: there is none.
enum err care_excerpt_store_last(struct db *db, care_case_id id, int64_t *line_out);

struct care_step_row {
    care_case_id care_case;
    int64_t step; // 1, 2, …
    enum care_step what;
    person_id by;
    int64_t at_utc_ms;
    bool has_decision;
    enum care_decision decision;
    struct text rule;
    struct text text_sealed; // empty: none
    int64_t text_version;
    struct text rule_text_sealed; // empty: none
    int64_t rule_text_version;
};

struct care_step_rows {
    struct care_step_row *rows;
    size_t count;
};

enum err care_excerpt_store_step(struct db *db, const struct care_step_row *row);

// The number of the next step.
enum err care_excerpt_store_next_step(struct db *db, care_case_id id,
                                      int64_t *step_out);

// The newest `notes` of what those who reported added, and beside them the newest
// `limit` steps of all other kinds; ascending.
struct care_step_query {
    care_case_id care_case;
    int limit;
    int notes;
};
enum err care_excerpt_store_steps(struct db *db, struct arena *arena,
                                  const struct care_step_query *query,
                                  struct care_step_rows *rows_out);

// The newest step of the kind. Errors: ERR_NOT_FOUND.
enum err care_excerpt_store_newest(struct db *db, struct arena *arena, care_case_id id,
                                   enum care_step what, struct care_step_row *row_out);

// Who decided a case, or showed again what it had hidden.
struct care_deciders {
    care_case_id care_case;
    bool of_appeals; // also who decided an appeal of it
};
enum err care_excerpt_store_deciders(struct db *db, struct arena *arena,
                                     const struct care_deciders *which,
                                     struct person_ids *list_out);

// Whose decision about the same message or profile as `row`, in whichever case, an
// appeal changed.
enum err care_excerpt_store_overruled(struct db *db, struct arena *arena,
                                      const struct care_case *row,
                                      struct person_ids *list_out);

#endif
