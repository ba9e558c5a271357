// What people have agreed on about how they speak to each other, in their own words:
// the lines that a decision quotes. In a group they are those of its agreement,
// elsewhere those of the house.
#ifndef DOMAIN_CARE_RULE_H
#define DOMAIN_CARE_RULE_H

#include <stddef.h>

#include "domain/change.h"
#include "model/care.h"

struct care_rule {
    struct text code; // kept with the decision
    struct text text; // as people read it
};

struct care_rules {
    const struct care_rule *rules;
    size_t count;
};

// Those that a decision about `row` may quote now.
enum err care_rule_list(struct change *change, const struct care_case *row,
                        struct care_rules *rules_out);

// The words of the line `code`; none for no code. Errors: ERR_BAD_REQUEST, with "rule"
// at fault (it is none of these, or the group has agreed on something else since).
enum err care_rule_text(struct change *change, const struct care_case *row,
                        struct text code, struct text *text_out);

#endif
