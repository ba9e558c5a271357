// match.*, review.answer, call.log: what people do with their matches.
#include <jansson.h>

#include "command/call.h"
#include "command/request.h"
#include "domain/call_log.h"
#include "domain/matching/match_life.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/match_review.h"
#include "domain/matching/match_view.h"
#include "protocol.h"

// What can be said to an offer; nothing is none of it.
static const enum match_answer ANSWERS[] = {
    [MATCH_REPLY_YES] = MATCH_ANSWER_YES,
    [MATCH_REPLY_NO] = MATCH_ANSWER_NO,
    [MATCH_REPLY_ASK] = MATCH_ANSWER_ASK,
};

// Where a match stands now, as its people see it.
static enum err state_reply(struct request *request, enum err err,
                            enum match_state state)
{
    if (err == OK) {
        const struct match match = {.state = state};
        json_object_set_new(request->call->result, "state",
                            json_string(match_shown_names[match_view_shown(&match)]));
    }
    return err;
}

enum err cmd_match_answer(struct request *request, const void *args)
{
    const struct args_match_answer *a = args;
    struct match_said said = {ANSWERS[a->answer], a->reason};
    enum match_state state = MATCH_OFFERED;
    enum err err = match_offer_answer(request->call->change, a->match, &said, &state);
    return state_reply(request, err, state);
}

enum err cmd_match_answer_for(struct request *request, const void *args)
{
    const struct args_match_answer_for *a = args;
    struct match_said said = {ANSWERS[a->answer], a->reason};
    enum match_state state = MATCH_OFFERED;
    enum err err =
        match_offer_answer_for(request->call->change, a->match, a->side, &said, &state);
    return state_reply(request, err, state);
}

enum err cmd_match_end(struct request *request, const void *args)
{
    const struct args_match_end *a = args;
    struct match_ending ending = {a->planned, a->reason};
    enum match_state state = MATCH_ENDED;
    enum err err = match_life_end(request->call->change, a->match, &ending, &state);
    return state_reply(request, err, state);
}

enum err cmd_match_pause(struct request *request, const void *args)
{
    const struct args_match_pause *a = args;
    enum match_state state = MATCH_ON_HOLD;
    enum err err = match_life_pause(request->call->change, a->match, &state);
    return state_reply(request, err, state);
}

enum err cmd_match_resume(struct request *request, const void *args)
{
    const struct args_match_resume *a = args;
    enum match_state state = MATCH_ACTIVE;
    enum err err = match_life_resume(request->call->change, a->match, &state);
    return state_reply(request, err, state);
}

enum err cmd_match_ask_change(struct request *request, const void *args)
{
    const struct args_match_ask_change *a = args;
    enum match_state state = MATCH_CHANGE_ASKED;
    enum err err =
        match_life_ask_change(request->call->change, a->match, a->reason, &state);
    return state_reply(request, err, state);
}

enum err cmd_match_end_for_cause(struct request *request, const void *args)
{
    const struct args_match_end_for_cause *a = args;
    enum err err = match_life_end_for_cause(request->call->change, a->match, a->reason);
    if (err == OK) {
        json_object_set_new(request->call->result, "state",
                            json_string(match_state_names[MATCH_ENDED_FOR_CAUSE]));
    }
    return err;
}

enum err cmd_match_rematch(struct request *request, const void *args)
{
    const struct args_match_rematch *a = args;
    request_id id = {0};
    enum err err = match_life_rematch(request->call->change, a->match, &id);
    if (err == OK) {
        json_object_set_new(request->call->result, "request",
                            json_string(request_id_text(id).s));
    }
    return err;
}

enum err cmd_review_answer(struct request *request, const void *args)
{
    const struct args_review_answer *a = args;
    struct match_review_said said = {(int)a->like_me, a->wish, a->note};
    return match_review_answer(request->call->change, a->review, &said);
}

enum err cmd_call_log(struct request *request, const void *args)
{
    const struct args_call_log *a = args;
    struct call_entry entry = {.at_utc_ms = a->at,
                               .mode = a->mode,
                               .minutes = (int)a->minutes,
                               .feel = a->feel};
    return call_log_add(request->call->change, a->match, &entry);
}
