// One frame for one connection: replies and signals as they are, events of several
// conversations joined from bytes that were encoded once.
#include "transport/hub_state.h"

#include "base/err.h"
#include "base/mem.h"

#define SIGNALS_WAITING_MAX 8 // typing and the like are the first to be shed
#define STREAM_BYTES 70       // ,{"conversation":ID,"epoch":ID,"events":[]}

static const struct text FRAME_BEGIN =
    TEXT_INIT("{\"jsonrpc\":\"2.0\",\"method\":\"events\",\"params\":{\"streams\":[");
static const struct text FRAME_END = TEXT_INIT("]}}");

void hub_queue(struct hub *hub, struct conn *conn, struct frame *take_frame,
               bool is_reply)
{
    if (conn->out_count >= (is_reply ? CONN_OUT_MAX : SIGNALS_WAITING_MAX)) {
        frame_unref(take_frame);
        if (is_reply) { // it asks and asks, and does not read
            hub->options.close(hub->options.ctx, conn, CLOSE_TOO_SLOW);
        } else {
            hub->signals_shed++;
        }
        return;
    }
    if (conn->out == NULL) {
        conn->out = mem_new(CONN_OUT_MAX, sizeof(struct frame *));
    }
    conn->out[conn->out_count++] = take_frame;
    hub_mark_conn(hub, conn);
}

static void buf_add(struct buf *buf, struct text t)
{
    if (buf_append(buf, t) != OK) {
        unreachable_state("an events frame is larger than any event");
    }
}

static void frame_open_stream(struct buf *out, const struct ring *ring, bool first)
{
    struct id_text conversation = conversation_id_text(ring->conversation);
    struct id_text epoch = epoch_text(ring->epoch);

    buf_add(out, first ? TEXT("{\"conversation\":\"") : TEXT(",{\"conversation\":\""));
    buf_add(out, text_of(conversation.s));
    buf_add(out, TEXT("\",\"epoch\":\""));
    buf_add(out, text_of(epoch.s));
    buf_add(out, TEXT("\",\"events\":["));
}

// Adds what comes next of one conversation. Returns whether all that is there went in.
static bool frame_add_stream(struct hub *hub, struct sub *sub, struct buf *out,
                             size_t base, bool *is_first)
{
    struct ring *ring = sub->ring;
    bool is_open = false;
    bool all = true;

    while (sub->next_seq <= ring->head && sub->next_seq <= sub->until_seq) {
        const struct entry *entry =
            ring_find(ring, sub->next_seq, sub->next_seq <= sub->reread_until);
        if (entry == NULL) {
            hub_ask_slice(hub, sub);
            break;
        }
        struct text text = entry_text(entry, sub->conn->person);
        bool is_empty = *is_first && !is_open;
        size_t around = is_open ? 3 : STREAM_BYTES; // `,` and `]}`
        size_t length = out->len - base + text.len + around + FRAME_END.len;
        if (!is_empty && length > hub->options.frame_bytes) {
            all = false;
            break;
        }
        if (is_open) {
            buf_add(out, TEXT(","));
        } else {
            frame_open_stream(out, ring, *is_first);
            is_open = true;
        }
        buf_add(out, text);
        sub->next_seq++;
        hub->events_sent++;
    }
    if (is_open) {
        buf_add(out, TEXT("]}"));
        *is_first = false;
        hub_touch(hub, ring);
    }
    return all;
}

bool hub_next_frame(struct hub *hub, struct conn *conn, struct buf *out)
{
    size_t base = out->len;
    bool is_first = true;

    buf_add(out, FRAME_BEGIN);
    while (conn->dirty_subs != NULL) {
        struct sub *sub = conn->dirty_subs;
        if (!frame_add_stream(hub, sub, out, base, &is_first)) {
            break;
        }
        hub_unmark_sub(sub);
        if (sub->next_seq > sub->until_seq) {
            hub_unsubscribe(hub, sub);
        }
    }
    if (is_first) {
        out->len = base;
        return false;
    }
    buf_add(out, FRAME_END);
    return true;
}

bool hub_has_more(const struct conn *conn)
{
    return conn->out_count > 0 || conn->dirty_subs != NULL;
}

int64_t hub_position(const struct hub *hub, const struct conn *conn,
                     conversation_id conversation)
{
    const struct sub *sub = hub_sub(conn, conversation);

    (void)hub;
    return sub == NULL ? -1 : sub->next_seq - 1;
}
