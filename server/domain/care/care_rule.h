// What people have agreed on about how they speak to each other: the lines that a
// decision quotes, in their own words.
#ifndef DOMAIN_CARE_RULE_H
#define DOMAIN_CARE_RULE_H

#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

struct care_rule {
    struct text code; // a word of ours, kept with the decision
    struct text text; // as people read it
};

// All of them. Owner: the program.
const struct care_rule *care_rule_list(size_t *count_out);

// The words of the line `code`; none for no code. Errors: ERR_BAD_REQUEST (there is no
// such line).
enum err care_rule_text(struct text code, struct text *text_out);

#endif
