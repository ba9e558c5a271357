// Runs: begun again after a crash anywhere, shown whole or not at all, honest about
// what moved meanwhile, and found again from their rows.
#include "domain/matching/matching_run.h"

#include "domain/matching/matching_adjust.h"
#include "domain/matching/matching_check.h"
#include "domain/matching/matching_decide.h"
#include "domain/matching/matching_keep.h"
#include "domain/matching/matching_replay.h"
#include "domain/matching/matching_row.h"
#include "domain/matching/matching_schedule.h"
#include "domain/matching/matching_view.h"
#include "domain/meeting_run.h"
#include "domain/safeguarding.h"
#include "store/db.h"
#include "store/run_store.h"
#include "support.h"

static void a_run_killed_between_any_two_pieces_begins_again(void **state)
{
    (void)state;
    for (int pieces = 0; pieces < MEETING_PIECES_MAX; pieces++) {
        struct meeting meeting;
        struct matching_view view;
        run_id again;
        run_id run = meeting_with_run(&meeting);
        struct matching_job *job = meeting_computes(&meeting, run);
        bool more = meeting_keeps(&meeting, job, pieces);
        matching_job_free(job); // all that a killed server knew
        if (more) {
            assert_err(meeting_sees(&meeting, run, &view), ERR_WRONG_STATE);
            struct change *change = world_as(&meeting.world, (person_id){0});
            assert_ok(world_end(&meeting.world, matching_run_take(change, &again)));
            assert_int_equal(again.v, run.v);
            meeting_finishes(&meeting, run);
        }
        assert_ok(meeting_sees(&meeting, run, &view));
        assert_int_equal(view.run.state, MATCHING_RUN_READY);
        assert_int_equal(view.proposal_count, 2);
        assert_int_equal(view.unmatched_count, 0);
        meeting_close(&meeting);
        if (!more) {
            assert_true(pieces > 3);
            return;
        }
    }
    fail();
}

static void what_moved_during_a_run_drops_out_and_is_named(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_view view;
    run_id run = meeting_with_run(&meeting);
    struct matching_job *job = meeting_computes(&meeting, run);
    assert_true(meeting_keeps(&meeting, job, 3));
    struct change *change = world_as(&meeting.world, meeting.world.amara);
    assert_ok(
        world_end(&meeting.world, safeguarding_place_hold(change, meeting.world.june)));
    assert_false(meeting_keeps(&meeting, job, MEETING_PIECES_MAX));
    matching_job_free(job);
    assert_ok(meeting_sees(&meeting, run, &view));
    int dropped = 0;
    for (size_t i = 0; i < view.proposal_count; i++) {
        const struct matching_proposal *proposal = &view.proposals[i].proposal;
        bool is_june = proposal->carer.v == meeting.world.june.v;
        assert_int_equal(proposal->state,
                         is_june ? MATCHING_DROPPED : MATCHING_PROPOSED);
        if (is_june) {
            assert_text_is(proposal->gate, "on_hold");
            dropped++;
        }
    }
    assert_int_equal(dropped, 1);
    meeting_close(&meeting);
}

// Whoever moved between the last look and the showing is looked at once more.
static void a_pair_that_moves_while_others_are_checked_drops_out(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_view view;
    run_id run = meeting_with_run(&meeting);
    struct matching_job *job = meeting_computes(&meeting, run);
    while (job->step != MATCHING_JOB_PUBLISH) {
        assert_true(meeting_keeps(&meeting, job, 1));
    }
    struct change *change = world_as(&meeting.world, meeting.world.amara);
    assert_ok(
        world_end(&meeting.world, safeguarding_place_hold(change, meeting.world.june)));
    assert_false(meeting_keeps(&meeting, job, MEETING_PIECES_MAX));
    matching_job_free(job);
    assert_ok(meeting_sees(&meeting, run, &view));
    for (size_t i = 0; i < view.proposal_count; i++) {
        const struct matching_proposal *proposal = &view.proposals[i].proposal;
        assert_int_equal(proposal->state, proposal->carer.v == meeting.world.june.v
                                              ? MATCHING_DROPPED
                                              : MATCHING_PROPOSED);
    }
    meeting_close(&meeting);
}

static void sql(struct meeting *meeting, const char *sentence)
{
    bool row = false;
    struct change *change = world_as(&meeting->world, (person_id){0});
    struct stmt *stmt = db_stmt(change->db, sentence);
    do {
        assert_ok(stmt_step(stmt, &row));
    } while (row);
    assert_ok(world_end(&meeting->world, OK));
}

