#include "domain/care/care_rule.h"

#include <inttypes.h>
#include <stdio.h>

#include "domain/care/care_case.h"
#include "domain/care/group_setting.h"

#define CODE_BYTES 40 // "line.", a version of 19 digits, a point, one digit

// Of talk of two and of profiles, for which nobody has agreed on anything else.
static const struct care_rule HOUSE[] = {
    {TEXT_INIT("kind"),    TEXT_INIT("We are kind, also when we disagree.")         },
    {TEXT_INIT("respect"), TEXT_INIT("Nobody is put down for who she is.")          },
    {TEXT_INIT("private"),
     TEXT_INIT("What is said here stays here. No full names, schools or addresses.")},
    {TEXT_INIT("own"),
     TEXT_INIT("We speak of what we know, and tell nobody what to do.")             },
    {TEXT_INIT("court"),   TEXT_INIT("We write nothing from court papers.")         },
    {TEXT_INIT("selling"), TEXT_INIT("No advertising, and no asking for money.")    },
};

#define HOUSE_COUNT (sizeof(HOUSE) / sizeof(HOUSE[0]))

// The version is in it: what was agreed since is another line.
static struct text code_of(struct arena *arena, int64_t version, int line)
{
    char code[CODE_BYTES];
    const int len = snprintf(code, sizeof code, "line.%" PRId64 ".%d", version, line);
    return arena_text(arena, (struct text){code, (size_t)len});
}

static enum err agreement_read(struct change *change, conversation_id group,
                               struct care_rules *rules_out)
{
    struct group_setting setting;
    const enum err err = group_setting_get(change, group, &setting);
    if (err != OK) {
        return err;
    }
    struct care_rule *lines =
        arena_array(change->arena, GROUP_AGREEMENT_LINES, sizeof *lines);
    for (int i = 0; i < GROUP_AGREEMENT_LINES; i++) {
        lines[i].code = code_of(change->arena, setting.agreement, i + 1);
        lines[i].text = setting.lines[i];
    }
    *rules_out = (struct care_rules){lines, GROUP_AGREEMENT_LINES};
    return OK;
}

enum err care_rule_list(struct change *change, const struct care_case *row,
                        struct care_rules *rules_out)
{
    bool is_group = false;
    const enum err err = care_case_is_group(change, row, &is_group);
    if (err == OK && is_group) {
        return agreement_read(change, row->conversation, rules_out);
    }
    *rules_out = (struct care_rules){HOUSE, HOUSE_COUNT};
    return err;
}

enum err care_rule_text(struct change *change, const struct care_case *row,
                        struct text code, struct text *text_out)
{
    struct care_rules rules;
    *text_out = (struct text){0};
    if (code.len == 0) {
        return OK;
    }
    const enum err err = care_rule_list(change, row, &rules);
    if (err != OK) {
        return err;
    }
    for (size_t i = 0; i < rules.count; i++) {
        if (text_equal(rules.rules[i].code, code)) {
            *text_out = rules.rules[i].text;
            return OK;
        }
    }
    change->at_fault = "rule";
    return ERR_BAD_REQUEST;
}
