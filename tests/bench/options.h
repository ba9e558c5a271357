// What the load generator is asked to do.
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include <stddef.h>
#include <sys/types.h>

#define OPTIONS_PIDS_MAX 8

enum mode {
    MODE_CLOSED,   // each room has `window` unanswered messages, always
    MODE_OPEN,     // `rate` messages a second, whatever comes back
    MODE_IDLE,     // connected, and silent
    MODE_ATTACH,   // coming in and leaving again
    MODE_CATCH_UP, // coming back to what was said meanwhile
    MODE_HISTORY   // reading pages of what was said long ago
};

struct options {
    enum mode mode;
    const struct peer *peer;
    size_t port;
    const char *people; // file, or NULL for peers that know everybody
    size_t from;        // the first of them who comes in here …
    size_t apart;       // … and how far on the next stands
    size_t rooms;
    size_t size;                  // lines in each
    size_t window;                // closed loop
    double rate;                  // open loop [1/s]
    double warm_s;                // before anything counts
    double for_s;                 // what counts
    double drain_s;               // for what is under way then to arrive
    size_t text_len;              // [B]
    size_t missed;                // messages in each room, for MODE_CATCH_UP
    size_t resume;                // 1: MODE_ATTACH says what each has heard
    size_t behind;                // so many events before the head
    size_t page;                  // events in one answer, for MODE_HISTORY
    size_t at_once;               // connections under way at once
    double over_s;                // they come in one after the other in this time
    size_t stalled;               // further lines that never read
    size_t posts;                 // messages after which it is over, 0: by time
    size_t sleeps;                // 1: until something comes, for another's sake
    pid_t pids[OPTIONS_PIDS_MAX]; // of the server
    size_t pid_count;
};

// Ends the program with a sentence where it cannot be understood.
struct options options_read(int argc, char **argv);

#endif
