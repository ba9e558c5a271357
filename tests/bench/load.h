// The state of one run of the load generator, for its parts.
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "histogram.h"
#include "ledger.h"
#include "options.h"
#include "peer.h"
#include "people.h"

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)

struct post_row {
    int64_t due_ns; // when it was to be said, whether or not it could be
    uint32_t room;
    uint32_t audience; // the room of the ledger in which it is heard
    size_t line;
    bool is_acked;
};

struct room {
    size_t first; // its lines stand side by side
    size_t lines;
    uint32_t turn; // who speaks next
};

// A line that was sent away, and when it comes back.
struct again {
    struct line *line;
    int64_t due_ns;
};

struct load {
    struct options options;
    struct people people;
    int epoll;
    struct line *lines; // those that are measured, then those that never read
    size_t line_count;
    size_t ready;
    size_t broken; // closed by the server
    struct line **dirty;
    size_t dirty_count;
    struct again *again;
    size_t again_count;
    uint64_t sent_away;
    struct room *rooms;
    size_t room_count;
    struct post_row *posts; // number n at n - 1
    size_t post_count;
    size_t post_capacity;
    bool is_one_way;
    uint32_t *said;        // by room of the ledger
    struct ledger *ledger; // its rooms are ours, or, one way, each line one of its own
    char **cursors;        // by line, or NULL
    char run[16];
    char origin[64];

    bool speaks; // closed loop: an answer is followed by the next message
    bool is_deaf;
    bool counts; // events, in what comes
    uint64_t random;
    uint64_t came; // events that were counted
    int64_t now_ns;
    int64_t idle_ns; // spent looking in vain
    int64_t from_ns; // what was due from here
    int64_t until_ns;
    struct histogram *ack;
    struct histogram *hearing;
    uint64_t acked;
    uint64_t refused;
    uint64_t acked_in_time; // between from_ns and until_ns
    uint64_t heard_in_time;
};

// Connects line `i`, whose person and room are known.
void load_open_line(struct load *load, size_t i);

// Serves the sockets until `until_ns` or until `is_done` says so; with a rate, says
// what is due.
void load_serve(struct load *load, int64_t until_ns, bool (*is_done)(struct load *));

// Somebody in `room` says something that was due at `due_ns`.
void load_post(struct load *load, uint32_t room, int64_t due_ns);

// Line `i` asks for a page at a random place of its room.
void load_read(struct load *load, size_t i);

// Whether every message was answered; and heard by all.
bool load_all_acked(struct load *load);
bool load_all_heard(struct load *load);

#endif
