#include "domain/care/care_promise.h"

#include "domain/care/rota.h"

#define HOUR_MS 3600000LL
#define FIRST_LOOK_MS (4 * HOUR_MS) // of staffed time
#define DECISION_MS (24 * HOUR_MS)

static struct rota_post post_of(const struct care_case *row, enum care_lane lane)
{
    static const enum duty_part PARTS[] = {
        [CARE_LANE_GROUP] = DUTY_PART_FACILITATOR,
        [CARE_LANE_PAIR] = DUTY_PART_COORDINATOR,
        [CARE_LANE_LEAD] = DUTY_PART_SAFEGUARDING_LEAD,
    };

    struct rota_post post = {
        .organisation = row->organisation, .part = PARTS[lane], .area = row->area};
    if (lane == CARE_LANE_GROUP) {
        post.conversation = row->conversation;
    }
    return post;
}

enum err care_promise_make(struct change *change, struct care_case *row)
{
    const struct rota_post post = post_of(row, row->lane);
    bool staffed = false;
    row->look_by_utc_ms = 0;
    row->decide_by_utc_ms = 0;
    enum err err = rota_staffed(change, &post, &staffed);
    if (err != OK || !staffed) {
        return err;
    }
    row->decide_by_utc_ms = row->opened_utc_ms + DECISION_MS;
    err = rota_staffed_until(change, &post, FIRST_LOOK_MS, &row->look_by_utc_ms);
    if (err == OK && row->look_by_utc_ms < row->due_utc_ms) {
        row->due_utc_ms = row->look_by_utc_ms;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err care_promise_appeal(struct change *change, struct care_case *row)
{
    const struct rota_post post =
        post_of(row, row->lane == CARE_LANE_LEAD ? CARE_LANE_LEAD : CARE_LANE_PAIR);
    bool staffed = false;
    const enum err err = rota_staffed(change, &post, &staffed);
    row->look_by_utc_ms = 0;
    row->decide_by_utc_ms = staffed ? row->due_utc_ms : 0;
    return err;
}

enum err care_promise_is_attended(struct change *change, const struct care_case *row,
                                  bool *attended_out)
{
    enum err err = ERR_NOT_FOUND;
    for (int lane = CARE_LANE_GROUP; err == ERR_NOT_FOUND && lane <= CARE_LANE_LEAD;
         lane++) {
        const struct rota_post post = post_of(row, (enum care_lane)lane);
        struct duty duty;
        err = rota_on_duty(change, &post, &duty);
    }
    *attended_out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}
