// Which rules can match a message at all, for nearly every message nearly none: phrases
// are followed over its words, sixty-four places at a time, and of patterns the
// literals that they need are looked for. No rule is left out that would match; some
// that do not are kept.
#ifndef DOMAIN_RISK_RISK_SIEVE_H
#define DOMAIN_RISK_RISK_SIEVE_H

#include <stdint.h>

#include "domain/risk/risk_text.h"

#define RISK_RULE_WORDS 4 // of 64 bits; as many as all rules take

// It holds the working memory of its passes: one thread at a time.
struct risk_sieve;

// Owner: the caller, who ends it with risk_sieve_free.
struct risk_sieve *risk_sieve_new(void);

// risk_sieve_free(NULL) does nothing.
void risk_sieve_free(struct risk_sieve *sieve);

// Gives the rules, as bits (base/bits.h) by their rows, whose patterns may occur in
// `message` or in `text`, its normal form. Those of the others do not.
void risk_sieve_pass(struct risk_sieve *sieve, struct text message,
                     const struct risk_text *text, uint64_t rules_out[RISK_RULE_WORDS]);

#endif
