// The little language of phrases, and the patterns it becomes.
//
//   want to die      these words, one after the other
//   die|dying        one of these words
//   (die|pass away)  one of these, where some are several words
//   suicid*          a word that begins so
//   #                a number
//   {child}          a phrase of the set called child
//   really?          this word or none; {child}? likewise
//   ~3               up to three words of the same sentence
//   ~~9              up to nine words, across sentences
//   ^ and $          the beginning and the end of a sentence
#include "risk.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 5 // of sets within sets
#define GAP_MAX 40

// A phrase on its way to a pattern.
struct phrase {
    const struct risk_data *data;
    struct risk_source source;
    const char *text;
    int depth;
    FILE *out;
    json_t *nodes; // the same as a plan, beside what is written
};

static void complain(const struct phrase *phrase, const char *what, const char *element)
{
    fail(phrase->source.file, "%s: %s: %s in the phrase \"%s\"", phrase->source.entry,
         element, what, phrase->text);
}

static void emit_alternatives(const struct phrase *phrase, json_t *phrases);
static void emit_phrase(const struct phrase *phrase);

static void emit_set(const struct phrase *phrase, const char *element, size_t len)
{
    char name[BUFFER_MAX];
    snprintf(name, sizeof(name), "%.*s", (int)(len - 2), element + 1);
    json_t *members = json_object_get(phrase->data->sets, name);
    if (!json_is_array(members) || json_array_size(members) == 0) {
        complain(phrase, "there is no such set of words", name);
    }
    if (phrase->depth == DEPTH_MAX) {
        complain(phrase, "sets are nested too deeply", name);
    }
    struct phrase inner = *phrase;
    inner.depth++;
    inner.nodes = risk_plan_choice(phrase->nodes, false);
    emit_alternatives(&inner, members);
}

static void emit_word(const struct phrase *phrase, const char *element, size_t len)
{
    char word[BUFFER_MAX];
    const bool is_beginning = len > 1 && element[len - 1] == '*';
    snprintf(word, sizeof(word), "%.*s", (int)(is_beginning ? len - 1 : len), element);
    for (const char *c = word; *c != '\0'; c++) {
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c)) {
            complain(phrase, "words are small letters without accents", word);
        }
    }
    const char *meant = string_at(phrase->data->spellings, word);
    if (meant != NULL && !is_beginning) {
        complain(phrase, "is never met, being written out by words.json", word);
    }
    snprintf(word, sizeof(word), "%.*s", (int)len, element);
    risk_plan_atom(phrase->nodes, word);
    if (is_beginning) {
        fprintf(phrase->out, "%.*s[^ .]* ", (int)len - 1, word);
    } else {
        json_object_set_new(phrase->data->vocabulary, word, json_true());
        fprintf(phrase->out, "%s ", word);
    }
}

// Several words, one alternative of a group.
static void emit_part(const struct phrase *phrase, const char *element, size_t len)
{
    char text[BUFFER_MAX];
    struct phrase part = *phrase;
    snprintf(text, sizeof(text), "%.*s", (int)len, element);
    part.text = text;
    emit_phrase(&part);
}

static void emit_alternative(const struct phrase *phrase, const char *element,
                             size_t len)
{
    if (len == 0 || len >= BUFFER_MAX) {
        complain(phrase, "a word is missing or very long", "|");
    } else if (memchr(element, ' ', len) != NULL) {
        emit_part(phrase, element, len);
    } else if (len == 1 && *element == '#') {
        fprintf(phrase->out, "[0-9]+ ");
        risk_plan_atom(phrase->nodes, "#");
    } else if (*element == '{' && element[len - 1] == '}') {
        emit_set(phrase, element, len);
    } else {
        emit_word(phrase, element, len);
    }
}

static void emit_gap(const struct phrase *phrase, const char *element, size_t len)
{
    const bool is_wide = len > 1 && element[1] == '~';
    const long most = strtol(element + (is_wide ? 2 : 1), NULL, 10);
    if (most < 1 || most > GAP_MAX) {
        complain(phrase, "a gap has one to forty words", "~");
    }
    fprintf(phrase->out, "(?:[^ %s]+ ){0,%ld}?", is_wide ? "" : ".", most);
    risk_plan_gap(phrase->nodes, most, is_wide);
}

static void emit_words(const struct phrase *phrase, const char *element, size_t len)
{
    const bool may_lack = len > 1 && element[len - 1] == '?';
    const char *end = element + len - (may_lack ? 1 : 0);
    if (*element == '(') {
        element++;
        end--; // the other bracket
    }
    json_t *choice = risk_plan_choice(phrase->nodes, may_lack);
    fprintf(phrase->out, "(?:");
    for (const char *at = element; at <= end;) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar == NULL ? end : bar;
        struct phrase branch = *phrase;
        branch.nodes = risk_plan_branch(choice);
        emit_alternative(&branch, at, (size_t)(stop - at));
        if (bar != NULL) {
            fprintf(phrase->out, "|");
        }
        at = stop + 1;
    }
    fprintf(phrase->out, may_lack ? ")?" : ")");
}

static void emit_element(const struct phrase *phrase, const char *element, size_t len)
{
    if (*element == '~') {
        emit_gap(phrase, element, len);
    } else if (len == 1 && *element == '^') {
        fprintf(phrase->out, "(?:(?<=^ )|(?<=\\. ))");
        risk_plan_edge(phrase->nodes, true);
    } else if (len == 1 && *element == '$') {
        fprintf(phrase->out, "(?=\\. |$)");
        risk_plan_edge(phrase->nodes, false);
    } else {
        emit_words(phrase, element, len);
    }
}

