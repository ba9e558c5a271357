// Changing a run: what it costs, which changes cannot stand, and people who are no
// longer there when it is changed.
#include "domain/matching/matching_adjust.h"

#include "domain/key_life.h"
#include "domain/matching/matching_decide.h"
#include "domain/meeting_run.h"
#include "domain/person.h"
#include "domain/supporter.h"
#include "support.h"

// A finished run, with the supporter whom it proposes for each of the two carers.
struct table {
    struct meeting meeting;
    run_id run;
    struct matching_run_pair june;
    struct matching_run_pair dorothy;
};

static struct matching_run_pair proposed(struct table *table, run_id run,
                                         person_id carer)
{
    struct matching_view view;
    assert_ok(meeting_sees(&table->meeting, run, &view));
    for (size_t i = 0; i < view.proposal_count; i++) {
        const struct matching_proposal *proposal = &view.proposals[i].proposal;
        if (proposal->carer.v == carer.v) {
            return (struct matching_run_pair){carer, proposal->supporter};
        }
    }
    return (struct matching_run_pair){0};
}

static void table_open(struct table *table)
{
    table->run = meeting_with_run(&table->meeting);
    meeting_finishes(&table->meeting, table->run);
    table->june = proposed(table, table->run, table->meeting.world.june);
    table->dorothy = proposed(table, table->run, table->meeting.world.dorothy);
    assert_int_not_equal(table->june.supporter.v, 0);
    assert_int_not_equal(table->dorothy.supporter.v, 0);
}

static person_id other_supporter(const struct table *table, person_id supporter)
{
    person_id priya = table->meeting.world.priya;
    return supporter.v == priya.v ? table->meeting.pat : priya;
}

// Asks the price as Amara. The plan's figures are in `after` where it is OK.
static enum err price(struct table *table, const struct matching_adjusting *wanted,
                      struct matching_run *after)
{
    struct world *world = &table->meeting.world;
    struct matching_run before;
    struct matching_job *job = NULL;
    struct change *change = world_as(world, world->amara);
    enum err err =
        world_end(world, matching_adjust_price(change, wanted, &before, &job));
    if (err == OK) {
        matching_job_solve(job);
        assert_ok(job->err);
        *after = job->run;
        matching_job_free(job);
    }
    return err;
}

// The price and the change itself are refused alike.
static void assert_refused(struct table *table, const struct matching_adjusting *wanted,
                           enum err expected, const char *at_fault)
{
    struct world *world = &table->meeting.world;
    struct matching_run after;
    run_id next;
    assert_err(price(table, wanted, &after), expected);
    struct change *change = world_as(world, world->amara);
    assert_err(world_end(world, matching_adjust_request(change, wanted, &next)),
               expected);
    if (at_fault != NULL) {
        assert_string_equal(change->at_fault, at_fault);
    }
}

static run_id adjust(struct table *table, const struct matching_adjusting *wanted)
{
    struct world *world = &table->meeting.world;
    run_id next;
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, matching_adjust_request(change, wanted, &next)));
    meeting_finishes(&table->meeting, next);
    return next;
}

static struct matching_adjusting change_of(run_id run, enum matching_change change,
                                           struct matching_run_pair pair)
{
    return (struct matching_adjusting){.run = run, .change = change, .pair = pair};
}

// What was sealed for her can no longer be read by anybody.
static void erase(struct table *table, person_id person)
{
    struct world *world = &table->meeting.world;
    bool more = false;
    struct change *change = world_as(world, (person_id){0});
    const struct key_scope scope = {.person = person};
    assert_ok(world_end(world, key_life_intend(change, scope)));
    change = world_as(world, (person_id){0});
    assert_ok(world_end(world, key_life_destroy(change, &more)));
    assert_false(more);
}

static void what_the_price_says_is_what_the_run_comes_to(void **state)
{
    (void)state;
    struct table table;
    struct matching_run after;
    struct matching_view view;
    table_open(&table);
    const struct matching_run_pair to = {table.june.carer,
                                         other_supporter(&table, table.june.supporter)};
    const struct matching_adjusting lock =
        change_of(table.run, MATCHING_CHANGE_LOCK, to);
    assert_ok(price(&table, &lock, &after));
    run_id next = adjust(&table, &lock);
    assert_ok(meeting_sees(&table.meeting, next, &view));
    assert_int_equal(view.run.matched, after.matched);
    assert_int_equal(view.run.worst, after.worst);
    assert_int_equal(view.run.total, after.total);
    assert_int_equal(proposed(&table, next, to.carer).supporter.v, to.supporter.v);
    meeting_close(&table.meeting);
}

