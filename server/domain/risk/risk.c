#include "domain/risk/risk.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/bits.h"
#include "base/mem.h"
#include "domain/risk/risk_model.h"
#include "domain/risk/risk_rule.h"
#include "domain/risk/risk_text.h"
#include "risk_data.h"

struct risk_scanner {
    struct risk_known *known;
    struct risk_rules *rules;
};

struct risk_scanner *risk_scanner_new(void)
{
    struct risk_scanner *scanner = mem_new(1, sizeof *scanner);
    scanner->known = risk_known_new();
    scanner->rules = risk_rules_new();
    return scanner;
}

void risk_scanner_free(struct risk_scanner *scanner)
{
    if (scanner != NULL) {
        risk_known_free(scanner->known);
        risk_rules_free(scanner->rules);
        free(scanner);
    }
}

static void add_hit(struct risk_found *found, struct risk_hit hit)
{
    if (found->count < RISK_HITS_MAX) {
        found->hits[found->count++] = hit;
    }
}

static void add_rule(struct risk_found *found, int row, struct regex_span span)
{
    const struct risk_rule_row *rule = &risk_rules[row];
    if (!rule->counts_only) {
        found->categories |= RISK_BIT(rule->category);
    }
    add_hit(found, (struct risk_hit){.rule = row,
                                     .category = rule->category,
                                     .start = span.start,
                                     .end = span.end,
                                     .is_clear = true});
}

static void scan_rules(const struct risk_scanner *scanner,
                       const struct risk_message *message, struct risk_found *found)
{
    uint64_t rules[RISK_RULE_WORDS];
    risk_rules_sift(scanner->rules, message, rules);
    for (int row = 0; row < RISK_RULES; row++) {
        struct regex_span span;
        if (bits_has(rules, row) &&
            risk_rules_find(scanner->rules, row, message, &span)) {
            add_rule(found, row, span);
        }
    }
}

// What the wording resembles, beside what rules found.
static void scan_wording(const struct risk_scanner *scanner,
                         const struct risk_message *read, struct risk_found *found)
{
    const struct text message = read->original;
    int16_t scores[RISK_SCORES];
    risk_model_score(message, scores);
    uint32_t categories = risk_model_categories(scores, found->categories);
    if ((categories & RISK_BIT(RISK_R1)) != 0 &&
        risk_rules_is_idiom(scanner->rules, read)) {
        // Resemblance alone is not enough against a way of speaking.
        categories &= ~RISK_BIT(RISK_R1);
    }
    const uint32_t clear = categories & risk_model_clear(scores);
    for (int i = 1; i < RISK_SCORES; i++) {
        enum risk_category category = (enum risk_category)i;
        if ((categories & RISK_BIT(category)) != 0) {
            struct risk_model_span span = risk_model_strongest(message, i);
            add_hit(found,
                    (struct risk_hit){.rule = RISK_BY_MODEL,
                                      .category = category,
                                      .start = span.start,
                                      .end = span.end,
                                      .is_clear = (clear & RISK_BIT(category)) != 0});
        }
    }
    found->clear = found->categories | clear;
    found->categories |= categories;
}

void risk_scan(const struct risk_scanner *scanner, struct text message,
               struct risk_found *found_out)
{
    struct arena *arena = arena_new();
    struct risk_text text;
    *found_out = (struct risk_found){0};
    if (risk_text_read(arena, scanner->known, message, &text) == OK) {
        const struct risk_message read = {.original = message, .text = &text};
        scan_rules(scanner, &read, found_out);
        scan_wording(scanner, &read, found_out);
    }
    arena_free(arena);
}
