#include "domain/matching/match_offer.h"
#include "domain/matching/match_reason.h"

#include "domain/cuppa.h"
#include "domain/matching/match.h"
#include "domain/matching/match_card.h"
#include "domain/matching/match_life.h"
#include "domain/matching/matching_check.h"
#include "domain/matching/matching_request.h"
#include "domain/matching/matching_tell.h"
#include "domain/timer.h"
#include "matching_data.h"

#define DAY_MS 86400000LL

// value · unit · reason: five days to answer hold two weekends' edges; the one reminder
// comes while there is time to think.
#define NUDGE_MS (3 * DAY_MS)
#define EXPIRY_MS (5 * DAY_MS)

// More than a person can have on her hands; bounds the loop.
#define MATCHES_OF_ONE_MAX 1000

static enum err check_gates(struct change *change, const struct match *match,
                            enum matching_gate *gate_out)
{
    return matching_check(change, match->carer, match->supporter, match->id, gate_out);
}

// Making an offer

static enum err row_make(struct change *change, const struct matching_request *request,
                         const struct match_new *new_match, struct match_row *row)
{
    *row = (struct match_row){
        .match = {.id = match_id_new(),
                  .organisation = request->organisation,
                  .area = request->area,
                  .request = request->id,
                  .carer = request->carer,
                  .supporter = new_match->supporter,
                  .run = new_match->run,
                  .score = new_match->score,
                  .state = MATCH_APPROVED},
        .approved_by = new_match->approved_by
    };
    enum err err = match_store_insert(change->db, row, change->now_utc_ms);
    return err == OK ? match_card_make(change, row) : err;
}

static enum err offer_open(struct change *change, struct match_row *row)
{
    struct match *match = &row->match;
    int64_t now = change->now_utc_ms;
    match->offered_utc_ms = now;
    match->expires_utc_ms = now + EXPIRY_MS;
    enum err err = match_advance(change, row, MATCH_OFFERED);
    if (err == OK) {
        err = timer_set(change, TIMER_OFFER_NUDGE, match->id.v, now + NUDGE_MS);
    }
    if (err == OK) {
        err = timer_set(change, TIMER_OFFER_EXPIRY, match->id.v, match->expires_utc_ms);
    }
    return err == OK ? match_tell(change, match, MATCHING_NEWS_OFFER) : err;
}

static enum err check_pair(struct change *change,
                           const struct matching_request *request, person_id supporter)
{
    struct match pair = {.carer = request->carer, .supporter = supporter};
    enum matching_gate gate = MATCHING_GATE_NONE;
    if (request->state != MATCHING_REQUEST_WAITING) {
        change->at_fault = "request";
        return ERR_WRONG_STATE;
    }
    enum err err = check_gates(change, &pair, &gate);
    if (err == OK && gate != MATCHING_GATE_NONE) {
        change->at_fault = matching_gates[gate].told_as.s;
        err = ERR_WRONG_STATE;
    }
    return err;
}

enum err match_offer(struct change *change, const struct match_new *new_match,
                     match_id *match_out)
{
    struct matching_request request = {0};
    struct match_row row;
    enum err err = matching_request_get(change, new_match->request, &request);
    if (err == OK) {
        err = check_pair(change, &request, new_match->supporter);
    }
    if (err == OK) {
        err = row_make(change, &request, new_match, &row);
    }
    if (err == OK) {
        err = offer_open(change, &row);
    }
    if (err == OK) {
        err = matching_request_advance(change, &request, MATCHING_REQUEST_OFFERED);
    }
    if (err == OK) {
        *match_out = row.match.id;
    }
    return err;
}

// Closing an offer

static enum err timers_clear(struct change *change, const struct match *match)
{
    enum err err = timer_clear(change, TIMER_OFFER_NUDGE, match->id.v);
    return err == OK ? timer_clear(change, TIMER_OFFER_EXPIRY, match->id.v) : err;
}

// The offer is over as `next` says; the carer waits again where she did before.
static enum err offer_close(struct change *change, struct match_row *row,
                            enum match_state next)
{
    struct matching_request request = {0};
    row->match.ended_utc_ms = change->now_utc_ms;
    enum err err = match_advance(change, row, next);
    if (err == OK) {
        err = timers_clear(change, &row->match);
    }
    if (err == OK) {
        err = match_tell(change, &row->match, MATCHING_NEWS_OFFER);
    }
    if (err == OK) {
        err = matching_request_get(change, row->match.request, &request);
    }
    if (err == OK && request.state == MATCHING_REQUEST_OFFERED) {
        err = matching_request_advance(change, &request, MATCHING_REQUEST_WAITING);
    }
    return err;
}

// Answers

static enum err introduce(struct change *change, struct match_row *row)
{
    struct matching_request request = {0};
    enum matching_gate gate = MATCHING_GATE_NONE;
    enum err err = check_gates(change, &row->match, &gate);
    if (err == OK && gate != MATCHING_GATE_NONE) {
        return offer_close(change, row, MATCH_WITHDRAWN);
    }
    if (err == OK) {
        err = timers_clear(change, &row->match);
    }
    if (err == OK) {
        err = match_life_begin(change, row);
    }
    if (err == OK) {
        err = matching_request_get(change, row->match.request, &request);
    }
    return err == OK
               ? matching_request_advance(change, &request, MATCHING_REQUEST_MATCHED)
               : err;
}

