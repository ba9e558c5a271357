#include "domain/matching/matching_keep.h"

#include "domain/matching/matching_check.h"
#include "domain/matching/matching_run.h"
#include "domain/matching/matching_tell.h"
#include "domain/vault.h"
#include "store/run_part_store.h"
#include "store/run_store.h"

// One piece: about a millisecond of work, and little more for the fsync that people's
// messages share with it.
#define CLEAR_ROWS 32
#define SUPPORTER_ROWS 100
#define PROPOSAL_ROWS 100
#define CARER_ROWS 32
#define CARER_BYTES 65536
#define MOVED_PAIRS 8 // each opens two profiles

static int at_most(int number, int most)
{
    return number < most ? number : most;
}

// Goes on with `step` at its beginning.
static void go_on(struct matching_job *job, enum matching_job_step step)
{
    job->step = step;
    job->next = 0;
}

static enum err keep_clear(struct change *change, struct matching_job *job)
{
    bool more = false;
    enum err err = run_part_store_clear(change->db, job->run.id, CLEAR_ROWS, &more);
    if (err == OK && !more) {
        go_on(job, MATCHING_JOB_BEGIN);
    }
    return err;
}

static enum err keep_begin(struct change *change, struct matching_job *job)
{
#if defined(CONTROL_SHOW_EARLY)
    job->run.state =
        MATCHING_RUN_READY; // breaks the promise: the kill test must notice
#else
    job->run.state = MATCHING_RUN_STORING;
#endif
    job->run.stored = 0;
    go_on(job, job->has_pool ? MATCHING_JOB_SUPPORTERS : MATCHING_JOB_PROPOSALS);
    return run_store_put(change->db, &job->run);
}

static enum err keep_supporters(struct change *change, struct matching_job *job)
{
    int end = at_most(job->next + SUPPORTER_ROWS, job->supporter_count);
    enum err err = OK;
    for (; err == OK && job->next < end; job->next++) {
        err = run_part_store_insert_supporter(change->db, job->run.id,
                                              &job->supporters[job->next]);
    }
    if (job->next == job->supporter_count) {
        go_on(job, MATCHING_JOB_CARERS);
    }
    return err;
}

// Whoever was erased since the snapshot keeps a row without content.
static enum err keep_carer(struct change *change, const struct matching_job *job,
                           struct arena *arena, int position)
{
    const struct matching_run_carer *carer = &job->carers[position];
    struct run_carer_row row = {.carer = *carer};
    struct sealed sealed = {0};
    const struct seal_place place = {"matching_run_carer",
                                     "pairs_sealed",
                                     job->run.id.v,
                                     position,
                                     {.person = carer->carer}};
    enum err err =
        vault_seal(change->vault, arena, place, job->rows[position], &sealed);
    if (err != OK && err != ERR_GONE) {
        return err;
    }
    row.pairs = (struct run_pairs_sealed){sealed.bytes, sealed.key_version};
    return run_part_store_insert_carer(change->db, job->run.id, &row);
}

static enum err keep_carers(struct change *change, struct matching_job *job)
{
    struct arena *arena = arena_new();
    int end = at_most(job->next + CARER_ROWS, job->carer_count);
    size_t bytes = 0;
    enum err err = OK;
    while (err == OK && job->next < end && bytes < CARER_BYTES) {
        bytes += job->rows[job->next].len;
        err = keep_carer(change, job, arena, job->next);
        job->next++;
    }
    arena_free(arena);
    job->run.stored = job->next;
    if (job->next == job->carer_count) {
        go_on(job, MATCHING_JOB_PROPOSALS);
    }
    return err == OK ? run_store_put(change->db, &job->run) : err;
}

static enum err keep_proposals(struct change *change, struct matching_job *job)
{
    int end = at_most(job->next + PROPOSAL_ROWS, job->plan.pair_count);
    enum err err = OK;
    for (; err == OK && job->next < end; job->next++) {
        const struct matching_planned *pair = &job->plan.pairs[job->next];
        const struct matching_run_carer *carer = &job->carers[pair->carer];
        const struct matching_run_supporter *supporter =
            &job->supporters[pair->supporter];
        const struct run_proposed row = {
            .proposal = {.carer = carer->carer,
                         .supporter = supporter->supporter,
                         .request = carer->request,
                         .score = pair->score,
                         .is_locked = pair->locked,
                         .state = MATCHING_PROPOSED},
            .carer_version = carer->gate_version,
            .supporter_version = supporter->gate_version,
        };
        err = run_part_store_insert_proposal(change->db, job->run.id, &row);
    }
    if (job->next == job->plan.pair_count) {
        go_on(job, MATCHING_JOB_CHECK);
    }
    return err;
}

