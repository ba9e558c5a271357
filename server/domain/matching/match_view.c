#include "domain/matching/match_view.h"

#include "domain/access.h"
#include "domain/matching/match.h"
#include "domain/matching/match_card.h"
#include "domain/organisation.h"
#include "store/review_store.h"

#define DAY_MS 86400000LL

// What the two see

enum match_shown match_view_shown(const struct match *match)
{
    switch (match->state) {
    case MATCH_APPROVED:
    case MATCH_OFFERED:
        return MATCH_SHOWN_OFFERED;
    case MATCH_INTRODUCED:
        return MATCH_SHOWN_INTRODUCED;
    case MATCH_ACTIVE:
    case MATCH_REVIEW_DUE:
    case MATCH_CONTINUING:
        return MATCH_SHOWN_ACTIVE;
    case MATCH_CHANGE_ASKED: // looks as it did before one of the two asked
        return match->first_contact_utc_ms == 0 ? MATCH_SHOWN_INTRODUCED
                                                : MATCH_SHOWN_ACTIVE;
    case MATCH_ENDING_PLANNED:
        return MATCH_SHOWN_ENDING_PLANNED;
    case MATCH_ON_HOLD:
        return MATCH_SHOWN_ON_HOLD;
    case MATCH_DECLINED:
    case MATCH_EXPIRED:
    case MATCH_WITHDRAWN:
        return MATCH_SHOWN_NOT_THIS_TIME;
    case MATCH_ENDED:
    case MATCH_ENDED_UNPLANNED:
    case MATCH_ENDED_FOR_CAUSE:
    case MATCH_STATES:
        break;
    }
    return MATCH_SHOWN_ENDED;
}

static unsigned next_while_live(const struct match *match, enum match_side side)
{
    bool rests = match->state == MATCH_ON_HOLD;
    unsigned next = MATCH_NEXT_END;
    if (rests && (match->paused_by & (1u << side)) != 0) {
        next |= MATCH_NEXT_RESUME;
    } else { // that it rests, and for whose sake, keeps nobody from asking for a pause
        next |= MATCH_NEXT_PAUSE;
    }
    // That the other asked for a change is not told.
    if (!rests && (match_may(match->state, MATCH_CHANGE_ASKED) ||
                   match->state == MATCH_CHANGE_ASKED)) {
        next |= MATCH_NEXT_ASK_CHANGE;
    }
    return side == MATCH_SIDE_SUPPORTER ? next | MATCH_NEXT_LOG_CALL : next;
}

static unsigned next_of(const struct match *match, enum match_side side)
{
    if (match->state == MATCH_OFFERED) {
        return MATCH_NEXT_ANSWER;
    }
    if (match_is_live(match->state)) {
        return next_while_live(match, side);
    }
    bool was_met = match->introduced_utc_ms != 0;
    return was_met && side == MATCH_SIDE_CARER ? MATCH_NEXT_REMATCH : 0;
}

static enum err own_fill(struct change *change, struct cards *cards,
                         const struct match_row *row, struct match_own *own)
{
    const struct match *match = &row->match;
    bool is_carer = match->carer.v == change->actor.person.v;
    *own = (struct match_own){
        .match = *match,
        .side = is_carer ? MATCH_SIDE_CARER : MATCH_SIDE_SUPPORTER,
        .other_role = is_carer ? ROLE_SUPPORTER : ROLE_CARER,
        .shown = match_view_shown(match),
        .mine = is_carer ? match->carer_answer : match->supporter_answer,
    };
    own->next = next_of(match, own->side);
    if (!is_carer) {
        own->prompt = match_talk_prompt_of(match, change->now_utc_ms);
    }
    enum err err = cards_see(change, cards, is_carer ? match->supporter : match->carer,
                             &own->other);
    if (err == OK && own->other.id.v == 0) {
        return ERR_NOT_FOUND; // neither knows of the other
    }
    // What they told of themselves was for the time that they have in common.
    bool is_over = !match_is_pending(match->state) && !match_is_live(match->state);
    return err == OK && !is_over ? match_card_read(change, row, own->side, &own->card)
                                 : err;
}

enum err match_view_own(struct change *change, match_id id, struct match_own *own_out)
{
    struct match_row row;
    enum match_side side;
    struct cards cards = {0};
    enum err err = match_find_own(change, id, &row, &side);
    return err == OK ? own_fill(change, &cards, &row, own_out) : err;
}

