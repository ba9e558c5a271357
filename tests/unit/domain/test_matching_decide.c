// Deciding about what a run proposes: once, in the run that stands, by who may.
#include "domain/matching/matching_decide.h"

#include "domain/matching/matching_request.h"
#include "domain/matching/matching_run.h"
#include "domain/meeting_run.h"
#include "support.h"

static enum err approve(struct meeting *meeting, person_id by, run_id run,
                        struct matching_run_pair pair)
{
    match_id match;
    struct change *change = world_as(&meeting->world, by);
    return world_end(&meeting->world,
                     matching_decide_approve(change, run, &pair, &match));
}

static enum err reject(struct meeting *meeting, person_id by, run_id run,
                       struct matching_run_pair pair)
{
    struct change *change = world_as(&meeting->world, by);
    return world_end(&meeting->world, matching_decide_reject(change, run, &pair));
}

static struct matching_run_pair proposed(struct meeting *meeting, run_id run, size_t at)
{
    struct matching_view view;
    assert_ok(meeting_sees(meeting, run, &view));
    assert_true(at < view.proposal_count);
    const struct matching_proposal *proposal = &view.proposals[at].proposal;
    return (struct matching_run_pair){proposal->carer, proposal->supporter};
}

static void a_pair_is_decided_about_once(void **state)
{
    (void)state;
    struct meeting meeting;
    run_id run = meeting_with_run(&meeting);
    person_id amara = meeting.world.amara;
    meeting_finishes(&meeting, run);
    const struct matching_run_pair yes = proposed(&meeting, run, 0);
    const struct matching_run_pair no = proposed(&meeting, run, 1);
    assert_ok(approve(&meeting, amara, run, yes));
    assert_ok(reject(&meeting, amara, run, no));
    const struct matching_run_pair both[] = {yes, no};
    for (int i = 0; i < 2; i++) {
        assert_err(approve(&meeting, amara, run, both[i]), ERR_WRONG_STATE);
        assert_string_equal(meeting.world.change.at_fault, "state");
        assert_err(reject(&meeting, amara, run, both[i]), ERR_WRONG_STATE);
        assert_string_equal(meeting.world.change.at_fault, "state");
    }
    meeting_close(&meeting);
}

static void only_the_run_that_stands_is_decided_about(void **state)
{
    (void)state;
    struct meeting meeting;
    run_id second;
    run_id run = meeting_with_run(&meeting);
    person_id amara = meeting.world.amara;
    meeting_finishes(&meeting, run);
    const struct matching_run_pair pair = proposed(&meeting, run, 0);
    struct change *change = world_as(&meeting.world, amara);
    assert_ok(world_end(&meeting.world,
                        matching_run_begin(change, MATCHING_LANE_WEEKLY, &second)));
    meeting_finishes(&meeting, second);
    assert_err(approve(&meeting, amara, run, pair), ERR_WRONG_STATE);
    assert_string_equal(meeting.world.change.at_fault, "run");
    assert_err(reject(&meeting, amara, run, pair), ERR_WRONG_STATE);
    assert_string_equal(meeting.world.change.at_fault, "run");
    meeting_close(&meeting);
}

static void only_who_looks_after_the_carer_decides(void **state)
{
    (void)state;
    struct meeting meeting;
    run_id run = meeting_with_run(&meeting);
    meeting_finishes(&meeting, run);
    const struct matching_run_pair pair = proposed(&meeting, run, 0);
    const struct matching_run_pair unknown = {pair.carer, meeting.world.mo};
    const person_id others[] = {meeting.world.june, meeting.world.priya};
    for (int i = 0; i < 2; i++) {
        assert_err(approve(&meeting, others[i], run, pair), ERR_DENIED);
        assert_err(reject(&meeting, others[i], run, pair), ERR_DENIED);
    }
    assert_err(approve(&meeting, meeting.world.sid, run, pair), ERR_NOT_FOUND);
    assert_err(reject(&meeting, meeting.world.sid, run, pair), ERR_NOT_FOUND);
    assert_err(approve(&meeting, meeting.world.amara, run, unknown), ERR_NOT_FOUND);
    assert_ok(approve(&meeting, meeting.world.amara, run, pair));
    meeting_close(&meeting);
}

static void who_stopped_waiting_during_a_run_drops_out(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_view view;
    int dropped = 0;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    run_id run;
    (void)meeting_waits(&meeting, world->dorothy);
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, matching_run_begin(change, MATCHING_LANE_WEEKLY, &run)));
    struct matching_job *job = meeting_computes(&meeting, run);
    assert_true(meeting_keeps(&meeting, job, 3));
    change = world_as(world, world->june);
    assert_ok(world_end(world, matching_request_withdraw(change, request)));
    assert_false(meeting_keeps(&meeting, job, MEETING_PIECES_MAX));
    matching_job_free(job);
    assert_ok(meeting_sees(&meeting, run, &view));
    for (size_t i = 0; i < view.proposal_count; i++) {
        const struct matching_proposal *proposal = &view.proposals[i].proposal;
        if (proposal->carer.v == world->june.v) {
            assert_int_equal(proposal->state, MATCHING_DROPPED);
            assert_text_is(proposal->gate, "not_waiting");
            dropped++;
        }
    }
    assert_int_equal(dropped, 1);
    meeting_close(&meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_pair_is_decided_about_once),
        TEST(only_the_run_that_stands_is_decided_about),
        TEST(only_who_looks_after_the_carer_decides),
        TEST(who_stopped_waiting_during_a_run_drops_out),
    };
    return RUN_TESTS(tests);
}
