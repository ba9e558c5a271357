#include "domain/risk/risk_rule.h"

#include <stdlib.h>

#include "base/mem.h"
#include "risk_data.h"

struct risk_rules {
    struct regex *rules[RISK_RULES];
    struct regex *signs[RISK_SIGNS];
    struct risk_sieve *sieve;
};

// The data is checked when it is built, so that a pattern that does not compile cannot
// come from outside.
static struct regex *compile(struct text pattern, enum regex_option option)
{
    struct regex *regex = NULL;
    struct regex_fault fault;
    if (regex_new(pattern, option, &regex, &fault) != OK) {
        unreachable_state("a risk rule does not compile");
    }
    return regex;
}

struct risk_rules *risk_rules_new(void)
{
    struct risk_rules *rules = mem_new(1, sizeof *rules);
    for (int i = 0; i < RISK_RULES; i++) {
        const struct risk_rule_row *row = &risk_rules[i];
        const bool any_case = row->is_original && !row->is_cased;
        rules->rules[i] = compile(row->pattern, any_case ? REGEX_ANY_CASE : REGEX_NONE);
    }
    for (int i = 0; i < RISK_SIGNS; i++) {
        rules->signs[i] = compile(risk_signs[i].pattern, REGEX_NONE);
    }
    rules->sieve = risk_sieve_new();
    return rules;
}

void risk_rules_free(struct risk_rules *rules)
{
    if (rules != NULL) {
        for (int i = 0; i < RISK_RULES; i++) {
            regex_free(rules->rules[i]);
        }
        for (int i = 0; i < RISK_SIGNS; i++) {
            regex_free(rules->signs[i]);
        }
        risk_sieve_free(rules->sieve);
        free(rules);
    }
}

// -- signs

static bool has_sign(const struct risk_rules *rules, int sign,
                     const struct risk_message *message, struct regex_span match)
{
    const struct text normal = message->text->normal;
    const struct regex_span sentence = risk_text_sentence(message->text, match);
    struct regex_span where = {0, normal.len};
    struct regex_span found;
    switch (risk_signs[sign].place) {
    case RISK_PLACE_MESSAGE:
        break;
    case RISK_PLACE_SENTENCE:
        where = sentence;
        break;
    case RISK_PLACE_BEFORE:
        where = (struct regex_span){sentence.start, match.start};
        break;
    }
    const struct text part = {normal.s + where.start, where.end - where.start};
    return regex_find(rules->signs[sign], part, 0, &found) == OK;
}

static bool has_any(const struct risk_rules *rules, const struct risk_signs *signs,
                    const struct risk_message *message, struct regex_span match)
{
    for (int i = 0; i < signs->count; i++) {
        if (has_sign(rules, signs->numbers[i], message, match)) {
            return true;
        }
    }
    return false;
}

static bool has_all(const struct risk_rules *rules, const struct risk_signs *signs,
                    const struct risk_message *message, struct regex_span match)
{
    for (int i = 0; i < signs->count; i++) {
        if (!has_sign(rules, signs->numbers[i], message, match)) {
            return false;
        }
    }
    return true;
}

// -- rules

// What the writer says of herself does not stand between quotation marks.
static bool is_said_by_another(const struct risk_rule_row *row,
                               const struct risk_message *message,
                               struct regex_span match)
{
    return text_equal(row->who, TEXT("I")) && risk_text_is_quoted(message->text, match);
}

static bool find_words(const struct risk_rules *rules, int row,
                       const struct risk_message *message,
                       struct regex_span *origin_out)
{
    const struct risk_rule_row *rule = &risk_rules[row];
    struct regex_span match;
    // A place with a sign against it leaves the next one.
    for (size_t from = 0;
         regex_find(rules->rules[row], message->text->normal, from, &match) == OK;
         from = match.start + 1) {
        if (!is_said_by_another(rule, message, match) &&
            has_all(rules, &rule->needs, message, match) &&
            !has_any(rules, &rule->unless, message, match)) {
            *origin_out = risk_text_origin(message->text, match);
            return true;
        }
    }
    return false;
}

void risk_rules_sift(const struct risk_rules *rules, const struct risk_message *message,
                     uint64_t rules_out[RISK_RULE_WORDS])
{
    risk_sieve_pass(rules->sieve, message->original, message->text, rules_out);
}

bool risk_rules_find(const struct risk_rules *rules, int row,
                     const struct risk_message *message, struct regex_span *origin_out)
{
    if (risk_rules[row].is_original) {
        return regex_find(rules->rules[row], message->original, 0, origin_out) == OK;
    }
    return find_words(rules, row, message, origin_out);
}

bool risk_rules_is_idiom(const struct risk_rules *rules,
                         const struct risk_message *message)
{
    static const uint8_t signs[] = {RISK_SIGN_IDIOM_DEATH, RISK_SIGN_IDIOM_DEAD,
                                    RISK_SIGN_EXAGGERATES};
    struct regex_span found;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (regex_find(rules->signs[signs[i]], message->text->normal, 0, &found) ==
            OK) {
            return true;
        }
    }
    return false;
}
