// What waits for a connection goes out at once, in one system call: frames are put
// together here, and libwebsockets hands their bytes on as they are. One write at a
// time, only while it holds nothing back for the socket; then the callback tells when
// it can take more. See libwebsockets issues 3404 and 1964: a write on top of a partial
// one is buffered without limit.
#include "transport/ws.h"

#include "base/log.h"
#include "base/mem.h"
#include "command/encode.h"
#include "protocol.h"
#include "transport/edge.h"
#include "transport/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLOSE_LINGER_MS 30000 // a phone that wakes up still learns why it was closed
#define CLOSE_ANSWER_MS 5000  // for the other side's own close frame
#define CLOSE_REASON_MAX 123  // RFC 6455, section 5.5
#define GATHER_BYTES 4096     // from here on a write is worth its system call

// On a WebSocket libwebsockets sends these bytes without a frame of its own (4.1.6,
// ops-ws.c, send_raw), and keeps what the socket does not take as it does of any write.
#define WRITE_AS_IT_IS LWS_WRITE_HTTP

// RFC 6455, section 5.2.
#define FRAME_FIN 0x80
#define FRAME_TEXT 1
#define FRAME_CLOSE 8
#define FRAME_SHORT_MAX 125 // the length stands in the second byte
#define FRAME_MIDDLE_MAX 0xffff
#define FRAME_MIDDLE 126 // in two more
#define FRAME_LONG 127   // in eight more
#define FRAME_HEAD_MAX 10
#define FRAME_HEAD_USUAL 4

struct ws_user {
    struct conn *conn;
};

// ---- sending