static void a_run_is_changed_without_who_was_erased(void **state)
{
    (void)state;
    struct table table;
    struct matching_run after;
    table_open(&table);
    erase(&table, table.june.carer);
    const struct matching_adjusting lock =
        change_of(table.run, MATCHING_CHANGE_LOCK, table.june);
    assert_refused(&table, &lock, ERR_NOT_FOUND, NULL);
    const struct matching_adjusting forbid =
        change_of(table.run, MATCHING_CHANGE_FORBID, table.dorothy);
    assert_ok(price(&table, &forbid, &after));
    assert_int_equal(after.matched, 1);
    run_id next = adjust(&table, &forbid);
    assert_int_equal(proposed(&table, next, table.june.carer).supporter.v, 0);
    assert_int_equal(proposed(&table, next, table.dorothy.carer).supporter.v,
                     other_supporter(&table, table.dorothy.supporter).v);
    meeting_close(&table.meeting);
}

// What was ruled about her stands in the way of nobody else.
static void a_lock_goes_with_who_was_erased(void **state)
{
    (void)state;
    struct table table;
    struct matching_run after;
    table_open(&table);
    const struct matching_adjusting lock =
        change_of(table.run, MATCHING_CHANGE_LOCK, table.june);
    run_id locked = adjust(&table, &lock);
    erase(&table, table.june.carer);
    const struct matching_adjusting forbid =
        change_of(locked, MATCHING_CHANGE_FORBID, table.dorothy);
    assert_ok(price(&table, &forbid, &after));
    assert_int_equal(after.matched, 1);
    run_id next = adjust(&table, &forbid);
    assert_int_equal(proposed(&table, next, table.june.carer).supporter.v, 0);
    meeting_close(&table.meeting);
}

// The scores stay as they were frozen; who has left meanwhile is seen when it ends.
static void a_supporter_who_left_drops_out_of_the_changed_run(void **state)
{
    (void)state;
    struct table table;
    struct matching_run after;
    struct matching_view view;
    table_open(&table);
    struct world *world = &table.meeting.world;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_suspend(change, table.june.supporter)));
    const struct matching_adjusting lock =
        change_of(table.run, MATCHING_CHANGE_LOCK, table.june);
    assert_ok(price(&table, &lock, &after));
    run_id next = adjust(&table, &lock);
    assert_ok(meeting_sees(&table.meeting, next, &view));
    for (size_t i = 0; i < view.proposal_count; i++) {
        const struct matching_proposal *proposal = &view.proposals[i].proposal;
        bool has_left = proposal->supporter.v == table.june.supporter.v;
        assert_int_equal(proposal->state,
                         has_left ? MATCHING_DROPPED : MATCHING_PROPOSED);
        if (has_left) {
            assert_text_is(proposal->gate, "not_active");
        }
    }
    meeting_close(&table.meeting);
}

static void who_was_not_in_the_run_cannot_be_ruled_about(void **state)
{
    (void)state;
    struct table table;
    table_open(&table);
    const struct matching_run_pair no_carer = {table.meeting.world.mo,
                                               table.june.supporter};
    const struct matching_run_pair no_supporter = {table.june.carer,
                                                   table.meeting.world.mo};
    for (int change = 0; change < MATCHING_CHANGES; change++) {
        struct matching_adjusting wanted =
            change_of(table.run, (enum matching_change)change, no_carer);
        assert_refused(&table, &wanted, ERR_NOT_FOUND, NULL);
        if (change != MATCHING_CHANGE_SWAP) {
            wanted.pair = no_supporter;
            assert_refused(&table, &wanted, ERR_NOT_FOUND, NULL);
        }
    }
    meeting_close(&table.meeting);
}

static void a_swap_is_of_two_proposed_pairs(void **state)
{
    (void)state;
    struct table table;
    table_open(&table);
    struct matching_adjusting swap =
        change_of(table.run, MATCHING_CHANGE_SWAP, table.june);
    assert_refused(&table, &swap, ERR_WRONG_STATE, "swap");
    swap.has_other = true;
    swap.other =
        (struct matching_run_pair){table.meeting.world.mo, table.dorothy.supporter};
    assert_refused(&table, &swap, ERR_NOT_FOUND, NULL);
    swap.other = (struct matching_run_pair){
        table.dorothy.carer, other_supporter(&table, table.dorothy.supporter)};
    assert_refused(&table, &swap, ERR_WRONG_STATE, "swap");
    const struct matching_run_pair right = table.june;
    swap.pair.supporter = other_supporter(&table, right.supporter);
    swap.other = table.dorothy;
    assert_refused(&table, &swap, ERR_WRONG_STATE, "swap");
    swap.pair = right;
    run_id next = adjust(&table, &swap);
    assert_int_equal(proposed(&table, next, right.carer).supporter.v,
                     table.dorothy.supporter.v);
    assert_int_equal(proposed(&table, next, table.dorothy.carer).supporter.v,
                     right.supporter.v);
    assert_refused(&table, &swap, ERR_WRONG_STATE, "run");
    meeting_close(&table.meeting);
}

