// Wall-clock and steady time. The wall clock can be moved forward by an offset that
// `kithctl clock advance` stores in a demo data folder; nobody else changes it.
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdatomic.h>
#include <stdint.h>

struct clock {
    _Atomic int64_t offset_ms;
};

// Milliseconds since 1970-01-01 UTC, for display and for expiry; never for order. A
// NULL `clock` is one that was never moved.
int64_t clock_utc_ms(const struct clock *clock);

// Milliseconds of a steady clock with an arbitrary origin, for time-outs and rates.
int64_t clock_steady_ms(void);

// The same in nanoseconds, for measuring.
int64_t clock_steady_ns(void);

#endif
