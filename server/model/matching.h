// Requests for a buddy, matches and what becomes of them. The lists of fields, gates
// and criteria are data: see protocol/matching/ and the generated matching_data.h.
#ifndef MODEL_MATCHING_H
#define MODEL_MATCHING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

enum matching_request_state {
    MATCHING_REQUEST_DRAFT,
    MATCHING_REQUEST_SUBMITTED,     // referred; the carer's consent is not recorded yet
    MATCHING_REQUEST_CONSENT_GIVEN, // may be contacted
    MATCHING_REQUEST_SCREENED, // a coordinator has looked; held back by her until it
                               // waits
    MATCHING_REQUEST_WAITING,  // takes part in runs
    MATCHING_REQUEST_PAUSED,
    MATCHING_REQUEST_OFFERED, // somebody has been offered
    MATCHING_REQUEST_MATCHED,
    MATCHING_REQUEST_WITHDRAWN,
    MATCHING_REQUEST_CLOSED,
    MATCHING_REQUEST_STATES
};

enum match_state {
    MATCH_APPROVED, // by a coordinator; not offered yet
    MATCH_OFFERED,
    MATCH_INTRODUCED, // both said yes; their conversation is open
    MATCH_ACTIVE,     // there has been a first hello
    MATCH_REVIEW_DUE,
    MATCH_CONTINUING, // a review said: go on
    MATCH_CHANGE_ASKED,
    MATCH_ENDING_PLANNED,
    MATCH_ON_HOLD,
    MATCH_ENDED,
    MATCH_DECLINED,
    MATCH_EXPIRED,
    MATCH_ENDED_UNPLANNED,
    MATCH_ENDED_FOR_CAUSE,
    MATCH_WITHDRAWN, // a gate closed before both had answered
    MATCH_STATES
};

enum match_answer {
    MATCH_ANSWER_NONE,
    MATCH_ANSWER_YES,
    MATCH_ANSWER_NO,
    MATCH_ANSWER_ASK
};

struct matching_request {
    request_id id;
    organisation_id organisation;
    area_id area;
    person_id carer;
    enum matching_request_state state;
    bool urgent;
    person_id coordinator;        // the named person, v == 0: nobody yet
    int64_t waiting_since_utc_ms; // 0: the clock has not begun; it never goes back
    int escalated;                // 0, 7, 14 or 28: the day last told about
    int64_t created_utc_ms;
};

struct match {
    match_id id;
    organisation_id organisation;
    area_id area;
    request_id request;
    person_id carer;
    person_id supporter;
    run_id run; // v == 0: not from a run (a cuppa)
    int score;
    enum match_state state;
    enum match_state held_state; // while on hold: what it goes back to
    enum match_answer carer_answer;
    enum match_answer supporter_answer;
    conversation_id conversation; // v == 0: not introduced yet
    int64_t offered_utc_ms;
    int64_t expires_utc_ms;
    int64_t introduced_utc_ms;
    int64_t first_contact_utc_ms;
    int64_t last_supporter_utc_ms; // when the supporter last wrote or logged a call
    int64_t ends_utc_ms;           // of a planned ending
    int64_t ended_utc_ms;
};

#endif
