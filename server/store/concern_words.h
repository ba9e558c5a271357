// The words by which the database calls states of concerns. Reading one that is none of
// ours is corruption that no input can cause: it aborts.
#ifndef STORE_CONCERN_WORDS_H
#define STORE_CONCERN_WORDS_H

#include "base/text.h"
#include "model/concern.h"

struct text concern_words_concern_state(enum concern_state value);
enum concern_state concern_words_concern_state_parse(struct text word);

struct text concern_words_concern_grade(enum concern_grade value);
enum concern_grade concern_words_concern_grade_parse(struct text word);

struct text concern_words_concern_outcome(enum concern_outcome value);
enum concern_outcome concern_words_concern_outcome_parse(struct text word);

struct text concern_words_concern_entry(enum concern_entry value);
enum concern_entry concern_words_concern_entry_parse(struct text word);

struct text concern_words_referral_to(enum referral_to value);
enum referral_to concern_words_referral_to_parse(struct text word);

#endif
