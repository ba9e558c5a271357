// Rows of matching_step: every step that a request or a match took.
#ifndef STORE_STEP_STORE_H
#define STORE_STEP_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/text.h"
#include "store/db.h"

struct step_row {
    int64_t subject; // id of the request or the match
    int64_t at_utc_ms;
    struct text state;
    person_id actor;  // v == 0: the system
    struct text note; // a word of ours, never somebody's own
};

// Adds the subject's next step.
enum err step_store_append(struct db *db, const struct step_row *row);

// The steps of `subject`, oldest first, at most `limit`.
struct step_list {
    struct step_row *rows;
    size_t count;
};
enum err step_store_list(struct db *db, struct arena *arena, int64_t subject,
                         size_t limit, struct step_list *list_out);

#endif
