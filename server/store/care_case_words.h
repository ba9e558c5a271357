// The words that stand for the enums of cases and reports in the database.
#ifndef STORE_CARE_CASE_WORDS_H
#define STORE_CARE_CASE_WORDS_H

#include "base/text.h"
#include "model/care.h"

// A word that is none of ours aborts when it is read, as those of words.h do.
struct text care_case_words_kind(enum care_case_kind value);
enum care_case_kind care_case_words_kind_parse(struct text word);
struct text care_case_words_lane(enum care_lane value);
enum care_lane care_case_words_lane_parse(struct text word);
struct text care_case_words_state(enum care_case_state value);
enum care_case_state care_case_words_state_parse(struct text word);
struct text care_case_words_hiding(enum care_hiding value);
enum care_hiding care_case_words_hiding_parse(struct text word);
struct text care_case_words_decision(enum care_decision value);
enum care_decision care_case_words_decision_parse(struct text word);
struct text care_case_words_appeal(enum care_appeal value);
enum care_appeal care_case_words_appeal_parse(struct text word);
struct text care_case_words_report_about(enum report_about value);
enum report_about care_case_words_report_about_parse(struct text word);
struct text care_case_words_step(enum care_step value);
enum care_step care_case_words_step_parse(struct text word);
struct text care_case_words_excerpt_part(enum care_excerpt_part value);
enum care_excerpt_part care_case_words_excerpt_part_parse(struct text word);

#endif
