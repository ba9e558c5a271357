// The honest waiting card: where somebody's request stands, her place in words that
// promise nothing, when people are next brought together, who looks after it, and what
// makes it slower. Never anything that tells of a private check.
#ifndef DOMAIN_MATCHING_WAIT_H
#define DOMAIN_MATCHING_WAIT_H

#include "domain/change.h"

#define MATCHING_DELAYS_MAX 8

// What the carer may do with it.
enum matching_request_can {
    MATCHING_REQUEST_CAN_WITHDRAW = 1 << 0,
    MATCHING_REQUEST_CAN_PAUSE = 1 << 1,
    MATCHING_REQUEST_CAN_RESUME = 1 << 2
};

struct matching_wait {
    struct matching_request request;
    int band;                // among the first so many; 0: not in the queue
    int64_t next_run_utc_ms; // 0: takes part in none as things stand
    struct text coordinator; // her name; empty: nobody yet
    const char *delays[MATCHING_DELAYS_MAX]; // codes
    int delay_count;
    unsigned can;
};

// The actor's open request. Errors: ERR_NOT_FOUND (she has none).
enum err matching_wait_own(struct change *change, struct matching_wait *wait_out);

// The codes of what in `answers` leaves few who fit.
struct profile_answer;
int matching_wait_delays(const struct profile_answer *answers, size_t count,
                         const char *codes_out[static MATCHING_DELAYS_MAX]);

#endif
