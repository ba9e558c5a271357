// What is to be done when. Timers stand in the database alone, so that they survive a
// restart; each fires once, in the transaction that also forgets it, whatever the clock
// did in between. What a timer brings about stands in the room it belongs to.
#ifndef DOMAIN_TIMER_H
#define DOMAIN_TIMER_H

#include "domain/change.h"

enum timer_kind {
    TIMER_REQUEST_WAIT,     // a request: the next of the days on which staff are told
    TIMER_OFFER_NUDGE,      // a match: somebody has not answered yet
    TIMER_OFFER_EXPIRY,     // a match: the offer is over
    TIMER_MATCH_QUIET,      // a match: the supporter has not written
    TIMER_MATCH_QUIET_DESK, // a match: nor has she after being reminded
    TIMER_MATCH_REVIEW,     // a match: both are to be asked
    TIMER_MATCH_ENDING,     // a match: the planned ending has come
    TIMER_CUPPA,            // a half-hour: was not taken, or is over
    TIMER_CONCERN_WAIT,     // a concern: nobody has taken it on
    TIMER_CONCERN_REVIEW,   // a concern: it is to be looked at again
    TIMER_CONCERN_REFERRAL, // a referral: somebody outside has not answered
    TIMER_CASE_CLAIM,       // a case of moderation: whoever holds it has not decided
    TIMER_CASE_CLOSE,       // a case of moderation: the time to appeal is over
    TIMER_ALERT,            // an alert: nobody has acknowledged it
    TIMER_NOTIFY,           // a person: has not seen yet what others wrote
    TIMER_CONDUCT_REVIEW,   // an organisation: notes on conduct are to be looked at
    TIMER_OPENING,          // an opening: not decided in time, or its day is over
    TIMER_SUSPENSION,       // a person: her account is restored
    TIMER_ERASURE,          // a person who asked to be forgotten: it begins
    TIMER_KINDS
};

// The timer of `kind` for `subject` (the id of what it is about) is due at
// `due_utc_ms`, whenever it was before.
enum err timer_set(struct change *change, enum timer_kind kind, int64_t subject,
                   int64_t due_utc_ms);

// It is not due any more; where there is none, nothing happens.
enum err timer_clear(struct change *change, enum timer_kind kind, int64_t subject);

// Does what is due by now, the longest due first, at most `max` of it; *more_out says
// whether something is left. One that fails is put off for an hour and logged, and what
// this change did before it is undone, to be done with the next call.
enum err timer_run_due(struct change *change, int max, bool *more_out);

// How many were put off because they failed, and have not succeeded since.
enum err timer_count_failing(struct change *change, int64_t *count_out);

#endif
