#include "domain/matching/matching_adjust.h"

#include "domain/access.h"
#include "domain/matching/matching_run.h"
#include "domain/matching/matching_view.h"
#include "store/run_part_store.h"

// The run that is changed, and the rulings of the new one.
struct adjusted {
    struct matching_run run;
    struct run_proposal_rows proposals;
    struct matching_ruling *rulings;
    size_t count;
    size_t capacity;
};

static bool is_pair(const struct matching_ruling *ruling,
                    const struct matching_run_pair *pair)
{
    return person_id_equal(ruling->carer, pair->carer) &&
           person_id_equal(ruling->supporter, pair->supporter);
}

// The newest ruling about a pair stands.
static void rule(struct change *change, struct adjusted *adjusted,
                 const struct matching_run_pair *pair, bool is_lock, person_id by)
{
    struct matching_ruling ruling = {pair->carer, pair->supporter, is_lock, by};
    for (size_t i = 0; i < adjusted->count; i++) {
        if (is_pair(&adjusted->rulings[i], pair)) {
            adjusted->rulings[i] = ruling;
            return;
        }
    }
    adjusted->rulings = arena_grow(change->arena, adjusted->rulings, adjusted->count,
                                   &adjusted->capacity, sizeof ruling);
    adjusted->rulings[adjusted->count++] = ruling;
}

static void lift(struct adjusted *adjusted, const struct matching_run_pair *pair)
{
    size_t kept = 0;
    for (size_t i = 0; i < adjusted->count; i++) {
        if (!is_pair(&adjusted->rulings[i], pair)) {
            adjusted->rulings[kept++] = adjusted->rulings[i];
        }
    }
    adjusted->count = kept;
}

// What was ruled for the run, and decided about what it proposed.
static enum err take_rulings(struct change *change, struct adjusted *adjusted)
{
    struct run_ruling_rows rulings;
    enum err err =
        run_part_store_rulings(change->db, change->arena, adjusted->run.id, &rulings);
    if (err == OK) {
        err = run_part_store_proposals(change->db, change->arena, adjusted->run.id,
                                       &adjusted->proposals);
    }
    if (err != OK) {
        return err;
    }
    for (size_t i = 0; i < rulings.count; i++) {
        const struct matching_ruling *ruling = &rulings.rows[i];
        const struct matching_run_pair pair = {ruling->carer, ruling->supporter};
        rule(change, adjusted, &pair, ruling->is_lock, ruling->ruled_by);
    }
    for (size_t i = 0; i < adjusted->proposals.count; i++) {
        const struct matching_proposal *proposal = &adjusted->proposals.rows[i];
        const struct matching_run_pair pair = {proposal->carer, proposal->supporter};
        if (proposal->state != MATCHING_PROPOSED) {
            rule(change, adjusted, &pair, proposal->state == MATCHING_APPROVED,
                 proposal->decided_by);
        }
    }
    return OK;
}

// -- whether a lock can stand

static enum err contradictory(struct change *change)
{
    change->at_fault = "contradictory_lock";
    return ERR_WRONG_STATE;
}

// Locks of one carer, and of one supporter.
static bool is_crowded(const struct adjusted *adjusted,
                       const struct matching_run_pair *pair, int places)
{
    int of_carer = 0;
    int of_supporter = 0;
    for (size_t i = 0; i < adjusted->count; i++) {
        const struct matching_ruling *ruling = &adjusted->rulings[i];
        of_carer += ruling->is_lock && person_id_equal(ruling->carer, pair->carer);
        of_supporter +=
            ruling->is_lock && person_id_equal(ruling->supporter, pair->supporter);
    }
    return of_carer > 1 || of_supporter > places;
}

static const struct matching_run_supporter *
find_supporter(const struct run_supporter_rows *supporters, person_id supporter)
{
    for (size_t i = 0; i < supporters->count; i++) {
        if (person_id_equal(supporters->rows[i].supporter, supporter)) {
            return &supporters->rows[i];
        }
    }
    return NULL;
}

static enum err check_lock(struct change *change, const struct adjusted *adjusted,
                           const struct matching_run_pair *pair)
{
    run_id origin = matching_run_origin(&adjusted->run);
    struct run_supporter_rows supporters = {0};
    struct run_carer_row row;
    struct matching_row_pair found;
    struct text pairs = {0};
    enum err err = matching_view_carer(change, &adjusted->run, pair->carer, &row);
    if (err == OK) {
        err = run_part_store_supporters(change->db, change->arena, origin, &supporters);
    }
    if (err == OK) {
        err = matching_run_open_row(change, origin, &row, &pairs);
    }
    if (err != OK) {
        return err == ERR_GONE ? ERR_NOT_FOUND : err;
    }
    const struct matching_run_supporter *supporter =
        find_supporter(&supporters, pair->supporter);
    if (supporter == NULL) {
        return ERR_NOT_FOUND;
    }
    err = matching_row_pair_at(pairs, supporter->position, &found);
    bool stands = err == OK && found.has_score &&
                  !is_crowded(adjusted, pair, supporter->capacity);
    return err == OK && !stands ? contradictory(change) : err;
}

