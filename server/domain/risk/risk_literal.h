// Which of the literals that patterns need stand in a message as typed: all of them are
// looked for at once, in one pass over its bytes.
#ifndef DOMAIN_RISK_RISK_LITERAL_H
#define DOMAIN_RISK_RISK_LITERAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define RISK_CLAUSE_WORDS 4 // of 64 bits; as many as all clauses take

// The automaton of all literals. It does not change: any number of threads.
struct risk_literals;

// Owner: the caller, who ends it with risk_literals_free.
struct risk_literals *risk_literals_new(void);

// risk_literals_free(NULL) does nothing.
void risk_literals_free(struct risk_literals *literals);

// Sets in `clauses`, which the caller has cleared, the bits of those that have a
// literal in `message`.
void risk_literals_find(const struct risk_literals *literals, struct text message,
                        uint64_t clauses[RISK_CLAUSE_WORDS]);

// Whether a letter beyond ASCII stands in `message` that in any case is one of ASCII,
// so that literals tell nothing.
bool risk_literals_are_blind(struct text message);

#endif
