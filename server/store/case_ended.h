// SQL: when a case of moderation ended.
#ifndef STORE_CASE_ENDED_H
#define STORE_CASE_ENDED_H

// A moment [UTC, ms]: it was decided, or anything was done about it after that, or
// somebody reported the same once more. `k` is SQL: the case's table.
#define CASE_ENDED(k)                                                                  \
    "max(" k ".opened_utc_ms, coalesce(" k ".decided_utc_ms, 0),"                      \
    " coalesce(" k ".until_utc_ms, 0),"                                                \
    " coalesce((SELECT max(at_utc_ms) FROM care_step WHERE care_case = " k ".id), 0)," \
    " coalesce((SELECT max(at_utc_ms) FROM care_report"                                \
    " WHERE care_case = " k ".id), 0))"

#endif
