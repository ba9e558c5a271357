// The automaton of Aho and Corasick ("Efficient string matching", Communications of the
// ACM 18, 1975) with a move for each state and symbol.
#include "domain/risk/risk_literal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/err.h"
#include "base/mem.h"
#include "risk_data.h"

#define BYTES 256
#define WIDE '\x01' // what a byte beyond ASCII counts as

static_assert(RISK_CLAUSES <= RISK_CLAUSE_WORDS * BITS_PER_WORD,
              "there is a bit for each clause");

struct risk_literals {
    uint8_t symbols[BYTES]; // by byte; 0: in no literal
    size_t symbol_count;
    uint16_t *moves;   // by state and symbol; state 0 is the beginning
    uint16_t *found;   // by state: 1 + the literal that ends there, 0: none
    uint16_t *shorter; // by state: where the longest one ends that ends the same
    size_t states;
};

static unsigned char folded(unsigned char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (unsigned char)(c - 'A' + 'a');
    }
    if (c >= '0' && c <= '9') {
        return '0';
    }
    return c >= 0x80 ? WIDE : c;
}

static void number_symbols(struct risk_literals *literals, size_t *bytes_out)
{
    uint8_t numbers[BYTES] = {0};
    literals->symbol_count = 1;
    *bytes_out = 0;
    for (size_t i = 0; i < RISK_LITERALS; i++) {
        const struct text literal = risk_literals[i].literal;
        for (size_t at = 0; at < literal.len; at++) {
            const unsigned char c = (unsigned char)literal.s[at];
            if (numbers[c] == 0) {
                numbers[c] = (uint8_t)literals->symbol_count++;
            }
        }
        *bytes_out += literal.len;
    }
    for (unsigned c = 0; c < BYTES; c++) {
        literals->symbols[c] = numbers[folded((unsigned char)c)];
    }
}

static uint16_t *move(const struct risk_literals *literals, size_t state, size_t symbol)
{
    return &literals->moves[state * literals->symbol_count + symbol];
}

// Adds the states of one literal; 0 stands for a move that is not there yet.
static void add_literal(struct risk_literals *literals, uint16_t row)
{
    const struct text literal = risk_literals[row].literal;
    size_t state = 0;
    for (size_t at = 0; at < literal.len; at++) {
        const size_t symbol = literals->symbols[(unsigned char)literal.s[at]];
        uint16_t *next = move(literals, state, symbol);
        if (*next == 0) {
            *next = (uint16_t)literals->states++;
        }
        state = *next;
    }
    literals->found[state] = (uint16_t)(row + 1);
}

// Fills in the moves of `state` that no literal goes on with: those of the longest end
// of it that is a beginning, `back`. Gives each state behind it its own.
static void complete(struct risk_literals *literals, uint16_t *back, size_t state)
{
    for (size_t symbol = 0; symbol < literals->symbol_count; symbol++) {
        uint16_t *next = move(literals, state, symbol);
        const uint16_t other = state == 0 ? 0 : *move(literals, back[state], symbol);
        if (*next == 0) {
            *next = other;
        } else {
            back[*next] = other;
            literals->shorter[*next] =
                literals->found[other] != 0 ? other : literals->shorter[other];
        }
    }
}

// States in the order of their depth: those that `back` leads to are complete before.
static void complete_all(struct risk_literals *literals)
{
    uint16_t *back = mem_new(literals->states, sizeof *back);
    uint16_t *order = mem_new(literals->states, sizeof *order);
    size_t known = 1;
    for (size_t i = 0; i < known; i++) {
        for (size_t symbol = 0; symbol < literals->symbol_count; symbol++) {
            const uint16_t next = *move(literals, order[i], symbol);
            if (next != 0 && known < literals->states) {
                order[known++] = next;
            }
        }
        complete(literals, back, order[i]);
    }
    free(order);
    free(back);
}

struct risk_literals *risk_literals_new(void)
{
    struct risk_literals *literals = mem_new(1, sizeof *literals);
    size_t bytes = 0;
    number_symbols(literals, &bytes);
    if (bytes >= UINT16_MAX) {
        unreachable_state("more literals of risk than states have numbers");
    }
    literals->states = 1;
    literals->moves =
        mem_new((bytes + 1) * literals->symbol_count, sizeof *literals->moves);
    literals->found = mem_new(bytes + 1, sizeof *literals->found);
    literals->shorter = mem_new(bytes + 1, sizeof *literals->shorter);
    for (uint16_t row = 0; row < RISK_LITERALS; row++) {
        add_literal(literals, row);
    }
    complete_all(literals);
    return literals;
}

void risk_literals_free(struct risk_literals *literals)
{
    if (literals != NULL) {
        free(literals->moves);
        free(literals->found);
        free(literals->shorter);
        free(literals);
    }
}

static void add_clauses(uint16_t row, uint64_t clauses[RISK_CLAUSE_WORDS])
{
    const struct risk_range range = risk_literals[row].clauses;
    for (int i = range.first; i < range.first + range.count; i++) {
        bits_set(clauses, risk_literal_clauses[i]);
    }
}

void risk_literals_find(const struct risk_literals *literals, struct text message,
                        uint64_t clauses[RISK_CLAUSE_WORDS])
{
    size_t state = 0;
    for (size_t at = 0; at < message.len; at++) {
        state = *move(literals, state, literals->symbols[(unsigned char)message.s[at]]);
        size_t ends = literals->found[state] != 0 ? state : literals->shorter[state];
        for (; ends != 0; ends = literals->shorter[ends]) {
            add_clauses((uint16_t)(literals->found[ends] - 1), clauses);
        }
    }
}

// Most messages do not even have the first byte of `letter`.
static bool has(struct text message, struct text letter)
{
    return memchr(message.s, letter.s[0], message.len) != NULL &&
           memmem(message.s, message.len, letter.s, letter.len) != NULL;
}

bool risk_literals_are_blind(struct text message)
{
    static const struct text long_s = TEXT_INIT("\xc5\xbf");     // U+017F, an s
    static const struct text kelvin = TEXT_INIT("\xe2\x84\xaa"); // U+212A, a k
    return has(message, long_s) || has(message, kelvin);
}
