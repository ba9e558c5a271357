#include "domain/care/care_promise.h"

#include "domain/care/care_parties.h"
#include "domain/care/rota.h"

#define HOUR_MS 3600000LL
#define FIRST_LOOK_MS (4 * HOUR_MS) // of staffed time
#define DECISION_MS (24 * HOUR_MS)

// Nobody is waited for who could not look at it.
static struct rota_post post_of(const struct care_case *row, enum care_lane lane,
                                const struct care_parties *parties)
{
    static const enum duty_part PARTS[] = {
        [CARE_LANE_GROUP] = DUTY_PART_FACILITATOR,
        [CARE_LANE_PAIR] = DUTY_PART_COORDINATOR,
        [CARE_LANE_LEAD] = DUTY_PART_SAFEGUARDING_LEAD,
    };

    struct rota_post post = {.organisation = row->organisation,
                             .part = PARTS[lane],
                             .area = row->area,
                             .except = parties->people,
                             .except_count = parties->count};
    if (lane == CARE_LANE_GROUP) {
        post.conversation = row->conversation;
    }
    return post;
}

enum err care_promise_make(struct change *change, const struct care_case *row,
                           struct care_promise *promise_out)
{
    struct care_parties parties = {0};
    struct care_promise promise = {0};
    bool staffed = false;
    enum err err = care_parties_find_unfit(change, row, &parties);
    const struct rota_post post = post_of(row, row->lane, &parties);
    if (err == OK) {
        err = rota_staffed(change, &post, &staffed);
    }
    if (err == OK && staffed) {
        promise.decide_by_utc_ms = change->now_utc_ms + DECISION_MS;
        err = rota_staffed_until(change, &post, FIRST_LOOK_MS, &promise.look_by_utc_ms);
    }
    if (err == OK || err == ERR_NOT_FOUND) {
        *promise_out = promise;
        err = OK;
    }
    return err;
}

static int64_t earliest(int64_t a_utc_ms, int64_t b_utc_ms)
{
    if (a_utc_ms == 0 || b_utc_ms == 0) {
        return a_utc_ms + b_utc_ms;
    }
    return a_utc_ms < b_utc_ms ? a_utc_ms : b_utc_ms;
}

void care_promise_keep(struct care_case *row, const struct care_promise *promise)
{
    row->look_by_utc_ms = earliest(row->look_by_utc_ms, promise->look_by_utc_ms);
    row->decide_by_utc_ms = earliest(row->decide_by_utc_ms, promise->decide_by_utc_ms);
    row->due_utc_ms = earliest(row->due_utc_ms, promise->look_by_utc_ms);
}

enum err care_promise_appeal(struct change *change, struct care_case *row)
{
    const enum care_lane lane =
        row->lane == CARE_LANE_LEAD ? CARE_LANE_LEAD : CARE_LANE_PAIR;
    struct care_parties parties = {0};
    bool staffed = false;
    enum err err = care_parties_find_unfit(change, row, &parties);
    const struct rota_post post = post_of(row, lane, &parties);
    if (err == OK) {
        err = rota_staffed(change, &post, &staffed);
    }
    row->look_by_utc_ms = 0;
    row->decide_by_utc_ms = staffed ? row->due_utc_ms : 0;
    return err;
}

enum err care_promise_is_attended(struct change *change, const struct care_case *row,
                                  bool *attended_out)
{
    struct care_parties parties;
    enum err err = care_parties_find(change, row, &parties);
    if (err != OK) {
        return err;
    }
    err = ERR_NOT_FOUND;
    for (int lane = CARE_LANE_GROUP; err == ERR_NOT_FOUND && lane <= CARE_LANE_LEAD;
         lane++) {
        const struct rota_post post = post_of(row, (enum care_lane)lane, &parties);
        struct duty duty;
        err = rota_on_duty(change, &post, &duty);
    }
    *attended_out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}
