#include "domain/matching/match_life.h"
#include "domain/matching/match_reason.h"

#include "domain/conversation.h"
#include "domain/matching/match.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/match_review.h"
#include "domain/matching/match_talk.h"
#include "domain/matching/matching_ask.h"
#include "domain/matching/matching_request.h"
#include "domain/matching/matching_tell.h"
#include "domain/membership.h"
#include "domain/safety.h"
#include "domain/timer.h"
#include "store/pair_store.h"

#define DAY_MS 86400000LL

// value · reason · source
#define NOTICE_MS (14 * DAY_MS) // a planned ending leaves time for a goodbye

#define MATCHES_OF_ONE_MAX 1000 // bounds the loop, far beyond one person's

// The conversation of the two

static enum err conversation_make(struct change *change, const struct match *match,
                                  conversation_id *conversation_out)
{
    conversation_id conversation;
    enum err err = conversation_create_pair(change, match->area, match->carer,
                                            match->supporter, &conversation);
    if (err == OK) {
        err =
            pair_store_insert(change->db, conversation, match->carer, match->supporter);
    }
    if (err == OK) {
        *conversation_out = conversation;
    }
    return err;
}

static enum err conversation_join(struct change *change, const struct match *match,
                                  conversation_id conversation)
{
    const struct person_card two[2] = {
        {.id = match->carer,     .role = ROLE_CARER    },
        {.id = match->supporter, .role = ROLE_SUPPORTER},
    };
    return membership_return(change, conversation, two);
}

enum err match_life_open(struct change *change, const struct match *match,
                         conversation_id *conversation_out)
{
    enum err err =
        pair_store_find(change->db, match->carer, match->supporter, conversation_out);
    if (err == OK) {
        return conversation_join(change, match, *conversation_out);
    }
    return err == ERR_NOT_FOUND ? conversation_make(change, match, conversation_out)
                                : err;
}

enum err match_life_part(struct change *change, const struct match *match,
                         enum stay_end end)
{
    if (match->conversation.v == 0) {
        return OK;
    }
    enum err err = membership_end(change, match->conversation, match->carer, end);
    return err == OK
               ? membership_end(change, match->conversation, match->supporter, end)
               : err;
}

// Beginning

enum err match_life_begin(struct change *change, struct match_row *row)
{
    struct match *match = &row->match;
    enum err err = match_life_open(change, match, &match->conversation);
    if (err == OK) {
        match->introduced_utc_ms = change->now_utc_ms;
        err = match_talk_quiet_begin(change, match);
    }
    if (err == OK) {
        err = match_advance(change, row, MATCH_INTRODUCED);
    }
    if (err == OK) {
        err = match_review_plan(change, match);
    }
    return err == OK ? match_tell(change, match, MATCHING_NEWS_MATCH) : err;
}

// Endings

static enum err timers_clear(struct change *change, struct match *match)
{
    enum err err = match_talk_quiet_end(change, match);
    if (err == OK) {
        err = timer_clear(change, TIMER_MATCH_REVIEW, match->id.v);
    }
    return err == OK ? timer_clear(change, TIMER_MATCH_ENDING, match->id.v) : err;
}

static enum err finish(struct change *change, struct match_row *row,
                       enum match_state next)
{
    struct match *match = &row->match;
    bool for_cause = next == MATCH_ENDED_FOR_CAUSE;
    enum err err = timers_clear(change, match);
    match->ended_utc_ms = change->now_utc_ms;
    if (err == OK) {
        err = match_advance(change, row, next);
    }
    if (err == OK) {
        err = match_life_part(change, match, for_cause ? STAY_REMOVED : STAY_LEFT);
    }
    if (err == OK && !for_cause) {
        err = match_review_ask_ending(change, match);
    }
    return err == OK ? match_tell(change, match, MATCHING_NEWS_MATCH) : err;
}

static enum err plan_ending(struct change *change, struct match_row *row)
{
    struct match *match = &row->match;
    match->ends_utc_ms = change->now_utc_ms + NOTICE_MS;
    enum err err = match_advance(change, row, MATCH_ENDING_PLANNED);
    if (err == OK) {
        err = timer_set(change, TIMER_MATCH_ENDING, match->id.v, match->ends_utc_ms);
    }
    return err == OK ? match_tell(change, match, MATCHING_NEWS_MATCH) : err;
}

enum err match_life_end(struct change *change, match_id id,
                        const struct match_ending *ending, enum match_state *state_out)
{
    struct match_row row = {0};
    bool is_staff;
    enum err err = match_find(change, id, &row, &is_staff);
    if (err == OK && !match_is_live(row.match.state)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = match_reason_keep(change, id, change->actor.person, ending->reason);
    }
    if (err == OK) {
        row.ended_by = change->actor.person;
        err = ending->planned ? plan_ending(change, &row)
                              : finish(change, &row, MATCH_ENDED_UNPLANNED);
    }
    if (err == OK) {
        *state_out = row.match.state;
    }
    return err;
}

