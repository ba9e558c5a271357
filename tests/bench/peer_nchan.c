// nchan, a message bus in nginx, over WebSocket: a channel for each room, where one
// socket both says and hears (nchan_pubsub). There nchan answers a message with nothing
// but the message itself: that it comes back to who said it is the answer.
#include <stdio.h>

#include "peer.h"
#include "websocket.h"

enum phase {
    PHASE_OPENING,
    PHASE_OPENED
};

static void begin(struct load *load, struct line *line)
{
    char path[32];
    snprintf(path, sizeof path, "/room/%u", line->room);
    const struct websocket_opening opening = {path, NULL, NULL};
    (void)load;
    websocket_open(line, &opening);
}

static void say(struct load *load, struct line *line, const struct post *post)
{
    (void)load;
    websocket_say(line, post->text, post->len);
}

static ssize_t take(struct load *load, struct line *line)
{
    size_t at = 0;
    struct websocket_frame frame;
    if (line->phase == PHASE_OPENING) {
        const ssize_t head = websocket_opened(line);
        if (head <= 0) {
            return head;
        }
        at = (size_t)head;
        line->phase = PHASE_OPENED;
        load_ready(load, line);
    }
    for (size_t len = 0;
         (len = websocket_frame(line->in + at, line->in_len - at, &frame)) > 0;
         at += len) {
        if (frame.opcode == WEBSOCKET_CLOSE) {
            return -1;
        }
        if (frame.opcode == WEBSOCKET_TEXT) {
            load_heard(load, line, frame.payload, frame.len);
        }
    }
    return (ssize_t)at;
}

const struct peer peer_nchan = {
    .name = "nchan", .echo_answers = true, .begin = begin, .take = take, .say = say};
