// Each bucket is one number: the time at which it will be full again. Taking moves that
// time on, and what would move it further than a whole bucket is refused (the generic
// cell rate algorithm of ITU-T I.371). Buckets that are full are forgotten.
#include "command/limit.h"

#include "base/config.h"
#include "base/mem.h"
#include "base/secret.h"

#include <assert.h>
#include <stdlib.h>

// Buckets lie in sets of 8; in a full set the one that is full first gives way.
// Prices and reports are computed one after the other, and sixteen of everybody's may
// wait: one person asks for as many as she can look at, and leaves room for others.
#define COMPUTING_BURST 6
#define COMPUTING_WINDOW_MS 12000

#define SET_WAYS 8

#define US_PER_MS 1000

#define MS_PER_S 1000

#define DAY_MS INT64_C(86400000)

#define ENTRIES_MAX (64 * 1024) // 1.5 MiB; far more than people are active at once

// A bucket's kind: which rule it follows. 0 marks a free entry.
enum {
    KIND_FREE,
    KIND_PEOPLE,
    KIND_INTEGRATIONS = KIND_PEOPLE + RATE_COUNT,
    KIND_ACCOUNT = KIND_INTEGRATIONS + RATE_COUNT,
    KIND_ACCOUNT_KNOWN_DEVICE
};

struct entry {
    uint64_t key;
    int64_t full_at_us;
    int kind;
};

struct limits {
    struct limit_settings settings;
    uint64_t seed; // so that nobody chooses what shares a set
    size_t set_count;
    struct entry *entries;
};

struct limit_rate limit_rate_of(int64_t burst, int64_t per_s)
{
    return (struct limit_rate){burst, per_s <= 0 ? 0 : burst * MS_PER_S / per_s};
}

struct limit_settings limit_settings_of(const struct config *config)
{
    const struct limit_rate general =
        limit_rate_of(config->general_burst, config->general_per_s);
    const struct limit_rate typing = {1, config->typing_interval_ms};
    const int64_t window_ms = config->sign_in_window_s * MS_PER_S;
    const struct limit_rate address = {config->sign_in_per_address, window_ms};
    const struct limit_rate computing = {COMPUTING_BURST, COMPUTING_WINDOW_MS};
    const struct limit_rate private_check = {config->private_check_per_day, DAY_MS};

    return (struct limit_settings){
        .people =
            {
                     [RATE_GENERAL] = general,
                     [RATE_SEND] = limit_rate_of(config->send_burst,             config->send_per_s),
                     [RATE_TYPING] = typing,
                     [RATE_SIGN_IN] = address,
                     [RATE_PRIVATE_CHECK] = private_check,
                     [RATE_COMPUTING] = computing,
                     },
        .integrations =
            {
                     [RATE_GENERAL] = general,
                     [RATE_SEND] = limit_rate_of(config->integration_send_burst,
                     config->integration_send_per_s),
                     [RATE_TYPING] = typing,
                     [RATE_SIGN_IN] = address,
                     [RATE_PRIVATE_CHECK] = private_check,
                     [RATE_COMPUTING] = computing,
                     },
        .sign_in_account = {config->sign_in_per_account, window_ms                                                         },
        .sign_in_known_device = {config->sign_in_known_device,      window_ms},
        .entries_max = ENTRIES_MAX,
    };
}

struct limits *limit_new(const struct limit_settings *settings)
{
    struct limits *limits = mem_new(1, sizeof *limits);

    assert(settings->entries_max >= SET_WAYS);
    limits->settings = *settings;
    limits->seed = secret_random_u64();
    limits->set_count = settings->entries_max / SET_WAYS;
    limits->entries = mem_new(limits->set_count * SET_WAYS, sizeof *limits->entries);
    return limits;
}

void limit_free(struct limits *limits)
{
    if (limits != NULL) {
        free(limits->entries);
        free(limits);
    }
}

