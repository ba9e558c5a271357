// Runs of the two who wait, Dorothy and June, with the two who are ready, Priya and
// Pat.
#ifndef UNIT_MEETING_RUN_H
#define UNIT_MEETING_RUN_H

#include "domain/matching/matching_job.h"
#include "domain/matching/matching_view.h"
#include "domain/meeting.h"

#define MEETING_PIECES_MAX 64 // of a run of two carers; it has far fewer

// Opens the meeting: June and Dorothy wait, Amara has asked for a run.
run_id meeting_with_run(struct meeting *meeting);

// The run solved, nothing of it stored. Owner: the caller (matching_job_free).
struct matching_job *meeting_computes(struct meeting *meeting, run_id run);

// Stores up to `pieces` of it; whether there is more.
bool meeting_keeps(struct meeting *meeting, struct matching_job *job, int pieces);

void meeting_finishes(struct meeting *meeting, run_id run);

// As Amara sees it; lives until the next unit of work.
enum err meeting_sees(struct meeting *meeting, run_id run, struct matching_view *view);

#endif
