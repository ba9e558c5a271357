#include "store/audit_hash.h"

#include "base/buf.h"
#include "base/log.h"

// Above anything a row can hold: words of ours and numbers.
#define ROW_MAX_BYTES 1000

// Above a reason of the protocol's longest, sealed.
#define REASON_MAX_BYTES 65536

static void add_bytes(struct buf *buf, struct text t)
{
    if (buf_append(buf, t) != OK) {
        unreachable_state("audit row too long");
    }
}

static void add_int(struct buf *buf, int64_t value)
{
    char bytes[8];

    for (int i = 0; i < 8; i++) {
        bytes[i] = (char)((uint64_t)value >> (8 * i) & 0xff);
    }
    add_bytes(buf, (struct text){bytes, sizeof bytes});
}

// With its length in front, so that no two rows give the same bytes.
static void add_text(struct buf *buf, struct text t)
{
    add_int(buf, (int64_t)t.len);
    add_bytes(buf, t);
}

static void add_hash(struct buf *buf, const struct secret_hash *hash)
{
    add_text(buf, (struct text){(const char *)hash->bytes, sizeof hash->bytes});
}

static struct secret_hash end(struct buf *buf)
{
    const struct secret_hash hash = secret_hash(buf_text(buf));

    buf_clear(buf);
    return hash;
}

struct secret_hash audit_hash_reason(int64_t seq, const struct audit_reason *reason)
{
    struct buf buf;

    buf_init(&buf, REASON_MAX_BYTES);
    add_text(&buf, TEXT("kith audit reason 2"));
    add_int(&buf, seq);
    add_int(&buf, reason->person.v);
    add_int(&buf, reason->key_version);
    add_text(&buf, reason->sealed);
    return end(&buf);
}

struct secret_hash audit_hash_row(struct secret_hash previous, int64_t seq,
                                  const struct audit_row *row,
                                  const struct secret_hash *reason)
{
    struct buf buf;

    buf_init(&buf, ROW_MAX_BYTES);
    add_text(&buf, TEXT("kith audit 2"));
    add_hash(&buf, &previous);
    add_int(&buf, seq);
    add_int(&buf, row->organisation.v);
    add_int(&buf, row->at_utc_ms);
    add_int(&buf, row->actor.v);
    add_text(&buf, row->role);
    add_text(&buf, row->action);
    add_int(&buf, row->object);
    add_int(&buf, row->object2);
    add_text(&buf, row->outcome);
    add_int(&buf, row->approver.v);
    if (reason == NULL) {
        add_text(&buf, TEXT(""));
    } else {
        add_hash(&buf, reason);
    }
    return end(&buf);
}

struct secret_hash audit_hash_first_format(struct secret_hash previous, int64_t seq,
                                           const struct audit_row *row)
{
    struct buf buf;

    buf_init(&buf, ROW_MAX_BYTES);
    add_hash(&buf, &previous);
    add_int(&buf, seq);
    add_int(&buf, row->organisation.v);
    add_int(&buf, row->at_utc_ms);
    add_int(&buf, row->actor.v);
    add_text(&buf, row->action);
    add_int(&buf, row->object);
    add_text(&buf, row->outcome);
    return end(&buf);
}
