// Which literals stand in every text that a pattern matches. Of a sequence all parts
// stand there, of a choice one does; what the reader below does not know is taken to
// match anything. So a text without those literals cannot be matched; one with them may
// be or not.
#include "risk.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_MAX 96   // texts that are told one by one
#define LITERAL_MAX 40 // bytes of one
#define CLASS_MAX 4    // characters of a class that are told one by one
#define CLAUSES_MAX 3  // of a pattern: the rarest
#define REPEATS_MAX 12
#define CHARACTER 0.12 // how likely a character is the one looked for
#define SPACE 0.9      // … where that is a space
#define LIKELY 0.5     // what is there so often is not worth looking for

// Letters beyond ASCII that in any case are one with an s or a k.
#define LONG_S "\xc5\xbf"
#define KELVIN "\xe2\x84\xaa"

// What is known of a piece of a pattern.
struct known {
    json_t *exact;   // all the texts it can be; NULL: too many
    json_t *clauses; // lists of literals, of each of which one stands there
};

struct reader {
    const char *at;
    bool is_lost; // met what it does not know
};

static struct known read_choice(struct reader *reader);

static struct known anything(void)
{
    return (struct known){NULL, json_array()};
}

static struct known nothing(void)
{
    return (struct known){json_pack("[s]", ""), json_array()};
}

static void forget(struct known *known)
{
    json_decref(known->exact);
    json_decref(known->clauses);
}

// -- lists of literals

// How likely one of `literals` stands somewhere.
static double likelihood(const json_t *literals)
{
    double sum = 0;
    size_t at;
    json_t *literal;
    json_array_foreach (literals, at, literal) {
        double one = 1;
        for (const char *c = json_string_value(literal); *c != '\0'; c++) {
            one *= *c == ' ' ? SPACE : CHARACTER;
        }
        sum += one;
    }
    return sum;
}

static void add_once(json_t *list, json_t *literal)
{
    if (!list_has(list, json_string_value(literal))) {
        json_array_append(list, literal);
    }
}

// Adds `exact` to `clauses` where each text of it is something to look for.
static void add_clause(json_t *clauses, json_t *exact)
{
    if (exact != NULL && json_array_size(exact) > 0 && !list_has(exact, "")) {
        json_array_append(clauses, exact);
    }
}

// Every text of `first` with every one of `second` behind it; NULL: too many.
static json_t *product(const json_t *first, const json_t *second)
{
    if (json_array_size(first) * json_array_size(second) > EXACT_MAX) {
        return NULL;
    }
    json_t *all = json_array();
    size_t at;
    json_t *begin;
    json_array_foreach (first, at, begin) {
        size_t by;
        json_t *end;
        json_array_foreach (second, by, end) {
            json_t *text =
                json_sprintf("%s%s", json_string_value(begin), json_string_value(end));
            const bool is_long = json_string_length(text) > LITERAL_MAX;
            add_once(all, text);
            json_decref(text);
            if (is_long) {
                json_decref(all);
                return NULL;
            }
        }
    }
    return all;
}

// The rarest of the clauses of `known`; NULL: there is none. Borrowed.
static json_t *best_clause(const struct known *known)
{
    json_t *best = NULL;
    size_t at;
    json_t *clause;
    json_array_foreach (known->clauses, at, clause) {
        best = best == NULL || likelihood(clause) < likelihood(best) ? clause : best;
    }
    return best;
}

// -- characters

// As the server compares them: small letters, every digit 0.
static char folded(char c)
{
    return (char)(isdigit((unsigned char)c) ? '0' : tolower((unsigned char)c));
}

static bool is_wide(char c)
{
    return (unsigned char)c >= 0x80;
}

// One of characters beyond ASCII.
static struct known wide_character(void)
{
    return (struct known){NULL, json_pack("[[s]]", RISK_LITERAL_WIDE)};
}

static struct known one_character(char c)
{
    const char text[2] = {folded(c), '\0'};
    return (struct known){json_pack("[s]", text), json_array()};
}

// A class of characters as far as it is told one by one.
struct told {
    json_t *members; // of ASCII
    bool is_told;
    bool has_wide;
};

// Adds the characters `from` to `to`.
static void add_range(json_t *members, char from, char to)
{
    for (int c = (unsigned char)from; c <= (unsigned char)to; c++) {
        struct known one = one_character((char)c);
        add_once(members, json_array_get(one.exact, 0));
        forget(&one);
    }
}

