// A phrase is an automaton over words. Where it may be between two words of the message
// is a row of bits, one for each place; a step moves all of them at once. (Shift and
// And: Baeza-Yates and Gonnet, "A new approach to text searching", Communications of
// the ACM 35, 1992.) Only phrases are followed of which the rarest word is there.
#include "domain/risk/risk_sieve.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/mem.h"
#include "domain/risk/risk_literal.h"
#include "domain/risk/risk_phrase_word.h"
#include "risk_data.h"

static_assert(RISK_RULES <= RISK_RULE_WORDS * BITS_PER_WORD,
              "there is a bit for each rule");

// Rows of a choice.
enum choice_row {
    ROW_BEFORE, // where the choice is made
    ROW_BRANCH, // where one branch is so far
    CHOICE_ROWS
};

// Rows that every message has, before those of the sets of words.
enum own_row {
    ROW_WORDS,      // places before a word or the end of a sentence
    ROW_SENTENCE,   // … before a word
    ROW_BEGINNINGS, // where a sentence begins
    ROW_ENDS,       // where it ends
    ROW_PLACES,     // where a phrase is so far
    ROW_CHOICES,    // CHOICE_ROWS for each choice within a choice
    OWN_ROWS = ROW_CHOICES + CHOICE_ROWS * (RISK_STEPS_DEEP + 1)
};

struct risk_sieve {
    struct risk_phrase_words *words;
    struct risk_literals *literals;
    uint64_t *rows; // OWN_ROWS + RISK_SETS of `width` words of 64 bits
    size_t room;    // as many words of 64 bits as a row may have
    size_t width;
    uint16_t seen[RISK_SETS]; // sets of which a word is there
    size_t seen_count;
    bool is_seen[RISK_SETS];
};

struct risk_sieve *risk_sieve_new(void)
{
    struct risk_sieve *sieve = mem_new(1, sizeof *sieve);
    sieve->words = risk_phrase_words_new();
    sieve->literals = risk_literals_new();
    return sieve;
}

void risk_sieve_free(struct risk_sieve *sieve)
{
    if (sieve != NULL) {
        risk_phrase_words_free(sieve->words);
        risk_literals_free(sieve->literals);
        free(sieve->rows);
        free(sieve);
    }
}

static uint64_t *row_at(const struct risk_sieve *sieve, size_t row)
{
    return &sieve->rows[row * sieve->width];
}

static uint64_t *row_of_set(const struct risk_sieve *sieve, size_t set)
{
    return row_at(sieve, OWN_ROWS + set);
}

static void mark(uint64_t *row, size_t place)
{
    row[place / BITS_PER_WORD] |= UINT64_C(1) << (place % BITS_PER_WORD);
}

static void clear(const struct risk_sieve *sieve, uint64_t *row)
{
    memset(row, 0, sieve->width * sizeof *row);
}

// -- the words of a message

// Makes rows for `words` words, with the place behind the last.
static void make_rows(struct risk_sieve *sieve, size_t words)
{
    sieve->width = words / BITS_PER_WORD + 1;
    if (sieve->width > sieve->room) {
        sieve->room = sieve->width;
        sieve->rows = mem_resize(sieve->rows, (OWN_ROWS + RISK_SETS) * sieve->room,
                                 sizeof *sieve->rows);
    }
    for (size_t row = 0; row < ROW_PLACES; row++) {
        clear(sieve, row_at(sieve, row));
    }
    for (size_t i = 0; i < sieve->seen_count; i++) {
        sieve->is_seen[sieve->seen[i]] = false;
    }
    sieve->seen_count = 0;
}

static void mark_sets(struct risk_sieve *sieve, size_t word, size_t place)
{
    const struct risk_range sets = risk_phrase_words[word].sets;
    for (size_t i = sets.first; i < (size_t)sets.first + sets.count; i++) {
        const uint16_t set = risk_word_sets[i];
        if (!sieve->is_seen[set]) {
            sieve->is_seen[set] = true;
            sieve->seen[sieve->seen_count++] = set;
            clear(sieve, row_of_set(sieve, set));
        }
        mark(row_of_set(sieve, set), place);
    }
}

static void mark_stop(struct risk_sieve *sieve, size_t place)
{
    mark(row_at(sieve, ROW_ENDS), place);
    mark(row_at(sieve, ROW_BEGINNINGS), place + 1);
}

