// Who has got which messages, and in which order: everyone in a room must get each of
// its messages once, and all in the same order.
#ifndef BENCH_LEDGER_H
#define BENCH_LEDGER_H

#include <stddef.h>
#include <stdint.h>

struct ledger;

struct ledger_faults {
    uint64_t lost;      // never heard
    uint64_t doubled;   // heard again
    uint64_t reordered; // heard after a later one
    uint64_t misplaced; // heard by somebody of another room, or said by nobody
};

// `room_of[i]` is the room of listener i. Copies it.
struct ledger *ledger_new(size_t rooms, const uint32_t *room_of, size_t listeners);
void ledger_free(struct ledger *ledger);

// `listener` heard message `number` of `room`.
void ledger_hear(struct ledger *ledger, size_t listener, uint32_t room,
                 uint32_t number);

// How many messages all have heard together.
uint64_t ledger_heard(const struct ledger *ledger);

// `said[room]` messages were said: what somebody has not heard by now is lost.
struct ledger_faults ledger_close(struct ledger *ledger, const uint32_t *said);

#endif
