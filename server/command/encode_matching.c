#include "command/encode_matching.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/encode.h"
#include "protocol.h"

static void set_int(json_t *object, const char *name, int64_t number)
{
    json_object_set_new(object, name, json_integer(number));
}

static void set_text(json_t *object, const char *name, struct text t)
{
    json_object_set_new(object, name, encode_text(t));
}

static void set_named(json_t *object, const char *name, const struct person_card *card)
{
    json_object_set_new(object, name, encode_named(card));
}

// -- the waiting list

static json_t *wished_of(const struct matching_waiting *person)
{
    json_t *wished = json_array();
    for (int i = 0; i < person->wished_count; i++) {
        const struct matching_wished *it = &person->wished[i];
        json_t *object = encode_named(&it->supporter);
        json_object_set_new(object, "cuppa", json_string(cuppa_id_text(it->cuppa).s));
        json_array_append_new(wished, object);
    }
    return wished;
}

json_t *encode_matching_waiting(const struct matching_waiting *person)
{
    const struct matching_request *request = &person->request;
    json_t *missing = json_array();
    json_t *object = json_object();
    for (int i = 0; i < person->missing_count; i++) {
        json_array_append_new(missing, encode_text(person->missing[i]));
    }
    json_object_set_new(object, "request", json_string(request_id_text(request->id).s));
    json_object_set_new(object, "person",
                        json_string(person_id_text(request->carer).s));
    set_text(object, "name", person->carer.name);
    json_object_set_new(object, "area", json_string(area_id_text(request->area).s));
    json_object_set_new(object, "state",
                        json_string(matching_request_state_names[request->state]));
    json_object_set_new(object, "urgent", json_boolean(person->is_urgent));
    set_int(object, "waited_days", person->waited_days);
    set_int(object, "tier", person->tier);
    if (request->waiting_since_utc_ms != 0) {
        set_int(object, "since", request->waiting_since_utc_ms);
    }
    json_object_set_new(object, "missing", missing);
    if (person->coordinator.id.v != 0) {
        set_named(object, "coordinator", &person->coordinator);
    }
    set_int(object, "escalated", request->escalated);
    json_object_set_new(object, "no_phone", json_boolean(person->has_no_device));
    json_object_set_new(object, "has_story", json_boolean(person->has_story));
    json_object_set_new(object, "wished", wished_of(person));
    return object;
}

// -- runs

static void set_run(json_t *object, const struct matching_run *run,
                    const struct person_card *requested_by)
{
    json_object_set_new(object, "run", json_string(run_id_text(run->id).s));
    json_object_set_new(object, "lane", json_string(matching_lane_names[run->lane]));
    json_object_set_new(object, "state",
                        json_string(matching_run_state_names[run->state]));
    set_int(object, "requested_at", run->requested_utc_ms);
    if (run->finished_utc_ms != 0) {
        set_int(object, "finished_at", run->finished_utc_ms);
    }
    if (requested_by->id.v != 0) {
        set_named(object, "requested_by", requested_by);
    }
    if (run->origin.v != 0) {
        json_object_set_new(object, "origin", json_string(run_id_text(run->origin).s));
    }
    set_int(object, "carers", run->carers);
    set_int(object, "supporters", run->supporters);
    set_int(object, "matched", run->matched);
    if (run->worst >= 0) {
        set_int(object, "worst", run->worst);
    }
    set_int(object, "total", run->total);
    if (run->failure.len > 0) {
        set_text(object, "failure", run->failure);
    }
}

json_t *encode_matching_run(const struct matching_run *run,
                            const struct person_card *requested_by)
{
    json_t *object = json_object();
    set_run(object, run, requested_by);
    return object;
}

json_t *encode_matching_figures(const struct matching_run *run)
{
    json_t *object = json_object();
    set_int(object, "matched", run->matched);
    if (run->worst >= 0) {
        set_int(object, "worst", run->worst);
    }
    set_int(object, "total", run->total);
    return object;
}

// -- pairs

static json_t *parts_of(const struct matching_row_pair *found)
{
    json_t *parts = json_array();
    for (int i = 0; found->has_score && i < MATCHING_CRITERIA; i++) {
        if (found->score.of[i] == 0) {
            continue; // does not apply
        }
        json_t *part = json_object();
        set_text(part, "criterion", matching_criteria[i].code);
        set_int(part, "points", found->score.parts[i]);
        set_int(part, "of", found->score.of[i]);
        json_object_set_new(part, "known",
                            json_boolean((found->score.known_bits >> i & 1) != 0));
        json_array_append_new(parts, part);
    }
    return parts;
}

