#include "domain/matching/matching_run.h"

#include "base/secret.h"
#include "domain/access.h"
#include "domain/matching/matching_row.h"
#include "domain/matching/matching_tell.h"
#include "domain/vault.h"
#include "store/run_part_store.h"
#include "store/run_store.h"

#define ROWS_AT_ONCE 64 // of up to 200 kB each, while cells are filled

run_id matching_run_origin(const struct matching_run *run)
{
    return run->origin.v == 0 ? run->id : run->origin;
}

// -- asking for one

static struct matching_run run_of(struct change *change,
                                  const struct matching_run_new *wanted)
{
    const struct matching_run *origin = wanted->origin;
    struct matching_run run = {
        .id = run_id_new(),
        .organisation = wanted->organisation,
        .lane = wanted->lane,
        .requested_by = wanted->requested_by,
        .requested_utc_ms = change->now_utc_ms,
        .floor = change->policy->matching_floor,
        .seed = (int64_t)(secret_random_u64() >> 1),
        .worst = -1,
    };
    if (origin != NULL) {
        run.origin = matching_run_origin(origin);
        run.floor = origin->floor;
        run.seed = origin->seed;
    }
    return run;
}

enum err matching_run_request(struct change *change,
                              const struct matching_run_new *wanted, run_id *run_out)
{
    struct matching_run run = run_of(change, wanted);
    run_id other;
    enum err err = run_store_unfinished(change->db, wanted->organisation, &other);
    if (err != ERR_NOT_FOUND) {
        return err == OK ? ERR_CONFLICT : err;
    }
    err = run_store_insert(change->db, &run);
    if (err == OK) {
        *run_out = run.id;
    }
    return err;
}

enum err matching_run_begin(struct change *change, enum matching_lane lane,
                            run_id *run_out)
{
    const struct matching_run_new wanted = {.organisation = change->actor.organisation,
                                            .lane = lane,
                                            .requested_by = change->actor.person};
    enum err err = access_any_role(&change->actor, ROLE_BIT(ROLE_COORDINATOR));
    return err == OK ? matching_run_request(change, &wanted, run_out) : err;
}

static enum err give_up(struct change *change, struct matching_run *run)
{
    run->state = MATCHING_RUN_FAILED;
    run->failure = TEXT("interrupted");
    run->finished_utc_ms = change->now_utc_ms;
    enum err err = run_store_put(change->db, run);
    return err == OK ? matching_tell_desk_of(change, run->organisation, (area_id){0})
                     : err;
}

enum err matching_run_take(struct change *change, run_id *run_out)
{
    struct matching_run run;
    run_id id;
    *run_out = (run_id){0};
    enum err err = run_store_unfinished(change->db, (organisation_id){0}, &id);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = run_store_find(change->db, change->arena, id, &run);
    }
    if (err != OK) {
        return err;
    }
    if (run.attempts >= MATCHING_RUN_ATTEMPTS) {
        return give_up(change, &run);
    }
    run.attempts++;
    err = run_store_put(change->db, &run);
    if (err == OK) {
        *run_out = id;
    }
    return err;
}

// -- reading what it is computed from

static struct seal_place row_place(run_id origin, const struct matching_run_carer *row)
{
    return (struct seal_place){"matching_run_carer",
                               "pairs_sealed",
                               origin.v,
                               row->position,
                               {.person = row->carer}};
}

enum err matching_run_open_row(struct change *change, run_id origin,
                               const struct run_carer_row *row, struct text *pairs_out)
{
    const struct sealed sealed = {row->pairs.bytes, row->pairs.key_version};
    if (sealed.bytes.len == 0) {
        return ERR_GONE;
    }
    return vault_open_sealed(change->vault, change->arena,
                             row_place(origin, &row->carer), sealed, pairs_out);
}

static bool is_locked(const struct matching_job *job, person_id carer, int supporter)
{
    person_id with = job->supporters[supporter].supporter;
    for (size_t i = 0; i < job->ruling_count; i++) {
        const struct matching_ruling *ruling = &job->rulings[i];
        if (ruling->is_lock && person_id_equal(ruling->carer, carer) &&
            person_id_equal(ruling->supporter, with)) {
            return true;
        }
    }
    return false;
}

// A pair that only a coordinator can put together counts where she did.
static enum err fill_cells(const struct matching_job *job, person_id carer,
                           struct text row, matching_cell *cells)
{
    size_t at = 0;
    enum err err = OK;
    for (int i = 0; err == OK && i < job->supporter_count; i++) {
        struct matching_row_pair pair;
        err = matching_row_next(row, &at, &pair);
        bool counts = pair.gate == MATCHING_GATE_NONE ||
                      (pair.has_score && is_locked(job, carer, i));
        cells[i] = (matching_cell)(counts ? pair.score.total : -(int)pair.gate);
    }
    return err;
}

// The row of somebody who was erased can no longer be read: nobody suits her.
static enum err take_carer(struct change *change, struct matching_job *job,
                           const struct run_carer_row *row, matching_cell *cells)
{
    struct text pairs;
    enum err err =
        matching_run_open_row(change, matching_run_origin(&job->run), row, &pairs);
    if (err == OK) {
        return fill_cells(job, row->carer.carer, pairs, cells);
    }
    if (err != ERR_GONE) {
        return err;
    }
    job->erased++;
    for (int i = 0; i < job->supporter_count; i++) {
        cells[i] = -MATCHING_GATE_NOT_ACTIVE;
    }
    return OK;
}

