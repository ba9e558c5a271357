// Whether the clock by which old backups are removed can be believed. A wrong one looks
// like a machine that was off: both leave a gap since kithd last looked.
#ifndef DOMAIN_BACKUP_CLOCK_H
#define DOMAIN_BACKUP_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/change.h"

// A time so far ahead is of a clock that was wrong then, or is now; less is put right
// every day by those who keep clocks.
#define BACKUP_CLOCK_AHEAD_MS (INT64_C(10) * 60 * 1000)

struct backup_clock {
    bool is_doubted;
    int64_t since_utc_ms;  // doubted: when that was first seen, by the new time
    int64_t before_utc_ms; // doubted: when it was last looked at, by the old one
};

// Whether `utc_ms` is that far ahead.
bool backup_clock_is_ahead(const struct change *change, int64_t utc_ms);

// Notes what time it is, at most each hour, and whether it moved by more than a day
// since, which is logged. Writer only, with each tick.
enum err backup_clock_watch(struct change *change);

// What is known of it: doubted for a day after it moved by more than one, forward or
// back; then whoever looks after the machine has had time to see it. Never where no
// archives of keys are kept.
enum err backup_clock_read(struct change *change, struct backup_clock *clock_out);

#endif
