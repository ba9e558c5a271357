#include "domain/matching/matching_job.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "domain/matching/matching_row.h"

#define LEVEL_BYTES 96 // a name and two numbers

struct matching_job *matching_job_new(const struct matching_run *run)
{
    struct arena *arena = arena_new();
    struct matching_job *job = arena_alloc(arena, sizeof *job);
    job->arena = arena;
    job->run = *run;
    job->run.levels = arena_text(arena, run->levels);
    job->run.failure = arena_text(arena, run->failure);
    return job;
}

void matching_job_free(struct matching_job *job)
{
    if (job != NULL) {
        arena_free(job->arena);
    }
}

int matching_job_carer(const struct matching_job *job, person_id carer)
{
    for (int i = 0; i < job->carer_count; i++) {
        if (person_id_equal(job->carers[i].carer, carer)) {
            return i;
        }
    }
    return -1;
}

int matching_job_supporter(const struct matching_job *job, person_id supporter)
{
    for (int i = 0; i < job->supporter_count; i++) {
        if (person_id_equal(job->supporters[i].supporter, supporter)) {
            return i;
        }
    }
    return -1;
}

// -- scoring

// Rows are written into one run of bytes with room for the longest.
static void write_rows(struct matching_job *job, const struct matching_measure *measure)
{
    size_t width = (size_t)job->supporter_count;
    char *room = mem_new(1, matching_row_max(job->supporter_count));
    job->rows = arena_array(job->arena, (size_t)job->carer_count, sizeof *job->rows);
    for (int i = 0; i < job->carer_count; i++) {
        const matching_cell *cells = &job->cells[(size_t)i * width];
        size_t len = matching_row_write(&job->pool.sides, measure, cells, i, room);
        job->rows[i] = arena_text(job->arena, (struct text){room, len});
    }
    free(room);
}

static void score_pool(struct matching_job *job)
{
    struct matching_measure measure;
    size_t count = (size_t)job->carer_count * (size_t)job->supporter_count;
    job->cells = arena_array(job->arena, count, sizeof *job->cells);
    matching_cells_fill(&job->pool.sides, &measure, job->cells);
    write_rows(job, &measure);
}

// -- the problem

static void put_people(const struct matching_job *job, struct matching_problem *problem)
{
    struct matching_solve_carer *carers =
        arena_array(job->arena, (size_t)job->carer_count, sizeof *carers);
    struct matching_solve_supporter *supporters =
        arena_array(job->arena, (size_t)job->supporter_count, sizeof *supporters);
    for (int i = 0; i < job->carer_count; i++) {
        struct id_text id = person_id_text(job->carers[i].carer);
        carers[i].id = arena_text(job->arena, text_of(id.s));
        carers[i].tier = job->carers[i].tier;
    }
    for (int i = 0; i < job->supporter_count; i++) {
        struct id_text id = person_id_text(job->supporters[i].supporter);
        supporters[i].id = arena_text(job->arena, text_of(id.s));
        supporters[i].capacity = job->supporters[i].capacity;
        supporters[i].load = job->supporters[i].load;
    }
    problem->carers = carers;
    problem->carer_count = job->carer_count;
    problem->supporters = supporters;
    problem->supporter_count = job->supporter_count;
}

// Only a pair with a score can be locked: without one, the carer was erased since.
static bool is_gone(const struct matching_job *job, struct matching_solve_pair locked)
{
    size_t row = (size_t)locked.carer * (size_t)job->supporter_count;
    return job->cells[row + (size_t)locked.supporter] < 0;
}

// Rulings about people who took no part, or are gone, change nothing.
static void put_rulings(const struct matching_job *job,
                        struct matching_problem *problem)
{
    struct matching_solve_pair *locks =
        arena_array(job->arena, job->ruling_count, sizeof *locks);
    struct matching_solve_pair *forbidden =
        arena_array(job->arena, job->ruling_count, sizeof *forbidden);
    for (size_t i = 0; i < job->ruling_count; i++) {
        const struct matching_ruling *ruling = &job->rulings[i];
        struct matching_solve_pair pair = {
            matching_job_carer(job, ruling->carer),
            matching_job_supporter(job, ruling->supporter)};
        if (pair.carer < 0 || pair.supporter < 0) {
            continue;
        }
        if (!ruling->is_lock) {
            forbidden[problem->forbidden_count++] = pair;
        } else if (!is_gone(job, pair)) {
            locks[problem->lock_count++] = pair;
        }
    }
    problem->locks = locks;
    problem->forbidden = forbidden;
}

// -- what came of it

static void put_levels(struct matching_job *job)
{
    char lines[MATCHING_LEVELS * LEVEL_BYTES];
    size_t len = 0;
    for (int i = 0; i < MATCHING_LEVELS; i++) {
        const struct matching_level *level = &job->plan.levels[i];
        len += (size_t)snprintf(lines + len, sizeof lines - len, "%s %lld %lld\n",
                                level->name, (long long)level->value,
                                (long long)level->bound);
    }
    job->run.levels = arena_text(job->arena, (struct text){lines, len});
}

static void put_figures(struct matching_job *job)
{
    job->run.carers = job->carer_count;
    job->run.supporters = job->supporter_count;
    job->run.matched = job->plan.matched;
    job->run.worst = job->plan.worst;
    job->run.total = job->plan.total;
    put_levels(job);
}

void matching_job_solve(struct matching_job *job)
{
    struct matching_problem problem = {.floor = job->run.floor, .seed = job->run.seed};
    struct matching_fault fault = {0};
    if (job->err != OK) {
        return; // could not be read
    }
    if (job->has_pool) {
        score_pool(job);
    }
    put_people(job, &problem);
    put_rulings(job, &problem);
    problem.cells = job->cells;
    job->err = matching_solve(&problem, job->arena, &job->plan, &fault);
    if (job->err == OK) {
        put_figures(job);
    } else {
        job->run.failure = text_of(fault.code);
    }
}