// Reads one byte of a class.
static char read_byte(struct reader *reader)
{
    reader->at += *reader->at == '\\' ? 1 : 0;
    const char c = *reader->at;
    reader->is_lost = reader->is_lost || c == '\0';
    reader->at += reader->is_lost ? 0 : 1;
    return c;
}

// Members beyond ASCII one by one are told; a range of them is not.
static void read_member(struct reader *reader, struct told *told)
{
    const char first = read_byte(reader);
    char last = first;
    if (reader->at[0] == '-' && reader->at[1] != ']') {
        reader->at++;
        last = read_byte(reader);
        told->is_told = told->is_told && !is_wide(first) && !is_wide(last);
    }
    told->has_wide = told->has_wide || is_wide(first);
    if (told->is_told && !is_wide(first)) {
        add_range(told->members, first, last);
    }
}

static struct known read_class(struct reader *reader)
{
    struct told told = {json_array(), *reader->at != '^', false};
    while (!reader->is_lost && *reader->at != ']') {
        read_member(reader, &told);
    }
    reader->at += reader->is_lost ? 0 : 1;
    const size_t count = json_array_size(told.members);
    if (told.is_told && !told.has_wide && count <= CLASS_MAX) {
        return (struct known){told.members, json_array()};
    }
    json_decref(told.members);
    return told.is_told && count == 0 ? wide_character() : anything();
}

// -- pieces

// What stands in brackets; ahead of the text it counts, behind a "not" it does not.
static struct known read_group(struct reader *reader)
{
    const bool is_ahead = strncmp(reader->at, "?=", 2) == 0;
    const bool is_not = strncmp(reader->at, "?!", 2) == 0;
    if (!is_ahead && !is_not && strncmp(reader->at, "?:", 2) != 0) {
        reader->is_lost = true;
        return anything();
    }
    reader->at += 2;
    struct known known = read_choice(reader);
    reader->is_lost = reader->is_lost || *reader->at != ')';
    reader->at += reader->is_lost ? 0 : 1;
    if (is_not) {
        forget(&known);
        return nothing();
    }
    if (is_ahead) {
        add_clause(known.clauses, known.exact);
        json_decref(known.exact);
        known.exact = json_pack("[s]", "");
    }
    return known;
}

// Behind a backslash: a sign that stands for itself.
static struct known read_escaped(struct reader *reader)
{
    const char c = *reader->at;
    if (c == '\0' || isalnum((unsigned char)c) != 0 || is_wide(c)) {
        reader->is_lost = true;
        return anything();
    }
    reader->at++;
    return one_character(c);
}

static struct known read_piece(struct reader *reader)
{
    const char c = *reader->at++;
    switch (c) {
    case '(':
        return read_group(reader);
    case '[':
        return read_class(reader);
    case '.':
        return anything();
    case '^':
    case '$':
        return nothing();
    case '\\':
        return read_escaped(reader);
    default:
        break;
    }
    if (!is_wide(c)) {
        return one_character(c);
    }
    while (((unsigned char)*reader->at & 0xc0) == 0x80) {
        reader->at++;
    }
    return wide_character();
}

// -- how often

struct times {
    long least;
    bool is_exact; // no more often than that
};

static struct times read_times(struct reader *reader)
{
    struct times times = {1, true};
    const char c = *reader->at;
    if (c == '?' || c == '*' || c == '+') {
        times = (struct times){c == '+' ? 1 : 0, false};
        reader->at++;
    } else if (c == '{') {
        char *end = NULL;
        times.least = strtol(reader->at + 1, &end, 10);
        times.is_exact = *end == '}';
        end += strcspn(end, "}");
        reader->is_lost =
            reader->is_lost || *end == '\0' || !isdigit((unsigned char)reader->at[1]);
        reader->at = reader->is_lost ? reader->at : end + 1;
    }
    if (c == '?' || c == '*' || c == '+' || c == '{') {
        reader->at += *reader->at == '?' ? 1 : 0; // as few as will do
    }
    return times;
}

// `known`, or nothing.
static struct known or_nothing(struct known known)
{
    json_t *clauses = known.clauses;
    known.clauses = json_array();
    json_decref(clauses);
    if (known.exact != NULL) {
        json_t *empty = json_string("");
        add_once(known.exact, empty);
        json_decref(empty);
    }
    return known;
}

