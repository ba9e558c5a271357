// Sifting changes nothing: whatever rule is found in a message is found in it, too,
// when only those rules are tried that the sieve lets through. Tried on every labelled
// message and on thousands made of them.
#include "domain/risk/risk_sieve.h"

#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "domain/risk/risk_rule.h"
#include "risk_data.h"
#include "support.h"

#define CORPUS "protocol/risk/corpus/*.tsv"
#define TUNED "tests/rules/tune.tsv"
#define MESSAGES_MAX 8000
#define MESSAGE_MAX 4000
#define VARIANTS 20000
#define KEPT_MOST 2 // rules that are tried in a message, on average

struct corpus {
    char *messages[MESSAGES_MAX];
    size_t count;
};

static void read_file(struct corpus *corpus, const char *path)
{
    char line[MESSAGE_MAX];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while (corpus->count < MESSAGES_MAX && fgets(line, sizeof(line), file) != NULL) {
        const char *message = strchr(line, '\t');
        assert_non_null(message);
        line[strcspn(line, "\n")] = '\0';
        corpus->messages[corpus->count++] = strdup(message + 1);
    }
    (void)fclose(file);
}

static struct corpus read_corpus(void)
{
    struct corpus corpus = {.count = 0};
    glob_t files;
    assert_int_equal(glob(CORPUS, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        read_file(&corpus, files.gl_pathv[i]);
    }
    globfree(&files);
    read_file(&corpus, TUNED);
    assert_true(corpus.count > 1000);
    return corpus;
}

static void drop_corpus(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) {
        free(corpus->messages[i]);
    }
}

// -- trying a message

struct scanner {
    struct risk_known *known;
    struct risk_rules *rules;
};

static struct scanner scanner_open(void)
{
    return (struct scanner){risk_known_new(), risk_rules_new()};
}

static void scanner_close(struct scanner *scanner)
{
    risk_known_free(scanner->known);
    risk_rules_free(scanner->rules);
}

struct tried {
    size_t kept;
    size_t found;
};

// Tries every rule on `message`; fails where one is found that was sifted out.
static void try_message(const struct scanner *scanner, const char *message,
                        struct tried *tried)
{
    struct arena *arena = arena_new();
    struct risk_text text;
    uint64_t kept[RISK_RULE_WORDS];
    const struct risk_message read = {.original = text_of(message), .text = &text};
    assert_ok(risk_text_read(arena, scanner->known, read.original, &text));
    risk_rules_sift(scanner->rules, &read, kept);
    for (int row = 0; row < RISK_RULES; row++) {
        struct regex_span span;
        const bool is_found = risk_rules_find(scanner->rules, row, &read, &span);
        if (is_found && !bits_has(kept, row)) {
            fail_msg("%s is sifted out: %s", risk_rules[row].id.s, message);
        }
        tried->kept += bits_has(kept, row) ? 1 : 0;
        tried->found += is_found ? 1 : 0;
    }
    arena_free(arena);
}

static void labelled_messages_keep_what_is_found_and_little_else(void **state)
{
    (void)state;
    struct corpus corpus = read_corpus();
    struct scanner scanner = scanner_open();
    struct tried tried = {0};
    for (size_t i = 0; i < corpus.count; i++) {
        try_message(&scanner, corpus.messages[i], &tried);
    }
    assert_true(tried.found > corpus.count / 4);
    assert_true(tried.kept < corpus.count * KEPT_MOST); // or it would be for nothing
    scanner_close(&scanner);
    drop_corpus(&corpus);
}

// -- variants of messages, the same each time

static uint32_t draw(uint32_t *seed, size_t below)
{
    *seed = *seed * 1664525U + 1013904223U; // Numerical Recipes
    return (*seed >> 8) % (uint32_t)below;
}

