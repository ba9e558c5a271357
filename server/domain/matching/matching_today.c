#include "domain/matching/matching_today.h"

#include "domain/access.h"
#include "domain/supporter.h"
#include "store/review_store.h"

#define DAY_MS 86400000LL

#define REVIEWS_MAX 100 // two of each match that a supporter can have
#define WEATHER_DAYS 7  // once a week is enough to notice, and no burden

static enum err wait_find(struct change *change, struct matching_today *today)
{
    enum err err = matching_wait_own(change, &today->wait);
    today->has_request = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

// Errors: ERR_NOT_FOUND (neither of the two knows of the other any more).
static enum err review_name(struct change *change, struct cards *cards,
                            struct today_review *review)
{
    struct match_row row;
    struct person_card card;
    enum err err =
        match_store_get(change->db, change->arena, review->review.match, &row);
    if (err != OK) {
        return err;
    }
    bool is_carer = row.match.carer.v == change->actor.person.v;
    err = cards_see(change, cards, is_carer ? row.match.supporter : row.match.carer,
                    &card);
    if (err == OK) {
        review->name = card.name;
    }
    return err == OK && card.id.v == 0 ? ERR_NOT_FOUND : err;
}

static enum err reviews_find(struct change *change, struct cards *cards,
                             struct matching_today *today)
{
    struct review_query query = {
        .person = change->actor.person, .open_only = true, .limit = REVIEWS_MAX};
    struct review_list list;
    enum err err = review_store_list(change->db, change->arena, &query, &list);
    if (err != OK) {
        return err;
    }
    today->reviews = arena_array(change->arena, list.count, sizeof(*today->reviews));
    for (size_t i = 0; err == OK && i < list.count; i++) {
        struct today_review *review = &today->reviews[today->review_count];
        review->review = list.rows[i].review;
        err = review_name(change, cards, review);
        today->review_count += err == OK ? 1 : 0;
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    return err;
}

// Nobody is named before somebody has said yes. Errors: as review_name.
static enum err cuppa_name(struct change *change, struct cards *cards,
                           struct today_cuppa *cuppa)
{
    const struct cuppa *it = &cuppa->view.cuppa;
    struct person_card card;
    if (it->supporter.v == 0) {
        return OK;
    }
    bool is_carer = cuppa->view.side == MATCH_SIDE_CARER;
    enum err err =
        cards_see(change, cards, is_carer ? it->supporter : it->carer, &card);
    if (err == OK) {
        cuppa->name = card.name;
    }
    return err == OK && card.id.v == 0 ? ERR_NOT_FOUND : err;
}

static enum err cuppas_find(struct change *change, struct cards *cards,
                            struct matching_today *today)
{
    struct cuppa_view *views = NULL;
    size_t count = 0;
    enum err err = cuppa_list(change, &views, &count);
    if (err != OK) {
        return err;
    }
    today->cuppas = arena_array(change->arena, count, sizeof(*today->cuppas));
    for (size_t i = 0; err == OK && i < count; i++) {
        struct today_cuppa *cuppa = &today->cuppas[today->cuppa_count];
        cuppa->view = views[i];
        err = cuppa_name(change, cards, cuppa);
        today->cuppa_count += err == OK ? 1 : 0;
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    return err;
}

static enum err weather_find(struct change *change, struct matching_today *today)
{
    struct supporter supporter;
    today->is_supporter =
        access_any_role(&change->actor, ROLE_BIT(ROLE_SUPPORTER)) == OK;
    if (!today->is_supporter) {
        return OK;
    }
    enum err err = supporter_get(change, change->actor.person, &supporter);
    if (err == OK) {
        const struct supporting *how = &supporter.supporting;
        today->weather_due =
            !how->has_weather ||
            change->now_utc_ms >= how->weather_utc_ms + WEATHER_DAYS * DAY_MS;
    }
    return err;
}

enum err matching_today(struct change *change, struct matching_today *today_out)
{
    struct matching_today today = {.has_request = false};
    struct cards cards = {0};
    enum err err = wait_find(change, &today);
    if (err == OK) {
        err = match_view_own_list(change, &today.matches);
    }
    if (err == OK) {
        err = reviews_find(change, &cards, &today);
    }
    if (err == OK) {
        err = cuppas_find(change, &cards, &today);
    }
    if (err == OK) {
        err = weather_find(change, &today);
    }
    if (err == OK) {
        *today_out = today;
    }
    return err;
}