enum err match_life_end_for_cause(struct change *change, match_id id,
                                  struct text reason)
{
    struct match_row row = {0};
    enum err err = match_find_staff(change, id, &row);
    if (err == OK && !match_is_live(row.match.state)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = match_reason_keep(change, id, change->actor.person, reason);
    }
    if (err == OK) {
        row.ended_by = change->actor.person;
        err = finish(change, &row, MATCH_ENDED_FOR_CAUSE);
    }
    return err == OK
               ? safety_note(change, (struct safety_record){.kind = SAFETY_MATCH_ENDED,
                                                            .a = row.match.carer.v,
                                                            .b = row.match.supporter.v,
                                                            .c = id.v})
               : err;
}

enum err match_life_end_again(struct change *change, match_id id)
{
    struct match_row row = {0};
    enum err err = match_store_get(change->db, change->arena, id, &row);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    return err == OK && match_may(row.match.state, MATCH_ENDED_FOR_CAUSE)
               ? finish(change, &row, MATCH_ENDED_FOR_CAUSE)
               : err;
}

static enum err leave_one(struct change *change, person_id person, match_id id)
{
    struct match_row row = {0};
    enum err err = match_store_get(change->db, change->arena, id, &row);
    if (err != OK || !match_may(row.match.state, MATCH_ENDED_UNPLANNED)) {
        return err;
    }
    row.ended_by = person;
    return finish(change, &row, MATCH_ENDED_UNPLANNED);
}

enum err match_life_leave(struct change *change, person_id person)
{
    struct match_of query = {
        .person = person, .since_utc_ms = INT64_MAX, .limit = MATCHES_OF_ONE_MAX};
    struct match_list list = {0};
    enum err err = match_offer_withdraw_of(change, person);
    if (err == OK) {
        err = match_store_of(change->db, change->arena, &query, &list);
    }
    for (size_t i = 0; err == OK && i < list.count; i++) {
        err = leave_one(change, person, list.rows[i].id);
    }
    return err;
}

enum err match_life_ending_due(struct change *change, int64_t id)
{
    struct match_row row = {0};
    enum err err = match_store_get(change->db, change->arena, (match_id){id}, &row);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    bool may_end = err == OK && match_may(row.match.state, MATCH_ENDED);
    return may_end ? finish(change, &row, MATCH_ENDED) : err;
}

// Pauses and holds

// Only the desk learns of it, and the other devices of who asked.
static enum err tell_asker(struct change *change, const struct match *match)
{
    enum err err = matching_tell(change, change->actor.person, MATCHING_NEWS_MATCH);
    return err == OK ? matching_tell_desk_of(change, match->organisation, match->area)
                     : err;
}

static enum match_pauser pauser_of(const struct change *change,
                                   const struct match *match)
{
    if (match->carer.v == change->actor.person.v) {
        return MATCH_PAUSER_CARER;
    }
    return match->supporter.v == change->actor.person.v ? MATCH_PAUSER_SUPPORTER
                                                        : MATCH_PAUSER_STAFF;
}

enum err match_life_hold(struct change *change, struct match_row *row)
{
    struct match *match = &row->match;
    const enum match_pauser who = pauser_of(change, match);
    bool rests = match->state == MATCH_ON_HOLD;
    if ((match->paused_by & who) != 0) {
        return ERR_WRONG_STATE;
    }
    match->paused_by |= who;
    enum err err =
        rests ? match_keep(change, row) : match_advance(change, row, MATCH_ON_HOLD);
    if (err != OK) {
        return err;
    }
    return rests ? tell_asker(change, match)
                 : match_tell(change, match, MATCHING_NEWS_MATCH);
}

enum err match_life_pause(struct change *change, match_id id,
                          enum match_state *state_out)
{
    struct match_row row = {0};
    bool is_staff;
    enum err err = match_find(change, id, &row, &is_staff);
    if (err == OK) {
        err = match_life_hold(change, &row);
    }
    if (err == OK) {
        *state_out = row.match.state;
    }
    return err;
}

// Nobody may be blamed for the silence of a pause: waiting begins anew.
static enum err go_on(struct change *change, struct match_row *row)
{
    struct match *match = &row->match;
    enum err err = OK;
    match->paused_by = 0;
    if (match->quiet_since_utc_ms != 0) {
        err = match_talk_quiet_begin(change, match);
    }
    if (err == OK) {
        err = match_advance(change, row, match->held_state);
    }
    return err == OK ? match_tell(change, match, MATCHING_NEWS_MATCH) : err;
}

