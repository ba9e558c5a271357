// Socket.IO 5 in Engine.IO 4, over WebSocket only (socket.io-protocol,
// engine.io-protocol): "0{…}" opens, "40" comes in, "42N[…]" says something and
// "43N[…]" answers it, "2" and "3" are ping and pong. A letter stands for the kind of
// packet in both.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"
#include "websocket.h"

#define JOIN_ID 0 // below every message number

static void begin(struct load *load, struct line *line)
{
    const struct websocket_opening opening = {"/socket.io/?EIO=4&transport=websocket",
                                              NULL, NULL};
    (void)load;
    websocket_open(line, &opening);
}

static void join(struct line *line)
{
    char request[64];
    const int len = snprintf(request, sizeof request, "42%d[\"join\",%u]", JOIN_ID,
                             (unsigned)line->room);
    websocket_say(line, request, (size_t)len);
}

static void say(struct load *load, struct line *line, const struct post *post)
{
    char request[1024];
    const int len = snprintf(request, sizeof request, "42%u[\"say\",%u,\"%.*s\"]",
                             post->number, post->room, (int)post->len, post->text);
    (void)load;
    websocket_say(line, request, (size_t)len);
}

static void take_answer(struct load *load, struct line *line, const char *id)
{
    const uint32_t number = (uint32_t)strtoul(id, NULL, 10);
    if (number == JOIN_ID) {
        load_ready(load, line);
    } else {
        load_acked(load, number);
    }
}

static void take_text(struct load *load, struct line *line,
                      const struct websocket_frame *frame)
{
    const char *text = frame->payload;
    const char kind = frame->len > 0 ? text[0] : '\0';
    const char inner = frame->len > 1 ? text[1] : '\0';
    if (kind == '0') {
        websocket_say(line, "40", 2);
    } else if (kind == '2') {
        websocket_say(line, "3", 1);
    } else if (kind == '4' && inner == '0') {
        join(line);
    } else if (kind == '4' && inner == '3') {
        take_answer(load, line, text + 2);
    } else if (kind == '4' && inner == '2') {
        load_heard(load, line, text, frame->len);
    }
}

// The server speaks first.
static void opened(struct load *load, struct line *line)
{
    (void)load;
    (void)line;
}

static ssize_t take(struct load *load, struct line *line)
{
    static const struct websocket_ears ears = {opened, take_text};
    return websocket_take(load, line, &ears);
}

const struct peer peer_socketio = {
    .name = "socketio", .begin = begin, .take = take, .say = say};
