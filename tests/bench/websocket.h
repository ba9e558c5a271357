// The client's side of RFC 6455: opening, masked text frames out, frames in.
#ifndef BENCH_WEBSOCKET_H
#define BENCH_WEBSOCKET_H

#include "line.h"

struct websocket_opening {
    const char *path;
    const char *subprotocol; // or NULL
    const char *origin;      // or NULL
};

// Adds the request that opens a WebSocket (section 4.1).
void websocket_open(struct line *line, const struct websocket_opening *opening);

// Length of the answer's head, whose status is 101; 0 while it is not whole, -1 when it
// says something else.
ssize_t websocket_opened(const struct line *line);

// Adds `text` as one masked frame (sections 5.2, 5.3).
void websocket_say(struct line *line, const char *text, size_t len);

// One frame from the server.
struct websocket_frame {
    int opcode;
    const char *payload;
    size_t len;
};

#define WEBSOCKET_TEXT 1
#define WEBSOCKET_CLOSE 8
#define WEBSOCKET_PING 9

// Reads the frame at `bytes`. Returns its length with its head, 0 while it is not
// whole.
size_t websocket_frame(const char *bytes, size_t len,
                       struct websocket_frame *frame_out);

struct load;

// What a peer does with what comes over a WebSocket.
struct websocket_ears {
    void (*opened)(struct load *load, struct line *line);
    void (*text)(struct load *load, struct line *line,
                 const struct websocket_frame *frame);
};

// Takes what is whole of the line's bytes, as peer.take wants it: the answer to the
// opening first, while line->phase is 0; it is 1 from then on.
ssize_t websocket_take(struct load *load, struct line *line,
                       const struct websocket_ears *ears);

#endif