// Staff take back whatever was asked for; one of the two only what she asked for, and
// it rests for as long as another's pause stands.
static enum err take_back(struct change *change, struct match_row *row, bool is_staff)
{
    struct match *match = &row->match;
    match->paused_by &= is_staff ? 0 : ~(unsigned)pauser_of(change, match);
    if (match->paused_by == 0) {
        return go_on(change, row);
    }
    enum err err = match_keep(change, row);
    return err == OK ? tell_asker(change, match) : err;
}

// Errors: ERR_WRONG_STATE unless the actor, staff or not, may take back a pause.
static enum err check_rests(const struct change *change, const struct match *match,
                            bool is_staff)
{
    bool may = is_staff || (match->paused_by & pauser_of(change, match)) != 0;
    return may && match->state == MATCH_ON_HOLD ? OK : ERR_WRONG_STATE;
}

enum err match_life_resume(struct change *change, match_id id,
                           enum match_state *state_out)
{
    struct match_row row = {0};
    struct match_holds holds = {0};
    bool is_staff;
    enum err err = match_find(change, id, &row, &is_staff);
    if (err == OK) {
        err = check_rests(change, &row.match, is_staff);
    }
    if (err == OK) {
        err =
            match_store_holds(change->db, row.match.carer, row.match.supporter, &holds);
    }
    if (err == OK && (holds.safeguarding || holds.blocked)) {
        err = ERR_HELD;
    }
    if (err == OK) {
        err = take_back(change, &row, is_staff);
    }
    if (err == OK) {
        *state_out = row.match.state;
    }
    return err;
}

// Wishes

enum err match_life_ask_change(struct change *change, match_id id, struct text reason,
                               enum match_state *state_out)
{
    struct match_row row = {0};
    enum match_side side;
    enum err err = match_find_own(change, id, &row, &side);
    // Asked by both, or once more: it answers nobody that the other has asked already.
    if (err == OK && row.match.state != MATCH_CHANGE_ASKED) {
        err = match_advance(change, &row, MATCH_CHANGE_ASKED);
    }
    if (err == OK) {
        err = match_reason_keep(change, id, change->actor.person, reason);
    }
    if (err == OK) {
        err = tell_asker(change, &row.match);
    }
    if (err == OK) {
        *state_out = row.match.state;
    }
    return err;
}

enum err match_life_wish(struct change *change, struct match_row *row,
                         enum review_wish wish)
{
    enum match_state next = row->match.state;
    switch (wish) {
    case REVIEW_WISH_GO_ON:
        next = MATCH_CONTINUING;
        break;
    case REVIEW_WISH_CHANGE:
        next = MATCH_CHANGE_ASKED;
        break;
    case REVIEW_WISH_PAUSE:
    case REVIEW_WISH_END:
        // A coordinator rings before anything is paused or ended over a review.
        break;
    }
    // Going on answers a review; it takes back nothing that somebody asked for.
    bool moves = match_may(row->match.state, next) && row->match.state != MATCH_ON_HOLD;
    if (next == MATCH_CONTINUING && row->match.state != MATCH_REVIEW_DUE) {
        moves = false;
    }
    enum err err = moves ? match_advance(change, row, next) : OK;
    return err == OK ? tell_asker(change, &row->match) : err;
}

// Waiting again

// Errors: ERR_CONFLICT while another match of the same request is under way.
static enum err check_free(struct change *change, const struct match *match)
{
    struct match_of query = {
        .person = match->carer, .since_utc_ms = INT64_MAX, .limit = MATCHES_OF_ONE_MAX};
    struct match_list list;
    enum err err = match_store_of(change->db, change->arena, &query, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        if (list.rows[i].request.v == match->request.v) {
            err = ERR_CONFLICT;
        }
    }
    return err;
}

enum err match_life_rematch(struct change *change, match_id id, request_id *request_out)
{
    struct match_row row = {0};
    struct matching_request request = {0};
    bool is_staff;
    enum err err = match_find(change, id, &row, &is_staff);
    const struct match *match = &row.match;
    if (err == OK && !is_staff && match->carer.v != change->actor.person.v) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && (match_is_live(match->state) || match->introduced_utc_ms == 0)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = check_free(change, match);
    }
    if (err == OK) {
        err = matching_request_get(change, match->request, &request);
    }
    if (err == OK && request.state == MATCHING_REQUEST_WAITING) {
        err = ERR_CONFLICT;
    }
    if (err == OK) {
        err = matching_ask_again(change, &request);
    }
    if (err == OK) {
        *request_out = request.id;
    }
    return err;
}