// Two carers and two supporters who told the same: only the keyed ties decide.
static void a_plan_does_not_depend_on_the_order_of_rows(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_view view;
    struct matching_proposal first[2];
    run_id run = meeting_with_run(&meeting);
    sql(&meeting, "UPDATE matching_run SET seed = 42");
    meeting_finishes(&meeting, run);
    assert_ok(meeting_sees(&meeting, run, &view));
    assert_int_equal(view.proposal_count, 2);
    for (int i = 0; i < 2; i++) {
        first[i] = view.proposals[i].proposal;
    }
    struct change *change = world_as(&meeting.world, meeting.world.amara);
    assert_ok(world_end(&meeting.world,
                        matching_run_begin(change, MATCHING_LANE_WEEKLY, &run)));
    sql(&meeting, "UPDATE matching_run SET seed = 42");
    sql(&meeting, "PRAGMA reverse_unordered_selects = ON");
    meeting_finishes(&meeting, run);
    assert_ok(meeting_sees(&meeting, run, &view));
    assert_int_equal(view.proposal_count, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(view.proposals[i].proposal.carer.v, first[i].carer.v);
        assert_int_equal(view.proposals[i].proposal.supporter.v, first[i].supporter.v);
    }
    meeting_close(&meeting);
}

static void a_run_that_never_finishes_is_given_up(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_run row;
    run_id taken;
    run_id run = meeting_with_run(&meeting);
    for (int i = 0; i <= MATCHING_RUN_ATTEMPTS; i++) {
        struct change *change = world_as(&meeting.world, (person_id){0});
        assert_ok(world_end(&meeting.world, matching_run_take(change, &taken)));
        assert_int_equal(taken.v, i < MATCHING_RUN_ATTEMPTS ? run.v : 0);
    }
    assert_true(meeting_told(&meeting, meeting.world.amara, MATCHING_NEWS_DESK));
    struct change *change = world_as(&meeting.world, (person_id){0});
    assert_ok(run_store_find(change->db, change->arena, run, &row));
    assert_int_equal(row.state, MATCHING_RUN_FAILED);
    assert_text_is(row.failure, "interrupted");
    assert_ok(matching_run_take(change, &taken));
    assert_int_equal(taken.v, 0);
    assert_ok(world_end(&meeting.world, OK));
    change = world_as(&meeting.world, meeting.world.amara);
    assert_ok(world_end(&meeting.world,
                        matching_run_begin(change, MATCHING_LANE_WEEKLY, &run)));
    meeting_close(&meeting);
}

static void one_run_at_a_time_and_the_later_one_stands(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_view view;
    run_id second;
    run_id run = meeting_with_run(&meeting);
    struct change *change = world_as(&meeting.world, meeting.world.amara);
    assert_err(world_end(&meeting.world,
                         matching_run_begin(change, MATCHING_LANE_URGENT, &second)),
               ERR_CONFLICT);
    meeting_finishes(&meeting, run);
    change = world_as(&meeting.world, meeting.world.amara);
    assert_ok(world_end(&meeting.world,
                        matching_run_begin(change, MATCHING_LANE_WEEKLY, &second)));
    meeting_finishes(&meeting, second);
    assert_ok(meeting_sees(&meeting, run, &view));
    assert_int_equal(view.run.state, MATCHING_RUN_REPLACED);
    assert_ok(meeting_sees(&meeting, second, &view));
    assert_int_equal(view.run.state, MATCHING_RUN_READY);
    meeting_close(&meeting);
}

static void a_stored_run_solves_to_the_same_plan(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_replay replay;
    struct matching_job *job = NULL;
    run_id run = meeting_with_run(&meeting);
    struct change *change = world_as(&meeting.world, (person_id){0});
    assert_err(
        world_end(&meeting.world, matching_replay_load(change, run, &replay, &job)),
        ERR_WRONG_STATE);
    meeting_finishes(&meeting, run);
    change = world_as(&meeting.world, (person_id){0});
    assert_ok(matching_replay_load(change, run, &replay, &job));
    matching_job_solve(job);
    assert_true(matching_replay_is_same(&replay, job));
    replay.proposals[0].score++;
    assert_false(matching_replay_is_same(&replay, job));
    assert_ok(world_end(&meeting.world, OK));
    matching_job_free(job);
    meeting_close(&meeting);
}

static void what_was_decided_stays_when_a_run_is_changed(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_view view;
    match_id match;
    run_id next;
    run_id run = meeting_with_run(&meeting);
    meeting_finishes(&meeting, run);
    assert_ok(meeting_sees(&meeting, run, &view));
    const struct matching_proposal yes = view.proposals[0].proposal;
    const struct matching_proposal no = view.proposals[1].proposal;
    const struct matching_run_pair kept = {yes.carer, yes.supporter};
    const struct matching_adjusting wanted = {
        .run = run, .change = MATCHING_CHANGE_FORBID, .pair = {no.carer, no.supporter}
    };
    struct change *change = world_as(&meeting.world, meeting.world.amara);
    assert_ok(
        world_end(&meeting.world, matching_decide_approve(change, run, &kept, &match)));
    change = world_as(&meeting.world, meeting.world.amara);
    assert_ok(
        world_end(&meeting.world, matching_adjust_request(change, &wanted, &next)));
    meeting_finishes(&meeting, next);
    assert_ok(meeting_sees(&meeting, next, &view));
    for (size_t i = 0; i < view.proposal_count; i++) {
        const struct matching_proposal *proposal = &view.proposals[i].proposal;
        if (proposal->carer.v == yes.carer.v) {
            assert_int_equal(proposal->supporter.v, yes.supporter.v);
            assert_int_equal(proposal->state, MATCHING_APPROVED);
        } else {
            assert_int_not_equal(proposal->supporter.v, no.supporter.v);
        }
    }
    meeting_close(&meeting);
}

