#include "domain/audit_head.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/field.h"
#include "base/hex.h"
#include "domain/vault.h"

#define HASH_DIGITS (2 * SECRET_HASH_BYTES)
#define SIGNATURE_DIGITS (2 * SECRET_SIGNATURE_BYTES)

struct line {
    char s[AUDIT_HEAD_LINE_MAX + 1];
    size_t len;
};

static const char *const NAMES[] = {
    [AUDIT_HEAD] = "kith-audit-head-1",
    [AUDIT_ANCHOR] = "kith-audit-anchor-1",
};

// The line up to what is signed of it.
static struct line signed_part(enum audit_head_kind kind, const struct audit_head *head)
{
    struct line line;
    char hash[HASH_DIGITS + 1];

    hex_write(head->link.hash.bytes, SECRET_HASH_BYTES, hash);
    const int len = snprintf(
        line.s, sizeof line.s, "%s %" PRId64 " %s %" PRId64 " %" PRId64 " %s",
        NAMES[kind], head->link.seq, hash, head->held, head->at_utc_ms, head->key_id);
    line.len = len > 0 ? (size_t)len : 0;
    return line;
}

static struct text line_text(const struct line *line)
{
    return (struct text){line->s, line->len};
}

void audit_head_key_id(const struct secret_public_key *key,
                       char id_out[AUDIT_KEY_ID_LEN + 1])
{
    const struct secret_hash hash =
        secret_hash((struct text){(const char *)key->bytes, sizeof key->bytes});

    hex_write(hash.bytes, AUDIT_KEY_ID_LEN / 2, id_out);
}

void audit_head_sign(struct vault *vault, enum audit_head_kind kind,
                     struct audit_head *head)
{
    const struct secret_public_key key = vault_public_key(vault);

    audit_head_key_id(&key, head->key_id);
    const struct line line = signed_part(kind, head);
    head->signature = vault_sign(vault, line_text(&line));
}

bool audit_head_is_signed(const struct secret_public_key *key,
                          enum audit_head_kind kind, const struct audit_head *head)
{
    char id[AUDIT_KEY_ID_LEN + 1];
    const struct line line = signed_part(kind, head);

    audit_head_key_id(key, id);
    return strcmp(id, head->key_id) == 0 &&
           secret_is_signed(key, line_text(&line), &head->signature);
}

struct text audit_head_line(struct arena *arena, enum audit_head_kind kind,
                            const struct audit_head *head)
{
    const struct line line = signed_part(kind, head);
    const size_t len = line.len + 1 + SIGNATURE_DIGITS;
    char *whole = arena_alloc(arena, len + 1);

    memcpy(whole, line.s, line.len);
    whole[line.len] = ' ';
    hex_write(head->signature.bytes, SECRET_SIGNATURE_BYTES, whole + line.len + 1);
    return (struct text){whole, len};
}

enum field {
    FIELD_NAME,
    FIELD_SEQ,
    FIELD_HASH,
    FIELD_HELD,
    FIELD_TIME,
    FIELD_KEY,
    FIELD_SIGNATURE,
    FIELD_COUNT
};

static bool read_kind(struct text name, enum audit_head_kind *kind_out)
{
    for (int kind = AUDIT_HEAD; kind <= AUDIT_ANCHOR; kind++) {
        if (text_equal(name, text_of(NAMES[kind]))) {
            *kind_out = (enum audit_head_kind)kind;
            return true;
        }
    }
    return false;
}

static bool read_fields(const struct text fields[FIELD_COUNT],
                        enum audit_head_kind *kind, struct audit_head *head)
{
    unsigned char key[AUDIT_KEY_ID_LEN / 2];
    if (!hex_read(fields[FIELD_KEY], key, sizeof key)) {
        return false;
    }
    memcpy(head->key_id, fields[FIELD_KEY].s, AUDIT_KEY_ID_LEN);
    return read_kind(fields[FIELD_NAME], kind) &&
           field_number(fields[FIELD_SEQ], &head->link.seq) &&
           hex_read(fields[FIELD_HASH], head->link.hash.bytes, SECRET_HASH_BYTES) &&
           field_number(fields[FIELD_HELD], &head->held) &&
           field_number(fields[FIELD_TIME], &head->at_utc_ms) &&
           hex_read(fields[FIELD_SIGNATURE], head->signature.bytes,
                    SECRET_SIGNATURE_BYTES);
}

enum err audit_head_parse(struct text line, enum audit_head_kind *kind_out,
                          struct audit_head *head_out)
{
    struct text fields[FIELD_COUNT];
    struct audit_head head = {0};
    enum audit_head_kind kind;

    if (!field_split(line, fields, FIELD_COUNT) || !read_fields(fields, &kind, &head)) {
        return ERR_BAD_REQUEST;
    }
    *kind_out = kind;
    *head_out = head;
    return OK;
}

enum err audit_head_seal(struct db *db, struct vault *vault, int64_t now_utc_ms)
{
    struct audit_head anchor;
    struct audit_head head = {.at_utc_ms = now_utc_ms};
    enum err err = audit_head_store_unsigned(db, &head.link);

    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = audit_head_store_anchor(db, &anchor);
    }
    if (err != OK) {
        return err;
    }
    head.held = head.link.seq - anchor.link.seq;
    audit_head_sign(vault, AUDIT_HEAD, &head);
    return audit_head_store_put(db, &head);
}
