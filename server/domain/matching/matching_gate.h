// The gates: what must not be, however well two people would suit each other. Each is a
// pure predicate in one table, with the code and sentence of
// protocol/matching/gates.json. What is not known refuses where a gate is for safety,
// and passes where it is a wish.
#ifndef DOMAIN_MATCHING_GATE_H
#define DOMAIN_MATCHING_GATE_H

#include <stdint.h>

#include "domain/matching/matching_profile.h"

// What stands between two people; bits.
enum matching_fact {
    MATCHING_FACT_SAME_HOUSEHOLD = 1 << 0,
    MATCHING_FACT_LINKED_FAMILY = 1 << 1,
    MATCHING_FACT_SAME_EMPLOYER = 1 << 2,
    MATCHING_FACT_BLOCKED = 1 << 3,
    MATCHING_FACT_NO_CONTACT = 1 << 4,
    MATCHING_FACT_ON_CASE = 1 << 5,
    MATCHING_FACT_ASSESSOR = 1 << 6,
    MATCHING_FACT_ENDED_FOR_CAUSE = 1 << 7,
    MATCHING_FACT_DECLINED_RECENTLY = 1 << 8 // within 12 months
};

struct matching_pair_facts {
    uint16_t stand;   // what holds
    uint16_t unknown; // what could not be found out
};

// Gates as a set: bit `gate` of it.
typedef uint64_t matching_gate_set;

// The first gate that stands between the two at `now_utc_ms`, MATCHING_GATE_NONE where
// none does. `facts` NULL: looked for, and nothing found. Knows nothing of
// MATCHING_GATE_TOO_LITTLE_KNOWN: scores do.
enum matching_gate matching_gate_first(const struct matching_side *carer,
                                       const struct matching_side *supporter,
                                       const struct matching_pair_facts *facts,
                                       int64_t now_utc_ms);

// All of them.
matching_gate_set matching_gates_all(const struct matching_side *carer,
                                     const struct matching_side *supporter,
                                     const struct matching_pair_facts *facts,
                                     int64_t now_utc_ms);

// Parts of the above, for many pairs: what stands whomever she or he is to meet …
matching_gate_set matching_gates_carer(const struct matching_side *carer);
matching_gate_set matching_gates_supporter(const struct matching_side *supporter,
                                           int64_t now_utc_ms);

// … what follows from the answers of the two …
matching_gate_set matching_gates_pair(const struct matching_side *carer,
                                      const struct matching_side *supporter);

// … and what follows from `facts`.
matching_gate_set matching_gates_facts(const struct matching_pair_facts *facts);

// The first of `gates`.
enum matching_gate matching_gates_first(matching_gate_set gates);

// The gate whose code is `code`, or MATCHING_GATE_NONE.
enum matching_gate matching_gate_find(struct text code);

#endif