// The finalizer of MurmurHash3, over key, kind and seed.
static uint64_t mixed(const struct limits *limits, int kind, uint64_t key)
{
    uint64_t value = key ^ limits->seed ^ (uint64_t)kind << 56;

    value = (value ^ value >> 33) * UINT64_C(0xff51afd7ed558ccd);
    value = (value ^ value >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return value ^ value >> 33;
}

// The entry of `key`, in place of the set's fullest bucket where there was none.
static struct entry *find_entry(struct limits *limits, int kind, uint64_t key)
{
    const size_t index = (size_t)(mixed(limits, kind, key) % limits->set_count);
    struct entry *set = &limits->entries[index * SET_WAYS];
    struct entry *fullest = &set[0];

    for (size_t i = 0; i < SET_WAYS; i++) {
        if (set[i].kind == kind && set[i].key == key) {
            return &set[i];
        }
        if (set[i].full_at_us < fullest->full_at_us) {
            fullest = &set[i];
        }
    }
    *fullest = (struct entry){.key = key, .kind = kind};
    return fullest;
}

struct take {
    const struct limit_rate *rate;
    int kind;
    uint64_t key;
    int64_t cost;
};

static enum err take_from(struct limits *limits, const struct take *take,
                          int64_t now_ms, int64_t *after_ms_out)
{
    const struct limit_rate *rate = take->rate;

    if (rate->burst <= 0) {
        return OK;
    }
    struct entry *entry = find_entry(limits, take->kind, take->key);
    const int64_t now_us = now_ms * US_PER_MS;
    const int64_t window_us = rate->window_ms * US_PER_MS;
    const int64_t cost = take->cost < rate->burst ? take->cost : rate->burst;
    const int64_t empty_us = entry->full_at_us > now_us ? entry->full_at_us : now_us;
    const int64_t full_at_us = empty_us + window_us * cost / rate->burst;

    if (full_at_us - now_us > window_us) {
        *after_ms_out = (full_at_us - now_us - window_us + US_PER_MS - 1) / US_PER_MS;
        return ERR_RATE_LIMITED;
    }
    entry->full_at_us = full_at_us;
    return OK;
}

enum err limit_take(struct limits *limits, const struct limit_use *use, int64_t now_ms,
                    int64_t *after_ms_out)
{
    const struct limit_settings *settings = &limits->settings;
    const struct take take = {
        .rate = use->is_integration ? &settings->integrations[use->bucket]
                                    : &settings->people[use->bucket],
        .kind =
            (use->is_integration ? KIND_INTEGRATIONS : KIND_PEOPLE) + (int)use->bucket,
        .key = use->key,
        .cost = use->cost,
    };

    return take_from(limits, &take, now_ms, after_ms_out);
}

static struct take sign_in_take(const struct limits *limits, uint64_t account_key,
                                bool known_device)
{
    return (struct take){
        .rate = known_device ? &limits->settings.sign_in_known_device
                             : &limits->settings.sign_in_account,
        .kind = known_device ? KIND_ACCOUNT_KNOWN_DEVICE : KIND_ACCOUNT,
        .key = account_key,
        .cost = 1,
    };
}

enum err limit_take_sign_in(struct limits *limits, uint64_t account_key,
                            bool known_device, int64_t now_ms, int64_t *after_ms_out)
{
    const struct take take = sign_in_take(limits, account_key, known_device);

    return take_from(limits, &take, now_ms, after_ms_out);
}

void limit_return_sign_in(struct limits *limits, uint64_t account_key,
                          bool known_device)
{
    const struct take take = sign_in_take(limits, account_key, known_device);

    // One that is full, or was forgotten meanwhile, stays full.
    if (take.rate->burst > 0) {
        find_entry(limits, take.kind, take.key)->full_at_us -=
            take.rate->window_ms * US_PER_MS / take.rate->burst;
    }
}

size_t limit_count(const struct limits *limits)
{
    size_t count = 0;

    for (size_t i = 0; i < limits->set_count * SET_WAYS; i++) {
        count += limits->entries[i].kind != KIND_FREE;
    }
    return count;
}
