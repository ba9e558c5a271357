// A run of matching: what it was computed from, how far it has come, what it proposes.
#ifndef MODEL_MATCHING_RUN_H
#define MODEL_MATCHING_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

enum matching_lane {
    MATCHING_LANE_URGENT, // daily, requests of tier 0 only
    MATCHING_LANE_WEEKLY, // everybody who waits
    MATCHING_LANES
};

enum matching_run_state {
    MATCHING_RUN_REQUESTED,
    MATCHING_RUN_STORING,  // its rows are being written; nobody sees them yet
    MATCHING_RUN_READY,    // the newest of its lane that can be decided on
    MATCHING_RUN_REPLACED, // by a later one
    MATCHING_RUN_FAILED,
    MATCHING_RUN_STATES
};

// What a coordinator may change about a run.
enum matching_change {
    MATCHING_CHANGE_LOCK,
    MATCHING_CHANGE_FORBID,
    MATCHING_CHANGE_SWAP, // the supporters of two carers
    MATCHING_CHANGES
};

struct matching_run_pair {
    person_id carer;
    person_id supporter;
};

struct matching_run {
    run_id id;
    organisation_id organisation;
    enum matching_lane lane;
    enum matching_run_state state;
    person_id requested_by; // v == 0: by the timetable
    int64_t requested_utc_ms;
    int64_t snapshot_utc_ms; // 0: not computed yet
    int64_t finished_utc_ms; // 0: not yet
    run_id origin; // the run whose frozen people and scores it uses, v == 0: its own
    int floor;
    int64_t seed;
    int fields_version;
    int weights_version;
    int64_t stored; // carers' rows so far
    int attempts;   // how often it was begun
    int carers;
    int supporters;
    int matched;
    int worst; // -1: nobody is matched
    int64_t total;
    struct text levels;  // a line "name value bound" for each aim
    struct text failure; // a code, empty where it did not fail
};

// A carer of a run. `position` is the place in the queue.
struct matching_run_carer {
    int position;
    person_id carer;
    request_id request;
    area_id area;
    int tier;
    int waited_days;
    int64_t gate_version;
};

struct matching_run_supporter {
    int position;
    person_id supporter;
    int capacity; // places free for this run
    int load;     // people whom he had already
    int64_t gate_version;
};

// What was decided before the solver was asked.
struct matching_ruling {
    person_id carer;
    person_id supporter;
    bool is_lock; // else forbidden
    person_id ruled_by;
};

enum matching_proposal_state {
    MATCHING_PROPOSED,
    MATCHING_APPROVED,
    MATCHING_REJECTED,
    MATCHING_DROPPED, // a gate closed before the run was finished
    MATCHING_PROPOSAL_STATES
};

struct matching_proposal {
    person_id carer;
    person_id supporter;
    request_id request;
    int score;
    bool is_locked;
    enum matching_proposal_state state;
    struct text gate; // dropped: the code of what closed
    person_id decided_by;
};

#endif
