// What a coordinator sees of a run: what it proposes for the carers of her areas and
// why, and why others have nobody yet. Carers of other areas, and those on whose case
// she works, are not there for her; supporters of other areas appear by name only.
#ifndef DOMAIN_MATCHING_VIEW_H
#define DOMAIN_MATCHING_VIEW_H

#include "domain/change.h"
#include "domain/matching/matching_row.h"
#include "model/matching_run.h"

struct run_carer_row;

#define MATCHING_VIEW_CARERS 24 // of one page: with parts and reasons it fits a reply
#define MATCHING_VIEW_LINES 4   // reasons of a pair

// A pair with what is told about it.
struct matching_view_pair {
    enum role as; // by which the actor sees it
    struct person_card carer;
    struct person_card supporter;
    struct matching_row_pair found;
    struct text lines[MATCHING_VIEW_LINES];
    int line_count;
};

struct matching_view_proposal {
    struct matching_view_pair pair;
    struct matching_proposal proposal;
    int tier;
    int waited_days;
    bool is_worst; // the lowest score of the run that is not locked
};

// How many supporters are not for her for one reason.
struct matching_view_tally {
    struct text code;
    int supporters;
};

struct matching_view_unmatched {
    struct person_card carer;
    int tier;
    int waited_days;
    struct matching_view_tally tallies[MATCHING_GATE_ROWS + 2];
    int tally_count;
    bool has_best;
    struct person_card best;
    int best_score;
};

struct matching_view {
    struct matching_run run;
    struct person_card requested_by; // id.v == 0: the timetable
    bool has_worst;                  // and she may see the carer
    struct person_card worst_carer;
    struct person_card worst_supporter;
    int worst_score;
    struct matching_view_proposal *proposals;
    size_t proposal_count;
    struct matching_view_unmatched *unmatched;
    size_t unmatched_count;
    person_id last;
    bool more;
};

// A run of the actor's organisation. Errors: ERR_DENIED, ERR_NOT_FOUND.
enum err matching_view_run(struct change *change, run_id id,
                           struct matching_run *run_out);

// The row of a carer whom the actor may see. Errors: ERR_NOT_FOUND.
enum err matching_view_carer(struct change *change, const struct matching_run *run,
                             person_id carer, struct run_carer_row *row_out);

// A page in order of the queue, after `after` (v == 0: from the first). Errors:
// ERR_NOT_FOUND; ERR_WRONG_STATE (still under way, or failed).
enum err matching_view_page(struct change *change, run_id id, person_id after,
                            struct matching_view *view_out);

// Any pair of a run. Errors: as above.
enum err matching_view_pair(struct change *change, run_id id,
                            const struct matching_run_pair *pair,
                            struct matching_view_pair *pair_out);

// Writes down that it was seen: a row for each of the two, who has it in her copy.
enum err matching_view_pair_note(struct change *change, run_id id,
                                 const struct matching_view_pair *pair);

struct matching_view_runs {
    struct matching_run *rows;
    struct person_card *requested_by; // id.v == 0: the timetable
    size_t count;
    bool more;
    int64_t urgent_at_utc_ms;
    int64_t weekly_at_utc_ms;
};

#define MATCHING_VIEW_RUNS 50

// The organisation's runs, newest first, and when the next are due.
enum err matching_view_runs(struct change *change, run_id after,
                            struct matching_view_runs *runs_out);

#endif
