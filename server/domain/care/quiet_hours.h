// Hours of the day as people in Britain read them off a clock. Pure. Source: Summer
// Time Act 1972 as amended by the Summer Time Order 2002: one hour ahead from 01:00 UTC
// on the last Sunday of March to 01:00 UTC on the last Sunday of October.
#ifndef DOMAIN_CARE_QUIET_HOURS_H
#define DOMAIN_CARE_QUIET_HOURS_H

#include <stdint.h>

// The minute of the day that a British clock shows, 0 to 1439.
int quiet_hours_minute(int64_t utc_ms);

// The first moment from `utc_ms` on that does not lie between `from_min` and
// `until_min` of a day (which may be over midnight; the same: never).
int64_t quiet_hours_end(int64_t utc_ms, int from_min, int until_min);

#endif
