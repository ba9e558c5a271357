// Looking through what people write for words of risk, after it was sent: every message
// of pairs and groups once, and again where it was edited, whoever may see it. Progress
// is stored in the transaction that stores what was found, so that a crash at any
// moment skips nothing and tells nothing twice.
#ifndef DOMAIN_CARE_SCAN_H
#define DOMAIN_CARE_SCAN_H

#include <stdbool.h>

#include "domain/change.h"
#include "domain/risk/risk.h"

// A message in which something was found.
struct scan_hit {
    int64_t seq; // of the message
    person_id author;
    struct risk_found found;
};

// How far one conversation was looked through.
struct scan_step {
    conversation_id conversation;
    organisation_id organisation;
    int64_t from; // the last event looked through before
    int64_t until;
    int64_t messages;
    struct person_ids authors;
    struct scan_hit *hits;
    size_t hit_count, hit_capacity;
};

struct scan_job {
    struct scan_step *steps;
    size_t count;
};

// Reads and looks through a bounded piece of what is behind; conversations in which
// that failed before come last: the first `skip` are left out. Nothing to be done: no
// steps. For the thread that scans; the job lives in the change's arena.
enum err scan_load(struct change *change, const struct risk_scanner *scanner, int skip,
                   struct scan_job **job_out);

// Stores the steps with all that follows from them: counts, cards of help, cases,
// alerts, and mails to those who are away. A step whose conversation was looked through
// meanwhile is left out. Writer only.
enum err scan_store(struct change *change, const struct scan_job *job);

// What was written until now counts as looked through: for a story that is made up, and
// calls nobody. Errors: ERR_DENIED (not an operator).
enum err scan_pass_over(struct change *change);

#endif
