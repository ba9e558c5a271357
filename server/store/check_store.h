// What must hold between rows whatever happened before: looked for by `kithctl check`.
// Reads everything once; changes nothing.
#ifndef STORE_CHECK_STORE_H
#define STORE_CHECK_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct db;

#define CHECK_FINDINGS_MAX 20 // of one rule; more of the same say nothing new

// A row that breaks a rule.
struct check_finding {
    const char *rule; // a sentence: what should have been so
    int64_t object;   // id of the conversation or person
    int64_t number;   // seq, stay, or 0
};

// Every finding, at most CHECK_FINDINGS_MAX of each rule.
enum err check_store_run(struct db *db, struct arena *arena,
                         struct check_finding **findings_out, int *count_out);

#endif
