#include "kithctl/rules_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "domain/risk/risk.h"
#include "domain/risk/risk_model.h"
#include "protocol_limits.h"
#include "risk_data.h"

#define REPLACEMENT "\xef\xbf\xbd" // U+FFFD, for a byte that belongs to no character
#define REPLACEMENT_BYTES 3
#define POINT_MAX 4 // bytes of a code point

// A line of standard input on its way to a message.
struct line {
    char typed[LIMIT_TEXT_BYTES + POINT_MAX];
    size_t len;
    char message[(LIMIT_TEXT_BYTES + POINT_MAX) * REPLACEMENT_BYTES];
    size_t message_len;
    long long number;
    bool is_cut;
};

// Reads up to a line feed; what is beyond the limit is read over. False at the end.
static bool read_line(struct line *line)
{
    int c = fgetc(stdin);
    line->len = 0;
    line->is_cut = false;
    line->number++;
    if (c == EOF) {
        return false;
    }
    for (; c != EOF && c != '\n'; c = fgetc(stdin)) {
        if (line->len < sizeof line->typed) {
            line->typed[line->len++] = (char)c;
        } else {
            line->is_cut = true;
        }
    }
    return true;
}

// How many bytes at `s` are one well-formed code point; 0 when none is.
static size_t point_length(const char *s, size_t left)
{
    for (size_t len = 1; len <= POINT_MAX && len <= left; len++) {
        if (text_is_utf8((struct text){s, len})) {
            return len;
        }
    }
    return 0;
}

// The message of `line`: well-formed, and no longer than a message may be.
static struct text message_of(struct line *line)
{
    size_t points = 0;
    line->message_len = 0;
    for (size_t at = 0; at < line->len; points++) {
        const size_t len = point_length(line->typed + at, line->len - at);
        const char *s = len == 0 ? REPLACEMENT : line->typed + at;
        const size_t added = len == 0 ? REPLACEMENT_BYTES : len;
        if (points == LIMIT_TEXT_CHARS ||
            line->message_len + added > LIMIT_TEXT_BYTES) {
            line->is_cut = true;
            break;
        }
        memcpy(line->message + line->message_len, s, added);
        line->message_len += added;
        at += len == 0 ? 1 : len;
    }
    return (struct text){line->message, line->message_len};
}

static void print_categories(uint32_t categories)
{
    const char *space = "";
    if (categories == 0) {
        printf("-");
    }
    for (int i = 1; i < RISK_CATEGORIES; i++) {
        if ((categories & RISK_BIT(i)) != 0) {
            printf("%s%s", space, risk_categories[i].code.s);
            space = " ";
        }
    }
    printf("\n");
}

// Whose judgement is asked for.
enum judge {
    JUDGE_BOTH,
    JUDGE_RULES,
    JUDGE_MODEL,
    JUDGE_UNKNOWN
};

static enum judge judge_named(const char *name)
{
    if (name == NULL) {
        return JUDGE_BOTH;
    }
    if (strcmp(name, "rules") == 0) {
        return JUDGE_RULES;
    }
    return strcmp(name, "model") == 0 ? JUDGE_MODEL : JUDGE_UNKNOWN;
}

static uint32_t categories_by_model(struct text message)
{
    int16_t scores[RISK_SCORES];
    risk_model_score(message, scores);
    return risk_model_categories(scores, 0);
}

// What rules found: the model adds a category only where they did not.
static uint32_t categories_by_rules(const struct risk_found *found)
{
    uint32_t categories = found->categories;
    for (int i = 0; i < found->count; i++) {
        if (found->hits[i].rule == RISK_BY_MODEL) {
            categories &= ~RISK_BIT(found->hits[i].category);
        }
    }
    return categories;
}

static uint32_t categories_by(enum judge judge, const struct risk_scanner *scanner,
                              struct text message)
{
    struct risk_found found;
    if (judge == JUDGE_MODEL) {
        return categories_by_model(message);
    }
    risk_scan(scanner, message, &found);
    return judge == JUDGE_RULES ? categories_by_rules(&found) : found.categories;
}

enum ctl_exit rules_check_run(struct ctl *ctl)
{
    const enum judge judge = judge_named(ctl->values[0]);
    if (judge == JUDGE_UNKNOWN) {
        fprintf(stderr, "kithctl: --only is rules or model\n");
        return CTL_USAGE;
    }
    struct line *line = mem_new(1, sizeof *line);
    struct risk_scanner *scanner = risk_scanner_new();
    while (read_line(line)) {
        const uint32_t categories = categories_by(judge, scanner, message_of(line));
        if (line->is_cut) {
            fprintf(stderr, "kithctl: line %lld is longer than a message and was cut\n",
                    line->number);
        }
        print_categories(categories);
    }
    risk_scanner_free(scanner);
    free(line);
    return fflush(stdout) == 0 && !ferror(stdin)
               ? CTL_DONE
               : ctl_fail("standard input or output broke off");
}