static void ws_kill(struct conn *conn)
{
    lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

// Writes all of server->out. Returns whether it could.
static bool ws_write(struct server *server, struct conn *conn)
{
    size_t length = server->out.len;
    int written = lws_write(conn->wsi, (unsigned char *)server->out.bytes, length,
                            WRITE_AS_IT_IS);

    if (written < 0) {
        ws_kill(conn);
        return false;
    }
    server->counts.bytes_out += length;
    conn->sent_ms = clock_steady_ms();
    return true;
}

static void out_add(struct server *server, struct text t)
{
    if (buf_append(&server->out, t) != OK) {
        unreachable_state("a frame is larger than a page");
    }
}

// Leaves room for the head of a frame. Returns where it begins.
static size_t frame_begin(struct server *server)
{
    static const char head[FRAME_HEAD_USUAL] = {0};
    size_t start = server->out.len;

    out_add(server, (struct text){head, sizeof head});
    return start;
}

static size_t frame_head(unsigned char *head, int opcode, size_t length)
{
    size_t more = length <= FRAME_SHORT_MAX ? 0 : length <= FRAME_MIDDLE_MAX ? 2 : 8;

    head[0] = (unsigned char)(FRAME_FIN | opcode);
    head[1] = (unsigned char)(more == 0   ? length
                              : more == 2 ? FRAME_MIDDLE
                                          : FRAME_LONG);
    for (size_t i = 0; i < more; i++) {
        head[2 + i] = (unsigned char)(length >> (8 * (more - 1 - i)) & 0xff);
    }
    return 2 + more;
}

// Gives the frame from `start` on its head; what was added since is its payload.
static void frame_end(struct server *server, size_t start, int opcode)
{
    unsigned char head[FRAME_HEAD_MAX];
    size_t payload = start + FRAME_HEAD_USUAL;
    size_t length = server->out.len - payload;
    size_t head_length = frame_head(head, opcode, length);

    if (head_length > FRAME_HEAD_USUAL) {
        out_add(server, (struct text){(char *)head, head_length - FRAME_HEAD_USUAL});
    }
    memmove(server->out.bytes + start + head_length, server->out.bytes + payload,
            length);
    memcpy(server->out.bytes + start, head, head_length);
    server->out.len = start + head_length + length;
    server->counts.frames_out++;
}

// Takes the oldest queued frame into server->out.
static void out_take_queued(struct server *server, struct conn *conn)
{
    struct frame *frame = conn->out[0];

    conn->out_count--;
    memmove(&conn->out[0], &conn->out[1],
            (size_t)conn->out_count * sizeof conn->out[0]);
    out_add(server, frame_text(frame));
    frame_unref(frame);
    if (conn->out_count == 0) {
        free(conn->out);
        conn->out = NULL;
    }
}

// Adds one frame to server->out, if there is one. Returns whether to go on.
static bool ws_gather_one(struct server *server, struct conn *conn)
{
    size_t start = frame_begin(server);

    if (conn->out_count > 0) {
        out_take_queued(server, conn);
    } else if (conn->state >= CONN_CLOSING ||
               !hub_next_frame(server->hub, conn, &server->out)) {
        server->out.len = start;
        return false;
    }
    frame_end(server, start, FRAME_TEXT);
    return true;
}

// Sends what waits, as much as is worth one system call. Returns whether to go on.
static bool ws_send_some(struct server *server, struct conn *conn)
{
    bool more = true;

    server->out.len = 0;
    while (more && server->out.len < GATHER_BYTES) {
        more = ws_gather_one(server, conn);
    }
    return server->out.len > 0 && ws_write(server, conn) && more;
}

void ws_pump(void *ctx, struct conn *conn)
{
    struct server *server = ctx;

    if (conn->state == CONN_CLOSE_SAID) {
        return;
    }
    while (!lws_partial_buffered(conn->wsi)) {
        if (!ws_send_some(server, conn)) {
            break;
        }
    }
    // Asked for once: libwebsockets would tell the kernel anew each time.
    if (lws_partial_buffered(conn->wsi) && conn->stalled_ms == 0) {
        conn->stalled_ms = clock_steady_ms();
        lws_callback_on_writable(conn->wsi);
    }
}

void ws_close(struct server *server, struct conn *conn, int code)
{
    if (conn->state >= CONN_CLOSING) {
        return;
    }
    hub_unregister(server->hub, conn);
    if (conn->state == CONN_ATTACHED) {
        talk_detach(server, conn->person);
    }
    conn->was_attached = conn->was_attached || conn->state == CONN_ATTACHED;
    conn->state = CONN_CLOSING;
    conn->close_code = code;
    conn->closing_ms = clock_steady_ms();
    if (code == CLOSE_TOO_SLOW) {
        server->counts.closed_slow++;
    }
    lws_callback_on_writable(conn->wsi);
}

// Debian's libwebsockets is built with _DEBUG and so closes twice in a row after a
// callback that returned -1 (service.c, "uv repeat test"): the close frame that
// lws_close_reason prepared is never sent. Ours goes out as a frame like any other; the
// peer's answer ends the connection.
static void ws_say_close(struct server *server, struct conn *conn)
{
    const char code[2] = {(char)(conn->close_code >> 8),
                          (char)(conn->close_code & 0xff)};
    char reason[CLOSE_REASON_MAX] = "";
    int length = 0;

    if (conn->close_code == CLOSE_SHUTTING_DOWN) {
        length = snprintf(reason, sizeof reason, "after_ms=%lld",
                          (long long)conn->close_after_ms);
    }
    server->out.len = 0;
    size_t start = frame_begin(server);
    out_add(server, (struct text){code, sizeof code});
    out_add(server, (struct text){reason, (size_t)length});
    frame_end(server, start, FRAME_CLOSE);
    conn->state = CONN_CLOSE_SAID;
    conn->closing_ms = clock_steady_ms();
    if (lws_write(conn->wsi, (unsigned char *)server->out.bytes, server->out.len,
                  WRITE_AS_IT_IS) < 0) {
        ws_kill(conn);
    }
}

static void ws_on_writable(struct server *server, struct conn *conn)
{
    if (conn->state == CONN_CLOSE_SAID) {
        return;
    }
    conn->stalled_ms = 0;
    ws_pump(server, conn);
    if (conn->state == CONN_CLOSING && conn->out_count == 0 &&
        !lws_partial_buffered(conn->wsi)) {
        ws_say_close(server, conn);
    }
}

// ---- receiving

static size_t conn_message_max(const struct conn *conn)
{
    return conn->state == CONN_OPENED ? LIMIT_ATTACH_FRAME_BYTES : LIMIT_FRAME_IN_BYTES;
}

static void ws_on_message(struct server *server, struct conn *conn, struct text message)
{
    int code =
        text_is_utf8(message) ? talk_receive(server, conn, message) : CLOSE_BAD_UTF8;

    if (code != 0) {
        ws_close(server, conn, code);
    }
    hub_flush(server->hub);
}

// libwebsockets hands a message over in pieces and has no limit of its own. Most come
// in one.
static int ws_on_receive(struct server *server, struct conn *conn, struct text piece)
{
    size_t remaining = lws_remaining_packet_payload(conn->wsi);
    size_t max = conn_message_max(conn);
    bool is_last = remaining == 0 && lws_is_final_fragment(conn->wsi);

    conn->received_ms = clock_steady_ms();
    if (conn->state >= CONN_CLOSING) {
        return 0;
    }
    if (lws_frame_is_binary(conn->wsi)) {
        ws_close(server, conn, CLOSE_PROTOCOL_ERROR);
        return 0;
    }
    if (conn->received.len + piece.len + remaining > max) {
        ws_close(server, conn, CLOSE_TOO_BIG);
        return 0;
    }
    if (conn->received.len == 0 && is_last) {
        ws_on_message(server, conn, piece);
        return 0;
    }
    if (buf_append(&conn->received, piece) != OK) {
        ws_close(server, conn, CLOSE_TOO_BIG);
        return 0;
    }
    if (is_last) {
        ws_on_message(server, conn, buf_text(&conn->received));
        buf_clear(&conn->received);
    }
    return 0;
}

// ---- opening and closing

static void ws_on_open(struct server *server, struct ws_user *user, struct lws *wsi)
{
    struct conn *conn = mem_new(1, sizeof *conn);
    struct edge_peer peer = edge_peer(server, wsi);

    conn->id = server_next_id(server);
    conn->wsi = wsi;
    conn->address_key = peer.is_exempt ? 0 : peer.key;
    conn->opened_ms = clock_steady_ms();
    conn->received_ms = conn->opened_ms;
    conn->sent_ms = conn->opened_ms;
    buf_init(&conn->received, LIMIT_ATTACH_FRAME_BYTES);
    if (conn->address_key != 0) {
        address_counts_add(server->addresses, conn->address_key, 1, 0);
    }
    map_put(server->conns, conn->id, conn);
    user->conn = conn;
    server->counts.connections++;
}

static void ws_on_closed(struct server *server, struct ws_user *user)
{
    struct conn *conn = user->conn;

    if (conn == NULL) {
        return;
    }
    user->conn = NULL;
    bool was_attached = conn->was_attached || conn->state == CONN_ATTACHED;
    hub_unregister(server->hub, conn);
    if (conn->state == CONN_ATTACHED) {
        talk_detach(server, conn->person);
    }
    for (int i = 0; i < conn->out_count; i++) {
        frame_unref(conn->out[i]);
    }
    free(conn->out);
    for (int i = 0; i < conn->waiting_count; i++) {
        request_free(conn->waiting[i]);
    }
    request_free(conn->attach);
    if (conn->address_key != 0) {
        address_counts_add(server->addresses, conn->address_key, was_attached ? 0 : -1,
                           was_attached ? -1 : 0);
    }
    buf_clear(&conn->received);
    (void)map_remove(server->conns, conn->id);
    free(conn);
}

// ---- time

static void ws_tick_open(struct server *server, struct conn *conn, int64_t now_ms)
{
    const struct config *config = server->config;
    bool is_attached = conn->state == CONN_ATTACHED;

    if (!is_attached && now_ms - conn->opened_ms > config->attach_timeout_s * 1000) {
        ws_close(server, conn, CLOSE_NOT_ATTACHED);
    } else if (conn->stalled_ms != 0 &&
               now_ms - conn->stalled_ms > config->slow_reader_s * 1000) {
        log_event(LOG_INFO, "closed_slow", "conn=%llu", (unsigned long long)conn->id);
        ws_close(server, conn, CLOSE_TOO_SLOW);
    } else if (now_ms - conn->received_ms > config->idle_timeout_s * 1000) {
        ws_kill(conn); // half open: nobody is there to be told
    } else if (is_attached && conn->stalled_ms == 0 &&
               now_ms - conn->sent_ms > config->heartbeat_s * 1000) {
        hub_queue(server->hub, conn, encode_heartbeat(), false);
    }
}

static int64_t ws_linger_ms(const struct conn *conn)
{
    return conn->state == CONN_CLOSE_SAID ? CLOSE_ANSWER_MS : CLOSE_LINGER_MS;
}

void ws_tick(struct server *server, int64_t now_ms)
{
    struct conn *conn = NULL;
    size_t cursor = 0;

    while ((conn = map_next(server->conns, &cursor, NULL)) != NULL) {
        if (conn->state < CONN_CLOSING) {
            ws_tick_open(server, conn, now_ms);
        } else if (now_ms - conn->closing_ms > ws_linger_ms(conn)) {
            ws_kill(conn);
        }
    }
    hub_flush(server->hub);
}

// ---- libwebsockets

int ws_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                size_t len)
{
    struct ws_user *ws_user = user;

    switch ((int)reason) {
    case LWS_CALLBACK_ESTABLISHED:
        ws_on_open(server_of(wsi), ws_user, wsi);
        return 0;
    case LWS_CALLBACK_RECEIVE:
        return ws_on_receive(server_of(wsi), ws_user->conn, (struct text){in, len});
    case LWS_CALLBACK_RECEIVE_PONG:
        ws_user->conn->received_ms = clock_steady_ms();
        return 0;
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: // or the answer to ours: then it is over
        return ws_user->conn->state == CONN_CLOSE_SAID ? -1 : 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        ws_on_writable(server_of(wsi), ws_user->conn);
        return 0;
    case LWS_CALLBACK_CLOSED:
        ws_on_closed(server_of(wsi), ws_user);
        return 0;
    default:
        return 0;
    }
}
