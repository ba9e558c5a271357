// nchan, a message bus in nginx, over WebSocket: a channel for each room, where one
// socket both says and hears (nchan_pubsub). There nchan answers a message with nothing
// but the message itself: that it comes back to who said it is the answer.
#include <stdio.h>

#include "peer.h"
#include "websocket.h"

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

static void opened(struct load *load, struct line *line)
{
    load_ready(load, line);
}

static void take_text(struct load *load, struct line *line,
                      const struct websocket_frame *frame)
{
    load_heard(load, line, frame->payload, frame->len);
}

static ssize_t take(struct load *load, struct line *line)
{
    static const struct websocket_ears ears = {opened, take_text};
    return websocket_take(load, line, &ears);
}

const struct peer peer_nchan = {
    .name = "nchan", .echo_answers = true, .begin = begin, .take = take, .say = say};