// Whether the words are such as phrases are written for: a full stop stands alone.
static bool is_plain(const struct risk_text *text)
{
    const char *end = text->normal.s + text->normal.len;
    const char *stop = memchr(text->normal.s, '.', text->normal.len);
    while (stop != NULL) {
        // A space is before and behind each word.
        if (stop[-1] != ' ' || stop[1] != ' ') {
            return false;
        }
        stop = memchr(stop + 1, '.', (size_t)(end - stop) - 1);
    }
    return true;
}

static void mark_words(struct risk_sieve *sieve, const struct risk_text *text)
{
    make_rows(sieve, text->count);
    mark(row_at(sieve, ROW_BEGINNINGS), 0);
    mark(row_at(sieve, ROW_ENDS), text->count);
    for (size_t place = 0; place < text->count; place++) {
        const struct text word = text->tokens[place].word;
        mark(row_at(sieve, ROW_WORDS), place);
        if (word.s[0] == '.') {
            mark_stop(sieve, place);
            continue;
        }
        mark(row_at(sieve, ROW_SENTENCE), place);
        struct risk_found_words found;
        risk_phrase_words_find(sieve->words, word, &found);
        for (size_t i = 0; i < found.count; i++) {
            mark_sets(sieve, found.rows[i], place);
        }
    }
}

// -- following phrases

struct steps {
    const struct risk_step *first;
    size_t count;
};

// Keeps those of `places` that are in `row`. Whether any are left.
static bool keep(const struct risk_sieve *sieve, uint64_t *places, const uint64_t *row)
{
    uint64_t any = 0;
    for (size_t i = 0; i < sieve->width; i++) {
        places[i] &= row[i];
        any |= places[i];
    }
    return any != 0;
}

// Moves `places` that are in `row` behind the next word and drops the others. Whether
// any are left.
static bool advance(const struct risk_sieve *sieve, uint64_t *places,
                    const uint64_t *row)
{
    uint64_t carried = 0;
    uint64_t any = 0;
    for (size_t i = 0; i < sieve->width; i++) {
        const uint64_t here = places[i] & row[i];
        places[i] = here << 1 | carried;
        carried = here >> (BITS_PER_WORD - 1);
        any |= here;
    }
    return any != 0;
}

// Adds to `places` those up to `most` words further on, each of them in `row`.
static void spread(const struct risk_sieve *sieve, uint64_t *places,
                   const uint64_t *row, size_t most)
{
    for (size_t words = 0; words < most; words++) {
        uint64_t carried = 0;
        for (size_t i = 0; i < sieve->width; i++) {
            const uint64_t here = places[i] & row[i];
            places[i] |= here << 1 | carried;
            carried = here >> (BITS_PER_WORD - 1);
        }
    }
}

static void add_places(const struct risk_sieve *sieve, uint64_t *places,
                       const uint64_t *more)
{
    for (size_t i = 0; i < sieve->width; i++) {
        places[i] |= more[i];
    }
}

static bool follow(const struct risk_sieve *sieve, struct steps steps, uint64_t *places,
                   size_t depth);

// Leads `places` through each of the branches in `steps`; with `may_lack` also past
// them all. Whether any are left.
static bool follow_choice(const struct risk_sieve *sieve, struct steps steps,
                          uint64_t *places, size_t depth, bool may_lack)
{
    uint64_t *rows = row_at(sieve, ROW_CHOICES + CHOICE_ROWS * depth);
    uint64_t *before = rows + ROW_BEFORE * sieve->width;
    uint64_t *branch = rows + ROW_BRANCH * sieve->width;
    const size_t bytes = sieve->width * sizeof *places;
    bool any = may_lack;
    memcpy(before, places, bytes);
    if (!may_lack) {
        clear(sieve, places);
    }
    for (size_t at = 0; at < steps.count; at += 1U + steps.first[at].value) {
        const struct steps inner = {&steps.first[at + 1], steps.first[at].value};
        memcpy(branch, before, bytes);
        if (follow(sieve, inner, branch, depth + 1)) {
            any = true;
            add_places(sieve, places, branch);
        }
    }
    return any;
}

