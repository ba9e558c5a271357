// How often something may happen: token buckets in the loop's memory. Knows nothing
// about who is behind a key; a restart forgets everything.
#ifndef COMMAND_LIMIT_H
#define COMMAND_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "command/table.h"

struct config;
struct limits;

// A bucket holds `burst` and fills again within `window_ms`. A `burst` of 0 is no
// limit.
struct limit_rate {
    int64_t burst;
    int64_t window_ms;
};

// A bucket that holds `burst` and fills by `per_s` a second.
struct limit_rate limit_rate_of(int64_t burst, int64_t per_s);

struct limit_settings {
    struct limit_rate people[RATE_COUNT];       // RATE_SIGN_IN: per address
    struct limit_rate integrations[RATE_COUNT]; // for integration tokens
    struct limit_rate sign_in_account;          // per account
    struct limit_rate sign_in_known_device;     // per account, for devices known to it
    size_t entries_max;                         // buckets kept; a multiple of 8
};

// What the configuration says.
struct limit_settings limit_settings_of(const struct config *config);

// Owner: the caller.
struct limits *limit_new(const struct limit_settings *settings);

// limit_free(NULL) does nothing.
void limit_free(struct limits *limits);

// What is to be taken from which bucket.
struct limit_use {
    enum rate_bucket bucket;
    uint64_t key; // person, session or address; for RATE_SIGN_IN the address
    uint32_t cost;
    bool is_integration;
};

// Takes `use` from its bucket. `now_ms` is of the steady clock. Errors:
// ERR_RATE_LIMITED with the time until it would succeed in `*after_ms_out`; nothing is
// taken then.
enum err limit_take(struct limits *limits, const struct limit_use *use, int64_t now_ms,
                    int64_t *after_ms_out);

// An attempt to sign in to the account that `account_key` stands for. Devices that
// signed in before count by themselves, so that others' guessing does not lock a person
// out. Errors: as limit_take.
enum err limit_take_sign_in(struct limits *limits, uint64_t account_key,
                            bool known_device, int64_t now_ms, int64_t *after_ms_out);

// Gives back one that limit_take_sign_in took: the attempt was none.
void limit_return_sign_in(struct limits *limits, uint64_t account_key,
                          bool known_device);

// Buckets in use, for /metrics.
size_t limit_count(const struct limits *limits);

#endif
