#include "domain/risk/risk_decide.h"

#define URGENT 0x1EU // R1 to R4

double risk_decide_any(const double scores[RISK_SCORES])
{
    double highest = scores[1];
    for (int i = 2; i <= RISK_SCORE_URGENT; i++) {
        if (scores[i] > highest) {
            highest = scores[i];
        }
    }
    return (scores[RISK_SCORE_ANY] + highest) / 2;
}

// Of R1 to R4 the one with the highest score, but R2 instead of R1: a wish to die that
// is not clear is taken for the harm that is next to it.
static int likeliest(const int16_t scores[RISK_SCORES])
{
    int best = 1;
    for (int i = 2; i <= RISK_SCORE_URGENT; i++) {
        if (scores[i] > scores[best]) {
            best = i;
        }
    }
    return best == 1 ? 2 : best;
}

uint32_t risk_decide_clear(const int16_t scores[RISK_SCORES],
                           const int16_t thresholds[RISK_SCORES])
{
    uint32_t clear = 0;
    for (int i = 1; i < RISK_SCORES; i++) {
        if (scores[i] >= thresholds[i]) {
            clear |= UINT32_C(1) << i;
        }
    }
    return clear;
}

uint32_t risk_decide(const int16_t scores[RISK_SCORES],
                     const int16_t thresholds[RISK_SCORES], uint32_t found)
{
    uint32_t clear = risk_decide_clear(scores, thresholds);
    if (((clear | found) & URGENT) == 0 &&
        scores[RISK_SCORE_ANY] >= thresholds[RISK_SCORE_ANY]) {
        clear |= UINT32_C(1) << likeliest(scores);
    }
    return clear & ~found;
}
