// What is learnt for one score: the mean of two linear support vector machines, one on
// the features as they are and one on features that count the more, the more they
// differ between members and others. Sources: Hsieh, Chang, Lin, Keerthi, Sundararajan,
// "A Dual Coordinate Descent Method for Large-scale Linear SVM" (2008), algorithm 1
// with squared loss; Wang, Manning, "Baselines and Bigrams" (2012), section 2.
#include <math.h>
#include <stdlib.h>

#include "train.h"

#define PASSES 12
#define STEPS 127.0        // of a weight in one byte, up and down
#define PENALTY 3.0        // of a message on the wrong side, features as they are
#define PENALTY_RATIO 0.1  // the same with features that count by their ratio
#define PENALTY_MEMBER 1.5 // times that for a member: missing one is worse
#define RATIO_SHARE 0.6    // of the second machine in the mean

// What is learnt about one example.
struct dual {
    const struct example *example;
    double side;  // 1 a member, -1 not
    double slack; // what a step of alpha costs
    double norm;
    double alpha;
};

struct course {
    struct dual *duals;
    size_t count;
    double *gains; // by bucket: how much its feature counts
};

double machine_score(const struct machine *machine, const struct example *example)
{
    double sum = machine->bias;
    for (size_t i = 0; i < example->count; i++) {
        sum += machine->weights[example->buckets[i]] * example->values[i];
    }
    return sum;
}

// Always the same shuffle. Source: Numerical Recipes, section 7.1 (linear congruential
// generator); Knuth, The Art of Computer Programming 2, algorithm 3.4.2P.
static void shuffle(struct course *course, uint32_t *state)
{
    for (size_t i = course->count; i > 1; i--) {
        *state = *state * 1664525U + 1013904223U;
        size_t other = (*state >> 8) % i;
        struct dual swapped = course->duals[i - 1];
        course->duals[i - 1] = course->duals[other];
        course->duals[other] = swapped;
    }
}

static void learn_one(struct machine *machine, const struct course *course,
                      struct dual *dual)
{
    const struct example *example = dual->example;
    double score = machine->bias;
    for (size_t i = 0; i < example->count; i++) {
        uint16_t bucket = example->buckets[i];
        score += machine->weights[bucket] * example->values[i] * course->gains[bucket];
    }
    double gradient = dual->side * score - 1.0 + dual->slack * dual->alpha;
    double alpha = fmax(0, dual->alpha - gradient / (dual->norm + dual->slack));
    double step = (alpha - dual->alpha) * dual->side;
    dual->alpha = alpha;
    machine->bias += step;
    for (size_t i = 0; i < example->count; i++) {
        uint16_t bucket = example->buckets[i];
        machine->weights[bucket] += step * example->values[i] * course->gains[bucket];
    }
}

static void begin_dual(struct dual *dual, const double *gains, double penalty)
{
    const struct example *example = dual->example;
    dual->alpha = 0;
    dual->slack = 0.5 / (penalty * (dual->side > 0 ? PENALTY_MEMBER : 1.0));
    dual->norm = 1.0;
    for (size_t i = 0; i < example->count; i++) {
        double value = example->values[i] * gains[example->buckets[i]];
        dual->norm += value * value;
    }
}

// Adds `share` of what is learnt with the gains of `course` to `machine`.
static void learn_share(struct machine *machine, struct course *course, double penalty,
                        double share)
{
    struct machine *learnt = allocate(1, sizeof(*learnt));
    for (size_t i = 0; i < course->count; i++) {
        begin_dual(&course->duals[i], course->gains, penalty);
    }
    uint32_t state = 1;
    for (int pass = 0; pass < PASSES; pass++) {
        shuffle(course, &state);
        for (size_t i = 0; i < course->count; i++) {
            learn_one(learnt, course, &course->duals[i]);
        }
    }
    machine->bias += share * learnt->bias;
    for (size_t i = 0; i < RISK_FEATURES; i++) {
        machine->weights[i] += share * learnt->weights[i] * course->gains[i];
    }
    free(learnt);
}

// Lets each feature count by the logarithm of how much likelier it is among members
// than among others, or the other way round; as if each had been seen once more in
// both.
static void weigh_by_ratio(struct course *course)
{
    double *members = allocate(RISK_FEATURES, sizeof(*members));
    double *others = allocate(RISK_FEATURES, sizeof(*others));
    double member_count = 2.0;
    double other_count = 2.0;
    for (size_t i = 0; i < course->count; i++) {
        const struct dual *dual = &course->duals[i];
        double *seen = dual->side > 0 ? members : others;
        *(dual->side > 0 ? &member_count : &other_count) += 1.0;
        for (size_t j = 0; j < dual->example->count; j++) {
            seen[dual->example->buckets[j]] += 1.0;
        }
    }
    for (size_t i = 0; i < RISK_FEATURES; i++) {
        double ratio =
            (members[i] + 1.0) / member_count / ((others[i] + 1.0) / other_count);
        course->gains[i] = fabs(log(ratio));
    }
    free(members);
    free(others);
}

// Rounds the weights to steps, as they will be used, of a 127th of the largest.
static void round_weights(struct machine *machine)
{
    double largest = 0;
    for (size_t i = 0; i < RISK_FEATURES; i++) {
        largest = fmax(largest, fabs(machine->weights[i]));
    }
    machine->step = largest > 0 ? largest / STEPS : 1.0;
    for (size_t i = 0; i < RISK_FEATURES; i++) {
        machine->weights[i] =
            machine->step * round(machine->weights[i] / machine->step);
    }
}

void machine_learn(struct machine *machine, const struct corpus *corpus, int score,
                   int without)
{
    *machine = (struct machine){.bias = 0};
    struct course course = {.duals = allocate(corpus->count, sizeof(*course.duals)),
                            .gains = allocate(RISK_FEATURES, sizeof(*course.gains))};
    for (size_t i = 0; i < corpus->count; i++) {
        const struct example *example = &corpus->examples[i];
        if (example->author != without) {
            course.duals[course.count++] = (struct dual){
                .example = example, .side = example->is[score] ? 1.0 : -1.0};
        }
    }
    for (size_t i = 0; i < RISK_FEATURES; i++) {
        course.gains[i] = 1.0;
    }
    learn_share(machine, &course, PENALTY, 1.0 - RATIO_SHARE);
    weigh_by_ratio(&course);
    learn_share(machine, &course, PENALTY_RATIO, RATIO_SHARE);
    round_weights(machine);
    free(course.duals);
    free(course.gains);
}
