// One TCP connection of the load generator: bytes in, bytes out, never waiting.
#ifndef BENCH_LINE_H
#define BENCH_LINE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct line {
    int fd; // -1: closed
    size_t number;
    uint32_t room;
    bool is_stalled; // will not read: has next to no room for what comes
    int64_t opened_ns;
    uint64_t came; // events, where they are counted
    bool is_here;  // has come in, and has heard what it missed
    int phase;     // of the peer's own
    bool is_ready; // may speak
    bool is_dirty; // has bytes to send, and is listed
    bool waits_for_room;
    char *in; // what came and is no whole message yet
    size_t in_len;
    size_t in_capacity;
    char *out;
    size_t out_at;
    size_t out_len;
    size_t out_capacity;
    uint32_t *unanswered; // for servers that answer in order: numbers of messages
    size_t unanswered_from;
    size_t unanswered_count;
    size_t unanswered_capacity;
    uint32_t answered;
    uint32_t stanzas; // received, where both sides count them
};

// Connects `line` (number, room, is_stalled set) to `port` of this machine and lists it
// on `epoll`. Ends the program where that cannot be.
void line_open(struct line *line, int epoll, int port);
void line_close(struct line *line);

// Keeps `len` bytes to be sent.
void line_add(struct line *line, const void *bytes, size_t len);

// Message `number` was said, and its answer comes after those of all before it.
void line_expect(struct line *line, uint32_t number);

// The message whose answer this is; 0 where none is expected.
uint32_t line_answered(struct line *line);

// Sends what the socket takes; what is left waits for line_flush on EPOLLOUT. Returns
// false when the other end is gone.
bool line_flush(struct line *line, int epoll);

// Reads once into what is not taken yet. Returns the bytes that there are now, 0 when
// nothing came, -1 when the other end is gone.
ssize_t line_read(struct line *line);

// The first `len` bytes are taken.
void line_took(struct line *line, size_t len);

#endif
