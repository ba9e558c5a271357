// Our own listening socket: that of libwebsockets takes in whoever waits before
// anything else is served. An upgrade and all that follows cost some 100 microseconds
// each, so a thousand of them are a tenth of a second in which nobody's words go
// anywhere.
#include "transport/door.h"

#include "base/log.h"
#include "base/mem.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define ADMITTED_AT_ONCE 4 // half a millisecond of the loop, then whoever else is ready
#define TALK_MS 10         // somebody said something so lately: people talk
#define PAUSE_MS 2         // then: 2,000 a second come in, for a quarter of a core
#define READS_WAITING 16   // who comes in asks a reader: more would only stand in line
#define BEHIND_MS 50       // and yet nobody is kept out for good
#define FAILED_MS 250      // until descriptors may be free
#define SPARE_SOCKETS 256  // for health checks and the page, when all else is taken

enum door_state {
    DOOR_OPEN,
    DOOR_PAUSES, // until the timer
    DOOR_WAITS   // until the readers are no longer behind, or the timer
};

struct door {
    uv_poll_t poll;
    uv_timer_t pause;
    struct server *server;
    int fd;
    enum door_state state;
};

// ---- letting in

static bool server_is_full(const struct server *server)
{
    return server->sockets >= (size_t)server->config->max_connections + SPARE_SOCKETS;
}

static bool readers_are_behind(const struct server *server)
{
    return server->engine != NULL &&
           engine_stats(server->engine).reader_queue >= READS_WAITING;
}

static bool people_talk(const struct server *server)
{
    return uv_now(&server->loop) - server->talked_ms <= TALK_MS;
}

enum admission {
    ADMISSION_DONE,
    ADMISSION_NOBODY, // waits any more
    ADMISSION_FAILED  // would fail again at once
};

static enum admission door_admit(struct door *door)
{
    const int now = 1;
    const int fd = accept4(door->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0) {
        return errno == EAGAIN || errno == EINTR || errno == ECONNABORTED
                   ? ADMISSION_NOBODY
                   : ADMISSION_FAILED;
    }
    if (server_is_full(door->server)) {
        (void)close(fd);
        return ADMISSION_DONE;
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
    struct lws *wsi = lws_adopt_socket_vhost(door->server->vhost, fd);
    if (wsi != NULL) { // else it is closed
        lws_set_opaque_user_data(wsi, door);
    }
    return ADMISSION_DONE;
}

static void door_on_readable(uv_poll_t *poll, int status, int events);

static void door_reopen(struct door *door)
{
    (void)uv_timer_stop(&door->pause);
    (void)uv_poll_start(&door->poll, UV_READABLE, door_on_readable);
    door->state = DOOR_OPEN;
}

static void door_on_pause(uv_timer_t *pause)
{
    door_reopen(pause->data);
}

static void door_shut(struct door *door, enum door_state state, uint64_t most_ms)
{
    (void)uv_poll_stop(&door->poll);
    (void)uv_timer_start(&door->pause, door_on_pause, most_ms, 0);
    door->state = state;
}

static void door_on_readable(uv_poll_t *poll, int status, int events)
{
    struct door *door = poll->data;
    enum admission last = status < 0 ? ADMISSION_FAILED : ADMISSION_DONE;

    (void)events;
    for (int i = 0; i < ADMITTED_AT_ONCE && last == ADMISSION_DONE; i++) {
        last = door_admit(door);
    }
    if (last == ADMISSION_FAILED) {
        door_shut(door, DOOR_PAUSES, FAILED_MS);
    } else if (readers_are_behind(door->server)) {
        door_shut(door, DOOR_WAITS, BEHIND_MS);
    } else if (last == ADMISSION_DONE && people_talk(door->server)) {
        door_shut(door, DOOR_PAUSES, PAUSE_MS);
    }
}

void door_retry(struct door *door)
{
    if (door != NULL && door->state == DOOR_WAITS &&
        !readers_are_behind(door->server)) {
        door_reopen(door);
    }
}

// ---- opening and closing

// Returns a socket that listens, or -1.
static int listen_at(struct endpoint endpoint)
{
    struct sockaddr_storage address;
    const socklen_t length = endpoint_to_socket(endpoint, &address);
    const int now = 1;
    const int fd =
        socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0) {
        return -1;
    }
    // What an earlier run left in TIME_WAIT must not keep this one from starting.
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &now, sizeof now) != 0 ||
        bind(fd, (const struct sockaddr *)&address, length) != 0 ||
        listen(fd, SOMAXCONN) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

enum err door_open(struct server *server, struct endpoint endpoint,
                   struct door **door_out)
{
    const int fd = listen_at(endpoint);

    if (fd < 0) {
        log_event(LOG_ERROR, "port_not_opened", "port=%d errno=%d what_to_do=%s",
                  endpoint.port, errno, "choose_a_free_port");
        return ERR_IO;
    }
    struct door *door = mem_new(1, sizeof *door);
    *door = (struct door){.server = server, .fd = fd};
    (void)uv_poll_init(&server->loop, &door->poll, fd);
    (void)uv_timer_init(&server->loop, &door->pause);
    door->poll.data = door;
    door->pause.data = door;
    (void)uv_poll_start(&door->poll, UV_READABLE, door_on_readable);
    *door_out = door;
    return OK;
}

bool door_let_in(const struct door *door, struct lws *wsi)
{
    return door != NULL && lws_get_opaque_user_data(wsi) == door;
}

int door_port(const struct door *door)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    struct endpoint endpoint = {0};

    if (getsockname(door->fd, (struct sockaddr *)&address, &length) != 0 ||
        endpoint_of_socket(&address, &endpoint) != OK) {
        return 0;
    }
    return endpoint.port;
}

static void door_on_poll_closed(uv_handle_t *handle)
{
    struct door *door = handle->data;

    (void)close(door->fd);
    free(door);
}

static void door_on_pause_closed(uv_handle_t *handle)
{
    struct door *door = handle->data;

    uv_close((uv_handle_t *)&door->poll, door_on_poll_closed);
}

void door_free(struct door *door)
{
    if (door != NULL) {
        uv_close((uv_handle_t *)&door->pause, door_on_pause_closed);
    }
}
