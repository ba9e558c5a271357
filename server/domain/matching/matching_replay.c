#include "domain/matching/matching_replay.h"

#include "domain/matching/matching_run.h"
#include "store/run_part_store.h"
#include "store/run_store.h"

enum err matching_replay_load(struct change *change, run_id id,
                              struct matching_replay *replay_out,
                              struct matching_job **job_out)
{
    struct run_proposal_rows proposals;
    struct matching_replay replay = {0};
    enum err err = run_store_find(change->db, change->arena, id, &replay.stored);
    if (err == OK && replay.stored.state != MATCHING_RUN_READY &&
        replay.stored.state != MATCHING_RUN_REPLACED) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = run_part_store_proposals(change->db, change->arena, id, &proposals);
    }
    if (err != OK) {
        return err;
    }
    replay.proposals = proposals.rows;
    replay.proposal_count = proposals.count;
    *replay_out = replay;
    return matching_run_load_rows(change, &replay.stored, job_out);
}

static bool has_pair(const struct matching_replay *replay,
                     const struct matching_job *job,
                     const struct matching_planned *pair)
{
    person_id carer = job->carers[pair->carer].carer;
    person_id supporter = job->supporters[pair->supporter].supporter;
    for (size_t i = 0; i < replay->proposal_count; i++) {
        const struct matching_proposal *stored = &replay->proposals[i];
        if (person_id_equal(stored->carer, carer) &&
            person_id_equal(stored->supporter, supporter)) {
            return stored->score == pair->score;
        }
    }
    return false;
}

bool matching_replay_is_same(const struct matching_replay *replay,
                             const struct matching_job *job)
{
    bool same = job->err == OK &&
                (size_t)job->plan.pair_count == replay->proposal_count &&
                text_equal(job->run.levels, replay->stored.levels);
    for (int i = 0; same && i < job->plan.pair_count; i++) {
        same = has_pair(replay, job, &job->plan.pairs[i]);
    }
    return same;
}
