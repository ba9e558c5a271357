// What the load generator has to know of a server: how one comes in, says something and
// reads what comes. A peer hears through load_*.
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "line.h"

struct load;

// One message.
struct post {
    uint32_t number; // from 1
    uint32_t room;
    size_t line;
    const char *text; // only while it is said
    size_t len;
};

// Some of what was said before.
struct page {
    uint32_t number; // of the request, from 1
    int64_t before;  // exclusive
    size_t events;
};

struct peer {
    const char *name;
    bool echo_answers; // what a line said comes back to it, and that is the answer
    bool one_way;      // in rooms of two, who says something does not hear it
    // Adds what the line says first.
    void (*begin)(struct load *load, struct line *line);
    // Takes what is whole of the line's bytes. Returns how many, -1 when the server
    // said no.
    ssize_t (*take)(struct load *load, struct line *line);
    void (*say)(struct load *load, struct line *line, const struct post *post);
    // Asks for a page of the line's room, in answer `page->number`. NULL where nobody
    // does.
    void (*read)(struct load *load, struct line *line, const struct page *page);
    const char *event_mark; // stands once in each event that comes; NULL: not counted
};

extern const struct peer peer_kith;
extern const struct peer peer_json;
extern const struct peer peer_socketio;
extern const struct peer peer_mqtt;
extern const struct peer peer_nchan;
extern const struct peer peer_xmpp;

// The line may speak, and hears its room.
void load_ready(struct load *load, struct line *line);

// The server is busy: the line comes in anew after so long, or up to twice as long.
void load_come_again(struct load *load, const struct line *line, int64_t after_ms);

// The server has stored message `number`, or taken it.
void load_acked(struct load *load, uint32_t number);

// The server refused message `number`, and said this.
void load_refused(struct load *load, uint32_t number, const char *why, size_t len);

// Text came for the line: the messages in it are noted.
void load_heard(struct load *load, struct line *line, const char *text, size_t len);

// Something came for the line: the events in it are counted where that is wanted.
void load_count(struct load *load, struct line *line, const char *text, size_t len);

// From the file of people: how she comes in, and what the server calls her room.
const char *load_token(const struct load *load, const struct line *line);
const char *load_place(const struct load *load, const struct line *line);

size_t load_room_size(const struct load *load);

// A word that no other run uses, and the page that the lines say they come from.
const char *load_run(const struct load *load);
const char *load_origin(const struct load *load);

// With which a line that comes back says what it has: a JSON object, or "".
const char *load_cursor(const struct load *load, const struct line *line);
void load_keep_cursor(struct load *load, struct line *line, const char *json,
                      size_t len);

#endif
