// Rows that reports are counted from: waits, matches, answers of reviews, load.
#ifndef STORE_REPORT_STORE_H
#define STORE_REPORT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "store/db.h"

// A request whose clock has begun. Times in ms since 1970 UTC.
struct report_wait {
    person_id carer;
    area_id area;
    int64_t since_utc_ms;
    int64_t introduced_utc_ms; // 0: not yet
    int64_t left_utc_ms;       // withdrawn or closed before that; 0: has not
};

struct report_waits {
    struct report_wait *rows;
    size_t count;
};

struct report_match {
    area_id area;
    int score;
    bool was_offered;
    bool both_said_yes;
    bool carer_said_no;
    bool supporter_said_no;
    bool expired;
    bool ended_for_cause;
    bool ended_unplanned;
    int64_t introduced_utc_ms;    // 0: not yet
    int64_t first_contact_utc_ms; // 0: none yet
    int64_t ended_utc_ms;         // 0: not yet
    int like_me_sum;              // of the reviews at day 14
    int like_me_count;
};

struct report_matches {
    struct report_match *rows;
    size_t count;
};

// People whom an active supporter with places has now.
struct report_load {
    area_id area; // one of his, 0: everywhere
    int people;
};

struct report_loads {
    struct report_load *rows;
    size_t count;
};

// At most `limit` rows, the newest.
enum err report_store_waits(struct db *db, struct arena *arena,
                            organisation_id organisation, size_t limit,
                            struct report_waits *list_out);
enum err report_store_matches(struct db *db, struct arena *arena,
                              organisation_id organisation, size_t limit,
                              struct report_matches *list_out);
enum err report_store_loads(struct db *db, struct arena *arena,
                            organisation_id organisation, size_t limit,
                            struct report_loads *list_out);

#endif
