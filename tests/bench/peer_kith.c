// kith.v1: attach with a token, message.send, events.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"
#include "websocket.h"

#define ATTACH_ID "4000000000" // above every message number
#define REQUEST_BYTES 1024

static void begin(struct load *load, struct line *line)
{
    const struct websocket_opening opening = {"/ws", "kith.v1", load_origin(load)};
    websocket_open(line, &opening);
}

static void attach(struct load *load, struct line *line)
{
    const char *cursor = load_cursor(load, line);
    char request[REQUEST_BYTES * 4];
    const int len =
        snprintf(request, sizeof request,
                 "{\"jsonrpc\":\"2.0\",\"id\":" ATTACH_ID
                 ",\"method\":\"session.attach\",\"params\":{\"token\":\"%s\"%s%s}}",
                 load_token(load, line), *cursor == '\0' ? "" : ",\"resume\":", cursor);
    websocket_say(line, request, (size_t)len);
}

static void say(struct load *load, struct line *line, const struct post *post)
{
    char request[REQUEST_BYTES];
    const int len = snprintf(
        request, sizeof request,
        "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"message.send\",\"params\":"
        "{\"conversation\":\"%s\",\"cid\":\"%s-%08x\",\"text\":\"%.*s\"}}",
        post->number, load_place(load, line), load_run(load), post->number,
        (int)post->len, post->text);
    websocket_say(line, request, (size_t)len);
}

static void read_page(struct load *load, struct line *line, const struct page *page)
{
    char request[REQUEST_BYTES];
    const int len = snprintf(
        request, sizeof request,
        "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"conversation.history\","
        "\"params\":{\"conversation\":\"%s\",\"before\":%lld,\"limit\":%zu}}",
        page->number, load_place(load, line), (long long)page->before, page->events);
    websocket_say(line, request, (size_t)len);
}

static void take_refusal(struct load *load, const struct line *line,
                         const struct websocket_frame *frame)
{
    static const char busy[] = "\"error\":\"busy\"";
    static const char after[] = "\"after_ms\":";
    const char *at = memmem(frame->payload, frame->len, after, sizeof after - 1);
    if (at == NULL ||
        memmem(frame->payload, frame->len, busy, sizeof busy - 1) == NULL) {
        fprintf(stderr, "attach: %.*s\n", (int)frame->len, frame->payload);
        exit(1);
    }
    load_come_again(load, line, strtoll(at + sizeof after - 1, NULL, 10));
}

// {"jsonrpc":"2.0","id":17,"result":…}
static void take_reply(struct load *load, struct line *line, const char *id,
                       const struct websocket_frame *frame)
{
    const uint32_t number = (uint32_t)strtoul(id, NULL, 10);
    const char *error = memmem(frame->payload, frame->len, "\"error\":{", 9);
    if (strncmp(id, ATTACH_ID, sizeof ATTACH_ID - 1) == 0) {
        if (error != NULL) {
            take_refusal(load, line, frame);
            return;
        }
        load_keep_cursor(load, line, frame->payload, frame->len);
        load_ready(load, line);
    } else if (error != NULL) {
        load_refused(load, number, frame->payload, frame->len);
    } else {
        load_acked(load, number);
    }
}

static void take_text(struct load *load, struct line *line,
                      const struct websocket_frame *frame)
{
    static const char heartbeat[] = "{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\"}";
    const size_t head = frame->len < 64 ? frame->len : 64;
    const char *id = memmem(frame->payload, head, "\"id\":", 5);
    load_count(load, line, frame->payload, frame->len);
    if (id != NULL) {
        take_reply(load, line, id + 5, frame);
    } else if (memmem(frame->payload, head, "\"heartbeat\"", 11) != NULL) {
        websocket_say(line, heartbeat, sizeof heartbeat - 1);
    } else {
        load_heard(load, line, frame->payload, frame->len);
    }
}

static ssize_t take(struct load *load, struct line *line)
{
    static const struct websocket_ears ears = {attach, take_text};
    return websocket_take(load, line, &ears);
}

const struct peer peer_kith = {.name = "kith",
                               .begin = begin,
                               .take = take,
                               .say = say,
                               .read = read_page,
                               .event_mark = "\"seq\":"};
