// The simple model that random runs of the hub are held against: who stays where, how
// far each stream goes, who is blocked.
#ifndef UNIT_TRANSPORT_TOWN_H
#define UNIT_TRANSPORT_TOWN_H

#include <stdbool.h>
#include <stdint.h>

#define CONVERSATIONS 3
#define PEOPLE 4
#define EVENTS_MAX 2000
#define SEATS_MAX 200

struct seat {
    int64_t since;
    int64_t until; // INT64_MAX: goes on
    bool is_hidden;
};

struct word {
    int by;      // a person
    int version; // raised by an edit
};

struct stream {
    struct word events[EVENTS_MAX + 1]; // by seq
    int64_t head;
    struct seat stays[PEOPLE][SEATS_MAX];
    int stay_count[PEOPLE];
};

// The database, or what the hub knows of it.
struct town {
    struct stream streams[CONVERSATIONS];
    bool blocked[PEOPLE][PEOPLE];
};

enum act {
    ACT_SEND,
    ACT_EDIT,
    ACT_JOIN,
    ACT_LEAVE,
    ACT_REMOVE,
    ACT_BLOCK
};

// What the writer committed and the hub has not been told yet.
struct commit {
    enum act act;
    int conversation;
    int person;
    int other;   // blocked
    int64_t ref; // edited
};

// Does to `town` what `commit` says.
void town_do(struct town *town, const struct commit *commit);

// The person's newest stay, or NULL.
struct seat *town_last_stay(struct stream *stream, int person);

bool town_is_member(struct stream *stream, int person);

// Whether a stay of the person begins at `seq`; whether `seq` lies in one.
bool town_begins_stay(const struct stream *stream, int person, int64_t seq);
bool town_is_in_stay(const struct stream *stream, int person, int64_t seq);

#endif
