#include "domain/matching/match.h"

#include "domain/access.h"
#include "domain/gate_version.h"
#include "domain/matching/matching_tell.h"
#include "domain/safeguarding.h"
#include "domain/vault.h"
#include "store/matching_words.h"
#include "store/step_store.h"

#define TO(name) (1u << MATCH_##name)

// How any match that lives may be stopped.
#define STOPS (TO(ON_HOLD) | TO(ENDED_UNPLANNED) | TO(ENDED_FOR_CAUSE))

// Which states may follow which, as bits.
static const unsigned NEXT[MATCH_STATES] = {
    [MATCH_APPROVED] = TO(OFFERED) | TO(WITHDRAWN),
    [MATCH_OFFERED] = TO(INTRODUCED) | TO(DECLINED) | TO(EXPIRED) | TO(WITHDRAWN),
    [MATCH_INTRODUCED] =
        TO(ACTIVE) | TO(REVIEW_DUE) | TO(CHANGE_ASKED) | TO(ENDING_PLANNED) | STOPS,
    [MATCH_ACTIVE] = TO(REVIEW_DUE) | TO(CHANGE_ASKED) | TO(ENDING_PLANNED) | STOPS,
    [MATCH_REVIEW_DUE] = TO(CONTINUING) | TO(CHANGE_ASKED) | TO(ENDING_PLANNED) | STOPS,
    [MATCH_CONTINUING] = TO(REVIEW_DUE) | TO(CHANGE_ASKED) | TO(ENDING_PLANNED) | STOPS,
    [MATCH_CHANGE_ASKED] = TO(REVIEW_DUE) | TO(CONTINUING) | TO(ENDING_PLANNED) | STOPS,
    [MATCH_ENDING_PLANNED] = TO(ENDED) | STOPS,
    [MATCH_ON_HOLD] = TO(INTRODUCED) | TO(ACTIVE) | TO(REVIEW_DUE) | TO(CONTINUING) |
                      TO(CHANGE_ASKED) | TO(ENDING_PLANNED) | TO(ENDED) |
                      TO(ENDED_UNPLANNED) | TO(ENDED_FOR_CAUSE),
};

static bool may(enum match_state from, enum match_state next)
{
    return (NEXT[from] & (1u << next)) != 0;
}

bool match_may(enum match_state from, enum match_state next)
{
    return may(from, next);
}

bool match_is_pending(enum match_state state)
{
    return may(state, MATCH_WITHDRAWN);
}

bool match_is_live(enum match_state state)
{
    return may(state, MATCH_ENDED_FOR_CAUSE);
}

static enum err step_record(struct change *change, const struct match *match)
{
    struct step_row step = {.subject = match->id.v,
                            .at_utc_ms = change->now_utc_ms,
                            .state = matching_words_match_state(match->state),
                            .actor = change->actor.person};
    return step_store_append(change->db, &step);
}

enum err match_keep(struct change *change, struct match_row *row)
{
    return match_store_update(change->db, row, change->now_utc_ms);
}

enum err match_advance(struct change *change, struct match_row *row,
                       enum match_state next)
{
    struct match *match = &row->match;
    if (!may(match->state, next)) {
        return ERR_WRONG_STATE;
    }
    // A hold goes back to where it came from: it decides nothing else.
    if (match->state == MATCH_ON_HOLD && match_is_live(next) &&
        next != match->held_state) {
        return ERR_WRONG_STATE;
    }
    if (next == MATCH_ON_HOLD) {
        match->held_state = match->state;
    }
    match->state = next;
    enum err err = match_keep(change, row);
    if (err == OK) {
        err = step_record(change, match);
    }
    return err == OK ? gate_version_raise_both(change, match->carer, match->supporter)
                     : err;
}

person_id match_person(const struct match *match, enum match_side side)
{
    return side == MATCH_SIDE_CARER ? match->carer : match->supporter;
}

enum err match_find_own(struct change *change, match_id id, struct match_row *row_out,
                        enum match_side *side_out)
{
    enum err err = match_store_get(change->db, change->arena, id, row_out);
    if (err != OK) {
        return err;
    }
    if (row_out->match.carer.v == change->actor.person.v) {
        *side_out = MATCH_SIDE_CARER;
        return OK;
    }
    if (row_out->match.supporter.v == change->actor.person.v) {
        *side_out = MATCH_SIDE_SUPPORTER;
        return OK;
    }
    return ERR_NOT_FOUND;
}

enum err match_find_staff(struct change *change, match_id id, struct match_row *row_out)
{
    bool barred = false;
    const struct actor *actor = &change->actor;
    enum err err = match_store_get(change->db, change->arena, id, row_out);
    if (err != OK) {
        return err;
    }
    const struct match *match = &row_out->match;
    enum role as = ROLE_COORDINATOR;
    const bool sees = access_staff_of(actor, match->area, &as);
    // Whoever is one of the two is not staff of it: she would read about herself.
    bool is_own =
        match->carer.v == actor->person.v || match->supporter.v == actor->person.v;
    if (!sees || is_own || match->organisation.v != actor->organisation.v) {
        return ERR_NOT_FOUND;
    }
    change->acts_as_staff = true;
    change->roles = ROLE_BIT(as); // by which she may, for what is written down
    err = match_store_on_case(change->db, match->carer, actor->person, &barred);
    if (err == OK && !barred) {
        err = safeguarding_is_apart(change, match->carer, &barred);
    }
    if (err == OK && !barred) {
        err = safeguarding_is_apart(change, match->supporter, &barred);
    }
    return err == OK && barred ? ERR_NOT_FOUND : err;
}

enum err match_find(struct change *change, match_id id, struct match_row *row_out,
                    bool *is_staff_out)
{
    enum match_side side;
    enum err err = match_find_own(change, id, row_out, &side);
    *is_staff_out = err == ERR_NOT_FOUND;
    return err == ERR_NOT_FOUND ? match_find_staff(change, id, row_out) : err;
}

enum err match_tell(struct change *change, const struct match *match,
                    enum matching_news what)
{
    enum err err = matching_tell(change, match->carer, what);
    if (err == OK) {
        err = matching_tell(change, match->supporter, what);
    }
    return err == OK ? matching_tell_desk_of(change, match->organisation, match->area)
                     : err;
}
