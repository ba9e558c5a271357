// The first who hears a message in a room decides its place; all others are compared
// with that.
#include "ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define AHEAD_MAX                                                                      \
    4096 // messages that one listener may be behind another when one is lost

struct room {
    uint32_t *numbers; // in the order in which they were first heard
    size_t count;
    size_t capacity;
};

struct listener {
    uint32_t room;
    size_t at; // place of what she hears next
};

struct ledger {
    struct room *rooms;
    size_t room_count;
    struct listener *listeners;
    size_t listener_count;
    struct ledger_faults faults;
    uint64_t heard;
};

struct ledger *ledger_new(size_t rooms, const uint32_t *room_of, size_t listeners)
{
    struct ledger *ledger = mem_new(1, sizeof *ledger);
    ledger->rooms = mem_new(rooms, sizeof *ledger->rooms);
    ledger->room_count = rooms;
    ledger->listeners = mem_new(listeners, sizeof *ledger->listeners);
    ledger->listener_count = listeners;
    for (size_t i = 0; i < listeners; i++) {
        ledger->listeners[i].room = room_of[i];
    }
    return ledger;
}

void ledger_free(struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->room_count; i++) {
        free(ledger->rooms[i].numbers);
    }
    free(ledger->rooms);
    free(ledger->listeners);
    free(ledger);
}

static void room_add(struct room *room, uint32_t number)
{
    if (room->count == room->capacity) {
        room->capacity = room->capacity == 0 ? 1024 : room->capacity * 2;
        room->numbers =
            mem_resize(room->numbers, room->capacity, sizeof *room->numbers);
    }
    room->numbers[room->count++] = number;
}

// The place of `number` from `from` up to `to`; `to` where it is not there.
static size_t place_of(const struct room *room, size_t from, size_t to, uint32_t number)
{
    while (from < to && room->numbers[from] != number) {
        from++;
    }
    return from;
}

// Not the one whose turn it is: ahead, it passes over others; else it came before, or
// it is late.
static void hear_otherwise(struct ledger *ledger, struct listener *listener,
                           uint32_t number)
{
    struct room *room = &ledger->rooms[listener->room];
    const size_t ahead =
        listener->at + AHEAD_MAX < room->count ? listener->at + AHEAD_MAX : room->count;
    const size_t place = place_of(room, listener->at, ahead, number);
    if (place < ahead) {
        ledger->faults.lost += place - listener->at;
        listener->at = place + 1;
        return;
    }
    const size_t behind = listener->at > AHEAD_MAX ? listener->at - AHEAD_MAX : 0;
    if (place_of(room, behind, listener->at, number) < listener->at) {
        ledger->faults.doubled++;
    } else {
        ledger->faults.reordered++;
    }
}

void ledger_hear(struct ledger *ledger, size_t who, uint32_t room_number,
                 uint32_t number)
{
    struct listener *listener = &ledger->listeners[who];
    if (room_number != listener->room || room_number >= ledger->room_count) {
        ledger->faults.misplaced++;
        return;
    }
    struct room *room = &ledger->rooms[room_number];
    ledger->heard++;
    if (listener->at == room->count) {
        if (place_of(room, room->count > AHEAD_MAX ? room->count - AHEAD_MAX : 0,
                     room->count, number) < room->count) {
            ledger->faults.doubled++;
            return;
        }
        room_add(room, number);
        listener->at++;
    } else if (room->numbers[listener->at] == number) {
        listener->at++;
    } else {
        hear_otherwise(ledger, listener, number);
    }
}

uint64_t ledger_heard(const struct ledger *ledger)
{
    return ledger->heard;
}

struct ledger_faults ledger_close(struct ledger *ledger, const uint32_t *said)
{
    for (size_t i = 0; i < ledger->listener_count; i++) {
        const struct listener *listener = &ledger->listeners[i];
        if (listener->at < said[listener->room]) {
            ledger->faults.lost += said[listener->room] - listener->at;
        }
    }
    return ledger->faults;
}
