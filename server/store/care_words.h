// The words that stand for the enums of model/care.h in the database.
#ifndef STORE_CARE_WORDS_H
#define STORE_CARE_WORDS_H

#include "base/text.h"
#include "model/care.h"

// A word that is none of ours aborts when it is read, as those of words.h do.
struct text care_words_care_news(enum care_news value);
enum care_news care_words_care_news_parse(struct text word);
struct text care_words_help_card(enum help_card value);
enum help_card care_words_help_card_parse(struct text word);

#endif
