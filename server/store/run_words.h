// The words that stand for the enums of runs in the database.
#ifndef STORE_RUN_WORDS_H
#define STORE_RUN_WORDS_H

#include "model/matching_run.h"

// A word that is none of ours aborts when it is read: the CHECK constraints keep it
// out.
struct text run_words_lane(enum matching_lane lane);
enum matching_lane run_words_lane_parse(struct text word);
struct text run_words_state(enum matching_run_state state);
enum matching_run_state run_words_state_parse(struct text word);
struct text run_words_proposal(enum matching_proposal_state state);
enum matching_proposal_state run_words_proposal_parse(struct text word);

#endif