static void emit_phrase(const struct phrase *phrase)
{
    size_t elements = 0;
    for (const char *at = phrase->text; *at != '\0';) {
        size_t len = strcspn(at, " ");
        if (*at == '(') {
            len = strcspn(at, ")");
            len += strcspn(at + len, " ");
        }
        if (len > 0) {
            emit_element(phrase, at, len);
            elements++;
        }
        at += len;
        at += strspn(at, " ");
    }
    if (elements == 0) {
        complain(phrase, "is empty", "a phrase");
    }
}

// The nodes of `phrase` are those of a choice; each of `phrases` becomes a branch.
static void emit_alternatives(const struct phrase *phrase, json_t *phrases)
{
    size_t at;
    json_t *member;
    fprintf(phrase->out, "(?:");
    json_array_foreach (phrases, at, member) {
        struct phrase one = *phrase;
        one.text = json_string_value(member);
        if (one.text == NULL) {
            fail(phrase->source.file, "%s: a phrase is a string", phrase->source.entry);
        }
        one.nodes = risk_plan_branch(phrase->nodes);
        fprintf(phrase->out, at == 0 ? "" : "|");
        emit_phrase(&one);
    }
    fprintf(phrase->out, ")");
}

void risk_phrases_emit(const struct risk_data *data, json_t *phrases, bool at_end,
                       struct risk_source source, FILE *out)
{
    json_t *plan = json_array();
    const struct phrase phrase = {.data = data,
                                  .source = source,
                                  .text = "",
                                  .out = out,
                                  .nodes = risk_plan_choice(plan, false)};
    json_object_set_new(data->plans, source.entry, plan);
    fprintf(out, "(?<= )");
    emit_alternatives(&phrase, phrases);
    fprintf(out, at_end ? "\\z" : "");
}

// -- patterns over the message as typed

// What PCRE2 and ECMAScript do not read alike, and why.
static const struct {
    const char *text;
    const char *why;
} FOREIGN[] = {
    {"(?<",  "names and looking back differ"           },
    {"(?P",  "names differ"                            },
    {"(?i",  "case is chosen by the rule"              },
    {"(?>",  "ECMAScript has no atomic groups"         },
    {"\\s",  "PCRE2 knows fewer blanks; write them out"},
    {"\\S",  "PCRE2 knows fewer blanks; write them out"},
    {"\\w",  "letters with accents belong to words"    },
    {"\\W",  "letters with accents belong to words"    },
    {"\\p",  "browsers of 2019 do not know it"         },
    {"\\A",  "ECMAScript does not know it"             },
    {"\\z",  "ECMAScript does not know it"             },
    {"\\h",  "ECMAScript does not know it"             },
    {"[[:",  "ECMAScript has no such classes"          },
    {"++",   "ECMAScript has no possessive quantifiers"},
    {"*+",   "ECMAScript has no possessive quantifiers"},
    {"\\'",  "ECMAScript refuses needless backslashes" },
    {"\\-",  "ECMAScript refuses needless backslashes" },
    {"\\\"", "ECMAScript refuses needless backslashes" },
};

static void check_common(const char *pattern, struct risk_source source)
{
    for (size_t i = 0; i < sizeof(FOREIGN) / sizeof(FOREIGN[0]); i++) {
        if (strstr(pattern, FOREIGN[i].text) != NULL) {
            fail(source.file, "%s: a pattern has %s: %s", source.entry, FOREIGN[i].text,
                 FOREIGN[i].why);
        }
    }
}

static void write_pattern(const struct risk_data *data, const char *pattern,
                          struct risk_source source, FILE *out)
{
    check_common(pattern, source);
    for (const char *at = pattern; *at != '\0';) {
        const char *open = strstr(at, "{{");
        if (open == NULL) {
            fprintf(out, "%s", at);
            return;
        }
        const char *close = strstr(open, "}}");
        char name[BUFFER_MAX];
        if (close == NULL) {
            fail(source.file, "%s: {{ without }}", source.entry);
            return;
        }
        snprintf(name, sizeof(name), "%.*s", (int)(close - open - 2), open + 2);
        const char *fragment = string_at(data->fragments, name);
        if (fragment == NULL) {
            fail(source.file, "%s: there is no fragment {{%s}}", source.entry, name);
        }
        check_common(fragment, source);
        fprintf(out, "%.*s(?:%s)", (int)(open - at), at, fragment);
        at = close + 2;
    }
}

// Whether PCRE2 takes it.
static void check_compiles(const char *pattern, struct risk_source source)
{
    int fault = 0;
    PCRE2_SIZE at = 0;
    PCRE2_UCHAR text[BUFFER_MAX] = "";
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                     PCRE2_UTF, &fault, &at, NULL);
    if (code == NULL) {
        (void)pcre2_get_error_message(fault, text, sizeof(text));
        fail(source.file, "%s: a pattern does not compile: %s at byte %zu of %s",
             source.entry, (const char *)text, (size_t)at, pattern);
    }
    pcre2_code_free(code);
}

void risk_pattern_emit(const struct risk_data *data, const char *pattern,
                       struct risk_source source, FILE *out)
{
    char *whole = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&whole, &len);
    if (memory == NULL) {
        fail(source.file, "out of memory");
    }
    write_pattern(data, pattern, source, memory);
    if (fclose(memory) != 0) {
        fail(source.file, "out of memory");
    }
    check_compiles(whole, source);
    fprintf(out, "%s", whole);
    free(whole);
}
