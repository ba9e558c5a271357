// SQL: whether nothing of somebody goes for now, neither as time passes nor at her
// wish.
#ifndef STORE_HELD_H
#define STORE_HELD_H

// A record of safeguarding about `person` is open, a hold stands, or a case of risk
// about her for a lead (rank 0 or 1). `person` is SQL: a column, or a parameter.
#define HELD(person)                                                                   \
    "EXISTS (SELECT 1 FROM concern_person AS cp JOIN concern AS cc ON cc.id ="         \
    " cp.concern WHERE cp.person = " person " AND cc.state <> 'closed')"               \
    " OR EXISTS (SELECT 1 FROM safeguarding_hold AS h WHERE h.person = " person        \
    " AND h.lifted_utc_ms IS NULL)"                                                    \
    " OR EXISTS (SELECT 1 FROM care_case AS k WHERE k.subject = " person               \
    " AND k.state <> 'closed' AND k.kind = 'risk' AND k.rank <= 1)"

#endif
