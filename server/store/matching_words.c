// One table per enum; the schema's CHECK constraints hold the same words.
#include "store/matching_words.h"

#include "store/words.h"

static const struct text matching_request_states[] = {
    [MATCHING_REQUEST_DRAFT] = TEXT_INIT("draft"),
    [MATCHING_REQUEST_SUBMITTED] = TEXT_INIT("submitted"),
    [MATCHING_REQUEST_CONSENT_GIVEN] = TEXT_INIT("consent_given"),
    [MATCHING_REQUEST_SCREENED] = TEXT_INIT("screened"),
    [MATCHING_REQUEST_WAITING] = TEXT_INIT("waiting"),
    [MATCHING_REQUEST_PAUSED] = TEXT_INIT("paused"),
    [MATCHING_REQUEST_OFFERED] = TEXT_INIT("offered"),
    [MATCHING_REQUEST_MATCHED] = TEXT_INIT("matched"),
    [MATCHING_REQUEST_WITHDRAWN] = TEXT_INIT("withdrawn"),
    [MATCHING_REQUEST_CLOSED] = TEXT_INIT("closed"),
};

static const struct text match_states[] = {
    [MATCH_APPROVED] = TEXT_INIT("approved"),
    [MATCH_OFFERED] = TEXT_INIT("offered"),
    [MATCH_INTRODUCED] = TEXT_INIT("introduced"),
    [MATCH_ACTIVE] = TEXT_INIT("active"),
    [MATCH_REVIEW_DUE] = TEXT_INIT("review_due"),
    [MATCH_CONTINUING] = TEXT_INIT("continuing"),
    [MATCH_CHANGE_ASKED] = TEXT_INIT("change_asked"),
    [MATCH_ENDING_PLANNED] = TEXT_INIT("ending_planned"),
    [MATCH_ON_HOLD] = TEXT_INIT("on_hold"),
    [MATCH_ENDED] = TEXT_INIT("ended"),
    [MATCH_DECLINED] = TEXT_INIT("declined"),
    [MATCH_EXPIRED] = TEXT_INIT("expired"),
    [MATCH_ENDED_UNPLANNED] = TEXT_INIT("ended_unplanned"),
    [MATCH_ENDED_FOR_CAUSE] = TEXT_INIT("ended_for_cause"),
    [MATCH_WITHDRAWN] = TEXT_INIT("withdrawn"),
};

static const struct text match_answers[] = {
    [MATCH_ANSWER_NONE] = TEXT_INIT(""),
    [MATCH_ANSWER_YES] = TEXT_INIT("yes"),
    [MATCH_ANSWER_NO] = TEXT_INIT("no"),
    [MATCH_ANSWER_ASK] = TEXT_INIT("ask"),
};

static const struct text review_parts[] = {
    [REVIEW_PART_DAY_14] = TEXT_INIT("day_14"),
    [REVIEW_PART_WEEK_6] = TEXT_INIT("week_6"),
    [REVIEW_PART_WEEK_13] = TEXT_INIT("week_13"),
    [REVIEW_PART_QUARTER] = TEXT_INIT("quarter"),
    [REVIEW_PART_ENDING] = TEXT_INIT("ending"),
};

static const struct text review_wishs[] = {
    [REVIEW_WISH_GO_ON] = TEXT_INIT("go_on"),
    [REVIEW_WISH_PAUSE] = TEXT_INIT("pause"),
    [REVIEW_WISH_CHANGE] = TEXT_INIT("change"),
    [REVIEW_WISH_END] = TEXT_INIT("end"),
};

static const struct text call_modes[] = {
    [CALL_MODE_CHAT] = TEXT_INIT("chat"),
    [CALL_MODE_PHONE] = TEXT_INIT("phone"),
    [CALL_MODE_VIDEO] = TEXT_INIT("video"),
    [CALL_MODE_IN_PERSON] = TEXT_INIT("in_person"),
    [CALL_MODE_LETTER] = TEXT_INIT("letter"),
};

static const struct text call_feels[] = {
    [CALL_FEEL_GOOD] = TEXT_INIT("good"),
    [CALL_FEEL_ALL_RIGHT] = TEXT_INIT("all_right"),
    [CALL_FEEL_HARD] = TEXT_INIT("hard"),
};

static const struct text cuppa_states[] = {
    [CUPPA_ASKED] = TEXT_INIT("asked"),         [CUPPA_TAKEN] = TEXT_INIT("taken"),
    [CUPPA_ENDED] = TEXT_INIT("ended"),         [CUPPA_MATCHED] = TEXT_INIT("matched"),
    [CUPPA_WITHDRAWN] = TEXT_INIT("withdrawn"), [CUPPA_EXPIRED] = TEXT_INIT("expired"),
};

static const struct text matching_newss[] = {
    [MATCHING_NEWS_REQUEST] = TEXT_INIT("request"),
    [MATCHING_NEWS_OFFER] = TEXT_INIT("offer"),
    [MATCHING_NEWS_MATCH] = TEXT_INIT("match"),
    [MATCHING_NEWS_REVIEW] = TEXT_INIT("review"),
    [MATCHING_NEWS_CUPPA] = TEXT_INIT("cuppa"),
    [MATCHING_NEWS_SUPPORTER] = TEXT_INIT("supporter"),
    [MATCHING_NEWS_DESK] = TEXT_INIT("desk"),
};

struct text matching_words_matching_request_state(enum matching_request_state value)
{
    return matching_request_states[value];
}

enum matching_request_state
matching_words_matching_request_state_parse(struct text word)
{
    return (enum matching_request_state)WORDS_FIND(matching_request_states, word);
}

struct text matching_words_match_state(enum match_state value)
{
    return match_states[value];
}

enum match_state matching_words_match_state_parse(struct text word)
{
    return (enum match_state)WORDS_FIND(match_states, word);
}

struct text matching_words_match_answer(enum match_answer value)
{
    return match_answers[value];
}

enum match_answer matching_words_match_answer_parse(struct text word)
{
    return (enum match_answer)WORDS_FIND(match_answers, word);
}

struct text matching_words_review_part(enum review_part value)
{
    return review_parts[value];
}

enum review_part matching_words_review_part_parse(struct text word)
{
    return (enum review_part)WORDS_FIND(review_parts, word);
}

struct text matching_words_review_wish(enum review_wish value)
{
    return review_wishs[value];
}

enum review_wish matching_words_review_wish_parse(struct text word)
{
    return (enum review_wish)WORDS_FIND(review_wishs, word);
}

struct text matching_words_call_mode(enum call_mode value)
{
    return call_modes[value];
}

enum call_mode matching_words_call_mode_parse(struct text word)
{
    return (enum call_mode)WORDS_FIND(call_modes, word);
}

struct text matching_words_call_feel(enum call_feel value)
{
    return call_feels[value];
}

enum call_feel matching_words_call_feel_parse(struct text word)
{
    return (enum call_feel)WORDS_FIND(call_feels, word);
}

struct text matching_words_cuppa_state(enum cuppa_state value)
{
    return cuppa_states[value];
}

enum cuppa_state matching_words_cuppa_state_parse(struct text word)
{
    return (enum cuppa_state)WORDS_FIND(cuppa_states, word);
}

struct text matching_words_matching_news(enum matching_news value)
{
    return matching_newss[value];
}

enum matching_news matching_words_matching_news_parse(struct text word)
{
    return (enum matching_news)WORDS_FIND(matching_newss, word);
}
