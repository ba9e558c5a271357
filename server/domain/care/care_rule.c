#include "domain/care/care_rule.h"

static const struct care_rule RULES[] = {
    {TEXT_INIT("kind"),    TEXT_INIT("We are kind, also when we disagree.")         },
    {TEXT_INIT("respect"), TEXT_INIT("Nobody is put down for who she is.")          },
    {TEXT_INIT("private"),
     TEXT_INIT("What is said here stays here. No full names, schools or addresses.")},
    {TEXT_INIT("own"),
     TEXT_INIT("We speak of what we know, and tell nobody what to do.")             },
    {TEXT_INIT("court"),   TEXT_INIT("We write nothing from court papers.")         },
    {TEXT_INIT("selling"), TEXT_INIT("No advertising, and no asking for money.")    },
};

#define RULE_COUNT (sizeof(RULES) / sizeof(RULES[0]))

const struct care_rule *care_rule_list(size_t *count_out)
{
    *count_out = RULE_COUNT;
    return RULES;
}

enum err care_rule_text(struct text code, struct text *text_out)
{
    if (code.len == 0) {
        *text_out = (struct text){0};
        return OK;
    }
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (text_equal(RULES[i].code, code)) {
            *text_out = RULES[i].text;
            return OK;
        }
    }
    return ERR_BAD_REQUEST;
}
