// matching.report and what an operator asks about matching: counted and solved again on
// the worker.
#include <jansson.h>

#include "command/call.h"
#include "command/encode_matching.h"
#include "command/encode_report.h"
#include "command/request.h"
#include "domain/matching/matching_replay.h"
#include "domain/matching/matching_report.h"
#include "protocol.h"

enum err cmd_matching_report_prepare(struct request *request, const void *args)
{
    const struct args_matching_report *a = args;
    struct matching_report *report = arena_alloc(request->arena, sizeof *report);
    request->prepared = report;
    return matching_report_make(request->call->change, a->has_area ? &a->area : NULL,
                                report);
}

enum err cmd_matching_report(struct request *request, const void *args)
{
    (void)args;
    json_object_set_new(request->call->result, "report",
                        encode_report(request->prepared));
    return OK;
}

enum err cmd_operator_matching_report_prepare(struct request *request, const void *args)
{
    const struct args_operator_matching_report *a = args;
    struct matching_report *report = arena_alloc(request->arena, sizeof *report);
    request->prepared = report;
    if (a->has_organisation && a->organisation.v == 0) {
        return ERR_NOT_FOUND; // an id that is none of ours
    }
    return matching_report_of(request->call->change, a->organisation,
                              a->has_area ? &a->area : NULL, report);
}

enum err cmd_operator_matching_report(struct request *request, const void *args)
{
    return cmd_matching_report(request, args);
}

enum err cmd_operator_matching_replay_prepare(struct request *request, const void *args)
{
    const struct args_operator_matching_replay *a = args;
    struct matching_replay *replay = arena_alloc(request->arena, sizeof *replay);
    request->prepared = replay;
    return matching_replay_load(request->call->change, a->run, replay,
                                &request->matching);
}

enum err cmd_operator_matching_replay(struct request *request, const void *args)
{
    const struct matching_replay *replay = request->prepared;
    const struct matching_job *job = request->matching;
    json_t *result = request->call->result;
    (void)args;
    json_object_set_new(result, "same",
                        json_boolean(matching_replay_is_same(replay, job)));
    json_object_set_new(result, "pairs",
                        json_integer((json_int_t)replay->proposal_count));
    json_object_set_new(result, "carers", json_integer(job->carer_count));
    json_object_set_new(result, "supporters", json_integer(job->supporter_count));
    json_object_set_new(result, "erased", json_integer(job->erased));
    json_object_set_new(result, "stored", encode_matching_figures(&replay->stored));
    json_object_set_new(result, "replayed", encode_matching_figures(&job->run));
    return OK;
}