static enum err lock(struct change *change, struct adjusted *adjusted,
                     const struct matching_run_pair *pair)
{
    rule(change, adjusted, pair, true, change->actor.person);
    return check_lock(change, adjusted, pair);
}

// -- the three changes

static bool is_proposed(const struct adjusted *adjusted,
                        const struct matching_run_pair *pair)
{
    for (size_t i = 0; i < adjusted->proposals.count; i++) {
        const struct matching_proposal *proposal = &adjusted->proposals.rows[i];
        if (proposal->state == MATCHING_PROPOSED &&
            person_id_equal(proposal->carer, pair->carer) &&
            person_id_equal(proposal->supporter, pair->supporter)) {
            return true;
        }
    }
    return false;
}

static enum err swap(struct change *change, struct adjusted *adjusted,
                     const struct matching_adjusting *wanted)
{
    const struct matching_run_pair one = {wanted->pair.carer, wanted->other.supporter};
    const struct matching_run_pair two = {wanted->other.carer, wanted->pair.supporter};
    struct run_carer_row row;
    enum err err =
        matching_view_carer(change, &adjusted->run, wanted->pair.carer, &row);
    if (err == OK && wanted->has_other) {
        err = matching_view_carer(change, &adjusted->run, wanted->other.carer, &row);
    }
    if (err != OK) {
        return err;
    }
    if (!wanted->has_other || !is_proposed(adjusted, &wanted->pair) ||
        !is_proposed(adjusted, &wanted->other)) {
        change->at_fault = "swap";
        return ERR_WRONG_STATE;
    }
    lift(adjusted, &wanted->pair);
    lift(adjusted, &wanted->other);
    rule(change, adjusted, &two, true, change->actor.person);
    err = lock(change, adjusted, &one);
    return err == OK ? check_lock(change, adjusted, &two) : err;
}

static enum err forbid(struct change *change, struct adjusted *adjusted,
                       const struct matching_run_pair *pair)
{
    struct run_supporter_rows supporters = {0};
    struct run_carer_row row;
    enum err err = matching_view_carer(change, &adjusted->run, pair->carer, &row);
    if (err == OK) {
        err =
            run_part_store_supporters(change->db, change->arena,
                                      matching_run_origin(&adjusted->run), &supporters);
    }
    if (err == OK && find_supporter(&supporters, pair->supporter) == NULL) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        rule(change, adjusted, pair, false, change->actor.person);
    }
    return err;
}

static enum err apply(struct change *change, struct adjusted *adjusted,
                      const struct matching_adjusting *wanted)
{
    switch (wanted->change) {
    case MATCHING_CHANGE_LOCK:
        return lock(change, adjusted, &wanted->pair);
    case MATCHING_CHANGE_FORBID:
        return forbid(change, adjusted, &wanted->pair);
    case MATCHING_CHANGE_SWAP:
        return swap(change, adjusted, wanted);
    case MATCHING_CHANGES:
        break;
    }
    unreachable_state("change of a run");
}

static enum err adjust(struct change *change, const struct matching_adjusting *wanted,
                       struct adjusted *adjusted)
{
    *adjusted = (struct adjusted){0};
    enum err err = access_any_role(&change->actor, ROLE_BIT(ROLE_COORDINATOR));
    if (err == OK) {
        err = matching_view_run(change, wanted->run, &adjusted->run);
    }
    if (err == OK && adjusted->run.state != MATCHING_RUN_READY) {
        change->at_fault = "run";
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = take_rulings(change, adjusted);
    }
    return err == OK ? apply(change, adjusted, wanted) : err;
}

enum err matching_adjust_price(struct change *change,
                               const struct matching_adjusting *wanted,
                               struct matching_run *before_out,
                               struct matching_job **job_out)
{
    struct adjusted adjusted;
    enum err err = adjust(change, wanted, &adjusted);
    if (err != OK) {
        return err;
    }
    *before_out = adjusted.run;
    return matching_run_load_ruled(change, &adjusted.run, adjusted.rulings,
                                   adjusted.count, job_out);
}

// What is approved stays so in the new run.
static enum err carry_approved(struct change *change, const struct adjusted *adjusted,
                               run_id run)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < adjusted->proposals.count; i++) {
        const struct matching_proposal *proposal = &adjusted->proposals.rows[i];
        if (proposal->state == MATCHING_APPROVED) {
            const struct run_proposed row = {.proposal = *proposal};
            err = run_part_store_insert_proposal(change->db, run, &row);
        }
    }
    return err;
}

enum err matching_adjust_request(struct change *change,
                                 const struct matching_adjusting *wanted,
                                 run_id *run_out)
{
    struct adjusted adjusted;
    enum err err = adjust(change, wanted, &adjusted);
    const struct matching_run_new new_run = {
        .organisation = adjusted.run.organisation,
        .lane = adjusted.run.lane,
        .requested_by = change->actor.person,
        .origin = &adjusted.run,
    };
    if (err == OK) {
        err = matching_run_request(change, &new_run, run_out);
    }
    for (size_t i = 0; err == OK && i < adjusted.count; i++) {
        err = run_part_store_insert_ruling(change->db, *run_out, &adjusted.rulings[i]);
    }
    return err == OK ? carry_approved(change, &adjusted, *run_out) : err;
}
