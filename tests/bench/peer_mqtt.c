// MQTT 3.1.1 over TCP (numbers in brackets are its sections): a topic for each room,
// published with QoS 1, whose PUBACK is the answer. Subscribed with QoS 0, so that the
// server need not wait for each of a room's fifty to answer.
#include <stdio.h>
#include <string.h>

#include "peer.h"

#define KEEP_ALIVE_S 600 // more than a run lasts: no pings are needed
#define HEAD_MAX 5
#define PACKET_MAX 1024

enum packet {
    CONNECT = 0x10, // [3.1]
    CONNACK = 0x20,
    PUBLISH = 0x30,
    PUBLISH_QOS_1 = 0x32,
    PUBACK = 0x40,
    SUBSCRIBE = 0x82,
    SUBACK = 0x90
};

// What stands behind a packet's head.
struct body {
    unsigned char bytes[PACKET_MAX];
    size_t len;
};

static void put_u16(struct body *body, unsigned value)
{
    body->bytes[body->len++] = (unsigned char)(value >> 8 & 0xff);
    body->bytes[body->len++] = (unsigned char)(value & 0xff);
}

static void put_text(struct body *body, const char *text)
{
    const size_t len = strlen(text);
    put_u16(body, (unsigned)len);
    memcpy(body->bytes + body->len, text, len);
    body->len += len;
}

// A length goes in groups of seven bits, the lowest first [2.2.3].
static void add_packet(struct line *line, enum packet kind, const struct body *body)
{
    unsigned char head[HEAD_MAX] = {(unsigned char)kind};
    size_t len = 1;
    size_t left = body->len;
    do {
        head[len++] = (unsigned char)((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
        left >>= 7;
    } while (left > 0);
    line_add(line, head, len);
    line_add(line, body->bytes, body->len);
}

static void put_topic(struct body *body, uint32_t room)
{
    char topic[32];
    snprintf(topic, sizeof topic, "room/%u", room);
    put_text(body, topic);
}

static void begin(struct load *load, struct line *line)
{
    struct body body = {.len = 0};
    char client[32];
    (void)load;
    snprintf(client, sizeof client, "line-%zu", line->number);
    put_text(&body, "MQTT");
    body.bytes[body.len++] = 4;    // 3.1.1
    body.bytes[body.len++] = 0x02; // clean session
    put_u16(&body, KEEP_ALIVE_S);
    put_text(&body, client);
    add_packet(line, CONNECT, &body);
}

static void subscribe(struct line *line)
{
    struct body body = {.len = 0};
    put_u16(&body, 1);
    put_topic(&body, line->room);
    body.bytes[body.len++] = 0; // QoS
    add_packet(line, SUBSCRIBE, &body);
}

static void say(struct load *load, struct line *line, const struct post *post)
{
    struct body body = {.len = 0};
    (void)load;
    put_topic(&body, post->room);
    put_u16(&body, 1 + post->number % 65535);
    memcpy(body.bytes + body.len, post->text, post->len);
    body.len += post->len;
    add_packet(line, PUBLISH_QOS_1, &body);
    line_expect(line, post->number); // PUBACKs keep the order of the messages [4.6]
}

// Returns the packet's length with its head, 0 while it is not whole.
static size_t packet_len(const struct line *line, size_t at, size_t *body_out)
{
    size_t len = 0;
    for (size_t i = 1; i < HEAD_MAX && at + i < line->in_len; i++) {
        const unsigned char byte = (unsigned char)line->in[at + i];
        len |= (size_t)(byte & 0x7f) << (7 * (i - 1));
        if ((byte & 0x80) == 0) {
            *body_out = at + i + 1;
            return len <= line->in_len - *body_out ? 1 + i + len : 0;
        }
    }
    return 0;
}

static bool take_packet(struct load *load, struct line *line, int kind,
                        const char *body, size_t len)
{
    switch (kind & 0xf0) {
    case CONNACK:
        if (len < 2 || body[1] != 0) {
            return false;
        }
        subscribe(line);
        return true;
    case SUBACK:
        load_ready(load, line);
        return true;
    case PUBACK:
        load_acked(load, line_answered(line));
        return true;
    case PUBLISH:
        load_heard(load, line, body, len);
        return true;
    default:
        return true;
    }
}

static ssize_t take(struct load *load, struct line *line)
{
    size_t at = 0;
    size_t body = 0;
    for (size_t len = 0; (len = packet_len(line, at, &body)) > 0; at += len) {
        const int kind = (unsigned char)line->in[at];
        if (!take_packet(load, line, kind, line->in + body, at + len - body)) {
            return -1;
        }
    }
    return (ssize_t)at;
}

const struct peer peer_mqtt = {
    .name = "mqtt", .begin = begin, .take = take, .say = say};