// Does one step. Whether any places are left.
static bool follow_step(const struct risk_sieve *sieve, struct steps steps,
                        uint64_t *places, size_t depth)
{
    const struct risk_step *step = steps.first;
    const struct steps inner = {step + 1, step->value};
    switch ((enum risk_step_kind)step->kind) {
    case RISK_STEP_SET:
        return sieve->is_seen[step->value] &&
               advance(sieve, places, row_of_set(sieve, step->value));
    case RISK_STEP_GAP:
        spread(sieve, places, row_at(sieve, ROW_SENTENCE), step->value);
        return true;
    case RISK_STEP_WIDE:
        spread(sieve, places, row_at(sieve, ROW_WORDS), step->value);
        return true;
    case RISK_STEP_OPENS:
        return keep(sieve, places, row_at(sieve, ROW_BEGINNINGS));
    case RISK_STEP_CLOSES:
        return keep(sieve, places, row_at(sieve, ROW_ENDS));
    case RISK_STEP_CHOICE:
        return follow_choice(sieve, inner, places, depth, false);
    case RISK_STEP_OPTION:
        return follow_choice(sieve, inner, places, depth, true);
    case RISK_STEP_BRANCH:
        break;
    }
    unreachable_state("a branch of no choice");
}

static bool has_inner_steps(const struct risk_step *step)
{
    return step->kind == RISK_STEP_CHOICE || step->kind == RISK_STEP_OPTION;
}

// Whether `steps` lead from `places` anywhere; `places` are those behind them then.
static bool follow(const struct risk_sieve *sieve, struct steps steps, uint64_t *places,
                   size_t depth)
{
    size_t at = 0;
    while (at < steps.count) {
        const struct risk_step *step = &steps.first[at];
        const struct steps rest = {step, steps.count - at};
        if (!follow_step(sieve, rest, places, depth)) {
            return false;
        }
        at += has_inner_steps(step) ? 1U + step->value : 1U;
    }
    return true;
}

// -- which rules

static void try_phrase(const struct risk_sieve *sieve,
                       const struct risk_phrase_row *phrase,
                       uint64_t rules[RISK_RULE_WORDS])
{
    uint64_t *places = row_at(sieve, ROW_PLACES);
    const struct steps steps = {&risk_steps[phrase->first], phrase->count};
    if (!bits_has(rules, phrase->rule)) {
        memset(places, 0xff, sieve->width * sizeof *places);
        if (follow(sieve, steps, places, 0)) {
            bits_set(rules, phrase->rule);
        }
    }
}

static void try_phrases(const struct risk_sieve *sieve, uint64_t rules[RISK_RULE_WORDS])
{
    for (size_t i = 0; i < risk_phrases_always; i++) {
        try_phrase(sieve, &risk_phrases[i], rules);
    }
    for (size_t i = 0; i < sieve->seen_count; i++) {
        const struct risk_range phrases = risk_set_phrases[sieve->seen[i]];
        for (size_t at = 0; at < phrases.count; at++) {
            const struct risk_phrase_row *phrase = &risk_phrases[phrases.first + at];
            if (sieve->is_seen[phrase->also]) {
                try_phrase(sieve, phrase, rules);
            }
        }
    }
}

static void add_phrase_rules(uint64_t rules[RISK_RULE_WORDS])
{
    for (int row = 0; row < RISK_RULES; row++) {
        if (!risk_rules[row].is_original) {
            bits_set(rules, row);
        }
    }
}

static bool has_clauses(const uint64_t clauses[RISK_CLAUSE_WORDS],
                        struct risk_range needed)
{
    for (int i = needed.first; i < needed.first + needed.count; i++) {
        if (!bits_has(clauses, i)) {
            return false;
        }
    }
    return true;
}

static void try_patterns(const struct risk_sieve *sieve, struct text message,
                         uint64_t rules[RISK_RULE_WORDS])
{
    uint64_t clauses[RISK_CLAUSE_WORDS] = {0};
    const bool is_blind = risk_literals_are_blind(message);
    risk_literals_find(sieve->literals, message, clauses);
    for (size_t i = 0; i < RISK_PATTERNS; i++) {
        if (is_blind || has_clauses(clauses, risk_patterns[i].clauses)) {
            bits_set(rules, risk_patterns[i].rule);
        }
    }
}

void risk_sieve_pass(struct risk_sieve *sieve, struct text message,
                     const struct risk_text *text, uint64_t rules_out[RISK_RULE_WORDS])
{
    memset(rules_out, 0, RISK_RULE_WORDS * sizeof *rules_out);
    if (is_plain(text)) {
        mark_words(sieve, text);
        try_phrases(sieve, rules_out);
    } else {
        add_phrase_rules(rules_out);
    }
    try_patterns(sieve, message, rules_out);
}
