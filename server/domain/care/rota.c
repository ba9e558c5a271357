#include "domain/care/rota.h"

#include "store/duty_store.h"

// How many duties of one post are looked at: three months of four shifts a day.
#define LOOKED_AT_MAX 400

static bool counts(const struct rota_post *post, const struct duty *duty)
{
    for (int i = 0; i < post->except_count; i++) {
        if (person_id_equal(post->except[i], duty->person)) {
            return false;
        }
    }
    return true;
}

static void leave_out_excepted(const struct rota_post *post, struct duty_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (counts(post, &list->rows[i])) {
            list->rows[kept++] = list->rows[i];
        }
    }
    list->count = kept;
}

static enum err duties_of(struct change *change, const struct rota_post *post,
                          struct duty_list *list_out)
{
    const struct duty_post wanted = {.organisation = post->organisation,
                                     .part = post->part,
                                     .conversation = post->conversation,
                                     .area = post->area,
                                     .after_utc_ms = change->now_utc_ms,
                                     .limit = LOOKED_AT_MAX};
    struct duty_list list;
    const enum err err = duty_store_of_post(change->db, change->arena, &wanted, &list);
    if (err == OK) {
        leave_out_excepted(post, &list);
        *list_out = list;
    }
    return err;
}

enum err rota_all_on_duty(struct change *change, const struct rota_post *post,
                          struct duty_list *list_out)
{
    struct duty_list list;
    size_t count = 0;
    enum err err = duties_of(change, post, &list);
    if (err != OK) {
        return err;
    }
    while (count < list.count && count < ROTA_ON_DUTY_MAX &&
           list.rows[count].from_utc_ms <= change->now_utc_ms) {
        count++;
    }
    *list_out = (struct duty_list){list.rows, count};
    return OK;
}

enum err rota_on_duty(struct change *change, const struct rota_post *post,
                      struct duty *duty_out)
{
    struct duty_list list;
    enum err err = rota_all_on_duty(change, post, &list);
    if (err != OK) {
        return err;
    }
    if (list.count == 0) {
        return ERR_NOT_FOUND;
    }
    *duty_out = list.rows[0];
    for (size_t i = 1; i < list.count; i++) {
        if (list.rows[i].until_utc_ms > duty_out->until_utc_ms) {
            *duty_out = list.rows[i];
        }
    }
    return OK;
}

enum err rota_next(struct change *change, const struct rota_post *post,
                   struct duty *duty_out)
{
    struct duty_list list;
    enum err err = duties_of(change, post, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        if (list.rows[i].from_utc_ms > change->now_utc_ms) {
            *duty_out = list.rows[i];
            return OK;
        }
    }
    return err == OK ? ERR_NOT_FOUND : err;
}

enum err rota_staffed(struct change *change, const struct rota_post *post,
                      bool *staffed_out)
{
    struct duty_list list;
    enum err err = duties_of(change, post, &list);
    if (err == OK) {
        *staffed_out = list.count > 0 &&
                       list.rows[0].from_utc_ms <= change->now_utc_ms + ROTA_BACKED_MS;
    }
    return err;
}

enum err rota_span(struct change *change, const struct rota_post *post,
                   int64_t *from_utc_ms_out, int64_t *until_utc_ms_out)
{
    struct duty_list list;
    enum err err = duties_of(change, post, &list);
    if (err != OK) {
        return err;
    }
    if (list.count == 0) {
        return ERR_NOT_FOUND;
    }
    int64_t until = list.rows[0].until_utc_ms;
    for (size_t i = 1; i < list.count && list.rows[i].from_utc_ms <= until; i++) {
        if (list.rows[i].until_utc_ms > until) {
            until = list.rows[i].until_utc_ms;
        }
    }
    *from_utc_ms_out = list.rows[0].from_utc_ms;
    *until_utc_ms_out = until;
    return OK;
}

enum err rota_staffed_until(struct change *change, const struct rota_post *post,
                            int64_t staffed_ms, int64_t *due_utc_ms_out)
{
    struct duty_list list;
    int64_t left = staffed_ms;
    int64_t counted_until = change->now_utc_ms;
    enum err err = duties_of(change, post, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        const struct duty *duty = &list.rows[i];
        const int64_t from =
            duty->from_utc_ms > counted_until ? duty->from_utc_ms : counted_until;
        if (duty->until_utc_ms - from >= left) {
            *due_utc_ms_out = from + left;
            return OK;
        }
        if (duty->until_utc_ms > from) {
            left -= duty->until_utc_ms - from;
            counted_until = duty->until_utc_ms;
        }
    }
    return err == OK ? ERR_NOT_FOUND : err;
}
