// The system's clocks.
#include "base/clock.h"

#include <stddef.h>
#include <time.h>

#define NS_PER_S 1000000000
#define NS_PER_MS 1000000
#define MS_PER_S 1000

int64_t clock_utc_ms(const struct clock *clock)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    const int64_t offset_ms = clock == NULL ? 0 : atomic_load(&clock->offset_ms);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS + offset_ms;
}

int64_t clock_steady_ms(void)
{
    return clock_steady_ns() / NS_PER_MS;
}

int64_t clock_steady_ns(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}
