// matching.*: a coordinator's desk. Who waits, runs, what they propose, decisions.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_matching.h"
#include "command/request.h"
#include "domain/matching/matching_adjust.h"
#include "domain/matching/matching_decide.h"
#include "domain/matching/matching_run.h"
#include "domain/matching/matching_view.h"
#include "domain/matching/matching_waiting.h"
#include "protocol.h"

enum err cmd_matching_waiting(struct request *request, const void *args)
{
    const struct args_matching_waiting *a = args;
    struct matching_waiting_page page;
    enum err err = matching_waiting_list(
        request->call->change, a->has_area ? &a->area : NULL, a->after, &page);
    if (err != OK) {
        return err;
    }
    json_t *people = json_array();
    for (size_t i = 0; i < page.count; i++) {
        json_array_append_new(people, encode_matching_waiting(&page.people[i]));
    }
    json_object_set_new(request->call->result, "people", people);
    if (page.more) {
        json_object_set_new(request->call->result, "last",
                            json_string(request_id_text(page.last).s));
        json_object_set_new(request->call->result, "more", json_true());
    }
    return OK;
}

enum err cmd_matching_run(struct request *request, const void *args)
{
    const struct args_matching_run *a = args;
    run_id run;
    enum err err = matching_run_begin(
        request->call->change, a->has_lane ? a->lane : MATCHING_LANE_WEEKLY, &run);
    if (err == OK) {
        request->call->outcome->wants_tick = true;
        json_object_set_new(request->call->result, "run",
                            json_string(run_id_text(run).s));
    }
    return err;
}

enum err cmd_matching_runs(struct request *request, const void *args)
{
    const struct args_matching_runs *a = args;
    struct matching_view_runs page;
    enum err err = matching_view_runs(request->call->change, a->after, &page);
    if (err != OK) {
        return err;
    }
    json_t *runs = json_array();
    for (size_t i = 0; i < page.count; i++) {
        json_array_append_new(
            runs, encode_matching_run(&page.rows[i], &page.requested_by[i]));
    }
    json_object_set_new(request->call->result, "runs", runs);
    json_object_set_new(request->call->result, "next",
                        json_pack("{s:I,s:I}", "urgent_at",
                                  (json_int_t)page.urgent_at_utc_ms, "weekly_at",
                                  (json_int_t)page.weekly_at_utc_ms));
    if (page.more) {
        json_object_set_new(request->call->result, "more", json_true());
    }
    return OK;
}

// What is shown is read on a reader; the handler runs where its audit row is written.
enum err cmd_matching_get_prepare(struct request *request, const void *args)
{
    const struct args_matching_get *a = args;
    struct matching_view *view = arena_alloc(request->arena, sizeof *view);
    request->prepared = view;
    return matching_view_page(request->call->change, a->run, a->after, view);
}

enum err cmd_matching_get(struct request *request, const void *args)
{
    (void)args;
    encode_matching_view(request->call->result, request->prepared);
    return OK;
}

enum err cmd_matching_pair_prepare(struct request *request, const void *args)
{
    const struct args_matching_pair *a = args;
    const struct matching_run_pair pair = {a->carer, a->supporter};
    struct matching_view_pair *view = arena_alloc(request->arena, sizeof *view);
    request->prepared = view;
    return matching_view_pair(request->call->change, a->run, &pair, view);
}

enum err cmd_matching_pair(struct request *request, const void *args)
{
    const struct args_matching_pair *a = args;
    encode_matching_pair(request->call->result, request->prepared);
    return matching_view_pair_note(request->call->change, a->run, request->prepared);
}

enum err cmd_matching_approve(struct request *request, const void *args)
{
    const struct args_matching_approve *a = args;
    const struct matching_run_pair pair = {a->carer, a->supporter};
    match_id match;
    enum err err =
        matching_decide_approve(request->call->change, a->run, &pair, &match);
    if (err == OK) {
        json_object_set_new(request->call->result, "match",
                            json_string(match_id_text(match).s));
    }
    return err;
}

enum err cmd_matching_reject(struct request *request, const void *args)
{
    const struct args_matching_reject *a = args;
    const struct matching_run_pair pair = {a->carer, a->supporter};
    return matching_decide_reject(request->call->change, a->run, &pair);
}

enum err cmd_matching_price_prepare(struct request *request, const void *args)
{
    const struct args_matching_price *a = args;
    const struct matching_adjusting wanted = {
        .run = a->run,
        .change = a->change,
        .pair = {a->carer,       a->supporter      },
        .has_other = a->has_other_carer && a->has_other_supporter,
        .other = {a->other_carer, a->other_supporter},
    };
    struct matching_run *before = arena_alloc(request->arena, sizeof *before);
    request->prepared = before;
    return matching_adjust_price(request->call->change, &wanted, before,
                                 &request->matching);
}

enum err cmd_matching_price(struct request *request, const void *args)
{
    const struct matching_job *job = request->matching;
    (void)args;
    if (job->err != OK) {
        request->call->change->at_fault = job->run.failure.s;
        return ERR_WRONG_STATE;
    }
    json_object_set_new(request->call->result, "before",
                        encode_matching_figures(request->prepared));
    json_object_set_new(request->call->result, "after",
                        encode_matching_figures(&job->run));
    return OK;
}

enum err cmd_matching_adjust(struct request *request, const void *args)
{
    const struct args_matching_adjust *a = args;
    const struct matching_adjusting wanted = {
        .run = a->run,
        .change = a->change,
        .pair = {a->carer,       a->supporter      },
        .has_other = a->has_other_carer && a->has_other_supporter,
        .other = {a->other_carer, a->other_supporter},
    };
    run_id run;
    enum err err = matching_adjust_request(request->call->change, &wanted, &run);
    if (err == OK) {
        request->call->outcome->wants_tick = true;
        json_object_set_new(request->call->result, "run",
                            json_string(run_id_text(run).s));
    }
    return err;
}
