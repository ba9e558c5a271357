#include "websocket.h"

#include <stdio.h>
#include <string.h>

#define FIN 0x80
#define MASKED 0x80
#define LENGTH_16 126
#define LENGTH_64 127
#define HEAD_MAX 14

void websocket_open(struct line *line, const struct websocket_opening *opening)
{
    char head[1024];
    // The key is only echoed back: any 16 bytes will do.
    int len = snprintf(head, sizeof head,
                       "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: a2l0aGtpdGhraXRoa2l0aA==\r\n",
                       opening->path);
    line_add(line, head, (size_t)len);
    if (opening->subprotocol != NULL) {
        len = snprintf(head, sizeof head, "Sec-WebSocket-Protocol: %s\r\n",
                       opening->subprotocol);
        line_add(line, head, (size_t)len);
    }
    if (opening->origin != NULL) {
        len = snprintf(head, sizeof head, "Origin: %s\r\n", opening->origin);
        line_add(line, head, (size_t)len);
    }
    line_add(line, "\r\n", 2);
}

ssize_t websocket_opened(const struct line *line)
{
    const char *end = memmem(line->in, line->in_len, "\r\n\r\n", 4);
    if (end == NULL) {
        return 0;
    }
    return strncmp(line->in, "HTTP/1.1 101", 12) == 0 ? end + 4 - line->in : -1;
}

void websocket_say(struct line *line, const char *text, size_t len)
{
    // A mask of zeros leaves the payload as it is: what it is for does not matter on
    // one's own machine, and the server has to unmask all the same.
    unsigned char head[HEAD_MAX] = {FIN | WEBSOCKET_TEXT};
    size_t head_len = 2;
    if (len < LENGTH_16) {
        head[1] = (unsigned char)(MASKED | len);
    } else {
        head[1] = MASKED | LENGTH_16;
        head[2] = (unsigned char)(len >> 8);
        head[3] = (unsigned char)(len & 0xff);
        head_len = 4;
    }
    line_add(line, head, head_len + 4);
    line_add(line, text, len);
}

size_t websocket_frame(const char *bytes, size_t len, struct websocket_frame *frame_out)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t head = 2;
    if (len < head) {
        return 0;
    }
    uint64_t payload = s[1] & 0x7f;
    const size_t more = payload == LENGTH_16 ? 2 : payload == LENGTH_64 ? 8 : 0;
    if (len < head + more) {
        return 0;
    }
    if (more > 0) {
        payload = 0;
        for (size_t i = 0; i < more; i++) {
            payload = payload << 8 | s[head + i];
        }
    }
    head += more;
    if (payload > len - head) {
        return 0;
    }
    *frame_out = (struct websocket_frame){s[0] & 0x0f, bytes + head, (size_t)payload};
    return head + (size_t)payload;
}

ssize_t websocket_take(struct load *load, struct line *line,
                       const struct websocket_ears *ears)
{
    size_t at = 0;
    struct websocket_frame frame;
    if (line->phase == 0) {
        const ssize_t head = websocket_opened(line);
        if (head <= 0) {
            return head;
        }
        at = (size_t)head;
        line->phase = 1;
        ears->opened(load, line);
    }
    for (size_t len = 0;
         (len = websocket_frame(line->in + at, line->in_len - at, &frame)) > 0;
         at += len) {
        if (frame.opcode == WEBSOCKET_CLOSE) {
            return -1;
        }
        if (frame.opcode == WEBSOCKET_TEXT) {
            ears->text(load, line, &frame);
        }
    }
    return (ssize_t)at;
}
