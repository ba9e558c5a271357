// Looking after people: reports, cases, concerns, alerts. What rooms and screens of
// safeguarding share.
#ifndef MODEL_CARE_H
#define MODEL_CARE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

// What sort of thing somebody is told to look at again.
enum care_news {
    CARE_NEWS_REPORT,   // one that she made
    CARE_NEWS_DECISION, // one about what she wrote
    CARE_NEWS_CASE,     // staff: one on their desk
    CARE_NEWS_CONCERN,
    CARE_NEWS_ALERT,
    CARE_NEWS_OPENING,
    CARE_NEWS_ROTA,
    CARE_NEWS_GROUP,
    CARE_NEWS_ACCOUNT // her own: how she signs in
};

// The card of help that somebody gets beside what she has just written; one is for her
// buddy, who reads it.
enum help_card {
    HELP_CARD_CRISIS,     // of suicide and self-harm, or a child in danger now
    HELP_CARD_CONTACT,    // of somebody who harms or follows her: is it safe to write?
    HELP_CARD_SUPPORTIVE, // of a child who hurts others
    HELP_CARD_KIND,       // of a breaking point
    HELP_CARD_HERE,       // a hint: of leaving this place, money, presents, secrets
    HELP_CARD_ADVICE,     // a hint: of certain instructions about medicine or the law
    HELP_CARD_BUDDY       // to the buddy of whoever is hurt by a child
};

enum report_about {
    REPORT_ABOUT_WORRY,
    REPORT_ABOUT_UNKIND,
    REPORT_ABOUT_HATE,
    REPORT_ABOUT_RISK,
    REPORT_ABOUT_PRIVATE,
    REPORT_ABOUT_SPAM,
    REPORT_ABOUT_RULES,
    REPORT_ABOUT_NOT_SURE,
    REPORT_ABOUTS
};

// How far a report has come, for whoever made it.
enum report_state {
    REPORT_STATE_RECEIVED,
    REPORT_STATE_BEING_LOOKED_AT,
    REPORT_STATE_QUESTION, // staff ask her something
    REPORT_STATE_DECIDED,
    REPORT_STATE_CLOSED
};

enum report_outcome {
    REPORT_OUTCOME_NONE,
    REPORT_OUTCOME_EDIT_ASKED,
    REPORT_OUTCOME_HIDDEN,
    REPORT_OUTCOME_TALK,
    REPORT_OUTCOME_RESTRICTED,
    REPORT_OUTCOME_REMOVED,
    REPORT_OUTCOME_PASSED_ON
};

enum care_case_kind {
    CARE_CASE_KIND_MESSAGE, // that somebody reported, or staff hid
    CARE_CASE_KIND_PROFILE,
    CARE_CASE_KIND_RISK // a message with words of risk that nobody has reported
};

// Who looks at a case. Leads look at all of them, coordinators also at those of groups.
enum care_lane {
    CARE_LANE_GROUP, // the group's facilitators
    CARE_LANE_PAIR,  // coordinators of its area
    CARE_LANE_LEAD   // safeguarding leads alone
};

enum care_case_state {
    CARE_CASE_QUEUED,
    CARE_CASE_CLAIMED,
    CARE_CASE_ASKED, // those who reported were asked for more
    CARE_CASE_DECIDED,
    CARE_CASE_APPEALED,
    CARE_CASE_CLOSED,
    CARE_CASE_STATES
};

enum care_case_view {
    CARE_CASE_VIEW_OPEN,
    CARE_CASE_VIEW_DECIDED,
    CARE_CASE_VIEW_APPEALED,
    CARE_CASE_VIEW_CLOSED
};

enum care_decision {
    CARE_DECISION_NONE,
    CARE_DECISION_EDIT_ASKED,
    CARE_DECISION_HIDDEN,
    CARE_DECISION_TALK,
    CARE_DECISION_RESTRICTED, // the author does not write in the group for a while
    CARE_DECISION_REMOVED,    // the author is out of the group
    CARE_DECISION_CONCERN,
    CARE_DECISIONS
};

enum care_appeal {
    CARE_APPEAL_ASKED,
    CARE_APPEAL_UPHELD, // the decision stands
    CARE_APPEAL_CHANGED
};

// Whose appeal it is: each side has one, of which the other learns nothing.
enum care_side {
    CARE_SIDE_AUTHOR,
    CARE_SIDE_REPORTERS, // they share theirs
    CARE_SIDES
};

struct care_appealed {
    int64_t at_utc_ms;     // 0: she did not; what came of it counts then
    enum care_appeal came; // of it
};

enum care_step {
    CARE_STEP_RAISED,
    CARE_STEP_CLAIMED,
    CARE_STEP_RELEASED,
    CARE_STEP_LAPSED,
    CARE_STEP_PASSED_ON,
    CARE_STEP_ASKED,
    CARE_STEP_ANSWERED,
    CARE_STEP_HIDDEN,
    CARE_STEP_RESTORED,
    CARE_STEP_DECIDED,
    CARE_STEP_APPEALED,
    CARE_STEP_REDECIDED,
    CARE_STEP_CLOSED
};

enum care_reader {
    CARE_READER_COORDINATOR,
    CARE_READER_SAFEGUARDING_LEAD
};

// A line of what was reported.
enum care_excerpt_part {
    CARE_EXCERPT_AROUND,
    CARE_EXCERPT_REPORTED,
    CARE_EXCERPT_EDITED // the reported message as it was at a later report
};

// Who hid the message of a case, where it is hidden.
enum care_hiding {
    CARE_HIDING_NONE,
    CARE_HIDING_REPORTS, // several households' reports, while nobody was there to look
    CARE_HIDING_STAFF
};

// How soon a case is to be seen to.
enum care_rank {
    CARE_RANK_DANGER,   // immediate
    CARE_RANK_SAME_DAY, // suicide, self-harm, a child or an adult at risk
    CARE_RANK_HATE,     // and threats
    CARE_RANK_OTHER,
    CARE_RANKS
};

struct care_case {
    care_case_id id;
    organisation_id organisation;
    int64_t number;
    enum care_case_kind kind;
    enum care_lane lane;
    enum care_case_state state;
    enum care_rank rank;
    area_id area;                 // v == 0: the whole organisation
    conversation_id conversation; // v == 0: a profile
    int64_t seq;                  // the message, 0: a profile
    person_id subject;            // the author, or whose profile
    uint32_t risks;               // bit n: category Rn was found
    enum care_hiding hiding;
    int64_t opened_utc_ms;
    int64_t due_utc_ms;       // when it should be seen to, promised or not
    int64_t look_by_utc_ms;   // promised; 0: nothing was
    int64_t decide_by_utc_ms; // promised; 0: nothing was
    person_id claimed_by;     // v == 0: nobody
    int64_t claimed_until_utc_ms;
    int64_t decided_utc_ms; // 0: not yet; the rest of the decision counts then
    enum care_decision decision;
    person_id decided_by; // the first decider
    struct text rule;     // which line was quoted, empty: none
    int64_t until_utc_ms; // of a restriction
    int64_t appeal_until_utc_ms;
    struct care_appealed appeals[CARE_SIDES];
    enum care_decision first_decision; // what the last appeal was against
    int ended_stay; // of the subject in the group, by a decision; 0: none
};

#endif
