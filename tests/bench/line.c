#include "line.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

#define READ_BYTES ((size_t)256 * 1024) // more than a socket holds
#define STALLED_BYTES 1                 // the least that there is (tcp(7))
#define STALLED_SEGMENT 536 // the least that all take (RFC 9293, section 3.7.1)

static void give_up(const char *what)
{
    perror(what);
    exit(1);
}

// All addresses of 127.0.0.0/8 are this machine: each has ports of its own.
static void bind_source(const struct line *line)
{
    const struct sockaddr_in source = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(0x7f000001U + (uint32_t)(line->number / 16384)),
    };
    const int on = 1;
    (void)setsockopt(line->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (bind(line->fd, (const struct sockaddr *)&source, sizeof source) != 0) {
        give_up("bind");
    }
}

// Else the two kernels would hold what comes for minutes: the other's buffer for
// sending is a number of our segments, which are of 64 KiB over loopback.
static void keep_little(const struct line *line)
{
    const int bytes = STALLED_BYTES;
    const int segment = STALLED_SEGMENT;
    (void)setsockopt(line->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    (void)setsockopt(line->fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
}

void line_open(struct line *line, int epoll, int port)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)port),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int on = 1;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = line};
    line->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (line->fd < 0) {
        give_up("socket");
    }
    bind_source(line);
    if (line->is_stalled) {
        keep_little(line);
    }
    if (connect(line->fd, (const struct sockaddr *)&address, sizeof address) != 0 &&
        errno != EINPROGRESS) {
        give_up("connect");
    }
    (void)setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, line->fd, &event) != 0) {
        give_up("epoll_ctl");
    }
}

void line_close(struct line *line)
{
    if (line->fd >= 0) {
        (void)close(line->fd);
    }
    free(line->in);
    free(line->out);
    free(line->unanswered);
    *line = (struct line){.fd = -1,
                          .number = line->number,
                          .room = line->room,
                          .is_stalled = line->is_stalled};
}

static void reserve(char **bytes, size_t *capacity, size_t wanted)
{
    if (wanted > *capacity) {
        *capacity = wanted + wanted / 2;
        *bytes = mem_resize(*bytes, *capacity, 1);
    }
}

void line_add(struct line *line, const void *bytes, size_t len)
{
    reserve(&line->out, &line->out_capacity, line->out_len + len);
    memcpy(line->out + line->out_len, bytes, len);
    line->out_len += len;
}

void line_expect(struct line *line, uint32_t number)
{
    if (line->unanswered_count == line->unanswered_capacity) {
        line->unanswered_capacity = line->unanswered_capacity * 2 + 16;
        line->unanswered = mem_resize(line->unanswered, line->unanswered_capacity,
                                      sizeof *line->unanswered);
    }
    line->unanswered[line->unanswered_count++] = number;
}

uint32_t line_answered(struct line *line)
{
    if (line->unanswered_from == line->unanswered_count) {
        return 0;
    }
    const uint32_t number = line->unanswered[line->unanswered_from++];
    line->answered++;
    if (line->unanswered_from == line->unanswered_count) {
        line->unanswered_from = 0;
        line->unanswered_count = 0;
    }
    return number;
}

static void wait_for_room(struct line *line, int epoll, bool waits)
{
    struct epoll_event event = {.events = EPOLLIN | (waits ? EPOLLOUT : 0U),
                                .data.ptr = line};
    if (line->waits_for_room != waits) {
        line->waits_for_room = waits;
        (void)epoll_ctl(epoll, EPOLL_CTL_MOD, line->fd, &event);
    }
}

bool line_flush(struct line *line, int epoll)
{
    while (line->out_at < line->out_len) {
        const ssize_t sent = send(line->fd, line->out + line->out_at,
                                  line->out_len - line->out_at, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN)) {
            wait_for_room(line, epoll, true);
            return true;
        }
        if (sent < 0) {
            return false;
        }
        line->out_at += (size_t)sent;
    }
    line->out_at = 0;
    line->out_len = 0;
    wait_for_room(line, epoll, false);
    return true;
}

ssize_t line_read(struct line *line)
{
    static char fresh[READ_BYTES];
    const ssize_t got = recv(line->fd, fresh, sizeof fresh, 0);
    if (got < 0) {
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    }
    if (got == 0) {
        return -1;
    }
    reserve(&line->in, &line->in_capacity, line->in_len + (size_t)got + 1);
    memcpy(line->in + line->in_len, fresh, (size_t)got);
    line->in_len += (size_t)got;
    line->in[line->in_len] = '\0';
    return (ssize_t)line->in_len;
}

void line_took(struct line *line, size_t len)
{
    line->in_len -= len;
    if (line->in_len > 0) {
        memmove(line->in, line->in + len, line->in_len);
        line->in[line->in_len] = '\0';
    }
}
