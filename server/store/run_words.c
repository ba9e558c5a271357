// One table per enum; the schema's CHECK constraints hold the same words.
#include "store/run_words.h"

#include "store/words.h"

static const struct text lanes[MATCHING_LANES] = {
    [MATCHING_LANE_URGENT] = TEXT_INIT("urgent"),
    [MATCHING_LANE_WEEKLY] = TEXT_INIT("weekly"),
};

static const struct text states[MATCHING_RUN_STATES] = {
    [MATCHING_RUN_REQUESTED] = TEXT_INIT("requested"),
    [MATCHING_RUN_STORING] = TEXT_INIT("storing"),
    [MATCHING_RUN_READY] = TEXT_INIT("ready"),
    [MATCHING_RUN_REPLACED] = TEXT_INIT("replaced"),
    [MATCHING_RUN_FAILED] = TEXT_INIT("failed"),
};

static const struct text proposals[MATCHING_PROPOSAL_STATES] = {
    [MATCHING_PROPOSED] = TEXT_INIT("proposed"),
    [MATCHING_APPROVED] = TEXT_INIT("approved"),
    [MATCHING_REJECTED] = TEXT_INIT("rejected"),
    [MATCHING_DROPPED] = TEXT_INIT("dropped"),
};

struct text run_words_lane(enum matching_lane lane)
{
    return lanes[lane];
}

enum matching_lane run_words_lane_parse(struct text word)
{
    return (enum matching_lane)WORDS_FIND(lanes, word);
}

struct text run_words_state(enum matching_run_state state)
{
    return states[state];
}

enum matching_run_state run_words_state_parse(struct text word)
{
    return (enum matching_run_state)WORDS_FIND(states, word);
}

struct text run_words_proposal(enum matching_proposal_state state)
{
    return proposals[state];
}

enum matching_proposal_state run_words_proposal_parse(struct text word)
{
    return (enum matching_proposal_state)WORDS_FIND(proposals, word);
}
