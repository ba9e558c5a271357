#include "domain/risk/risk_decide.h"

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

// Of R2 to R4 the one that is nearest to its threshold or furthest above it.
static int likeliest(const int16_t scores[RISK_SCORES],
                     const int16_t thresholds[RISK_SCORES])
{
    int best = 2;
    for (int i = 3; i <= RISK_SCORE_URGENT; i++) {
        if (scores[i] - thresholds[i] > scores[best] - thresholds[best]) {
            best = i;
        }
    }
    return best;
}

uint32_t risk_decide(const int16_t scores[RISK_SCORES],
                     const int16_t thresholds[RISK_SCORES])
{
    uint32_t categories = 0;
    int urgent = 0;
    for (int i = 1; i < RISK_SCORES; i++) {
        if (scores[i] >= thresholds[i]) {
            categories |= UINT32_C(1) << i;
            urgent += i <= RISK_SCORE_URGENT;
        }
    }
    if (urgent == 0 && scores[RISK_SCORE_ANY] >= thresholds[RISK_SCORE_ANY]) {
        categories |= UINT32_C(1) << likeliest(scores, thresholds);
    }
    return categories;
}
