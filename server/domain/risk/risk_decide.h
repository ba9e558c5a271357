// From what a message resembles to what it may be about: how the scores of the trained
// model become categories. Shared with the trainer, which tries thresholds out. Pure.
#ifndef DOMAIN_RISK_RISK_DECIDE_H
#define DOMAIN_RISK_RISK_DECIDE_H

#include <stdint.h>

#define RISK_SCORES 8 // by the number of the category; 0 is any of R1 to R4
#define RISK_SCORE_ANY 0
#define RISK_SCORE_URGENT 4 // R1 to R4: somebody may be in danger

// Joins what was learnt about R1 to R4 as one with the highest of the four: that
// somebody is in danger shows in what all such messages have in common and in what is
// like one kind. The mean did better on unseen authors than either.
double risk_decide_any(const double scores[RISK_SCORES]);

// The categories, bit n for Rn, that `scores` add to those that rules found (`found`).
// Those whose `thresholds` they reach; and where nothing of R1 to R4 is found though
// the message is urgent (score 0), the likeliest of R2 to R4. R1 has to be clear by
// itself, for "this job is killing me" must wake nobody.
uint32_t risk_decide(const int16_t scores[RISK_SCORES],
                     const int16_t thresholds[RISK_SCORES], uint32_t found);

// Those of them that are clear by themselves: their own threshold is reached.
uint32_t risk_decide_clear(const int16_t scores[RISK_SCORES],
                           const int16_t thresholds[RISK_SCORES]);

#endif
