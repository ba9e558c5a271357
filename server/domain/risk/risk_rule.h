// Where a rule applies: its words, none of the signs that forbid it, all those it
// needs.
#ifndef DOMAIN_RISK_RISK_RULE_H
#define DOMAIN_RISK_RISK_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/regex.h"
#include "domain/risk/risk_sieve.h"
#include "domain/risk/risk_text.h"

// Every rule and sign, compiled. One thread at a time.
struct risk_rules;

struct risk_message {
    struct text original;
    const struct risk_text *text;
};

// Owner: the caller, who ends it with risk_rules_free.
struct risk_rules *risk_rules_new(void);

// risk_rules_free(NULL) does nothing.
void risk_rules_free(struct risk_rules *rules);

// Gives the rules, as bits (base/bits.h) by their rows, that may apply to `message`: of
// no other does risk_rules_find find anything.
void risk_rules_sift(const struct risk_rules *rules, const struct risk_message *message,
                     uint64_t rules_out[RISK_RULE_WORDS]);

// Whether rule `row` of risk_rules applies to `message`, and where in the original.
bool risk_rules_find(const struct risk_rules *rules, int row,
                     const struct risk_message *message, struct regex_span *origin_out);

// Whether `message` speaks of death as people do who are not in danger: dying for a
// tea, dead on one's feet, jumping off the roof if the wifi drops once more.
bool risk_rules_is_idiom(const struct risk_rules *rules,
                         const struct risk_message *message);

#endif