// The two ways to find out what stands between two people say the same.
static void a_run_and_a_check_see_the_same_gates(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_pool pool;
    struct matching_measure measure;
    (void)meeting_with_run(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(
        world, safeguarding_place_no_contact(change, world->priya, world->june)));
    change = world_as(world, (person_id){0});
    assert_ok(
        matching_pool_load(change, world->organisation, MATCHING_LANE_WEEKLY, &pool));
    assert_int_equal(pool.sides.carer_count, 2);
    assert_int_equal(pool.sides.supporter_count, 2);
    assert_int_equal(pool.sides.fact_count, 1);
    matching_measure_begin(&measure, pool.sides.supporters, 2);
    matching_measure_finish(&measure);
    for (int i = 0; i < 4; i++) {
        struct matching_solve_pair at = {i / 2, i % 2};
        struct matching_score score;
        enum matching_gate now = MATCHING_GATE_NONE;
        enum matching_gate then =
            matching_cells_pair(&pool.sides, &measure, at, &score);
        assert_ok(matching_check(change, pool.queue[at.carer].carer,
                                 pool.places[at.supporter].supporter, (match_id){0},
                                 &now));
        assert_int_equal(now, then);
        bool parted = pool.queue[at.carer].carer.v == world->june.v &&
                      pool.places[at.supporter].supporter.v == world->priya.v;
        assert_int_equal(now == MATCHING_GATE_NO_CONTACT, parted);
    }
    assert_ok(world_end(world, OK));
    meeting_close(&meeting);
}

// Every cut of a row is noticed, and the whole row gives back what was scored.
static void a_row_gives_back_its_pairs(void **state)
{
    (void)state;
    struct meeting meeting;
    run_id run = meeting_with_run(&meeting);
    struct matching_job *job = meeting_computes(&meeting, run);
    struct text row = job->rows[0];
    size_t at = 0;
    for (int i = 0; i < job->supporter_count; i++) {
        struct matching_row_pair pair;
        assert_ok(matching_row_next(row, &at, &pair));
        assert_int_equal(pair.gate == MATCHING_GATE_NONE ? pair.score.total
                                                         : -(int)pair.gate,
                         job->cells[i]);
    }
    assert_int_equal(at, row.len);
    for (size_t len = 0; len < row.len; len++) {
        struct matching_row_pair pair;
        assert_err(matching_row_pair_at((struct text){row.s, len},
                                        job->supporter_count - 1, &pair),
                   ERR_CORRUPT);
    }
    matching_job_free(job);
    meeting_close(&meeting);
}

static void the_timetable_has_a_day_and_an_hour(void **state)
{
    (void)state;
    const struct policy policy = {.matching_day = 2, .matching_hour = 6};
    const int64_t tuesday = 1767679200000; // 2026-01-06 06:00
    assert_int_equal(matching_schedule_last(&policy, MATCHING_LANE_WEEKLY, tuesday),
                     tuesday);
    assert_int_equal(matching_schedule_last(&policy, MATCHING_LANE_WEEKLY, tuesday - 1),
                     tuesday - 7 * MEETING_DAY_MS);
    assert_int_equal(matching_schedule_next(&policy, MATCHING_LANE_WEEKLY, tuesday),
                     tuesday + 7 * MEETING_DAY_MS);
    assert_int_equal(matching_schedule_last(&policy, MATCHING_LANE_URGENT, tuesday - 1),
                     tuesday - MEETING_DAY_MS);
}

static void tiers_go_by_whole_days(void **state)
{
    (void)state;
    const int64_t now = 1767679200000;
    const int days[] = {84, 56, 42, 28, 14};
    for (int i = 0; i < 5; i++) {
        int64_t since = now - days[i] * MEETING_DAY_MS;
        assert_int_equal(matching_pool_tier(false, since, now), i + 1);
        assert_int_equal(matching_pool_tier(false, since + 1, now), i + 2);
        assert_int_equal(matching_pool_tier(true, since, now), 0);
    }
    assert_int_equal(matching_pool_days(now + 1, now), 0); // a clock moved backwards
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_killed_between_any_two_pieces_begins_again),
        TEST(what_moved_during_a_run_drops_out_and_is_named),
        TEST(a_pair_that_moves_while_others_are_checked_drops_out),
        TEST(a_plan_does_not_depend_on_the_order_of_rows),
        TEST(a_run_that_never_finishes_is_given_up),
        TEST(one_run_at_a_time_and_the_later_one_stands),
        TEST(a_stored_run_solves_to_the_same_plan),
        TEST(what_was_decided_stays_when_a_run_is_changed),
        TEST(a_run_and_a_check_see_the_same_gates),
        TEST(a_row_gives_back_its_pairs),
        TEST(the_timetable_has_a_day_and_an_hour),
        TEST(tiers_go_by_whole_days),
    };

    return RUN_TESTS(tests);
}
