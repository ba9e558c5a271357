// Solving a stored run again from its stored rows alone, to show that its plan was the
// one and can be found again.
#ifndef DOMAIN_MATCHING_REPLAY_H
#define DOMAIN_MATCHING_REPLAY_H

#include "domain/change.h"
#include "domain/matching/matching_job.h"

struct matching_replay {
    struct matching_run stored;
    struct matching_proposal *proposals; // as stored
    size_t proposal_count;
};

// Reads the run `id`; the job is to be solved. Callers hold the right. Errors:
// ERR_NOT_FOUND; ERR_WRONG_STATE (it was never finished). Owner of the job: the caller.
enum err matching_replay_load(struct change *change, run_id id,
                              struct matching_replay *replay_out,
                              struct matching_job **job_out);

// Whether the solved `job` says what was stored, pair by pair and level by level.
bool matching_replay_is_same(const struct matching_replay *replay,
                             const struct matching_job *job);

#endif
