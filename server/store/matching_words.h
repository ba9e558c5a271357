// The words by which the database calls states of matching. Reading one that is none of
// ours is corruption that no input can cause: it aborts.
#ifndef STORE_MATCHING_WORDS_H
#define STORE_MATCHING_WORDS_H

#include "base/text.h"
#include "model/matching.h"

struct text matching_words_matching_request_state(enum matching_request_state value);
enum matching_request_state
matching_words_matching_request_state_parse(struct text word);

struct text matching_words_match_state(enum match_state value);
enum match_state matching_words_match_state_parse(struct text word);

struct text matching_words_match_answer(enum match_answer value);
enum match_answer matching_words_match_answer_parse(struct text word);

struct text matching_words_review_part(enum review_part value);
enum review_part matching_words_review_part_parse(struct text word);

struct text matching_words_review_wish(enum review_wish value);
enum review_wish matching_words_review_wish_parse(struct text word);

struct text matching_words_call_mode(enum call_mode value);
enum call_mode matching_words_call_mode_parse(struct text word);

struct text matching_words_call_feel(enum call_feel value);
enum call_feel matching_words_call_feel_parse(struct text word);

struct text matching_words_cuppa_state(enum cuppa_state value);
enum cuppa_state matching_words_cuppa_state_parse(struct text word);

struct text matching_words_matching_news(enum matching_news value);
enum matching_news matching_words_matching_news_parse(struct text word);

#endif
