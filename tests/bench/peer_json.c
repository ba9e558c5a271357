// The small protocol of the servers that people write with ws: {"join":17} comes in,
// {"id":1,"room":17,"text":"…"} is said, {"ack":1} and {"room":17,"text":"…"} come
// back.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"
#include "websocket.h"

static void begin(struct load *load, struct line *line)
{
    const struct websocket_opening opening = {"/", NULL, NULL};
    (void)load;
    websocket_open(line, &opening);
}

static void join(struct load *load, struct line *line)
{
    char request[64];
    const int len = snprintf(request, sizeof request, "{\"join\":%u}", line->room);
    (void)load;
    websocket_say(line, request, (size_t)len);
}

static void say(struct load *load, struct line *line, const struct post *post)
{
    char request[1024];
    const int len =
        snprintf(request, sizeof request, "{\"id\":%u,\"room\":%u,\"text\":\"%.*s\"}",
                 post->number, post->room, (int)post->len, post->text);
    (void)load;
    websocket_say(line, request, (size_t)len);
}

static void take_text(struct load *load, struct line *line,
                      const struct websocket_frame *frame)
{
    static const char ack[] = "{\"ack\":";
    static const char joined[] = "{\"joined\":";
    if (frame->len > sizeof ack && memcmp(frame->payload, ack, sizeof ack - 1) == 0) {
        load_acked(load, (uint32_t)strtoul(frame->payload + sizeof ack - 1, NULL, 10));
    } else if (frame->len > sizeof joined &&
               memcmp(frame->payload, joined, sizeof joined - 1) == 0) {
        load_ready(load, line);
    } else {
        load_heard(load, line, frame->payload, frame->len);
    }
}

static ssize_t take(struct load *load, struct line *line)
{
    static const struct websocket_ears ears = {join, take_text};
    return websocket_take(load, line, &ears);
}

const struct peer peer_json = {
    .name = "json", .begin = begin, .take = take, .say = say};
