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
    int64_t until_utc_ms; // when that was written
    int64_t messages;
    struct person_ids authors;
    size_t author_capacity;
    struct scan_hit *hits;
    size_t hit_count, hit_capacity;
    enum err
        failure; // why it could not be looked through; then nothing of it is stored
};

struct scan_job {
    struct scan_step *steps;
    size_t count;
    bool is_full; // there is likely more to look through
};

#define SCAN_SINGLY 0    // one conversation alone
#define SCAN_TIMES_MAX 4 // as many ordinary jobs at once

// Reads and looks through a bounded piece of what is behind: as much as `times`
// ordinary jobs, each of which holds the writer for a few milliseconds; or SCAN_SINGLY,
// so that one in which storing fails takes no other with it. Nothing to be done: no
// steps. For the thread that scans; the job lives in the change's arena.
enum err scan_load(struct change *change, const struct risk_scanner *scanner, int times,
                   struct scan_job **job_out);

// Stores the steps with all that follows from them: counts, cards of help, cases,
// alerts, and mails to those who are away. A step whose conversation was looked through
// meanwhile is left out; one that failed is tried again later. Writer only.
enum err scan_store(struct change *change, const struct scan_job *job);

// The conversation of `step` cannot be looked through now: the next jobs leave it out,
// each time for longer, and never for good. Writer only.
enum err scan_note_failure(struct change *change, const struct scan_step *step);

// Leads are told, the first time that it fails, that there is such a conversation;
// which one is in the log.
enum err scan_tell_failure(struct change *change, const struct scan_step *step);

// Whether a conversation that was left out is to be tried again by now.
enum err scan_is_due(struct change *change, bool *due_out);

// How many conversations, of all organisations, cannot be looked through now.
enum err scan_count_failing(struct change *change, int64_t *count_out);

// What was written until now counts as looked through: for a story that is made up, and
// calls nobody. Errors: ERR_DENIED (not an operator).
enum err scan_pass_over(struct change *change);

#endif
