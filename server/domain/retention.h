// What is kept how long: a table of clocks, each with its reason and source, looked at
// once a day in small steps. Records of safeguarding are never let go by a clock: where
// their time to keep has ended, whoever looks after them is told.
#ifndef DOMAIN_RETENTION_H
#define DOMAIN_RETENTION_H

#include <stdbool.h>

#include "domain/change.h"
#include "store/retention_store.h"

struct retention_rule {
    const char *what;
    const char *reason;
    const char *source;
    int days; // the default; settings may lengthen or shorten it; 0: by each record
};

// The table.
const struct retention_rule *retention_rule(enum retention_clock clock);

// How long it is kept as things are set, 0: by each record, or for ever.
int64_t retention_keep_ms(const struct change *change, enum retention_clock clock);

// What one clock finds.
struct retention_preview {
    int64_t days;
    int64_t due;           // now
    int64_t soon;          // in 30 days, with those that are due now
    int64_t oldest_utc_ms; // 0: there is none
};
enum err retention_preview(struct change *change, enum retention_clock clock,
                           struct retention_preview *preview_out);

// Lets go of a few things that are due, of the first clock whose day has come; each
// round of a clock that let go of something is audited, with the number alone. One that
// fails is undone, logged and put off for an hour. `more_out`: there is more to do at
// once.
enum err retention_run_due(struct change *change, bool *more_out);

// How many clocks are put off because they failed.
enum err retention_count_failing(struct change *change, int64_t *count_out);

#endif
