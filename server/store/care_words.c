#include "store/care_words.h"

#include "store/words.h"

static const struct text care_newss[] = {
    [CARE_NEWS_REPORT] = TEXT_INIT("report"),
    [CARE_NEWS_DECISION] = TEXT_INIT("decision"),
    [CARE_NEWS_CASE] = TEXT_INIT("case"),
    [CARE_NEWS_CONCERN] = TEXT_INIT("concern"),
    [CARE_NEWS_ALERT] = TEXT_INIT("alert"),
    [CARE_NEWS_OPENING] = TEXT_INIT("opening"),
    [CARE_NEWS_ROTA] = TEXT_INIT("rota"),
    [CARE_NEWS_GROUP] = TEXT_INIT("group"),
    [CARE_NEWS_ACCOUNT] = TEXT_INIT("account"),
};

static const struct text help_cards[] = {
    [HELP_CARD_CRISIS] = TEXT_INIT("crisis"),
    [HELP_CARD_CONTACT] = TEXT_INIT("contact"),
    [HELP_CARD_SUPPORTIVE] = TEXT_INIT("supportive"),
    [HELP_CARD_KIND] = TEXT_INIT("kind"),
    [HELP_CARD_HERE] = TEXT_INIT("here"),
    [HELP_CARD_ADVICE] = TEXT_INIT("advice"),
    [HELP_CARD_BUDDY] = TEXT_INIT("buddy"),
};

struct text care_words_care_news(enum care_news value)
{
    return care_newss[value];
}

enum care_news care_words_care_news_parse(struct text word)
{
    return (enum care_news)WORDS_FIND(care_newss, word);
}

struct text care_words_help_card(enum help_card value)
{
    return help_cards[value];
}

enum help_card care_words_help_card_parse(struct text word)
{
    return (enum help_card)WORDS_FIND(help_cards, word);
}
