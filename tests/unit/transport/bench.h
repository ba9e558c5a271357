// A hub without sockets or readers: what it sends is kept, what it asks for is noted.
#ifndef UNIT_TRANSPORT_BENCH_H
#define UNIT_TRANSPORT_BENCH_H

#include "transport/hub.h"

#define BENCH_CONNS 4
#define BENCH_SEEN 64

// What a connection of the bench was sent.
struct bench_conn {
    struct conn conn;
    bool is_stalled; // its socket takes nothing
    struct buf seen; // the frames, each followed by a line feed
    int frames;
    int close_code; // 0: open
};

struct bench {
    struct hub *hub;
    struct bench_conn conns[BENCH_CONNS];
    bool readers_are_busy;
    int slices_asked;
    conversation_id slice_conversation; // the last one asked for
    int64_t slice_from;
    struct conn *slice_conn;
};

// A hub with rings of 8 entries and 4,096 bytes, 8,192 bytes in all and frames of 512.
void bench_open(struct bench *bench);
void bench_close(struct bench *bench);

// Connection `index` of person `person` registers; attaches with the `count`
// subscriptions.
struct conn *bench_register(struct bench *bench, int index, int64_t person);
struct conn *bench_attach(struct bench *bench, int index, int64_t person,
                          const struct subscription *subscriptions, size_t count);

// The event `seq` with `text` in its frame, which everybody may see but `hidden_from`
// (v == 0: nobody is kept from it).
struct published bench_event(int64_t conversation, int64_t seq, const char *text,
                             person_id hidden_from);

// Publishes one event, with `change` (or NULL) in the same commit, and flushes.
void bench_publish(struct bench *bench, int64_t conversation, int64_t seq,
                   const char *text);
void bench_publish_with(struct bench *bench, struct published event,
                        const struct subscription_change *change);

// Delivers the slice that was asked for last: events `from` … `to` with `text`.
void bench_slice(struct bench *bench, int64_t from, int64_t to, const char *text);
void bench_slice_fails(struct bench *bench, enum err err);

// The seqs that connection `index` got so far, as "1 2 3", and forgets them. A withheld
// one is in brackets, and one with `text` other than "x" has it behind: "1 (2) 3=new".
const char *bench_seqs(struct bench *bench, int index);

#endif
