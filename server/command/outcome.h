// What comes back up from a request, as one value: the reply, the events, and what
// changes for live connections. Made by dispatch, consumed by transport; everything it
// points to lives in the request's arena but for frames, of which it owns one reference
// each.
#ifndef COMMAND_OUTCOME_H
#define COMMAND_OUTCOME_H

#include "base/err.h"
#include "base/frame.h"
#include "command/request.h"
#include "domain/change.h"

// An encoded event. A seq not above the ring's newest replaces the entry of that seq.
struct published {
    conversation_id conversation;
    int64_t epoch;
    int64_t seq;
    person_id by;
    struct frame *frame;
    struct frame
        *withheld; // what `withheld_from` get instead; NULL where these are none
    const person_id *withheld_from;
    int withheld_count;
};

// Something that is never stored: typing, own read marks.
struct signal_out {
    conversation_id conversation; // to its members but `by` and `withheld_from`, or
    person_id to;                 // to one person's connections but the origin
    person_id by;
    struct frame *frame;
    const person_id *withheld_from;
    int withheld_count;
};

// A conversation that an attached connection follows.
struct subscription {
    conversation_id conversation;
    int64_t epoch;
    int64_t next_seq;  // the first event to send
    int64_t since_seq; // first seq of the current stay
    int64_t head;      // in the snapshot that attached
};

enum session_effect {
    SESSION_EFFECT_NONE,
    SESSION_EFFECT_COOKIE_SET,   // `token` becomes the cookie
    SESSION_EFFECT_COOKIE_CLEAR, // the cookie goes
    SESSION_EFFECT_TICKET,       // `token` becomes a ticket for `session` of `person`
    SESSION_EFFECT_ATTACHED,     // the origin is attached to `session` of `person`
    SESSION_EFFECT_TOKEN_KNOWN   // REQUEST_TOKEN: whose it is
};

struct outcome {
    struct request *request; // owned
    enum err err;            // OK, or what the reply says
    struct frame *reply;     // NULL for internal requests
    bool goes_on;            // the request has a stage to go: no reply yet

    bool wants_tick; // something is due now (REQUEST_TICK: for the same job), or a run
                     // was requested
    bool wants_scan; // somebody wrote something, or a scan has not come to its end
    bool wants_send; // something is due to be sent
    bool wants_keys; // keys are to be wrapped anew, renewed or destroyed
    bool wants_backup;
    bool left_out;  // REQUEST_SCAN: the conversation that failed is now left out
    bool is_behind; // REQUEST_SCAN: there is likely more to look through
    run_id run;     // TICK_MATCHING: a run that is to be computed, v == 0: none

    int64_t backup_utc_ms; // TICK_BACKUP: when the last good backup was made, 0: never

    struct text degraded; // REQUEST_PROBE: what does not work, a line each

    enum session_effect session_effect;
    struct secret_token token;
    session_id session;
    person_id person;
    bool is_integration;

    int64_t clock_offset_ms; // not 0: how far the wall clock is to be ahead from now on

    struct published *published; // events to publish, or the slice read
    size_t published_count;
    struct signal_out *signals;
    size_t signal_count;
    const struct subscription_change *subscription_changes;
    size_t subscription_change_count;
    const struct revocation *revocations;
    size_t revocation_count;
    const struct block_pair *blocks;
    size_t block_count;
    const struct subscription *subscriptions; // SESSION_EFFECT_ATTACHED
    size_t subscription_count;
};

// An outcome of `take_request` in which nothing came about yet. Owner: the caller.
struct outcome *outcome_new(struct request *take_request);

// Frees the outcome, its frames and its request; outcome_free(NULL) does nothing.
void outcome_free(struct outcome *outcome);

// Takes back everything that `outcome` would have brought about and makes its reply the
// error `err`: for requests whose transaction was lost. Faults of ours are logged with
// the `ref` that the reply has.
void outcome_fail(struct outcome *outcome, enum err err);

// The same with what the reply says about the error: the parameter at fault (or NULL)
// and when to try again (or 0).
void outcome_refuse(struct outcome *outcome, enum err err, const char *field,
                    int64_t after_ms);

#endif