static void set_pair(json_t *object, const struct matching_view_pair *pair)
{
    json_t *reasons = json_array();
    for (int i = 0; i < pair->line_count; i++) {
        json_array_append_new(reasons, encode_text(pair->lines[i]));
    }
    set_named(object, "carer", &pair->carer);
    set_named(object, "supporter", &pair->supporter);
    json_object_set_new(object, "parts", parts_of(&pair->found));
    json_object_set_new(object, "reasons", reasons);
}

void encode_matching_pair(json_t *object, const struct matching_view_pair *pair)
{
    const struct matching_gate_row *gate = &matching_gates[pair->found.gate];
    set_pair(object, pair);
    if (pair->found.has_score) {
        set_int(object, "score", pair->found.score.total);
    }
    if (pair->found.gate != MATCHING_GATE_NONE) {
        set_text(object, "gate", gate->told_as);
        set_text(object, "sentence", gate->sentence);
    }
}

// Gates are told as people are told them; that nobody waits any more is none.
static void set_dropped(json_t *object, struct text code)
{
    enum matching_gate gate = matching_gate_find(code);
    if (code.len > 0) {
        set_text(object, "gate",
                 gate == MATCHING_GATE_NONE ? code : matching_gates[gate].told_as);
    }
}

static json_t *proposal_of(const struct matching_view_proposal *view)
{
    json_t *object = json_object();
    set_pair(object, &view->pair);
    set_int(object, "score", view->proposal.score);
    json_object_set_new(object, "locked", json_boolean(view->proposal.is_locked));
    json_object_set_new(
        object, "state",
        json_string(matching_proposal_state_names[view->proposal.state]));
    set_dropped(object, view->proposal.gate);
    set_int(object, "waited_days", view->waited_days);
    set_int(object, "tier", view->tier);
    json_object_set_new(object, "worst", json_boolean(view->is_worst));
    return object;
}

static json_t *unmatched_of(const struct matching_view_unmatched *view)
{
    json_t *why = json_array();
    json_t *object = json_object();
    for (int i = 0; i < view->tally_count; i++) {
        json_t *tally = json_object();
        set_text(tally, "gate", view->tallies[i].code);
        set_int(tally, "supporters", view->tallies[i].supporters);
        json_array_append_new(why, tally);
    }
    set_named(object, "carer", &view->carer);
    set_int(object, "waited_days", view->waited_days);
    set_int(object, "tier", view->tier);
    json_object_set_new(object, "why", why);
    if (view->has_best) {
        json_t *best = json_object();
        set_named(best, "supporter", &view->best);
        set_int(best, "score", view->best_score);
        json_object_set_new(object, "best", best);
    }
    return object;
}

// -- a page of a run

// Lines "name value bound", written by matching_job.c.
static json_t *levels_of(struct text lines)
{
    json_t *levels = json_array();
    const char *end = lines.s + lines.len;
    for (const char *at = lines.s; at < end; at++) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        char *next = NULL;
        if (space == NULL) {
            break;
        }
        json_t *level = json_object();
        json_object_set_new(level, "name", json_stringn(at, (size_t)(space - at)));
        set_int(level, "value", strtoll(space, &next, 10));
        set_int(level, "bound", strtoll(next, &next, 10));
        json_array_append_new(levels, level);
        at = next; // at the line feed
    }
    return levels;
}

static json_t *detail_of(const struct matching_view *view)
{
    char seed[24];
    json_t *object = encode_matching_run(&view->run, &view->requested_by);
    (void)snprintf(seed, sizeof seed, "%lld", (long long)view->run.seed);
    set_int(object, "floor", view->run.floor);
    json_object_set_new(object, "seed", json_string(seed));
    set_int(object, "fields_version", view->run.fields_version);
    set_int(object, "weights_version", view->run.weights_version);
    json_object_set_new(object, "levels", levels_of(view->run.levels));
    if (view->has_worst) {
        json_t *worst = json_object();
        set_named(worst, "carer", &view->worst_carer);
        set_named(worst, "supporter", &view->worst_supporter);
        set_int(worst, "score", view->worst_score);
        json_object_set_new(object, "worst_served", worst);
    }
    return object;
}

void encode_matching_view(json_t *object, const struct matching_view *view)
{
    json_t *proposals = json_array();
    json_t *unmatched = json_array();
    for (size_t i = 0; i < view->proposal_count; i++) {
        json_array_append_new(proposals, proposal_of(&view->proposals[i]));
    }
    for (size_t i = 0; i < view->unmatched_count; i++) {
        json_array_append_new(unmatched, unmatched_of(&view->unmatched[i]));
    }
    json_object_set_new(object, "run", detail_of(view));
    json_object_set_new(object, "proposals", proposals);
    json_object_set_new(object, "unmatched", unmatched);
    if (view->more) {
        json_object_set_new(object, "last", json_string(person_id_text(view->last).s));
        json_object_set_new(object, "more", json_true());
    }
}
