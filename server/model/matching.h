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

// A match as its two people see it: the same word whoever said no, whatever the cause.
enum match_shown {
    MATCH_SHOWN_OFFERED,
    MATCH_SHOWN_NOT_THIS_TIME,
    MATCH_SHOWN_INTRODUCED,
    MATCH_SHOWN_ACTIVE,
    MATCH_SHOWN_ON_HOLD,
    MATCH_SHOWN_ENDING_PLANNED,
    MATCH_SHOWN_ENDED
};

enum match_answer {
    MATCH_ANSWER_NONE,
    MATCH_ANSWER_YES,
    MATCH_ANSWER_NO,
    MATCH_ANSWER_ASK
};

enum match_side {
    MATCH_SIDE_CARER,
    MATCH_SIDE_SUPPORTER
};

// Who asked for a pause, or brought it about; bits, for several may have.
enum match_pauser {
    MATCH_PAUSER_CARER = 1 << MATCH_SIDE_CARER,
    MATCH_PAUSER_SUPPORTER = 1 << MATCH_SIDE_SUPPORTER,
    MATCH_PAUSER_STAFF = 1 << 2
};

enum review_part {
    REVIEW_PART_DAY_14,
    REVIEW_PART_WEEK_6,
    REVIEW_PART_WEEK_13,
    REVIEW_PART_QUARTER,
    REVIEW_PART_ENDING,
    REVIEW_PARTS
};

enum review_wish {
    REVIEW_WISH_GO_ON,
    REVIEW_WISH_PAUSE,
    REVIEW_WISH_CHANGE,
    REVIEW_WISH_END
};

enum call_mode {
    CALL_MODE_CHAT,
    CALL_MODE_PHONE,
    CALL_MODE_VIDEO,
    CALL_MODE_IN_PERSON,
    CALL_MODE_LETTER
};

enum call_feel {
    CALL_FEEL_GOOD,
    CALL_FEEL_ALL_RIGHT,
    CALL_FEEL_HARD
};

enum cuppa_state {
    CUPPA_ASKED,
    CUPPA_TAKEN,
    CUPPA_ENDED,
    CUPPA_MATCHED, // both wished to go on, and a coordinator offered them
    CUPPA_WITHDRAWN,
    CUPPA_EXPIRED,
    CUPPA_STATES
};

// What sort of thing somebody is told to look at again.
enum matching_news {
    MATCHING_NEWS_REQUEST,
    MATCHING_NEWS_OFFER,
    MATCHING_NEWS_MATCH,
    MATCHING_NEWS_REVIEW,
    MATCHING_NEWS_CUPPA,
    MATCHING_NEWS_SUPPORTER,
    MATCHING_NEWS_DESK
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
    unsigned paused_by; // while on hold: who asked for it, as match_pauser bits
    enum match_answer carer_answer;
    enum match_answer supporter_answer;
    conversation_id conversation; // v == 0: not introduced yet
    int64_t offered_utc_ms;
    int64_t expires_utc_ms;
    int64_t introduced_utc_ms;
    int64_t first_contact_utc_ms;
    int64_t last_supporter_utc_ms; // when the supporter last wrote or logged a call
    int64_t
        quiet_since_utc_ms; // the carer waits for a word since then; 0: she does not
    int64_t ends_utc_ms;    // of a planned ending
    int64_t ended_utc_ms;
};

// What one of the two was asked about their match.
struct match_review {
    review_id id;
    match_id match;
    person_id person;
    enum review_part part;
    int64_t due_utc_ms;
    int64_t answered_utc_ms; // 0: not yet
    int like_me;             // 1 to 5, 0: not said
    bool has_wish;           // it is answered, and the answer is still kept
    enum review_wish wish;
};

// A line of the call diary.
struct call_entry {
    person_id logged_by;
    int64_t at_utc_ms;
    enum call_mode mode;
    int minutes;
    enum call_feel feel;
    bool late; // outside the day: counts towards a supporter's load
};

struct cuppa {
    cuppa_id id;
    organisation_id organisation;
    area_id area;
    person_id carer;
    person_id supporter; // v == 0: nobody has taken it yet
    enum cuppa_state state;
    conversation_id conversation;
    int64_t asked_utc_ms;
    int64_t taken_utc_ms;
    int64_t ends_utc_ms; // until when it can be taken, or is open
    bool carer_again;
    bool supporter_again;
};

#endif
