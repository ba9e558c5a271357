// Reviews: both people of a match are asked separately how it goes, at day 14, after 6
// and 13 weeks, then each quarter, and once more when it has ended. What they answer is
// sealed under their own key; notes are for the coordinator alone.
#ifndef DOMAIN_MATCH_REVIEW_H
#define DOMAIN_MATCH_REVIEW_H

#include "domain/change.h"

struct review_list; // store/review_store.h

// The first review of an introduced match is planned.
enum err match_review_plan(struct change *change, const struct match *match);

// Both are asked what helped and whether they would like to go on with somebody else.
enum err match_review_ask_ending(struct change *change, const struct match *match);

// Timer: both are asked, and the next review is planned. While the match is on hold it
// waits.
enum err match_review_ask(struct change *change, int64_t id);

struct match_review_said {
    int like_me; // 1 to 5, 0: not said
    enum review_wish wish;
    struct text note; // may be empty
};

// The actor answers what she was asked. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (was
// answered before).
enum err match_review_answer(struct change *change, review_id id,
                             const struct match_review_said *said);

// The reviews of `match` with notes opened, newest first.
struct match_review_read {
    struct match_review review;
    struct text note;
};
enum err match_review_list(struct change *change, match_id match, size_t limit,
                           struct match_review_read **list_out, size_t *count_out);

// When both are next asked.
int64_t match_review_next(const struct match *match, int64_t asked);

#endif
