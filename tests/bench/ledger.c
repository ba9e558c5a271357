// The first who hears a message in a room decides its place; all others are compared
// with that.
#include "ledger.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define AHEAD_MAX                                                                      \
    4096 // messages that one listener may be behind another when one is lost

struct room {
    uint32_t *numbers; // in the order in which they were first heard
    size_t count;
    size_t capacity;
    uint32_t most; // numbers above it are new
};

struct listener {
    uint32_t room;
    size_t at;        // place of what she hears next
    uint32_t *missed; // what she passed over, the newest AHEAD_MAX of it
    size_t missed_count;
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
    for (size_t i = 0; i < ledger->listener_count; i++) {
        free(ledger->listeners[i].missed);
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
    room->most = number > room->most ? number : room->most;
}

// The place of `number` from `from` up to `to`; `to` where it is not there.
static size_t place_of(const uint32_t *numbers, size_t from, size_t to, uint32_t number)
{
    while (from < to && numbers[from] != number) {
        from++;
    }
    return from;
}

// What stands at the listener's place is lost, unless it comes late.
static void miss_one(struct ledger *ledger, struct listener *listener)
{
    const struct room *room = &ledger->rooms[listener->room];
    if (listener->missed == NULL) {
        listener->missed = mem_new(AHEAD_MAX, sizeof *listener->missed);
    }
    ledger->faults.lost++;
    listener->missed[listener->missed_count++ % AHEAD_MAX] =
        room->numbers[listener->at++];
}

static void pass_over(struct ledger *ledger, struct listener *listener, size_t place)
{
    while (listener->at < place) {
        miss_one(ledger, listener);
    }
    listener->at++;
}

// An old message that nobody has heard so far: whoever is beyond its place missed it.
static void put_in(struct ledger *ledger, struct listener *listener, uint32_t number)
{
    struct room *room = &ledger->rooms[listener->room];
    const size_t place = listener->at;
    room_add(room, number);
    memmove(&room->numbers[place + 1], &room->numbers[place],
            (room->count - 1 - place) * sizeof *room->numbers);
    room->numbers[place] = number;
    for (size_t i = 0; i < ledger->listener_count; i++) {
        struct listener *other = &ledger->listeners[i];
        if (other->room == listener->room && other->at > place) {
            const size_t at = other->at;
            other->at = place;
            miss_one(ledger, other);
            other->at = at + 1;
        }
    }
    listener->at++;
}

// What she heard before, or passed over.
static void hear_late(struct ledger *ledger, struct listener *listener, uint32_t number)
{
    const size_t kept =
        listener->missed_count < AHEAD_MAX ? listener->missed_count : AHEAD_MAX;
    const size_t place = place_of(listener->missed, 0, kept, number);
    if (place == kept) {
        ledger->faults.doubled++;
        return;
    }
    listener->missed[place] = 0;
    ledger->faults.lost--;
    ledger->faults.reordered++;
}

// Not the one whose turn it is.
static void hear_otherwise(struct ledger *ledger, struct listener *listener,
                           uint32_t number)
{
    struct room *room = &ledger->rooms[listener->room];
    const size_t ahead =
        listener->at + AHEAD_MAX < room->count ? listener->at + AHEAD_MAX : room->count;
    const size_t behind = listener->at > AHEAD_MAX ? listener->at - AHEAD_MAX : 0;
    const bool is_new = number > room->most;
    const size_t place =
        is_new ? ahead : place_of(room->numbers, listener->at, ahead, number);
    if (place < ahead) {
        pass_over(ledger, listener, place);
    } else if (is_new) {
        room_add(room, number);
        pass_over(ledger, listener, room->count - 1);
    } else if (place_of(room->numbers, behind, listener->at, number) < listener->at) {
        hear_late(ledger, listener, number);
    } else {
        put_in(ledger, listener, number);
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
    const struct room *room = &ledger->rooms[room_number];
    ledger->heard++;
    if (listener->at < room->count && room->numbers[listener->at] == number) {
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