// A carer who no longer waits is none for this run; else every gate is asked again.
static enum err check_again(struct change *change, run_id run, struct run_proposed *row)
{
    struct matching_proposal *proposal = &row->proposal;
    enum matching_gate gate = MATCHING_GATE_NONE;
    enum err err = OK;
    if (row->is_waiting) {
        err = matching_check(change, proposal->carer, proposal->supporter,
                             (match_id){0}, &gate);
    }
    if (err != OK) {
        return err;
    }
    if (!row->is_waiting || gate != MATCHING_GATE_NONE) {
        proposal->state = MATCHING_DROPPED;
        proposal->gate =
            row->is_waiting ? matching_gates[gate].code : TEXT("not_waiting");
    }
    return run_part_store_put_seen(change->db, run, row);
}

// Looks again at a few of those who moved. `*more_out`: there may be more of them.
static enum err check_moved(struct change *change, struct matching_job *job,
                            bool *more_out)
{
    struct run_moved_rows moved;
    const struct run_moved_query query = {job->run.id, job->checked, MOVED_PAIRS};
    enum err err = run_part_store_moved(change->db, change->arena, &query, &moved);
    for (size_t i = 0; err == OK && i < moved.count; i++) {
        err = check_again(change, job->run.id, &moved.rows[i]);
        job->checked.carer = moved.rows[i].proposal.carer;
        job->checked.supporter = moved.rows[i].proposal.supporter;
    }
    *more_out = err == OK && moved.count == MOVED_PAIRS;
    return err;
}

static enum err keep_check(struct change *change, struct matching_job *job)
{
    bool more = false;
    enum err err = check_moved(change, job, &more);
    if (!more) {
        go_on(job, MATCHING_JOB_PUBLISH);
    }
    return err;
}

static enum err replace_ready(struct change *change, const struct matching_run *run)
{
    struct matching_run former;
    run_id id;
    enum err err = run_store_ready(change->db, run->organisation, run->lane, &id);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = run_store_find(change->db, change->arena, id, &former);
    }
    if (err == OK) {
        former.state = MATCHING_RUN_REPLACED;
        err = run_store_put(change->db, &former);
    }
    return err;
}

// Coordinators are told that there is something to look at.
static enum err keep_end(struct change *change, struct matching_job *job)
{
    enum err err = run_store_put(change->db, &job->run);
    return err == OK
               ? matching_tell_desk_of(change, job->run.organisation, (area_id){0})
               : err;
}

// Those who moved while others were looked at are few; if not, that goes on first.
static enum err keep_publish(struct change *change, struct matching_job *job)
{
    bool more = false;
    job->checked = (struct matching_run_pair){0};
    enum err err = check_moved(change, job, &more);
    if (err != OK || more) {
        go_on(job, MATCHING_JOB_CHECK);
        return err;
    }
    job->run.finished_utc_ms = change->now_utc_ms;
    job->run.state = MATCHING_RUN_READY;
    err = replace_ready(change, &job->run);
    return err == OK ? keep_end(change, job) : err;
}

// The run says why, and is over.
static enum err keep_failure(struct change *change, struct matching_job *job)
{
    job->run.finished_utc_ms = change->now_utc_ms;
    job->run.state = MATCHING_RUN_FAILED;
    return keep_end(change, job);
}

static enum err keep_piece(struct change *change, struct matching_job *job)
{
    switch (job->step) {
    case MATCHING_JOB_CLEAR:
        return keep_clear(change, job);
    case MATCHING_JOB_BEGIN:
        return keep_begin(change, job);
    case MATCHING_JOB_SUPPORTERS:
        return keep_supporters(change, job);
    case MATCHING_JOB_CARERS:
        return keep_carers(change, job);
    case MATCHING_JOB_PROPOSALS:
        return keep_proposals(change, job);
    case MATCHING_JOB_CHECK:
        return keep_check(change, job);
    case MATCHING_JOB_PUBLISH:
        return keep_publish(change, job);
    }
    unreachable_state("step of storing a run");
}

enum err matching_keep_next(struct change *change, struct matching_job *job,
                            bool *more_out)
{
    enum err err = job->err == OK ? keep_piece(change, job) : keep_failure(change, job);
    *more_out = err == OK && job->run.finished_utc_ms == 0;
    return err;
}
