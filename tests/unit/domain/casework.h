// The small organisation with those who look at cases of moderation: Fay and Gus
// facilitate a group of June, Dorothy, Mo and Priya in North, Amara and Cora coordinate
// North, Lena is the safeguarding lead. June and Priya also have a conversation of two.
#ifndef UNIT_CASEWORK_H
#define UNIT_CASEWORK_H

#include "domain/care/care_decide.h"
#include "domain/care/care_desk.h"
#include "domain/care/care_receipt.h"
#include "domain/care/care_report.h"
#include "domain/world.h"

struct casework {
    struct world world;
    conversation_id group;
    conversation_id pair;
    person_id fay;
    person_id gus;
    person_id cora;
    person_id lena;
};

void casework_open(struct casework *casework);
void casework_close(struct casework *casework);

// Units of work that may fail. The case is found by what it is about.
enum err casework_report(struct casework *casework, person_id by, int64_t seq,
                         enum report_about about, struct care_report_done *done_out);
enum err casework_claim(struct casework *casework, person_id by, care_case_id id);
enum err casework_decide(struct casework *casework, person_id by, care_case_id id,
                         enum care_decision decision);
enum err casework_restrict(struct casework *casework, person_id by, care_case_id id,
                           int64_t until_utc_ms);
enum err casework_redecide(struct casework *casework, person_id by, care_case_id id,
                           enum care_decision decision, enum care_appeal *appeal_out);
enum err casework_hide(struct casework *casework, person_id by, int64_t seq);
enum err casework_unhide(struct casework *casework, person_id by, int64_t seq);
enum err casework_get(struct casework *casework, person_id by, care_case_id id,
                      struct care_desk_case *case_out);
enum err casework_tries(struct casework *casework, person_id by); // to say something

// Units of work that must succeed. What they give lives until the next one.
care_case_id casework_reported(struct casework *casework, person_id by, int64_t seq);
care_case_id casework_decided(struct casework *casework, person_id by, int64_t seq,
                              enum care_decision decision);
struct care_receipts casework_receipts(struct casework *casework, person_id by);
struct care_case casework_case(struct casework *casework, care_case_id id);
int casework_listed(struct casework *casework, person_id by);
void casework_appeals(struct casework *casework, person_id by, care_case_id id);

// The newest case about the message of the group.
care_case_id casework_about(struct casework *casework, int64_t seq);

// What a member of the group reads at `seq` now; empty: nothing any more.
struct text casework_reads(struct casework *casework, int64_t seq);

// Whether `person` is in the group now.
bool casework_is_member(struct casework *casework, person_id person);

// The clock goes `ms` on; what is due by then is done, as the system.
void casework_wait(struct casework *casework, int64_t ms);

// Whether `person` was told of `what` in the last unit of work.
bool casework_told(const struct casework *casework, person_id person,
                   enum care_news what);

#endif
