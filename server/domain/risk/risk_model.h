// How much the wording of a message resembles those that people marked as R1 to R7: a
// trained judgement beside the rules, for wordings that nobody listed. Made at build
// time from protocol/risk/corpus by protocol/train. It orders a queue and decides
// nothing. Pure, nothing on the heap.
#ifndef DOMAIN_RISK_RISK_MODEL_H
#define DOMAIN_RISK_RISK_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "domain/risk/risk_decide.h"
#include "domain/risk/risk_lexicon.h"

// What protocol/train makes (risk_model_data.c).
struct risk_model_table {
    struct risk_lexicon lexicon;
    const int8_t (*weights)[RISK_SCORES]; // by bucket, RISK_FEATURES of them
    double scale[RISK_SCORES];            // of one step of a weight
    double bias[RISK_SCORES];
    int16_t thresholds[RISK_SCORES]; // protocol/risk/model/thresholds.tsv
};

extern const struct risk_model_table risk_model_table;

struct risk_model_span {
    size_t start; // first byte in the message
    size_t end;   // behind the last
};

// Scores `message` in thousandths; above 0 it is rather like the marked ones than not.
// Its time grows with the length of `message` only.
void risk_model_score(struct text message, int16_t scores_out[RISK_SCORES]);

// The categories, bit n for Rn, that `scores` add to `found`, those that rules found
// (risk_decide.h).
uint32_t risk_model_categories(const int16_t scores[RISK_SCORES], uint32_t found);

// Those that are clear by themselves, whatever rules found.
uint32_t risk_model_clear(const int16_t scores[RISK_SCORES]);

// The few words of `message` that speak most for `category` (1 to 7): for telling
// whoever looks what the wording resembles. Empty where none does.
struct risk_model_span risk_model_strongest(struct text message, int category);

#endif
