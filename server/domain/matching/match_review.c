#include "domain/matching/match_review.h"

#include "domain/matching/match.h"
#include "domain/matching/match_life.h"
#include "domain/matching/matching_tell.h"
#include "domain/timer.h"
#include "domain/vault.h"
#include "store/review_store.h"

#define DAY_MS 86400000LL
#define QUARTER_DAYS 91

// When a match is reviewed [days after the introduction]; then each quarter.
// Source: service standard; a Scottish scheme supervises every 6 weeks and reviews at 3
// months (Shetland Befriending Scheme).
static const struct {
    int day;
    enum review_part part;
} PLAN[] = {
    {14, REVIEW_PART_DAY_14 },
    {42, REVIEW_PART_WEEK_6 },
    {91, REVIEW_PART_WEEK_13},
};

#define PLAN_COUNT ((int64_t)(sizeof(PLAN) / sizeof(PLAN[0])))

int64_t match_review_next(const struct match *match, int64_t asked)
{
    int64_t last = PLAN[PLAN_COUNT - 1].day;
    int64_t day = asked < PLAN_COUNT ? PLAN[asked].day
                                     : last + (asked - PLAN_COUNT + 1) * QUARTER_DAYS;
    return match->introduced_utc_ms + day * DAY_MS;
}

static enum review_part part_of(int64_t asked)
{
    return asked < PLAN_COUNT ? PLAN[asked].part : REVIEW_PART_QUARTER;
}

static enum err ask_both(struct change *change, const struct match *match,
                         enum review_part part, int64_t due_utc_ms)
{
    const person_id both[] = {match->carer, match->supporter};
    enum err err = OK;
    for (int i = 0; i < 2 && err == OK; i++) {
        struct match_review review = {.id = review_id_new(),
                                      .match = match->id,
                                      .person = both[i],
                                      .part = part,
                                      .due_utc_ms = due_utc_ms};
        err = review_store_insert(change->db, &review);
        if (err == OK) {
            err = matching_tell(change, both[i], MATCHING_NEWS_REVIEW);
        }
    }
    return err;
}

enum err match_review_plan(struct change *change, const struct match *match)
{
    return timer_set(change, TIMER_MATCH_REVIEW, match->id.v,
                     match_review_next(match, 0));
}

enum err match_review_ask_ending(struct change *change, const struct match *match)
{
    return ask_both(change, match, REVIEW_PART_ENDING, change->now_utc_ms);
}

static enum err ask_now(struct change *change, struct match_row *row)
{
    const struct match *match = &row->match;
    int64_t asked = 0;
    enum err err = review_store_asked(change->db, match->id, &asked);
    if (err == OK) {
        err = ask_both(change, match, part_of(asked), match_review_next(match, asked));
    }
    if (err == OK && match_may(match->state, MATCH_REVIEW_DUE)) {
        err = match_advance(change, row, MATCH_REVIEW_DUE);
    }
    if (err == OK) {
        err = matching_tell_desk_of(change, match->organisation, match->area);
    }
    return err == OK ? timer_set(change, TIMER_MATCH_REVIEW, match->id.v,
                                 match_review_next(match, asked + 1))
                     : err;
}

enum err match_review_ask(struct change *change, int64_t id)
{
    struct match_row row = {0};
    enum err err = match_store_get(change->db, change->arena, (match_id){id}, &row);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err != OK || !match_is_live(row.match.state)) {
        return err;
    }
    if (row.match.state == MATCH_ON_HOLD) {
        return timer_set(change, TIMER_MATCH_REVIEW, id, change->now_utc_ms + DAY_MS);
    }
    return ask_now(change, &row);
}

static struct seal_place note_place(const struct match_review *review)
{
    struct key_scope author = {.person = review->person};
    return (struct seal_place){"match_review", "note_sealed", review->id.v, 0, author};
}

static enum err answer_keep(struct change *change, struct review_row *row,
                            const struct match_review_said *said)
{
    struct sealed sealed = {0};
    enum err err = OK;
    row->review.answered_utc_ms = change->now_utc_ms;
    row->review.like_me = said->like_me;
    row->review.wish = said->wish;
    if (said->note.len > 0) {
        err = vault_seal(change->vault, change->arena, note_place(&row->review),
                         said->note, &sealed);
    }
    if (err != OK) {
        return err;
    }
    row->note_sealed = sealed.bytes;
    row->note_version = sealed.key_version;
    err = review_store_answer(change->db, row);
    return err == ERR_NOT_FOUND ? ERR_WRONG_STATE : err;
}

enum err match_review_answer(struct change *change, review_id id,
                             const struct match_review_said *said)
{
    struct review_row row;
    struct match_row match = {0};
    enum err err = review_store_get(change->db, change->arena, id, &row);
    if (err == OK && row.review.person.v != change->actor.person.v) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = answer_keep(change, &row, said);
    }
    if (err == OK) {
        err = match_store_get(change->db, change->arena, row.review.match, &match);
    }
    return err == OK ? match_life_wish(change, &match, said->wish) : err;
}

static enum err note_open(struct change *change, const struct review_row *row,
                          struct text *note_out)
{
    struct sealed sealed = {row->note_sealed, row->note_version};
    struct text note = {0};
    enum err err = vault_open_sealed(change->vault, change->arena,
                                     note_place(&row->review), sealed, &note);
    if (err == OK || err == ERR_GONE) {
        *note_out = err == OK ? note : (struct text){0};
        err = OK;
    }
    return err;
}

enum err match_review_list(struct change *change, match_id match, size_t limit,
                           struct match_review_read **list_out, size_t *count_out)
{
    struct review_query query = {.match = match, .limit = limit};
    struct review_list rows;
    enum err err = review_store_list(change->db, change->arena, &query, &rows);
    if (err != OK) {
        return err;
    }
    struct match_review_read *list =
        arena_array(change->arena, rows.count, sizeof(*list));
    for (size_t i = 0; i < rows.count && err == OK; i++) {
        list[i].review = rows.rows[i].review;
        err = note_open(change, &rows.rows[i], &list[i].note);
    }
    if (err == OK) {
        *list_out = list;
        *count_out = rows.count;
    }
    return err;
}
