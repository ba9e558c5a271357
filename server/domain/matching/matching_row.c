#include "domain/matching/matching_row.h"

#include <assert.h>

#define VERSION 1
#define GATE_BIT 0x80
#define MORE_BIT 0x80 // of a varint
#define PART_BYTES 2  // most: parts are below 2^14
#define HEADER_BYTES (2 + 2 * MATCHING_CRITERIA)
#define PAIR_BYTES (1 + 2 + PART_BYTES * MATCHING_CRITERIA)

static_assert(MATCHING_GATE_ROWS <= GATE_BIT, "a gate fits in seven bits");
static_assert(MATCHING_CRITERIA < 15, "what is known never begins with the gate's bit");

size_t matching_row_max(int supporters)
{
    return HEADER_BYTES + PAIR_BYTES * (size_t)supporters;
}

static char *put_pair_of_bytes(char *at, unsigned number)
{
    *at++ = (char)(number >> 8);
    *at++ = (char)(number & 0xff);
    return at;
}

static char *put_part(char *at, unsigned part)
{
    if (part >= MORE_BIT) {
        *at++ = (char)(MORE_BIT | (part & 0x7f));
        part >>= 7;
    }
    *at++ = (char)part;
    return at;
}

static char *put_score(char *at, const struct matching_score *score)
{
    at = put_pair_of_bytes(at, score->known_bits);
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        at = put_part(at, (unsigned)score->parts[i]);
    }
    return at;
}

static char *put_header(char *at, const struct matching_sides *sides,
                        const struct matching_measure *measure, int carer)
{
    struct matching_score score = {0};
    // What each criterion can come to depends on what the carer wishes alone.
    if (sides->supporter_count > 0) {
        matching_score_find(measure, &sides->carers[carer], &sides->supporters[0],
                            &score);
    }
    *at++ = VERSION;
    *at++ = MATCHING_CRITERIA;
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        at = put_pair_of_bytes(at, (unsigned)score.of[i]);
    }
    return at;
}

size_t matching_row_write(const struct matching_sides *sides,
                          const struct matching_measure *measure,
                          const matching_cell *cells, int carer, char *bytes)
{
    char *at = put_header(bytes, sides, measure, carer);
    for (int i = 0; i < sides->supporter_count; i++) {
        struct matching_score score;
        bool by_hand = cells[i] < 0 && matching_gates[-cells[i]].by_hand;
        if (cells[i] < 0) {
            *at++ = (char)(GATE_BIT | -cells[i]);
        }
        if (cells[i] >= 0 || by_hand) {
            matching_score_find(measure, &sides->carers[carer], &sides->supporters[i],
                                &score);
            at = put_score(at, &score);
        }
    }
    return (size_t)(at - bytes);
}

// The byte at `*at`, or -1 at the end.
static int take_byte(struct text row, size_t *at)
{
    return *at < row.len ? (unsigned char)row.s[(*at)++] : -1;
}

static int take_part(struct text row, size_t *at)
{
    int first = take_byte(row, at);
    if (first < MORE_BIT) {
        return first;
    }
    int second = take_byte(row, at);
    return second < 0 ? -1 : (first & 0x7f) | second << 7;
}

static int take_pair_of_bytes(struct text row, size_t *at)
{
    int high = take_byte(row, at);
    int low = take_byte(row, at);
    return low < 0 ? -1 : high << 8 | low;
}

static enum err take_score(struct text row, size_t *at, struct matching_score *score)
{
    size_t header = 2;
    int known = take_pair_of_bytes(row, at);
    if (known < 0) {
        return ERR_CORRUPT;
    }
    score->known_bits = (uint16_t)known;
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        int part = take_part(row, at);
        if (part < 0) {
            return ERR_CORRUPT;
        }
        score->of[i] = (int16_t)take_pair_of_bytes(row, &header);
        score->parts[i] = (int16_t)part;
        score->total = (int16_t)(score->total + part);
    }
    return OK;
}

enum err matching_row_next(struct text row, size_t *at,
                           struct matching_row_pair *pair_out)
{
    *pair_out = (struct matching_row_pair){.gate = MATCHING_GATE_NONE};
    if (*at == 0) {
        if (row.len < HEADER_BYTES || row.s[0] != VERSION ||
            row.s[1] != MATCHING_CRITERIA) {
            return ERR_CORRUPT;
        }
        *at = HEADER_BYTES;
    }
    if (*at >= row.len) {
        return ERR_CORRUPT;
    }
    int first = (unsigned char)row.s[*at];
    if ((first & GATE_BIT) != 0) {
        ++*at;
        int gate = first & ~GATE_BIT;
        if (gate == MATCHING_GATE_NONE || gate >= MATCHING_GATE_ROWS) {
            return ERR_CORRUPT;
        }
        pair_out->gate = (enum matching_gate)gate;
        if (!matching_gates[gate].by_hand) {
            return OK;
        }
    }
    pair_out->has_score = true;
    pair_out->score.too_little_known = pair_out->gate == MATCHING_GATE_TOO_LITTLE_KNOWN;
    return take_score(row, at, &pair_out->score);
}

enum err matching_row_pair_at(struct text row, int position,
                              struct matching_row_pair *pair_out)
{
    size_t at = 0;
    enum err err = OK;
    for (int i = 0; err == OK && i <= position; i++) {
        err = matching_row_next(row, &at, pair_out);
    }
    return err;
}
