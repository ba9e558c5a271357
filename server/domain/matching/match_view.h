// Matches as people look at them: what each of the two sees of theirs, and what the
// coordinator of the area sees; never what they wrote to each other.
#ifndef DOMAIN_MATCH_VIEW_H
#define DOMAIN_MATCH_VIEW_H

#include "domain/cards.h"
#include "domain/change.h"
#include "domain/matching/match_reason.h"
#include "domain/matching/match_review.h"
#include "domain/matching/match_talk.h"
#include "domain/matching/matching_explain.h"
#include "store/call_store.h"
#include "store/match_store.h"
#include "store/step_store.h"

// What one of the two may do next; bits, in the order in which they are told.
enum match_next {
    MATCH_NEXT_ANSWER = 1 << 0,
    MATCH_NEXT_PAUSE = 1 << 1,
    MATCH_NEXT_RESUME = 1 << 2,
    MATCH_NEXT_ASK_CHANGE = 1 << 3,
    MATCH_NEXT_END = 1 << 4,
    MATCH_NEXT_REMATCH = 1 << 5,
    MATCH_NEXT_LOG_CALL = 1 << 6
};

#define MATCH_NEXT_COUNT 7

struct match_own {
    struct match match;
    enum match_side side;
    struct person_card other;
    enum role other_role;
    struct matching_words card;
    enum match_shown shown;
    enum match_answer mine;
    enum match_prompt prompt;
    unsigned next;
};

// How a state is shown to the two.
enum match_shown match_view_shown(const struct match *match);

// One match of the actor's own. Errors: ERR_NOT_FOUND.
enum err match_view_own(struct change *change, match_id id, struct match_own *own_out);

struct match_own_list {
    struct match_own *items;
    size_t count;
};

#define MATCH_OWN_MAX 60        // beyond, a supporter has far more than she can hold
#define MATCH_OWN_SHOWN_DAYS 14 // what is over is shown for so long

// All that are under way or came to an end lately.
enum err match_view_own_list(struct change *change, struct match_own_list *list_out);

#define MATCH_VIEW_REVIEWS_MAX 40
#define MATCH_VIEW_CALLS_MAX 40
#define MATCH_VIEW_STEPS_MAX 60

// One match for staff. Errors: ERR_NOT_FOUND.
struct match_staff {
    struct match_row row;
    struct person_card carer;
    struct person_card supporter;
    struct match_reason *reasons;
    size_t reason_count;
    struct match_review_read *reviews;
    size_t review_count;
    struct call_list calls;
    struct step_list steps;
};
enum err match_view_staff(struct change *change, match_id id,
                          struct match_staff *staff_out);

// One row of the list for staff.
struct match_listed {
    struct match match;
    struct person_card carer;
    struct person_card supporter;
    int64_t last_contact_utc_ms; // 0: none
    int64_t next_review_utc_ms;  // 0: none planned
};

struct match_filter {
    area_id area; // v == 0: any
    bool by_state;
    enum match_state state;
    match_id after;
};

struct match_page {
    struct match_listed *rows;
    size_t count;
    bool more;
};

#define MATCH_PAGE_MAX 100

// The matches of the actor's areas, a safeguarding lead's all, in id order.
// Errors: ERR_NOT_FOUND (an area that she does not see).
enum err match_view_list(struct change *change, const struct match_filter *filter,
                         struct match_page *page_out);

#endif
