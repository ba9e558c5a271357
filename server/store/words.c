// One table per enum; the schema's CHECK constraints hold the same words.
#include "store/words.h"

#include "base/err.h"

static const struct text roles[ROLE_COUNT] = {
    [ROLE_CARER] = TEXT_INIT("carer"),
    [ROLE_SUPPORTER] = TEXT_INIT("supporter"),
    [ROLE_FACILITATOR] = TEXT_INIT("facilitator"),
    [ROLE_COORDINATOR] = TEXT_INIT("coordinator"),
    [ROLE_SAFEGUARDING_LEAD] = TEXT_INIT("safeguarding_lead"),
    [ROLE_ADMINISTRATOR] = TEXT_INIT("administrator"),
};

static const struct text conversation_kinds[] = {
    [CONVERSATION_PAIR] = TEXT_INIT("pair"),
    [CONVERSATION_GROUP] = TEXT_INIT("group"),
    [CONVERSATION_DESK] = TEXT_INIT("desk"),
    [CONVERSATION_INBOX] = TEXT_INIT("inbox"),
};

static const struct text stay_ends[] = {
    [STAY_CURRENT] = TEXT_INIT("current"),
    [STAY_LEFT] = TEXT_INIT("left"),
    [STAY_REMOVED] = TEXT_INIT("removed"),
};

int words_find(const struct text *words, size_t count, struct text word)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(words[i], word)) {
            return (int)i;
        }
    }
    unreachable_state("a word in the database that is none of ours");
}

struct text words_role(enum role role)
{
    return roles[role];
}

enum role words_role_parse(struct text word)
{
    return (enum role)WORDS_FIND(roles, word);
}

struct text words_conversation_kind(enum conversation_kind kind)
{
    return conversation_kinds[kind];
}

enum conversation_kind words_conversation_kind_parse(struct text word)
{
    return (enum conversation_kind)WORDS_FIND(conversation_kinds, word);
}

struct text words_stay_end(enum stay_end end)
{
    return stay_ends[end];
}

enum stay_end words_stay_end_parse(struct text word)
{
    return (enum stay_end)WORDS_FIND(stay_ends, word);
}
