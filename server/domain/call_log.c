#include "domain/call_log.h"

#include "domain/matching/match.h"
#include "domain/matching/match_talk.h"
#include "store/call_store.h"

#define HOUR_MS 3600000LL
#define DAY_HOURS 24

// Late hours count towards how much a supporter carries [hours of the day, UTC].
#define LATE_FROM 21
#define LATE_UNTIL 7

// A clock that is a little ahead does no harm.
#define AHEAD_MS HOUR_MS

static bool is_late(int64_t at_utc_ms)
{
    int64_t hour = at_utc_ms / HOUR_MS % DAY_HOURS;
    return hour >= LATE_FROM || hour < LATE_UNTIL;
}

enum err call_log_add(struct change *change, match_id id,
                      const struct call_entry *entry)
{
    struct match_row row;
    struct call_entry kept = *entry;
    bool is_staff;
    enum err err = match_find(change, id, &row, &is_staff);
    const struct match *match = &row.match;
    if (err == OK && !is_staff && match->supporter.v != change->actor.person.v) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && !match_is_live(match->state)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK && (entry->at_utc_ms > change->now_utc_ms + AHEAD_MS ||
                      entry->at_utc_ms < match->introduced_utc_ms)) {
        change->at_fault = "at";
        err = ERR_BAD_REQUEST;
    }
    if (err == OK) {
        kept.logged_by = change->actor.person;
        kept.late = is_late(entry->at_utc_ms);
        err = call_store_insert(change->db, id, &kept);
    }
    return err == OK ? match_talk_in_touch(change, &row, entry->at_utc_ms) : err;
}
