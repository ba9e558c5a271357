// What people are told: those who reported, how far it has come and what came of it;
// those whose words were decided about, what and why. Neither learns of the other.
#ifndef DOMAIN_CARE_RECEIPT_H
#define DOMAIN_CARE_RECEIPT_H

#include <stdbool.h>

#include "domain/change.h"
#include "model/care.h"
#include "model/person.h"

#define CARE_RECEIPTS_MAX 100 // of each sort; older ones are left out

struct care_receipt {
    report_id report;
    int64_t number;
    enum report_about about;
    int64_t at_utc_ms;
    enum report_state state;
    enum role who;
    struct text question; // of staff, while they wait for an answer
    int64_t look_by_utc_ms;
    int64_t decide_by_utc_ms; // promised; 0: nothing was
    int64_t outcome_utc_ms;   // 0: none yet; the rest counts then
    enum report_outcome outcome;
    struct text text; // what staff add, where it is for her
    int64_t appeal_until_utc_ms;
    struct care_appealed appeal; // of those who reported
    bool mine_to_appeal;
};

// A decision about what the actor wrote.
struct care_verdict {
    struct care_case row;
    enum care_decision decision; // as it is now
    struct text excerpt;         // her words; empty: they had been taken away
    struct text rule_text;
    struct text text;
    bool mine_to_appeal;
};

struct care_receipts {
    struct care_receipt *reports;
    size_t report_count;
    struct care_verdict *verdicts;
    size_t verdict_count;
};

// The actor's own, the newest first.
enum err care_receipt_list(struct change *change, struct care_receipts *receipts_out);

// One of each. Errors: ERR_NOT_FOUND (also: it is not the actor's, or she is not told
// of it).
enum err care_receipt_get(struct change *change, report_id id,
                          struct care_receipt *receipt_out);
enum err care_receipt_verdict(struct change *change, care_case_id id,
                              struct care_verdict *verdict_out);

#endif