static struct known repeated(struct known known, struct times times)
{
    json_t *all = json_pack("[s]", "");
    for (long i = 0; i < times.least && i < REPEATS_MAX && all != NULL; i++) {
        json_t *longer = known.exact == NULL ? NULL : product(all, known.exact);
        json_decref(all);
        all = longer;
    }
    add_clause(known.clauses, all == NULL ? known.exact : all);
    json_decref(known.exact);
    known.exact = NULL;
    if (times.is_exact && times.least <= REPEATS_MAX && all != NULL) {
        known.exact = json_incref(all);
    }
    json_decref(all);
    return known;
}

static struct known read_repeated(struct reader *reader)
{
    struct known known = read_piece(reader);
    const bool is_question = *reader->at == '?';
    const struct times times = read_times(reader);
    if (times.is_exact && times.least == 1) {
        return known;
    }
    if (times.least > 0) {
        return repeated(known, times);
    }
    known = or_nothing(known);
    if (!is_question) { // any number of times
        json_decref(known.exact);
        known.exact = NULL;
    }
    return known;
}

// -- sequences and choices

static struct known read_sequence(struct reader *reader)
{
    struct known sum = anything();
    json_t *run = json_pack("[s]", ""); // what comes to stand side by side
    bool is_whole = true;
    while (!reader->is_lost && strchr("|)", *reader->at) == NULL) {
        struct known next = read_repeated(reader);
        json_array_extend(sum.clauses, next.clauses);
        json_t *longer = next.exact == NULL ? NULL : product(run, next.exact);
        if (longer == NULL) {
            add_clause(sum.clauses, run);
            longer =
                next.exact == NULL ? json_pack("[s]", "") : json_incref(next.exact);
            is_whole = false;
        }
        json_decref(run);
        run = longer;
        forget(&next);
    }
    if (is_whole) {
        sum.exact = run;
        return sum;
    }
    add_clause(sum.clauses, run);
    json_decref(run);
    return sum;
}

// What holds for either of two; both are taken.
static struct known either(struct known one, struct known other)
{
    struct known both = anything();
    if (one.exact != NULL && other.exact != NULL &&
        json_array_size(one.exact) + json_array_size(other.exact) <= EXACT_MAX) {
        both.exact = json_copy(one.exact);
        json_array_extend(both.exact, other.exact);
        forget(&one);
        forget(&other);
        return both;
    }
    add_clause(one.clauses, one.exact);
    add_clause(other.clauses, other.exact);
    const json_t *best = best_clause(&one);
    json_t *best_of_other = best_clause(&other);
    if (best != NULL && best_of_other != NULL) {
        json_t *clause = json_array();
        json_array_extend(clause, (json_t *)(uintptr_t)best);
        json_array_extend(clause, best_of_other);
        json_array_append_new(both.clauses, clause);
    }
    forget(&one);
    forget(&other);
    return both;
}

// To the end of the pattern, or to the bracket that closes it.
static struct known read_choice(struct reader *reader)
{
    struct known known = read_sequence(reader);
    while (!reader->is_lost && *reader->at == '|') {
        reader->at++;
        known = either(known, read_sequence(reader));
    }
    return known;
}

// Takes the rarest clause out of `known`; NULL: there is none worth looking for. Owner:
// the caller.
static json_t *take_best(struct known *known)
{
    json_t *best = best_clause(known);
    if (best == NULL || likelihood(best) > LIKELY) {
        return NULL;
    }
    json_incref(best);
    size_t at = 0;
    while (json_array_get(known->clauses, at) != best) {
        at++;
    }
    json_array_remove(known->clauses, at);
    return best;
}

json_t *risk_literals(const char *pattern)
{
    json_t *clauses = json_array();
    struct reader reader = {.at = pattern};
    if (strstr(pattern, LONG_S) != NULL || strstr(pattern, KELVIN) != NULL) {
        return clauses;
    }
    struct known known = read_choice(&reader);
    add_clause(known.clauses, known.exact);
    if (!reader.is_lost && *reader.at == '\0') {
        for (int i = 0; i < CLAUSES_MAX; i++) {
            json_t *best = take_best(&known);
            if (best != NULL) {
                json_array_append_new(clauses, best);
            }
        }
    }
    forget(&known);
    return clauses;
}