static void swap_words(char *message, uint32_t *seed)
{
    char *words[MESSAGE_MAX / 2];
    char copy[MESSAGE_MAX];
    size_t count = 0;
    char *rest = NULL;
    snprintf(copy, sizeof(copy), "%s", message);
    for (char *word = strtok_r(copy, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        words[count++] = word;
    }
    size_t len = 0;
    message[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const size_t other = i + draw(seed, count - i < 4 ? count - i : 4);
        char *word = words[other];
        words[other] = words[i];
        len += (size_t)snprintf(message + len, MESSAGE_MAX - len, "%s%s",
                                i == 0 ? "" : " ", word);
    }
}

// Leaves a space out, or puts one in: "cut ting", "wantto".
static void move_spaces(char *message, uint32_t *seed)
{
    const size_t len = strlen(message);
    for (size_t i = 1; i + 1 < len; i++) {
        if (message[i] == ' ' && draw(seed, 6) == 0) {
            message[i] = "-/'.,"[draw(seed, 5)];
        } else if (isalpha((unsigned char)message[i]) != 0 && draw(seed, 40) == 0) {
            message[i] = ' ';
        }
    }
}

static void misspell(char *message, uint32_t *seed)
{
    const size_t len = strlen(message);
    for (size_t i = 1; i + 1 < len; i++) {
        const char c = message[i];
        if (isalpha((unsigned char)c) == 0 ||
            isalpha((unsigned char)message[i - 1]) == 0 || draw(seed, 15) != 0) {
            continue;
        }
        if (draw(seed, 2) == 0) {
            message[i] = message[i - 1];
            message[i - 1] = c;
        } else {
            message[i] = (char)('a' + draw(seed, 26));
        }
    }
}

static void change_case(char *message, uint32_t *seed)
{
    for (size_t i = 0; message[i] != '\0'; i++) {
        if (isalpha((unsigned char)message[i]) != 0 && draw(seed, 3) == 0) {
            message[i] = (char)(message[i] ^ 0x20);
        }
    }
}

// Letters that other scripts have for those of ASCII, and text that is hard to read.
static void estrange(char *message, uint32_t *seed)
{
    static const char *const strange[] = {
        "\xc5\xbf", "\xe2\x84\xaa", "\xe2\x80\x99", "\xe3\x8f\x82", "a.m.",
        " . ",      "\"",           "\xc5\x82",     "07700 900123"};
    char changed[MESSAGE_MAX];
    const size_t cut = draw(seed, strlen(message) + 1);
    size_t at = cut;
    while (at > 0 && ((unsigned char)message[at] & 0xc0) == 0x80) {
        at--;
    }
    snprintf(changed, sizeof(changed), "%.*s%s%s", (int)at, message,
             strange[draw(seed, sizeof(strange) / sizeof(strange[0]))], message + at);
    snprintf(message, MESSAGE_MAX, "%s", changed);
}

static void put_together(const struct corpus *corpus, char *message, uint32_t *seed)
{
    const char *first = corpus->messages[draw(seed, corpus->count)];
    const char *second = corpus->messages[draw(seed, corpus->count)];
    const char *space = strchr(second + strlen(second) / 2, ' ');
    snprintf(message, MESSAGE_MAX, "%.*s%s", (int)strcspn(first, ",."), first,
             space == NULL ? second : space);
}

static void make_variant(const struct corpus *corpus, size_t number, char *message)
{
    uint32_t seed = (uint32_t)number;
    void (*const changes[])(char *, uint32_t *) = {swap_words, move_spaces, misspell,
                                                   change_case, estrange};
    const size_t kinds = sizeof(changes) / sizeof(changes[0]);
    snprintf(message, MESSAGE_MAX, "%s", corpus->messages[number % corpus->count]);
    if (number % (kinds + 1) == kinds) {
        put_together(corpus, message, &seed);
    } else {
        changes[number % (kinds + 1)](message, &seed);
    }
}

static void variants_keep_what_is_found(void **state)
{
    (void)state;
    struct corpus corpus = read_corpus();
    struct scanner scanner = scanner_open();
    struct tried tried = {0};
    for (size_t i = 0; i < VARIANTS; i++) {
        char message[MESSAGE_MAX];
        make_variant(&corpus, i, message);
        try_message(&scanner, message, &tried);
    }
    assert_true(tried.found > VARIANTS / 10);
    scanner_close(&scanner);
    drop_corpus(&corpus);
}

// Longer than one row of bits: what is said at the end is found as at the beginning.
static void long_messages_are_followed_to_their_end(void **state)
{
    (void)state;
    char message[MESSAGE_MAX] = "";
    struct scanner scanner = scanner_open();
    for (size_t words = 0; words < 200; words++) {
        struct tried tried = {0};
        size_t len = strlen(message);
        snprintf(message + len, sizeof(message) - len, "i want to kill myself");
        try_message(&scanner, message, &tried);
        assert_true(tried.found > 0);
        snprintf(message + len, sizeof(message) - len,
                 words % 9 == 8 ? "the. " : "tea ");
    }
    scanner_close(&scanner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(labelled_messages_keep_what_is_found_and_little_else),
        TEST(variants_keep_what_is_found),
        TEST(long_messages_are_followed_to_their_end),
    };

    return RUN_TESTS(tests);
}
