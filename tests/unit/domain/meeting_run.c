#include "domain/meeting_run.h"

#include "domain/matching/matching_keep.h"
#include "domain/matching/matching_run.h"
#include "support.h"

run_id meeting_with_run(struct meeting *meeting)
{
    run_id run;
    meeting_open(meeting);
    (void)meeting_waits(meeting, meeting->world.june);
    (void)meeting_waits(meeting, meeting->world.dorothy);
    struct change *change = world_as(&meeting->world, meeting->world.amara);
    assert_ok(world_end(&meeting->world,
                        matching_run_begin(change, MATCHING_LANE_WEEKLY, &run)));
    return run;
}

struct matching_job *meeting_computes(struct meeting *meeting, run_id run)
{
    struct matching_job *job = NULL;
    struct change *change = world_as(&meeting->world, (person_id){0});
    assert_ok(world_end(&meeting->world, matching_run_load(change, run, &job)));
    matching_job_solve(job);
    return job;
}

bool meeting_keeps(struct meeting *meeting, struct matching_job *job, int pieces)
{
    bool more = true;
    for (int i = 0; more && i < pieces; i++) {
        struct change *change = world_as(&meeting->world, (person_id){0});
        assert_ok(world_end(&meeting->world, matching_keep_next(change, job, &more)));
    }
    return more;
}

void meeting_finishes(struct meeting *meeting, run_id run)
{
    struct matching_job *job = meeting_computes(meeting, run);
    assert_false(meeting_keeps(meeting, job, MEETING_PIECES_MAX));
    matching_job_free(job);
}

enum err meeting_sees(struct meeting *meeting, run_id run, struct matching_view *view)
{
    struct change *change = world_as(&meeting->world, meeting->world.amara);
    return world_end(&meeting->world,
                     matching_view_page(change, run, (person_id){0}, view));
}
