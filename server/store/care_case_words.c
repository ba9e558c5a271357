#include "store/care_case_words.h"

#include "store/words.h"

static const struct text kinds[] = {
    [CARE_CASE_KIND_MESSAGE] = TEXT_INIT("message"),
    [CARE_CASE_KIND_PROFILE] = TEXT_INIT("profile"),
    [CARE_CASE_KIND_RISK] = TEXT_INIT("risk"),
};

static const struct text lanes[] = {
    [CARE_LANE_GROUP] = TEXT_INIT("group"),
    [CARE_LANE_PAIR] = TEXT_INIT("pair"),
    [CARE_LANE_LEAD] = TEXT_INIT("lead"),
};

static const struct text states[] = {
    [CARE_CASE_QUEUED] = TEXT_INIT("queued"),
    [CARE_CASE_CLAIMED] = TEXT_INIT("claimed"),
    [CARE_CASE_ASKED] = TEXT_INIT("asked"),
    [CARE_CASE_DECIDED] = TEXT_INIT("decided"),
    [CARE_CASE_APPEALED] = TEXT_INIT("appealed"),
    [CARE_CASE_CLOSED] = TEXT_INIT("closed"),
};

static const struct text hidings[] = {
    [CARE_HIDING_NONE] = TEXT_INIT("none"),
    [CARE_HIDING_REPORTS] = TEXT_INIT("reports"),
    [CARE_HIDING_STAFF] = TEXT_INIT("staff"),
};

static const struct text decisions[] = {
    [CARE_DECISION_NONE] = TEXT_INIT("none"),
    [CARE_DECISION_EDIT_ASKED] = TEXT_INIT("edit_asked"),
    [CARE_DECISION_HIDDEN] = TEXT_INIT("hidden"),
    [CARE_DECISION_TALK] = TEXT_INIT("talk"),
    [CARE_DECISION_RESTRICTED] = TEXT_INIT("restricted"),
    [CARE_DECISION_REMOVED] = TEXT_INIT("removed"),
    [CARE_DECISION_CONCERN] = TEXT_INIT("concern"),
};

static const struct text appeals[] = {
    [CARE_APPEAL_ASKED] = TEXT_INIT("asked"),
    [CARE_APPEAL_UPHELD] = TEXT_INIT("upheld"),
    [CARE_APPEAL_CHANGED] = TEXT_INIT("changed"),
};

static const struct text report_abouts[] = {
    [REPORT_ABOUT_WORRY] = TEXT_INIT("worry"),
    [REPORT_ABOUT_UNKIND] = TEXT_INIT("unkind"),
    [REPORT_ABOUT_HATE] = TEXT_INIT("hate"),
    [REPORT_ABOUT_RISK] = TEXT_INIT("risk"),
    [REPORT_ABOUT_PRIVATE] = TEXT_INIT("private"),
    [REPORT_ABOUT_SPAM] = TEXT_INIT("spam"),
    [REPORT_ABOUT_RULES] = TEXT_INIT("rules"),
    [REPORT_ABOUT_NOT_SURE] = TEXT_INIT("not_sure"),
};

static const struct text steps[] = {
    [CARE_STEP_RAISED] = TEXT_INIT("raised"),
    [CARE_STEP_CLAIMED] = TEXT_INIT("claimed"),
    [CARE_STEP_RELEASED] = TEXT_INIT("released"),
    [CARE_STEP_LAPSED] = TEXT_INIT("lapsed"),
    [CARE_STEP_PASSED_ON] = TEXT_INIT("passed_on"),
    [CARE_STEP_ASKED] = TEXT_INIT("asked"),
    [CARE_STEP_ANSWERED] = TEXT_INIT("answered"),
    [CARE_STEP_HIDDEN] = TEXT_INIT("hidden"),
    [CARE_STEP_RESTORED] = TEXT_INIT("restored"),
    [CARE_STEP_DECIDED] = TEXT_INIT("decided"),
    [CARE_STEP_APPEALED] = TEXT_INIT("appealed"),
    [CARE_STEP_REDECIDED] = TEXT_INIT("redecided"),
    [CARE_STEP_CLOSED] = TEXT_INIT("closed"),
};

static const struct text excerpt_parts[] = {
    [CARE_EXCERPT_AROUND] = TEXT_INIT("around"),
    [CARE_EXCERPT_REPORTED] = TEXT_INIT("reported"),
    [CARE_EXCERPT_EDITED] = TEXT_INIT("edited"),
};

struct text care_case_words_kind(enum care_case_kind value)
{
    return kinds[value];
}

enum care_case_kind care_case_words_kind_parse(struct text word)
{
    return (enum care_case_kind)WORDS_FIND(kinds, word);
}

struct text care_case_words_lane(enum care_lane value)
{
    return lanes[value];
}

enum care_lane care_case_words_lane_parse(struct text word)
{
    return (enum care_lane)WORDS_FIND(lanes, word);
}

struct text care_case_words_state(enum care_case_state value)
{
    return states[value];
}

enum care_case_state care_case_words_state_parse(struct text word)
{
    return (enum care_case_state)WORDS_FIND(states, word);
}

struct text care_case_words_hiding(enum care_hiding value)
{
    return hidings[value];
}

enum care_hiding care_case_words_hiding_parse(struct text word)
{
    return (enum care_hiding)WORDS_FIND(hidings, word);
}

struct text care_case_words_decision(enum care_decision value)
{
    return decisions[value];
}

enum care_decision care_case_words_decision_parse(struct text word)
{
    return (enum care_decision)WORDS_FIND(decisions, word);
}

struct text care_case_words_appeal(enum care_appeal value)
{
    return appeals[value];
}

enum care_appeal care_case_words_appeal_parse(struct text word)
{
    return (enum care_appeal)WORDS_FIND(appeals, word);
}

struct text care_case_words_report_about(enum report_about value)
{
    return report_abouts[value];
}

enum report_about care_case_words_report_about_parse(struct text word)
{
    return (enum report_about)WORDS_FIND(report_abouts, word);
}

struct text care_case_words_step(enum care_step value)
{
    return steps[value];
}

enum care_step care_case_words_step_parse(struct text word)
{
    return (enum care_step)WORDS_FIND(steps, word);
}

struct text care_case_words_excerpt_part(enum care_excerpt_part value)
{
    return excerpt_parts[value];
}

enum care_excerpt_part care_case_words_excerpt_part_parse(struct text word)
{
    return (enum care_excerpt_part)WORDS_FIND(excerpt_parts, word);
}
