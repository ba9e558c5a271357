#include "domain/care/quiet_hours.h"

#include <stdbool.h>

#define MINUTE_MS 60000LL
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define DAY_MIN 1440
#define EPOCH_WEEKDAY 4 // 1 January 1970 was a Thursday
#define MARCH 3
#define OCTOBER 10

// The day since 1970 on which the month begins (civil calendar, years from 1970 on).
static int64_t month_begins(int64_t year, int month)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int64_t past = year - 1;
    const int64_t leaps = past / 4 - past / 100 + past / 400 - 477; // 477 before 1970
    return (year - 1970) * 365 + leaps + before[month - 1] +
           (month > 2 && is_leap ? 1 : 0);
}

// 01:00 UTC on the last Sunday of a month that has 31 days.
static int64_t last_sunday(int64_t year, int month)
{
    const int64_t last = month_begins(year, month) + 30;
    const int64_t weekday = (last + EPOCH_WEEKDAY) % 7;
    return (last - weekday) * DAY_MS + HOUR_MS;
}

static int64_t year_of(int64_t utc_ms)
{
    int64_t year = 1970 + utc_ms / (366 * DAY_MS);
    while (month_begins(year + 1, 1) * DAY_MS <= utc_ms) {
        year++;
    }
    return year;
}

int quiet_hours_minute(int64_t utc_ms)
{
    const int64_t year = year_of(utc_ms);
    const bool is_summer =
        utc_ms >= last_sunday(year, MARCH) && utc_ms < last_sunday(year, OCTOBER);
    const int64_t local_ms = utc_ms + (is_summer ? HOUR_MS : 0);
    return (int)(local_ms % DAY_MS / MINUTE_MS);
}

static bool is_quiet(int minute, int from_min, int until_min)
{
    if (from_min <= until_min) {
        return minute >= from_min && minute < until_min;
    }
    return minute >= from_min || minute < until_min;
}

int64_t quiet_hours_end(int64_t utc_ms, int from_min, int until_min)
{
    int64_t at_ms = utc_ms;
    // The clock is put forward or back at most once on the way: the second round then
    // ends it.
    for (int round = 0; round < 3; round++) {
        const int minute = quiet_hours_minute(at_ms);
        if (!is_quiet(minute, from_min, until_min)) {
            break;
        }
        const int left_min = (until_min - minute + DAY_MIN) % DAY_MIN;
        at_ms += left_min * MINUTE_MS - at_ms % MINUTE_MS;
    }
    return at_ms;
}
