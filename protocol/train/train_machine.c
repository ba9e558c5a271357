// A linear support vector machine for one score. Source: Hsieh, Chang, Lin, Keerthi,
// Sundararajan, "A Dual Coordinate Descent Method for Large-scale Linear SVM" (2008),
// algorithm 1 with the squared loss; the bias is a feature that every message has.
#include <stdlib.h>

#include "train.h"

#define PASSES 12
#define PENALTY 3.0        // for a message on the wrong side; 0.3 does nearly as well
#define PENALTY_MEMBER 1.5 // times that for a member: missing one is worse

// What is learnt about one example.
struct dual {
    const struct example *example;
    double side;  // 1 a member, -1 not
    double slack; // what a step of alpha costs
    double norm;
    double alpha;
};

// Always the same shuffle. Source: Knuth, The Art of Computer Programming 2, 3.3.4
// (linear congruential generator of Numerical Recipes).
static void shuffle(struct dual *duals, size_t count, uint32_t *state)
{
    for (size_t i = count; i > 1; i--) {
        *state = *state * 1664525U + 1013904223U;
        size_t other = (*state >> 8) % i;
        struct dual swapped = duals[i - 1];
        duals[i - 1] = duals[other];
        duals[other] = swapped;
    }
}

double machine_score(const struct machine *machine, const struct example *example)
{
    double sum = machine->bias;
    for (size_t i = 0; i < example->count; i++) {
        sum += machine->weights[example->buckets[i]] * example->values[i];
    }
    return sum;
}

static struct dual dual_of(const struct example *example, int score)
{
    bool is_member = example->is[score];
    double penalty = PENALTY * (is_member ? PENALTY_MEMBER : 1.0);
    struct dual dual = {.example = example,
                        .side = is_member ? 1.0 : -1.0,
                        .slack = 0.5 / penalty,
                        .norm = 1.0};
    for (size_t i = 0; i < example->count; i++) {
        dual.norm += example->values[i] * example->values[i];
    }
    return dual;
}

static void learn_one(struct machine *machine, struct dual *dual)
{
    const struct example *example = dual->example;
    double gradient =
        dual->side * machine_score(machine, example) - 1.0 + dual->slack * dual->alpha;
    double alpha = dual->alpha - gradient / (dual->norm + dual->slack);
    if (alpha < 0) {
        alpha = 0;
    }
    double step = (alpha - dual->alpha) * dual->side;
    dual->alpha = alpha;
    machine->bias += step;
    for (size_t i = 0; i < example->count; i++) {
        machine->weights[example->buckets[i]] += step * example->values[i];
    }
}

void machine_learn(struct machine *machine, const struct corpus *corpus, int score,
                   int without)
{
    *machine = (struct machine){.bias = 0};
    struct dual *duals = allocate(corpus->count, sizeof(*duals));
    size_t count = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        if (corpus->examples[i].author != without) {
            duals[count++] = dual_of(&corpus->examples[i], score);
        }
    }
    uint32_t state = 1;
    for (int pass = 0; pass < PASSES; pass++) {
        shuffle(duals, count, &state);
        for (size_t i = 0; i < count; i++) {
            learn_one(machine, &duals[i]);
        }
    }
    free(duals);
}
