#include "domain/erasure_plan.h"

#include "domain/care/concern_desk.h"
#include "domain/matching/match.h"
#include "domain/retention.h"
#include "store/erasure_store.h"
#include "store/match_store.h"

#define DAY_MS 86400000LL
#define UNCOUNTED (-1)

#define MATCHES_MAX 1000 // bounds the list, far beyond one person's

static void add(struct erasure_items *items, struct erasure_item item)
{
    items->items[items->count++] = item;
}

static void add_now(struct erasure_items *items, enum erasure_item_kind kind,
                    int64_t count)
{
    add(items,
        (struct erasure_item){.kind = kind, .when = ERASURE_NOW, .count = count});
}

static void add_later(struct erasure_items *items, enum erasure_item_kind kind,
                      int64_t count, int days)
{
    add(items,
        (struct erasure_item){
            .kind = kind, .when = ERASURE_WITHIN_DAYS, .count = count, .days = days});
}

static void add_kept(struct erasure_items *items, enum erasure_item_kind kind,
                     int64_t count, int64_t until_utc_ms)
{
    add(items, (struct erasure_item){.kind = kind,
                                     .when = ERASURE_KEPT,
                                     .count = count,
                                     .until_utc_ms = until_utc_ms});
}

static enum err count_matches(struct change *change, int64_t *count_out)
{
    const struct match_of query = {.person = change->actor.person,
                                   .since_utc_ms = INT64_MAX,
                                   .limit = MATCHES_MAX};
    struct match_list list;
    int64_t count = 0;
    const enum err err = match_store_of(change->db, change->arena, &query, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        count += match_is_live(list.rows[i].state);
    }
    if (err == OK) {
        *count_out = count;
    }
    return err;
}

// Those that she made go after the end of the last of them.
static void add_reports(const struct change *change, struct erasure_items *items,
                        const struct erasure_counts *counts)
{
    const int64_t keep_ms = retention_keep_ms(change, RETENTION_CASES);
    struct erasure_item item = {
        .kind = ERASURE_ITEM_REPORTS, .when = ERASURE_KEPT, .count = counts->reports};
    if (counts->open_reports > 0) {
        item.days = (int)(keep_ms / DAY_MS);
    } else if (keep_ms > 0) {
        item.until_utc_ms = counts->reports_ended_utc_ms + keep_ms;
    }
    if (counts->reports > 0) {
        add(items, item);
    }
}

static void add_what_goes(struct erasure_items *items,
                          const struct erasure_counts *counts, int64_t matches)
{
    const int days = ERASURE_WAITING_DAYS;
    add_now(items, ERASURE_ITEM_DEVICES, counts->devices > 0 ? counts->devices - 1 : 0);
    add_now(items, ERASURE_ITEM_MATCHING, UNCOUNTED);
    if (matches > 0) {
        add_now(items, ERASURE_ITEM_MATCHES, matches);
    }
    add_later(items, ERASURE_ITEM_ACCOUNT, UNCOUNTED, days);
    if (counts->answers > 0) {
        add_later(items, ERASURE_ITEM_STORY, counts->answers, days);
    }
    if (counts->talks > 0) {
        add_later(items, ERASURE_ITEM_WORDS, counts->talks, days);
    }
    add_later(items, ERASURE_ITEM_COPIES, UNCOUNTED, ERASURE_DAYS);
}

static void add_what_stays(const struct change *change, struct erasure_items *items,
                           const struct erasure_counts *counts,
                           const struct concern_list *own)
{
    if (counts->talks > 0) {
        add_kept(items, ERASURE_ITEM_OTHERS_WORDS, UNCOUNTED, 0);
    }
    if (counts->calls > 0) {
        add_kept(items, ERASURE_ITEM_DIARY, counts->calls,
                 counts->last_call_utc_ms + retention_keep_ms(change, RETENTION_DIARY));
    }
    if (counts->was_supporter) {
        add_kept(items, ERASURE_ITEM_SUPPORTER, UNCOUNTED,
                 change->now_utc_ms + retention_keep_ms(change, RETENTION_SUPPORTER));
    }
    add_reports(change, items, counts);
    // Those that she raised herself, of which she knows. A day would tell her of a
    // record that she may not read; a person decides.
    if (own->count > 0) {
        add_kept(items, ERASURE_ITEM_CONCERNS, (int64_t)own->count, 0);
    }
    add_kept(items, ERASURE_ITEM_RECORDS, UNCOUNTED, 0);
}

enum err erasure_plan_read(struct change *change, struct erasure_plan *plan_out)
{
    const person_id self = change->actor.person;
    const int64_t now_utc_ms = change->now_utc_ms;
    struct erasure_plan plan = {.due_utc_ms =
                                    now_utc_ms + ERASURE_WAITING_DAYS * DAY_MS};
    struct erasure_counts counts;
    struct concern_list own;
    struct erasure erasure;
    int64_t matches = 0;
    enum err err = erasure_store_count(change->db, self, now_utc_ms, &counts);
    if (err == OK) {
        err = count_matches(change, &matches);
    }
    if (err == OK) {
        err = concern_desk_own(change, &own);
    }
    if (err == OK) {
        err = erasure_store_get(change->db, self, &erasure);
        plan.has_asked = err == OK;
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    if (err != OK) {
        return err;
    }
    if (plan.has_asked) {
        plan.asked_utc_ms = erasure.asked_utc_ms;
        plan.due_utc_ms = erasure.due_utc_ms;
    }
    add_what_goes(&plan.items, &counts, matches);
    add_what_stays(change, &plan.items, &counts, &own);
    const int64_t log_ms = change->policy->audit_keep_ms;
    add_kept(&plan.items, ERASURE_ITEM_LOG, UNCOUNTED,
             log_ms == 0 ? 0 : now_utc_ms + log_ms);
    *plan_out = plan;
    return OK;
}