// Up to ROWS_AT_ONCE carers after the last one that is there.
static enum err take_carers(const struct change *change, struct matching_job *job,
                            struct matching_run_carer *carers, bool *more_out)
{
    struct change scratch = *change;
    struct run_carer_rows page;
    size_t width = (size_t)job->supporter_count;
    scratch.arena = arena_new();
    const struct run_carer_query query = {matching_run_origin(&job->run),
                                          job->carer_count - 1, ROWS_AT_ONCE};
    enum err err = run_part_store_carers(scratch.db, scratch.arena, &query, &page);
    for (size_t i = 0; err == OK && i < page.count; i++) {
        carers[job->carer_count] = page.rows[i].carer;
        err = take_carer(&scratch, job, &page.rows[i],
                         &job->cells[(size_t)job->carer_count * width]);
        job->carer_count++;
    }
    *more_out = err == OK && page.count == ROWS_AT_ONCE;
    arena_free(scratch.arena);
    return err;
}

static enum err load_carers(struct change *change, struct matching_job *job, int count)
{
    struct matching_run_carer *carers =
        arena_array(job->arena, (size_t)count, sizeof *carers);
    bool more = count > 0;
    enum err err = OK;
    job->carers = carers;
    job->cells = arena_array(job->arena, (size_t)count * (size_t)job->supporter_count,
                             sizeof *job->cells);
    while (err == OK && more && job->carer_count < count) {
        err = take_carers(change, job, carers, &more);
    }
    return err;
}

static enum err load_rulings(struct change *change, struct matching_job *job)
{
    struct run_ruling_rows rulings;
    enum err err =
        run_part_store_rulings(change->db, job->arena, job->run.id, &rulings);
    if (err == OK) {
        job->rulings = rulings.rows;
        job->ruling_count = rulings.count;
    }
    return err;
}

static enum err load_rows(struct change *change, struct matching_job *job)
{
    struct run_supporter_rows supporters;
    struct matching_run origin;
    run_id id = matching_run_origin(&job->run);
    enum err err = run_store_find(change->db, change->arena, id, &origin);
    if (err == OK) {
        err = run_part_store_supporters(change->db, job->arena, id, &supporters);
    }
    if (err != OK) {
        return err;
    }
    job->supporters = supporters.rows;
    job->supporter_count = (int)supporters.count;
    job->run.fields_version = origin.fields_version;
    job->run.weights_version = origin.weights_version;
    job->run.snapshot_utc_ms = origin.snapshot_utc_ms;
    return load_carers(change, job, origin.carers);
}

static enum err load_people(struct change *change, struct matching_job *job)
{
    struct change into = *change;
    into.arena = job->arena;
    job->run.fields_version = MATCHING_FIELDS_VERSION;
    job->run.weights_version = MATCHING_WEIGHTS_VERSION;
    job->run.snapshot_utc_ms = change->now_utc_ms;
    enum err err =
        matching_pool_load(&into, job->run.organisation, job->run.lane, &job->pool);
    if (err == ERR_TOO_LARGE) {
        job->err = err;
        job->run.failure = TEXT("too_large");
        return OK;
    }
    job->has_pool = true;
    job->carers = job->pool.queue;
    job->carer_count = job->pool.sides.carer_count;
    job->supporters = job->pool.places;
    job->supporter_count = job->pool.sides.supporter_count;
    return err;
}

enum err matching_run_load_rows(struct change *change, const struct matching_run *run,
                                struct matching_job **job_out)
{
    struct matching_job *job = matching_job_new(run);
    enum err err = load_rulings(change, job);
    if (err == OK) {
        err = load_rows(change, job);
    }
    if (err != OK) {
        matching_job_free(job);
        return err;
    }
    *job_out = job;
    return OK;
}

enum err matching_run_load_ruled(struct change *change, const struct matching_run *run,
                                 const struct matching_ruling *rulings, size_t count,
                                 struct matching_job **job_out)
{
    struct matching_job *job = matching_job_new(run);
    job->rulings = arena_array(job->arena, count, sizeof *job->rulings);
    job->ruling_count = count;
    for (size_t i = 0; i < count; i++) {
        job->rulings[i] = rulings[i];
    }
    enum err err = load_rows(change, job);
    if (err != OK) {
        matching_job_free(job);
        return err;
    }
    *job_out = job;
    return OK;
}

enum err matching_run_load(struct change *change, run_id run,
                           struct matching_job **job_out)
{
    struct matching_run row;
    enum err err = run_store_find(change->db, change->arena, run, &row);
    if (err == OK && row.origin.v != 0) {
        return matching_run_load_rows(change, &row, job_out);
    }
    if (err != OK) {
        return err;
    }
    struct matching_job *job = matching_job_new(&row);
    err = load_people(change, job);
    if (err != OK) {
        matching_job_free(job);
        return err;
    }
    *job_out = job;
    return OK;
}
