// Cases of moderation: one for each message or profile that was reported, hidden by
// staff, or found to have words of risk in it. What a case consists of and how it goes
// from one state to the next; who may look at it says care_reader.h. Never about
// concerns (concern.h).
#ifndef DOMAIN_CARE_CASE_H
#define DOMAIN_CARE_CASE_H

#include <stdbool.h>

#include "domain/change.h"
#include "domain/vault.h"
#include "store/care_case_store.h"

// The message `seq` of `conversation` has words of risk: bit n of `risks` stands for
// category Rn. Where a case about it is open it becomes as urgent as `rank` and knows
// the categories, else one is opened and those who look at such cases are told; of a
// case that is decided already nothing changes. The change may act as nobody. What is
// sealed with it is that message alone. Errors: ERR_NOT_FOUND (no such message).
enum err care_case_open_risk(struct change *change, conversation_id conversation,
                             int64_t seq, uint32_t risks, enum care_rank rank);

// Opens `row`, of which kind, lane, state queued, rank, organisation, area, place and
// risks are filled: it gets its id, number, key and time, and a first step.
enum err care_case_open(struct change *change, struct care_case *row);

// What stands of the decision of `row`: of what was hidden and then shown again, that
// nothing came of it.
enum err care_case_standing(struct change *change, const struct care_case *row,
                            enum care_decision *decision_out);

// Whether it is about a message of a group.
enum err care_case_is_group(struct change *change, const struct care_case *row,
                            bool *group_out);

// `row`, which the caller changed, is kept.
enum err care_case_save(struct change *change, const struct care_case *row);

// The only way from one state to the next. Errors: ERR_WRONG_STATE (there is none).
enum err care_case_advance(struct care_case *row, enum care_case_state to);

// Whether nobody has decided it yet.
bool care_case_is_open(const struct care_case *row);

// Whether either side has appealed, and whether an appeal was decided.
bool care_case_was_appealed(const struct care_case *row);
bool care_case_is_redecided(const struct care_case *row);

// It is seen to as soon as `rank` asks, from now on.
void care_case_hurry(struct care_case *row, enum care_rank rank);

// Whether somebody holds it now: a claim that has run out counts no more.
bool care_case_is_held(const struct change *change, const struct care_case *row);

// Nobody holds it any more; a claimed one waits again.
enum err care_case_drop_claim(struct change *change, struct care_case *row);

// The state of whoever may look at a profile or message: which place `row` is about.
struct care_case_place care_case_place(const struct care_case *row);

// A line of the case's history. Owner of the texts: the caller.
struct care_case_entry {
    enum care_step what;
    person_id by; // staff; v == 0: the system, or somebody who reported
    bool has_decision;
    enum care_decision decision;
    struct text rule;
    struct text rule_text;
    struct text text;
};

enum err care_case_note(struct change *change, const struct care_case *row,
                        const struct care_case_entry *entry);

// Seals and opens what belongs to the case `id`: `place` without its scope. The empty
// text is sealed as nothing.
enum err care_case_seal(struct change *change, care_case_id id, struct seal_place place,
                        struct text plain, struct sealed *sealed_out);
enum err care_case_unseal(struct change *change, care_case_id id,
                          struct seal_place place, struct sealed sealed,
                          struct text *plain_out);

#endif
