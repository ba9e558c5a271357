#include "domain/data_copy_match.h"

#include "domain/cards.h"
#include "domain/matching/match_card.h"
#include "domain/matching/match_reason.h"
#include "store/match_store.h"

// What the two have in common is true of both. The difference that they were told of is
// the other one's alone, and has her name in it.
static enum err read_card(struct change *change, const struct match_row *row,
                          struct data_copy_match *match)
{
    const enum err err = match_card_read(change, row, match->side, &match->card);

    match->card.difference = (struct text){0};
    return err;
}

static enum err read_reason(struct change *change, struct data_copy_match *match)
{
    struct match_reason *reasons = NULL;
    size_t count = 0;
    const enum err err = match_reason_list(change, match->match.id, &reasons, &count);

    for (size_t i = 0; err == OK && i < count; i++) {
        if (person_id_equal(reasons[i].person, change->actor.person)) {
            match->reason = reasons[i].reason;
        }
    }
    return err;
}

static enum err read_reviews(struct change *change, struct data_copy_match *match)
{
    struct match_review_read *list = NULL;
    size_t count = 0;
    const enum err err = match_review_list(change, match->match.id,
                                           DATA_COPY_REVIEWS_MAX, &list, &count);

    for (size_t i = 0; err == OK && i < count; i++) {
        if (person_id_equal(list[i].review.person, change->actor.person)) {
            list[match->review_count++] = list[i];
        }
    }
    match->reviews = list;
    return err;
}

static enum err read_parts(struct change *change, const struct match_row *row,
                           struct data_copy_match *match)
{
    enum err err = read_card(change, row, match);

    if (err == OK) {
        err = read_reason(change, match);
    }
    if (err == OK) {
        err = read_reviews(change, match);
    }
    return err == OK ? call_store_list(change->db, change->arena, match->match.id,
                                       DATA_COPY_CALLS_MAX, &match->calls)
                     : err;
}

enum err data_copy_match_read(struct change *change, match_id id,
                              struct data_copy_match *match_out, bool *known_out)
{
    struct match_row row;
    struct cards cards = {0};
    struct person_card other;
    enum err err = match_store_get(change->db, change->arena, id, &row);

    *known_out = false;
    if (err != OK) {
        return err;
    }
    const bool is_carer = person_id_equal(row.match.carer, change->actor.person);
    err = cards_see(change, &cards, is_carer ? row.match.supporter : row.match.carer,
                    &other);
    if (err != OK || other.id.v == 0) {
        return err;
    }
    *match_out = (struct data_copy_match){
        .match = row.match,
        .side = is_carer ? MATCH_SIDE_CARER : MATCH_SIDE_SUPPORTER,
        .mine = is_carer ? row.match.carer_answer : row.match.supporter_answer,
    };
    *known_out = true;
    return read_parts(change, &row, match_out);
}
