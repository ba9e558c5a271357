#include "transport/town.h"

#include "support.h"

#include <stddef.h>

struct seat *town_last_stay(struct stream *stream, int person)
{
    int count = stream->stay_count[person];

    return count == 0 ? NULL : &stream->stays[person][count - 1];
}

bool town_is_member(struct stream *stream, int person)
{
    const struct seat *stay = town_last_stay(stream, person);

    return stay != NULL && stay->until == INT64_MAX;
}

static void add_event(struct stream *stream, int by)
{
    stream->head++;
    assert_true(stream->head <= EVENTS_MAX);
    stream->events[stream->head] = (struct word){.by = by};
}

static void end_stay(struct stream *stream, int person)
{
    struct seat *stay = town_last_stay(stream, person);

    assert_non_null(stay);
    if (stay != NULL) {
        stay->until = stream->head;
    }
}

void town_do(struct town *town, const struct commit *commit)
{
    struct stream *stream = &town->streams[commit->conversation];
    int person = commit->person;

    if (commit->act == ACT_BLOCK) {
        town->blocked[person][commit->other] = true;
        town->blocked[commit->other][person] = true;
        return;
    }
    add_event(stream, person);
    if (commit->act == ACT_EDIT) {
        stream->events[commit->ref].version++;
    } else if (commit->act == ACT_JOIN) {
        stream->stays[person][stream->stay_count[person]++] =
            (struct seat){.since = stream->head, .until = INT64_MAX};
    } else if (commit->act == ACT_LEAVE) {
        end_stay(stream, person);
    } else if (commit->act == ACT_REMOVE) {
        end_stay(stream, person);
        for (int i = 0; i < stream->stay_count[person]; i++) {
            stream->stays[person][i].is_hidden = true;
        }
    }
}

bool town_begins_stay(const struct stream *stream, int person, int64_t seq)
{
    for (int i = 0; i < stream->stay_count[person]; i++) {
        if (stream->stays[person][i].since == seq) {
            return true;
        }
    }
    return false;
}

bool town_is_in_stay(const struct stream *stream, int person, int64_t seq)
{
    for (int i = 0; i < stream->stay_count[person]; i++) {
        const struct seat *stay = &stream->stays[person][i];
        if (stay->since <= seq && seq <= stay->until) {
            return true;
        }
    }
    return false;
}