enum err match_view_own_list(struct change *change, struct match_own_list *list_out)
{
    struct match_of query = {
        .person = change->actor.person,
        .since_utc_ms = change->now_utc_ms - MATCH_OWN_SHOWN_DAYS * DAY_MS,
        .limit = MATCH_OWN_MAX,
    };
    struct match_list rows;
    struct cards cards = {0};
    enum err err = match_store_of(change->db, change->arena, &query, &rows);
    if (err != OK) {
        return err;
    }
    struct match_own_list list = {
        .items = arena_array(change->arena, rows.count, sizeof(*list.items))};
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        struct match_row row;
        err = match_store_get(change->db, change->arena, rows.rows[i].id, &row);
        if (err == OK) {
            err = own_fill(change, &cards, &row, &list.items[list.count]);
        }
        if (err == OK) {
            list.count++;
        }
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    if (err == OK) {
        *list_out = list;
    }
    return err;
}

// What staff see

static enum err both_cards(struct change *change, struct cards *cards,
                           const struct match *match, struct person_card two[static 2])
{
    enum err err = cards_get(change, cards, match->carer, &two[0]);
    return err == OK ? cards_get(change, cards, match->supporter, &two[1]) : err;
}

enum err match_view_staff(struct change *change, match_id id,
                          struct match_staff *staff_out)
{
    struct match_staff staff = {.review_count = 0};
    struct cards cards = {0};
    struct person_card two[2];
    enum err err = match_find_staff(change, id, &staff.row);
    if (err == OK) {
        err = both_cards(change, &cards, &staff.row.match, two);
    }
    if (err == OK) {
        staff.carer = two[0];
        staff.supporter = two[1];
        err = match_reason_list(change, id, &staff.reasons, &staff.reason_count);
    }
    if (err == OK) {
        err = match_review_list(change, id, MATCH_VIEW_REVIEWS_MAX, &staff.reviews,
                                &staff.review_count);
    }
    if (err == OK) {
        err = call_store_list(change->db, change->arena, id, MATCH_VIEW_CALLS_MAX,
                              &staff.calls);
    }
    if (err == OK) {
        err = step_store_list(change->db, change->arena, id.v, MATCH_VIEW_STEPS_MAX,
                              &staff.steps);
    }
    if (err == OK) {
        *staff_out = staff;
    }
    return err;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static enum err listed_fill(struct change *change, struct cards *cards,
                            const struct match *match, struct match_listed *listed)
{
    struct person_card two[2];
    int64_t asked = 0;
    int64_t call_utc_ms = 0;
    enum err err = both_cards(change, cards, match, two);
    if (err == OK) {
        err = call_store_last(change->db, match->id, &call_utc_ms);
    }
    if (err == OK) {
        err = review_store_asked(change->db, match->id, &asked);
    }
    if (err != OK) {
        return err;
    }
    *listed = (struct match_listed){
        .match = *match,
        .carer = two[0],
        .supporter = two[1],
        .last_contact_utc_ms = later(call_utc_ms, later(match->first_contact_utc_ms,
                                                        match->last_supporter_utc_ms)),
    };
    if (match_is_live(match->state)) {
        listed->next_review_utc_ms = match_review_next(match, asked);
    }
    return OK;
}

// Errors: ERR_NOT_FOUND unless the actor sees the matches of `area`.
static enum err check_area(struct change *change, area_id area)
{
    if (area.v == 0) {
        return OK;
    }
    bool may = access_has_role(&change->actor, ROLE_COORDINATOR, area) ||
               access_has_role(&change->actor, ROLE_SAFEGUARDING_LEAD, area);
    return may ? organisation_has_area(change, change->actor.organisation, area)
               : ERR_NOT_FOUND;
}

enum err match_view_list(struct change *change, const struct match_filter *filter,
                         struct match_page *page_out)
{
    struct match_query query = {.organisation = change->actor.organisation,
                                .area = filter->area,
                                .viewer = change->actor.person,
                                .by_state = filter->by_state,
                                .state = filter->state,
                                .after = filter->after,
                                .limit = MATCH_PAGE_MAX + 1};
    struct match_list list;
    struct cards cards = {0};
    if (access_any_role(&change->actor, ROLE_BIT(ROLE_SAFEGUARDING_LEAD)) != OK) {
        query.coordinator = change->actor.person;
    }
    enum err err = check_area(change, filter->area);
    if (err == OK) {
        err = match_store_list(change->db, change->arena, &query, &list);
    }
    if (err != OK) {
        return err;
    }
    bool more = list.count > MATCH_PAGE_MAX;
    struct match_page page = {.count = more ? MATCH_PAGE_MAX : list.count,
                              .more = more};
    page.rows = arena_array(change->arena, page.count, sizeof(*page.rows));
    for (size_t i = 0; err == OK && i < page.count; i++) {
        err = listed_fill(change, &cards, &list.rows[i], &page.rows[i]);
    }
    if (err == OK) {
        *page_out = page;
    }
    return err;
}
