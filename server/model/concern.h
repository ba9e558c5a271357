// Concerns: that somebody may come to harm, or does harm, kept apart from reports of
// messages, with what was said, done and decided, and until when that is kept.
#ifndef MODEL_CONCERN_H
#define MODEL_CONCERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

enum concern_state {
    CONCERN_OPENED,     // nobody has said yet how soon somebody has to act
    CONCERN_TRIAGED,    // that was said, nobody has taken it on
    CONCERN_OWNED,      // somebody acts
    CONCERN_AWAITING,   // an answer from outside
    CONCERN_MONITORING, // nothing is done until a day on which it is looked at again
    CONCERN_CLOSING,    // a second person has to agree
    CONCERN_CLOSED,
    CONCERN_REOPENED, // something new came after it was closed
    CONCERN_STATES
};

// How soon somebody has to act.
enum concern_grade {
    CONCERN_GRADE_IMMEDIATE,
    CONCERN_GRADE_SAME_DAY,
    CONCERN_GRADE_DAY,
    CONCERN_GRADE_LOW,
    CONCERN_GRADES
};

#define CONCERN_UNGRADED CONCERN_GRADES

// What came of it. Of an allegation the last five, which are the words of the guidance
// "Keeping children safe in education" (Department for Education), part four.
enum concern_outcome {
    CONCERN_OUTCOME_HELPED,
    CONCERN_OUTCOME_REFERRED,
    CONCERN_OUTCOME_MEASURES,
    CONCERN_OUTCOME_NO_ACTION,
    CONCERN_OUTCOME_SUBSTANTIATED,
    CONCERN_OUTCOME_UNSUBSTANTIATED,
    CONCERN_OUTCOME_UNFOUNDED,
    CONCERN_OUTCOME_FALSE,
    CONCERN_OUTCOME_MALICIOUS,
    CONCERN_OUTCOMES
};

#define CONCERN_NO_OUTCOME CONCERN_OUTCOMES

// What people write into a record, marked as what it is.
enum concern_note {
    CONCERN_NOTE_EXACT_WORDS,
    CONCERN_NOTE_FACT,
    CONCERN_NOTE_INFERENCE, // what the writer concludes
    CONCERN_NOTE_TOLD,      // who was told
    CONCERN_NOTE_DECISION,
    CONCERN_NOTE_ACTION,
    CONCERN_NOTE_NO_ACTION // why something was not done
};

// An entry of a record: the notes in their order, then the steps.
enum concern_entry {
    CONCERN_ENTRY_EXACT_WORDS,
    CONCERN_ENTRY_FACT,
    CONCERN_ENTRY_INFERENCE,
    CONCERN_ENTRY_TOLD,
    CONCERN_ENTRY_DECISION,
    CONCERN_ENTRY_ACTION,
    CONCERN_ENTRY_NO_ACTION,
    CONCERN_ENTRY_OPENED,
    CONCERN_ENTRY_TRIAGED,
    CONCERN_ENTRY_OWNED,
    CONCERN_ENTRY_ASSIGNED,
    CONCERN_ENTRY_REFERRED,
    CONCERN_ENTRY_REPLIED,
    CONCERN_ENTRY_MONITORED,
    CONCERN_ENTRY_ALLEGATION,
    CONCERN_ENTRY_CLOSING,
    CONCERN_ENTRY_CLOSE_REFUSED,
    CONCERN_ENTRY_CLOSED,
    CONCERN_ENTRY_REOPENED,
    CONCERN_ENTRY_KEPT, // kept for another time than was said before
    CONCERN_ENTRIES
};

// What staff do with one.
enum concern_act {
    CONCERN_ACT_TRIAGE,
    CONCERN_ACT_OWN,
    CONCERN_ACT_ASSIGN,
    CONCERN_ACT_RECORD,
    CONCERN_ACT_REFER,
    CONCERN_ACT_REPLY,
    CONCERN_ACT_MONITOR,
    CONCERN_ACT_CLOSE,
    CONCERN_ACT_CONFIRM_CLOSE,
    CONCERN_ACT_REOPEN,
    CONCERN_ACT_ALLEGATION,
    CONCERN_ACT_KEEP,
    CONCERN_ACT_DESTROY,
    CONCERN_ACTS
};

// What whoever raised it is told.
enum concern_status {
    CONCERN_STATUS_RECEIVED,
    CONCERN_STATUS_IN_HAND,
    CONCERN_STATUS_DONE
};

enum referral_to {
    REFERRAL_TO_EMERGENCY,
    REFERRAL_TO_CHILDRENS_SERVICES,
    REFERRAL_TO_ADULT_SERVICES,
    REFERRAL_TO_LADO, // the council's designated officer for allegations
    REFERRAL_TO_DBS,
    REFERRAL_TO_CHARITY_COMMISSION,
    REFERRAL_TO_POLICE,
    REFERRAL_TO_NONE,
    REFERRALS_TO
};

// A concern without its words. Ids of 0: nobody, nothing; times of 0: none.
struct concern {
    concern_id id;
    organisation_id organisation;
    area_id area;
    int64_t number;
    enum concern_state state;
    enum concern_grade asked; // by whoever raised it
    enum concern_grade grade;
    person_id raised_by;
    int64_t raised_utc_ms;
    person_id owner;
    person_id assigned;
    person_id deputy; // who acts beside the leads or instead of them
    conversation_id conversation;
    int64_t seq;
    care_case_id from_case;
    int64_t happened_utc_ms;
    int64_t look_by_utc_ms;
    int64_t refer_by_utc_ms; // an allegation: when the designated officer is to know
    int64_t review_utc_ms;
    int64_t keep_until_utc_ms;
    enum concern_outcome outcome;
    person_id closing_by;
    // Of those whom it is about, at the time when that was said:
    bool is_about_staff; // somebody who helps others
    bool is_about_lead;
    int64_t reply_by_utc_ms; // the earliest answer that is missing
    person_id end_asked_by; // wants the record destroyed, and waits for a second person
    int64_t end_asked_utc_ms;
};

#define CONCERN_PEOPLE_MAX 20 // whom one is about; more is several concerns

// Somebody whom a concern is about.
struct concern_person {
    person_id person;
    bool is_staff;
    bool is_lead;
    bool is_allegation;
};

struct concern_people {
    struct concern_person people[CONCERN_PEOPLE_MAX];
    int count;
};

// A referral to somebody outside.
struct referral {
    referral_id id;
    concern_id concern;
    enum referral_to to;
    int64_t at_utc_ms;
    person_id by;
    int64_t reply_by_utc_ms; // 0: none is expected
    int64_t replied_utc_ms;
};

// The end of a record, once nobody needs to agree to it any more.
struct concern_end {
    concern_id concern;
    int step;
    int64_t flushed_utc_ms; // when the last of it was gone from the tables; 0: not yet
    int64_t rest_until_utc_ms; // a step failed, and is done again then; 0: none did
};

// An entry of a record; what does not belong to its kind is 0 or empty.
struct concern_record {
    concern_id concern;
    int64_t n;
    enum concern_entry kind;
    int64_t at_utc_ms;
    person_id by;
    struct text cid;
    struct text text;
    struct text whom;
    int64_t happened_utc_ms;
    enum concern_grade grade;
    enum concern_outcome outcome;
    referral_id referral;
    enum referral_to to; // of `referral`
    person_id person;
};

#endif