static enum err answer_take(struct change *change, struct match_row *row,
                            enum match_side side, const struct match_said *said)
{
    const struct match *match = &row->match;
    enum err err =
        match_reason_keep(change, match->id, match_person(match, side), said->reason);
    if (err == OK) {
        err = match_keep(change, row);
    }
    if (err != OK) {
        return err;
    }
    if (said->answer == MATCH_ANSWER_NO) {
        return offer_close(change, row, MATCH_DECLINED);
    }
    if (match->carer_answer == MATCH_ANSWER_YES &&
        match->supporter_answer == MATCH_ANSWER_YES) {
        return introduce(change, row);
    }
    // The other side learns of a yes with the introduction and of a question never.
    err = matching_tell(change, change->actor.person, MATCHING_NEWS_OFFER);
    return err == OK ? matching_tell_desk_of(change, match->organisation, match->area)
                     : err;
}

static enum err answer_of(struct change *change, struct match_row *row,
                          enum match_side side, const struct match_said *said)
{
    struct match *match = &row->match;
    if (match->state != MATCH_OFFERED) {
        return ERR_WRONG_STATE;
    }
    if (change->now_utc_ms >= match->expires_utc_ms) {
        return ERR_EXPIRED;
    }
    person_id told_by = {0};
    if (match_person(match, side).v != change->actor.person.v) {
        told_by = change->actor.person;
    }
    if (side == MATCH_SIDE_CARER) {
        match->carer_answer = said->answer;
        row->carer_told_by = told_by;
    } else {
        match->supporter_answer = said->answer;
        row->supporter_told_by = told_by;
    }
    return answer_take(change, row, side, said);
}

enum err match_offer_answer(struct change *change, match_id id,
                            const struct match_said *said, enum match_state *state_out)
{
    struct match_row row;
    enum match_side side;
    enum err err = match_find_own(change, id, &row, &side);
    if (err == OK) {
        err = answer_of(change, &row, side, said);
    }
    if (err == OK) {
        *state_out = row.match.state;
    }
    return err;
}

enum err match_offer_answer_for(struct change *change, match_id id,
                                enum match_side side, const struct match_said *said,
                                enum match_state *state_out)
{
    struct match_row row;
    enum err err = match_find_staff(change, id, &row);
    if (err == OK) {
        err = answer_of(change, &row, side, said);
    }
    if (err == OK) {
        err =
            matching_tell(change, match_person(&row.match, side), MATCHING_NEWS_OFFER);
    }
    if (err == OK) {
        *state_out = row.match.state;
    }
    return err;
}

// What closes offers from outside

static enum err gate_close(struct change *change, match_id id, bool pending_only)
{
    struct match_row row;
    struct match_holds holds;
    enum err err = match_store_get(change->db, change->arena, id, &row);
    if (err != OK) {
        return err;
    }
    if (match_is_pending(row.match.state)) {
        return offer_close(change, &row, MATCH_WITHDRAWN);
    }
    if (pending_only || row.match.state == MATCH_ON_HOLD) {
        return OK;
    }
    err = match_store_holds(change->db, row.match.carer, row.match.supporter, &holds);
    bool is_held = err == OK && (holds.safeguarding || holds.blocked);
    return is_held ? match_life_hold(change, &row) : err;
}

static enum err gates_close(struct change *change, person_id a, person_id b,
                            bool pending_only)
{
    struct match_of query = {
        .person = a, .since_utc_ms = INT64_MAX, .limit = MATCHES_OF_ONE_MAX};
    struct match_list list;
    enum err err = match_store_of(change->db, change->arena, &query, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        const struct match *match = &list.rows[i];
        person_id other = match->carer.v == a.v ? match->supporter : match->carer;
        if (b.v == 0 || other.v == b.v) {
            err = gate_close(change, match->id, pending_only);
        }
    }
    return err;
}

enum err match_gate_closed(struct change *change, person_id a, person_id b)
{
    enum err err = gates_close(change, a, b, false);
    return err == OK ? cuppa_gate_closed(change, a, b) : err;
}

enum err match_offer_withdraw_of(struct change *change, person_id person)
{
    return gates_close(change, person, (person_id){0}, true);
}

// Timers

// Errors: ERR_NOT_FOUND where it is not on offer any more.
static enum err find_offered(struct change *change, int64_t id, struct match_row *row)
{
    enum err err = match_store_get(change->db, change->arena, (match_id){id}, row);
    return err == OK && row->match.state != MATCH_OFFERED ? ERR_NOT_FOUND : err;
}

enum err match_offer_nudge(struct change *change, int64_t id)
{
    struct match_row row;
    enum err err = find_offered(change, id, &row);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (row.match.carer_answer != MATCH_ANSWER_YES) {
        err = matching_tell(change, row.match.carer, MATCHING_NEWS_OFFER);
    }
    if (err == OK && row.match.supporter_answer != MATCH_ANSWER_YES) {
        err = matching_tell(change, row.match.supporter, MATCHING_NEWS_OFFER);
    }
    return err;
}

enum err match_offer_expire(struct change *change, int64_t id)
{
    struct match_row row;
    enum err err = find_offered(change, id, &row);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    return offer_close(change, &row, MATCH_EXPIRED);
}
