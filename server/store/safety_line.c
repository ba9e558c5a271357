#include "store/safety_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/field.h"
#include "base/hex.h"

#define NAME "kith-safety-1"
#define HASH_DIGITS (2 * SECRET_HASH_BYTES)

static const char *const WORDS[SAFETY_KIND_COUNT] = {
    [SAFETY_START] = "start",
    [SAFETY_ERASE] = "erase",
    [SAFETY_BLOCK] = "block",
    [SAFETY_UNBLOCK] = "unblock",
    [SAFETY_NO_CONTACT] = "no_contact",
    [SAFETY_CONTACT] = "contact",
    [SAFETY_HOLD] = "hold",
    [SAFETY_UNHOLD] = "unhold",
    [SAFETY_SUSPEND] = "suspend",
    [SAFETY_LET_IN] = "let_in",
    [SAFETY_LEFT] = "left",
    [SAFETY_ROLE_TAKEN] = "role_taken",
    [SAFETY_SIGNED_OUT] = "signed_out",
    [SAFETY_RESTORED] = "restored",
    [SAFETY_PASSWORD] = "password",
    [SAFETY_SECOND_STEP] = "second_step",
    [SAFETY_PASSKEY_REMOVED] = "passkey_removed",
    [SAFETY_REMOVED] = "removed",
    [SAFETY_MATCH_ENDED] = "match_ended",
    [SAFETY_SAFE_WAYS] = "safe_ways",
    [SAFETY_ERASURE_ASKED] = "erasure_asked",
    [SAFETY_ERASURE_STOPPED] = "erasure_stopped",
};

struct text safety_line_word(enum safety_kind kind)
{
    return text_of(WORDS[kind]);
}

enum err safety_line_kind(struct text word, enum safety_kind *kind_out)
{
    for (int kind = 0; kind < SAFETY_KIND_COUNT; kind++) {
        if (text_equal(word, text_of(WORDS[kind]))) {
            *kind_out = (enum safety_kind)kind;
            return OK;
        }
    }
    return ERR_BAD_REQUEST;
}

// The line up to what is hashed of it.
static size_t write_head(const struct safety_record *record, char *s, size_t size)
{
    const int len = snprintf(
        s, size, NAME " %" PRId64 " %" PRId64 " %s %" PRId64 " %" PRId64 " %" PRId64,
        record->seq, record->at_utc_ms, WORDS[record->kind], record->a, record->b,
        record->c);

    return len > 0 && (size_t)len < size ? (size_t)len : 0;
}

struct safety_hashed safety_line_hashed(const struct secret_hash *before,
                                        const struct safety_record *record)
{
    struct safety_hashed hashed;

    memcpy(hashed.s, before->bytes, SECRET_HASH_BYTES);
    hashed.len = SECRET_HASH_BYTES +
                 write_head(record, hashed.s + SECRET_HASH_BYTES, SAFETY_LINE_MAX);
    return hashed;
}

struct safety_line safety_line_of(const struct safety_record *record)
{
    struct safety_line line;

    line.len = write_head(record, line.s, sizeof line.s - HASH_DIGITS - 1);
    line.s[line.len++] = ' ';
    hex_write(record->hash.bytes, SECRET_HASH_BYTES, line.s + line.len);
    line.len += HASH_DIGITS;
    return line;
}

enum field {
    FIELD_NAME,
    FIELD_SEQ,
    FIELD_TIME,
    FIELD_KIND,
    FIELD_A,
    FIELD_B,
    FIELD_C,
    FIELD_HASH,
    FIELD_COUNT
};

enum err safety_line_parse(struct text line, struct safety_record *record_out)
{
    struct text fields[FIELD_COUNT];
    struct safety_record record = {0};

    if (line.len > SAFETY_LINE_MAX || !field_split(line, fields, FIELD_COUNT) ||
        !text_equal(fields[FIELD_NAME], TEXT(NAME)) ||
        !field_number(fields[FIELD_SEQ], &record.seq) ||
        !field_number(fields[FIELD_TIME], &record.at_utc_ms) ||
        !field_number(fields[FIELD_A], &record.a) ||
        !field_number(fields[FIELD_B], &record.b) ||
        !field_number(fields[FIELD_C], &record.c) ||
        !hex_read(fields[FIELD_HASH], record.hash.bytes, SECRET_HASH_BYTES) ||
        safety_line_kind(fields[FIELD_KIND], &record.kind) != OK) {
        return ERR_BAD_REQUEST;
    }
    *record_out = record;
    return OK;
}
