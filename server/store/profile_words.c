// One table per enum; the schema's CHECK constraints hold the same words.
#include "store/profile_words.h"

#include "store/words.h"

static const struct text consents[CONSENT_KINDS] = {
    [CONSENT_MATCHING] = TEXT_INIT("matching"),
    [CONSENT_SPECIAL_CATEGORY] = TEXT_INIT("special_category"),
    [CONSENT_SHARING] = TEXT_INIT("sharing"),
};

static const struct text hows[CONSENT_HOWS] = {
    [CONSENT_HOW_SELF] = TEXT_INIT("self"),
    [CONSENT_HOW_PHONE] = TEXT_INIT("phone"),
    [CONSENT_HOW_IN_PERSON] = TEXT_INIT("in_person"),
    [CONSENT_HOW_LETTER] = TEXT_INIT("letter"),
};

static const struct text weathers[WEATHERS] = {
    [WEATHER_BRIGHT] = TEXT_INIT("bright"),
    [WEATHER_ALL_RIGHT] = TEXT_INIT("all_right"),
    [WEATHER_HEAVY] = TEXT_INIT("heavy"),
};

static const struct text dbses[DBSES] = {
    [DBS_NOT_ELIGIBLE] = TEXT_INIT("not_eligible"),
    [DBS_NEEDED] = TEXT_INIT("needed"),
    [DBS_CLEARED] = TEXT_INIT("cleared"),
};

static const struct text blinds[BLIND_KINDS] = {
    [BLIND_SELF] = TEXT_INIT("self"),
    [BLIND_RELATIVE] = TEXT_INIT("relative"),
    [BLIND_HOUSEHOLD] = TEXT_INIT("household"),
    [BLIND_EMPLOYER] = TEXT_INIT("employer"),
};

static const struct text parts[CASE_PARTS] = {
    [CASE_WORKER] = TEXT_INIT("worker"),
    [CASE_ASSESSOR] = TEXT_INIT("assessor"),
};

struct text profile_words_consent(enum consent_kind what)
{
    return consents[what];
}

enum consent_kind profile_words_consent_parse(struct text word)
{
    return (enum consent_kind)WORDS_FIND(consents, word);
}

struct text profile_words_how(enum consent_how how)
{
    return hows[how];
}

enum consent_how profile_words_how_parse(struct text word)
{
    return (enum consent_how)WORDS_FIND(hows, word);
}

struct text profile_words_weather(enum supporter_weather weather)
{
    return weathers[weather];
}

enum supporter_weather profile_words_weather_parse(struct text word)
{
    return (enum supporter_weather)WORDS_FIND(weathers, word);
}

struct text profile_words_dbs(enum supporter_dbs dbs)
{
    return dbses[dbs];
}

enum supporter_dbs profile_words_dbs_parse(struct text word)
{
    return (enum supporter_dbs)WORDS_FIND(dbses, word);
}

struct text profile_words_blind(enum blind_kind kind)
{
    return blinds[kind];
}

enum blind_kind profile_words_blind_parse(struct text word)
{
    return (enum blind_kind)WORDS_FIND(blinds, word);
}

struct text profile_words_part(enum case_part part)
{
    return parts[part];
}

enum case_part profile_words_part_parse(struct text word)
{
    return (enum case_part)WORDS_FIND(parts, word);
}
