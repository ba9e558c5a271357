// One table per enum; the schema's CHECK constraints hold the same words.
#include "store/alert_words.h"

#include "store/words.h"

static const struct text notice_ways[] = {
    [NOTICE_WAY_MAIL] = TEXT_INIT("mail"),
    [NOTICE_WAY_COMMAND] = TEXT_INIT("command"),
};

static const struct text notice_kinds[] = {
    [NOTICE_ALERT] = TEXT_INIT("alert"),
    [NOTICE_ALERT_AGAIN] = TEXT_INIT("alert_again"),
    [NOTICE_MESSAGE] = TEXT_INIT("message"),
};

static const struct text notice_failures[] = {
    [NOTICE_FAILURE_NONE] = TEXT_INIT(""),
    [NOTICE_FAILURE_CONNECT] = TEXT_INIT("connect"),
    [NOTICE_FAILURE_TIMEOUT] = TEXT_INIT("timeout"),
    [NOTICE_FAILURE_TLS] = TEXT_INIT("tls"),
    [NOTICE_FAILURE_SIGN_IN] = TEXT_INIT("sign_in"),
    [NOTICE_FAILURE_RECIPIENT] = TEXT_INIT("recipient"),
    [NOTICE_FAILURE_REFUSED] = TEXT_INIT("refused"),
    [NOTICE_FAILURE_COMMAND] = TEXT_INIT("command"),
    [NOTICE_FAILURE_OTHER] = TEXT_INIT("other"),
};

static const struct text outbox_states[] = {
    [OUTBOX_WAITING] = TEXT_INIT("waiting"),
    [OUTBOX_SENT] = TEXT_INIT("sent"),
    [OUTBOX_GIVEN_UP] = TEXT_INIT("given_up"),
};

static const struct text risk_rule_modes[] = {
    [RISK_RULE_ON] = TEXT_INIT("on"),
    [RISK_RULE_COUNT] = TEXT_INIT("count"),
};

static const struct text risk_judgements[] = {
    [RISK_JUDGEMENT_NONE] = TEXT_INIT(""),
    [RISK_JUDGEMENT_RIGHT] = TEXT_INIT("right"),
    [RISK_JUDGEMENT_WRONG] = TEXT_INIT("wrong"),
};

struct text alert_words_notice_way(enum notice_way value)
{
    return notice_ways[value];
}

enum notice_way alert_words_notice_way_parse(struct text word)
{
    return (enum notice_way)WORDS_FIND(notice_ways, word);
}

struct text alert_words_notice_kind(enum notice_kind value)
{
    return notice_kinds[value];
}

enum notice_kind alert_words_notice_kind_parse(struct text word)
{
    return (enum notice_kind)WORDS_FIND(notice_kinds, word);
}

struct text alert_words_notice_failure(enum notice_failure value)
{
    return notice_failures[value];
}

enum notice_failure alert_words_notice_failure_parse(struct text word)
{
    return (enum notice_failure)WORDS_FIND(notice_failures, word);
}

struct text alert_words_outbox_state(enum outbox_state value)
{
    return outbox_states[value];
}

enum outbox_state alert_words_outbox_state_parse(struct text word)
{
    return (enum outbox_state)WORDS_FIND(outbox_states, word);
}

struct text alert_words_risk_rule_mode(enum risk_rule_mode value)
{
    return risk_rule_modes[value];
}

enum risk_rule_mode alert_words_risk_rule_mode_parse(struct text word)
{
    return (enum risk_rule_mode)WORDS_FIND(risk_rule_modes, word);
}

struct text alert_words_risk_judgement(enum risk_judgement value)
{
    return risk_judgements[value];
}

enum risk_judgement alert_words_risk_judgement_parse(struct text word)
{
    return (enum risk_judgement)WORDS_FIND(risk_judgements, word);
}
