// A libuv pipe, not libwebsockets, whose listeners on Unix sockets lose their flags
// (OCD-2026-004). One request at a time on each connection.
#include "transport/admin.h"

#include "base/log.h"
#include "base/mem.h"
#include "protocol.h"
#include "transport/rpc.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ADMINS_MAX 16 // an operator and a few scripts
#define ADMIN_BACKLOG 8
#define ADMIN_IDLE_MS 60000
#define READ_BYTES 4096

struct admin {
    uv_pipe_t pipe;
    struct server *server;
    uint64_t id;
    struct buf line;
    bool is_waiting; // for an outcome
    bool is_closing;
    int64_t heard_ms;
    char read_space[READ_BYTES];
};

static void admin_on_close(uv_handle_t *handle)
{
    struct admin *admin = handle->data;

    buf_clear(&admin->line);
    free(admin);
}

static void admin_end(struct admin *admin)
{
    if (admin->is_closing) {
        return;
    }
    admin->is_closing = true;
    (void)map_remove(admin->server->admins, admin->id);
    uv_close((uv_handle_t *)&admin->pipe, admin_on_close);
}

// A reply is written at once or not at all: kithctl reads, so a full socket is a reader
// that is stuck.
static void admin_reply(struct admin *admin, struct frame *take_reply)
{
    struct text text = frame_text(take_reply);
    char *line = mem_copy(text.s, text.len);

    line[text.len] = '\n'; // in the place of the copy's NUL
    uv_buf_t buf = uv_buf_init(line, (unsigned)text.len + 1);
    if (uv_try_write((uv_stream_t *)&admin->pipe, &buf, 1) != (int)text.len + 1) {
        admin_end(admin);
    }
    free(line);
    frame_unref(take_reply);
}

static void admin_call(struct admin *admin, struct text line)
{
    struct rpc_caller caller = {.origin = admin->id,
                                .via = VIA_ADMIN,
                                .credential = {.kind = CREDENTIAL_OPERATOR}};
    struct request *request = NULL;
    struct frame *reply = NULL;

    switch (rpc_read(admin->server, &caller, line, &request, &reply)) {
    case RPC_HEARTBEAT:
        return;
    case RPC_REPLY:
        admin_reply(admin, reply);
        return;
    case RPC_REQUEST:
        break;
    }
    reply = rpc_submit(admin->server, request);
    if (reply != NULL) {
        admin_reply(admin, reply);
        return;
    }
    admin->is_waiting = true;
}

// Runs the next whole line, if no request is under way.
static void admin_next_line(struct admin *admin)
{
    const char *end =
        admin->line.len == 0 ? NULL : memchr(admin->line.bytes, '\n', admin->line.len);

    if (end == NULL || admin->is_waiting || admin->is_closing) {
        return;
    }
    size_t length = (size_t)(end - admin->line.bytes);
    admin_call(admin, (struct text){admin->line.bytes, length});
    admin->line.len -= length + 1;
    memmove(admin->line.bytes, end + 1, admin->line.len);
    admin_next_line(admin);
}

void admin_outcome(struct server *server, uint64_t origin, struct outcome *outcome)
{
    struct admin *admin = map_get(server->admins, origin);

    if (admin == NULL || outcome->reply == NULL) {
        return;
    }
    admin->is_waiting = false;
    admin_reply(admin, outcome->reply);
    outcome->reply = NULL;
    admin_next_line(admin);
}

static void admin_on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct admin *admin = handle->data;

    (void)suggested;
    *buf = uv_buf_init(admin->read_space, READ_BYTES);
}

static void admin_on_read(uv_stream_t *stream, ssize_t length, const uv_buf_t *buf)
{
    struct admin *admin = stream->data;

    if (length < 0) {
        admin_end(admin);
        return;
    }
    admin->heard_ms = clock_steady_ms();
    if (buf_append(&admin->line, (struct text){buf->base, (size_t)length}) != OK) {
        admin_end(admin);
        return;
    }
    admin_next_line(admin);
}

static void admin_on_connection(uv_stream_t *listener, int status)
{
    struct server *server = listener->data;

    if (status != 0) {
        return;
    }
    struct admin *admin = mem_new(1, sizeof *admin);
    admin->server = server;
    admin->id = server_next_id(server);
    admin->heard_ms = clock_steady_ms();
    admin->pipe.data = admin;
    buf_init(&admin->line, LIMIT_FRAME_IN_BYTES);
    if (uv_pipe_init(&server->loop, &admin->pipe, 0) != 0) {
        free(admin);
        return;
    }
    map_put(server->admins, admin->id, admin);
    if (uv_accept(listener, (uv_stream_t *)&admin->pipe) != 0 ||
        map_count(server->admins) > ADMINS_MAX ||
        uv_read_start((uv_stream_t *)&admin->pipe, admin_on_alloc, admin_on_read) !=
            0) {
        admin_end(admin);
    }
}

enum err admin_open(struct server *server)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/admin.sock", server->config->data_dir);

    server->admin.data = server;
    if (length < 0 || length >= PATH_MAX ||
        uv_pipe_init(&server->loop, &server->admin, 0) != 0) {
        return ERR_IO;
    }
    server->admin_is_open = true;
    (void)unlink(path); // left by a killed server: kith.lock says that it is gone
    mode_t mask = umask(0177);
    int failed = uv_pipe_bind(&server->admin, path);
    (void)umask(mask);
    if (failed == 0) {
        failed = uv_listen((uv_stream_t *)&server->admin, ADMIN_BACKLOG,
                           admin_on_connection);
    }
    if (failed != 0) {
        log_event(LOG_ERROR, "admin_socket_not_opened", "error=%s",
                  uv_err_name(failed));
        return ERR_IO;
    }
    return OK;
}

void admin_close(struct server *server)
{
    struct admin *admin = NULL;
    size_t cursor = 0;

    if (!server->admin_is_open) {
        return;
    }
    server->admin_is_open = false;
    while ((admin = map_next(server->admins, &cursor, NULL)) != NULL) {
        admin_end(admin);
    }
    uv_close((uv_handle_t *)&server->admin, NULL);
}

void admin_tick(struct server *server, int64_t now_ms)
{
    struct admin *admin = NULL;
    size_t cursor = 0;

    while ((admin = map_next(server->admins, &cursor, NULL)) != NULL) {
        if (!admin->is_waiting && now_ms - admin->heard_ms > ADMIN_IDLE_MS) {
            admin_end(admin);
        }
    }
}
