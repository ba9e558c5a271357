// One table per enum; the schema's CHECK constraints hold the same words.
#include "store/concern_words.h"

#include "store/words.h"

static const struct text concern_states[] = {
    [CONCERN_OPENED] = TEXT_INIT("opened"),
    [CONCERN_TRIAGED] = TEXT_INIT("triaged"),
    [CONCERN_OWNED] = TEXT_INIT("owned"),
    [CONCERN_AWAITING] = TEXT_INIT("awaiting"),
    [CONCERN_MONITORING] = TEXT_INIT("monitoring"),
    [CONCERN_CLOSING] = TEXT_INIT("closing"),
    [CONCERN_CLOSED] = TEXT_INIT("closed"),
    [CONCERN_REOPENED] = TEXT_INIT("reopened"),
};

static const struct text concern_grades[] = {
    [CONCERN_GRADE_IMMEDIATE] = TEXT_INIT("immediate"),
    [CONCERN_GRADE_SAME_DAY] = TEXT_INIT("same_day"),
    [CONCERN_GRADE_DAY] = TEXT_INIT("day"),
    [CONCERN_GRADE_LOW] = TEXT_INIT("low"),
};

static const struct text concern_outcomes[] = {
    [CONCERN_OUTCOME_HELPED] = TEXT_INIT("helped"),
    [CONCERN_OUTCOME_REFERRED] = TEXT_INIT("referred"),
    [CONCERN_OUTCOME_MEASURES] = TEXT_INIT("measures"),
    [CONCERN_OUTCOME_NO_ACTION] = TEXT_INIT("no_action"),
    [CONCERN_OUTCOME_SUBSTANTIATED] = TEXT_INIT("substantiated"),
    [CONCERN_OUTCOME_UNSUBSTANTIATED] = TEXT_INIT("unsubstantiated"),
    [CONCERN_OUTCOME_UNFOUNDED] = TEXT_INIT("unfounded"),
    [CONCERN_OUTCOME_FALSE] = TEXT_INIT("false"),
    [CONCERN_OUTCOME_MALICIOUS] = TEXT_INIT("malicious"),
};

static const struct text concern_entrys[] = {
    [CONCERN_ENTRY_EXACT_WORDS] = TEXT_INIT("exact_words"),
    [CONCERN_ENTRY_FACT] = TEXT_INIT("fact"),
    [CONCERN_ENTRY_INFERENCE] = TEXT_INIT("inference"),
    [CONCERN_ENTRY_TOLD] = TEXT_INIT("told"),
    [CONCERN_ENTRY_DECISION] = TEXT_INIT("decision"),
    [CONCERN_ENTRY_ACTION] = TEXT_INIT("action"),
    [CONCERN_ENTRY_NO_ACTION] = TEXT_INIT("no_action"),
    [CONCERN_ENTRY_OPENED] = TEXT_INIT("opened"),
    [CONCERN_ENTRY_TRIAGED] = TEXT_INIT("triaged"),
    [CONCERN_ENTRY_OWNED] = TEXT_INIT("owned"),
    [CONCERN_ENTRY_ASSIGNED] = TEXT_INIT("assigned"),
    [CONCERN_ENTRY_REFERRED] = TEXT_INIT("referred"),
    [CONCERN_ENTRY_REPLIED] = TEXT_INIT("replied"),
    [CONCERN_ENTRY_MONITORED] = TEXT_INIT("monitored"),
    [CONCERN_ENTRY_ALLEGATION] = TEXT_INIT("allegation"),
    [CONCERN_ENTRY_CLOSING] = TEXT_INIT("closing"),
    [CONCERN_ENTRY_CLOSE_REFUSED] = TEXT_INIT("close_refused"),
    [CONCERN_ENTRY_CLOSED] = TEXT_INIT("closed"),
    [CONCERN_ENTRY_REOPENED] = TEXT_INIT("reopened"),
    [CONCERN_ENTRY_KEPT] = TEXT_INIT("kept"),
};

static const struct text referral_tos[] = {
    [REFERRAL_TO_EMERGENCY] = TEXT_INIT("emergency"),
    [REFERRAL_TO_CHILDRENS_SERVICES] = TEXT_INIT("childrens_services"),
    [REFERRAL_TO_ADULT_SERVICES] = TEXT_INIT("adult_services"),
    [REFERRAL_TO_LADO] = TEXT_INIT("lado"),
    [REFERRAL_TO_DBS] = TEXT_INIT("dbs"),
    [REFERRAL_TO_CHARITY_COMMISSION] = TEXT_INIT("charity_commission"),
    [REFERRAL_TO_POLICE] = TEXT_INIT("police"),
    [REFERRAL_TO_NONE] = TEXT_INIT("none"),
};

struct text concern_words_concern_state(enum concern_state value)
{
    return concern_states[value];
}

enum concern_state concern_words_concern_state_parse(struct text word)
{
    return (enum concern_state)WORDS_FIND(concern_states, word);
}

struct text concern_words_concern_grade(enum concern_grade value)
{
    return concern_grades[value];
}

enum concern_grade concern_words_concern_grade_parse(struct text word)
{
    return (enum concern_grade)WORDS_FIND(concern_grades, word);
}

struct text concern_words_concern_outcome(enum concern_outcome value)
{
    return concern_outcomes[value];
}

enum concern_outcome concern_words_concern_outcome_parse(struct text word)
{
    return (enum concern_outcome)WORDS_FIND(concern_outcomes, word);
}

struct text concern_words_concern_entry(enum concern_entry value)
{
    return concern_entrys[value];
}

enum concern_entry concern_words_concern_entry_parse(struct text word)
{
    return (enum concern_entry)WORDS_FIND(concern_entrys, word);
}

struct text concern_words_referral_to(enum referral_to value)
{
    return referral_tos[value];
}

enum referral_to concern_words_referral_to_parse(struct text word)
{
    return (enum referral_to)WORDS_FIND(referral_tos, word);
}