static void locks_that_contradict_each_other_are_refused(void **state)
{
    (void)state;
    struct table table;
    table_open(&table);
    const struct matching_run_pair other = {
        table.june.carer, other_supporter(&table, table.june.supporter)};
    run_id next = adjust(
        &table, &(struct matching_adjusting){
                    .run = table.run, .change = MATCHING_CHANGE_LOCK, .pair = other});
    const struct matching_adjusting second =
        change_of(next, MATCHING_CHANGE_LOCK, table.june);
    assert_refused(&table, &second, ERR_WRONG_STATE, "contradictory_lock");
    // The newest ruling about a pair stands: forbidden, it is locked no longer.
    const struct matching_adjusting forbid =
        change_of(next, MATCHING_CHANGE_FORBID, other);
    run_id last = adjust(&table, &forbid);
    const struct matching_adjusting third =
        change_of(last, MATCHING_CHANGE_LOCK, table.june);
    next = adjust(&table, &third);
    assert_int_equal(proposed(&table, next, table.june.carer).supporter.v,
                     table.june.supporter.v);
    meeting_close(&table.meeting);
}

static void nobody_is_locked_to_more_people_than_he_has_places_for(void **state)
{
    (void)state;
    struct table table;
    table.run = meeting_with_run(&table.meeting);
    struct world *world = &table.meeting.world;
    struct change *change = world_as(world, world->priya);
    assert_ok(world_end(world, supporter_set_capacity(change, 1, 4)));
    meeting_finishes(&table.meeting, table.run);
    const struct matching_run_pair one = {world->june, world->priya};
    const struct matching_run_pair two = {world->dorothy, world->priya};
    const struct matching_adjusting first =
        change_of(table.run, MATCHING_CHANGE_LOCK, one);
    const struct matching_adjusting second =
        change_of(adjust(&table, &first), MATCHING_CHANGE_LOCK, two);
    assert_refused(&table, &second, ERR_WRONG_STATE, "contradictory_lock");
    meeting_close(&table.meeting);
}

static void only_a_coordinator_changes_a_run(void **state)
{
    (void)state;
    struct table table;
    run_id next;
    struct matching_run before;
    struct matching_job *job = NULL;
    table_open(&table);
    struct world *world = &table.meeting.world;
    const struct matching_adjusting lock =
        change_of(table.run, MATCHING_CHANGE_LOCK, table.june);
    const person_id others[] = {world->june, world->priya, world->ada};
    for (int i = 0; i < 3; i++) {
        struct change *change = world_as(world, others[i]);
        assert_err(world_end(world, matching_adjust_request(change, &lock, &next)),
                   ERR_DENIED);
        change = world_as(world, others[i]);
        assert_err(
            world_end(world, matching_adjust_price(change, &lock, &before, &job)),
            ERR_DENIED);
    }
    // The coordinator of another area sees no carer of this one.
    struct change *change = world_as(world, world->sid);
    assert_err(world_end(world, matching_adjust_request(change, &lock, &next)),
               ERR_NOT_FOUND);
    meeting_close(&table.meeting);
}

static void a_change_waits_for_the_run_under_way(void **state)
{
    (void)state;
    struct table table;
    run_id next;
    table_open(&table);
    struct world *world = &table.meeting.world;
    const struct matching_adjusting lock =
        change_of(table.run, MATCHING_CHANGE_LOCK, table.june);
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, matching_adjust_request(change, &lock, &next)));
    change = world_as(world, world->amara);
    assert_err(world_end(world, matching_adjust_request(change, &lock, &next)),
               ERR_CONFLICT);
    meeting_close(&table.meeting);
}

static void a_rejected_pair_stays_away(void **state)
{
    (void)state;
    struct table table;
    table_open(&table);
    struct world *world = &table.meeting.world;
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, matching_decide_reject(change, table.run, &table.june)));
    const struct matching_adjusting lock =
        change_of(table.run, MATCHING_CHANGE_LOCK, table.dorothy);
    run_id next = adjust(&table, &lock);
    assert_int_not_equal(proposed(&table, next, table.june.carer).supporter.v,
                         table.june.supporter.v);
    meeting_close(&table.meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_price_says_is_what_the_run_comes_to),
        TEST(a_run_is_changed_without_who_was_erased),
        TEST(a_lock_goes_with_who_was_erased),
        TEST(a_supporter_who_left_drops_out_of_the_changed_run),
        TEST(who_was_not_in_the_run_cannot_be_ruled_about),
        TEST(a_swap_is_of_two_proposed_pairs),
        TEST(locks_that_contradict_each_other_are_refused),
        TEST(nobody_is_locked_to_more_people_than_he_has_places_for),
        TEST(only_a_coordinator_changes_a_run),
        TEST(a_change_waits_for_the_run_under_way),
        TEST(a_rejected_pair_stays_away),
    };
    return RUN_TESTS(tests);
}
