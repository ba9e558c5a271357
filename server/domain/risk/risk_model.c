#include "domain/risk/risk_model.h"

#include <math.h>
#include <string.h>

#include "base/bits.h"
#include "domain/risk/risk_feature.h"

#define THOUSANDTHS 1000.0
#define SPAN_WORDS 5 // as many as say something, as few as can be quoted

// Weights of the features seen so far, apart by kind.
struct sums {
    int32_t of[RISK_FEATURE_KINDS][RISK_SCORES];
    unsigned count[RISK_FEATURE_KINDS];
};

static void add_feature(struct sums *sums, struct risk_feature feature)
{
    int8_t weights[RISK_SCORES]; // of its own, so that all are added at once
    memcpy(weights, risk_model_table.weights[feature.bucket], sizeof weights);
    int32_t *sum = sums->of[feature.kind];
    for (int i = 0; i < RISK_SCORES; i++) {
        sum[i] += weights[i];
    }
    sums->count[feature.kind]++;
}

static void sum_message(struct text message, struct sums *sums)
{
    uint64_t seen[RISK_FEATURES / BITS_PER_WORD] = {0};
    struct risk_feature_reader reader;
    risk_feature_begin(&reader, &risk_model_table.lexicon, message);
    while (risk_feature_next(&reader)) {
        for (size_t i = 0; i < reader.count; i++) {
            struct risk_feature feature = reader.features[i];
            if (!bits_has(seen, feature.bucket)) {
                bits_set(seen, feature.bucket);
                add_feature(sums, feature);
            }
        }
    }
}

static double score_of(const struct sums *sums, int score)
{
    double sum = 0;
    for (int kind = 0; kind < RISK_FEATURE_KINDS; kind++) {
        sum += sums->of[kind][score] *
               risk_feature_value((enum risk_feature_kind)kind, sums->count[kind]);
    }
    return sum * risk_model_table.scale[score] + risk_model_table.bias[score];
}

static int16_t in_thousandths(double score)
{
    double thousandths = round(score * THOUSANDTHS);
    return (int16_t)fmax(INT16_MIN, fmin(INT16_MAX, thousandths));
}

void risk_model_score(struct text message, int16_t scores_out[RISK_SCORES])
{
    struct sums sums = {0};
    sum_message(message, &sums);
    double scores[RISK_SCORES];
    for (int i = 0; i < RISK_SCORES; i++) {
        scores[i] = score_of(&sums, i);
    }
    scores[RISK_SCORE_ANY] = risk_decide_any(scores);
    for (int i = 0; i < RISK_SCORES; i++) {
        scores_out[i] = in_thousandths(scores[i]);
    }
}

uint32_t risk_model_categories(const int16_t scores[RISK_SCORES], uint32_t found)
{
    return risk_decide(scores, risk_model_table.thresholds, found);
}

// -- the words that say most

// The last words read, each with what it says; word n at n modulo the size.
struct trail {
    double says[SPAN_WORDS];
    size_t starts[SPAN_WORDS];
    size_t words;
};

static double word_says(const struct risk_feature_reader *reader,
                        const struct sums *sums, int category)
{
    double says = 0;
    for (size_t i = 0; i < reader->count; i++) {
        struct risk_feature feature = reader->features[i];
        says += risk_model_table.weights[feature.bucket][category] *
                risk_feature_value((enum risk_feature_kind)feature.kind,
                                   sums->count[feature.kind]);
    }
    return says;
}

// What the last SPAN_WORDS words say together.
static double trail_says(const struct trail *trail)
{
    double says = 0;
    for (size_t i = 0; i < SPAN_WORDS; i++) {
        says += trail->says[i];
    }
    return says;
}

// Where the first of the last SPAN_WORDS words begins.
static size_t trail_start(const struct trail *trail)
{
    return trail->starts[trail->words < SPAN_WORDS ? 0 : trail->words % SPAN_WORDS];
}

struct risk_model_span risk_model_strongest(struct text message, int category)
{
    struct sums sums = {0};
    sum_message(message, &sums);
    struct risk_model_span strongest = {0, 0};
    struct trail trail = {.words = 0};
    double most = 0;
    struct risk_feature_reader reader;
    risk_feature_begin(&reader, &risk_model_table.lexicon, message);
    while (risk_feature_next(&reader)) {
        trail.says[trail.words % SPAN_WORDS] = word_says(&reader, &sums, category);
        trail.starts[trail.words % SPAN_WORDS] = reader.word.start;
        trail.words++;
        double says = trail_says(&trail);
        if (says > most) {
            most = says;
            strongest = (struct risk_model_span){trail_start(&trail), reader.word.end};
        }
    }
    return strongest;
}

uint32_t risk_model_clear(const int16_t scores[RISK_SCORES])
{
    return risk_decide_clear(scores, risk_model_table.thresholds);
}
