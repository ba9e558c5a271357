// Random runs against a simple model: what was committed, what the hub has been told so
// far, and what each connection must therefore be sent next. Outcomes of the writer
// arrive in order; those of the readers, with snapshots of any age, in between.
#include "support.h"
#include "transport/hub.h"
#include "transport/town.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUNS 120
#define STEPS 1500
#define CONNS 6
#define QUEUE_MAX 64
#define SLICE_EVENTS 5

struct device {
    struct conn conn;
    bool is_open;
    bool is_stalled;
    bool has_snapshot;
    struct subscription snapshot[CONVERSATIONS];
    size_t snapshot_count;
    int64_t last[CONVERSATIONS]; // the last seq it got, -1: none
    int person;
};

struct slice {
    bool is_asked;
    bool is_read;
    struct conn *conn; // NULL once it is gone
    int person;
    int conversation;
    int64_t from;
    enum err err;
    int64_t to;
    struct word events[SLICE_EVENTS];
    bool hidden[SLICE_EVENTS][PEOPLE];
};

struct run {
    uint64_t random;
    struct hub *hub;
    struct town committed;
    struct town told;
    struct commit queue[QUEUE_MAX];
    int queued;
    struct device devices[CONNS];
    struct slice slices[CONVERSATIONS];
    struct buf out;
    uint64_t delivered;
};

static int pick(struct run *run, int below)
{
    run->random ^= run->random << 13;
    run->random ^= run->random >> 7;
    run->random ^= run->random << 17;
    return (int)(run->random % (uint64_t)below);
}

static conversation_id id_of(int conversation)
{
    return (conversation_id){conversation + 1};
}

// ---- what the hub is told

static struct published event_of(const struct town *town, int conversation, int64_t seq,
                                 person_id *hidden)
{
    const struct word *event = &town->streams[conversation].events[seq];
    char json[128];
    struct published published = {.conversation = id_of(conversation),
                                  .epoch = 7,
                                  .seq = seq,
                                  .withheld_from = hidden};

    snprintf(json, sizeof json, "{\"seq\":%lld,\"by\":%d,\"version\":%d}",
             (long long)seq, event->by, event->version);
    published.frame = frame_new(text_of(json));
    snprintf(json, sizeof json, "{\"seq\":%lld}", (long long)seq);
    published.withheld = frame_new(text_of(json));
    for (int person = 0; person < PEOPLE; person++) {
        if (town->blocked[person][event->by]) {
            hidden[published.withheld_count++] = (person_id){person + 1};
        }
    }
    return published;
}

static void free_events(struct published *events, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        frame_unref(events[i].frame);
        frame_unref(events[i].withheld);
    }
}

// The oldest of what the writer has committed.
static void tell_next(struct run *run)
{
    struct commit commit = run->queue[0];
    struct stream *stream = &run->told.streams[commit.conversation];
    struct published events[2];
    person_id hidden[2][PEOPLE];
    struct subscription_change change = {.person = {commit.person + 1},
                                         .conversation = id_of(commit.conversation),
                                         .epoch = 7};
    struct block_pair block = {{commit.person + 1}, {commit.other + 1}};
    struct outcome outcome = {.published = events};

    run->queued--;
    memmove(&run->queue[0], &run->queue[1], (size_t)run->queued * sizeof run->queue[0]);
    town_do(&run->told, &commit);
    if (commit.act == ACT_BLOCK) {
        outcome.blocks = &block;
        outcome.block_count = 1;
    } else {
        if (commit.act == ACT_EDIT) {
            events[outcome.published_count] =
                event_of(&run->told, commit.conversation, commit.ref,
                         hidden[outcome.published_count]);
            outcome.published_count++;
        }
        events[outcome.published_count] =
            event_of(&run->told, commit.conversation, stream->head,
                     hidden[outcome.published_count]);
        outcome.published_count++;
    }
    if (commit.act == ACT_JOIN || commit.act == ACT_LEAVE || commit.act == ACT_REMOVE) {
        change.begins = commit.act == ACT_JOIN;
        change.from_seq = stream->head;
        change.until_seq = commit.act == ACT_LEAVE ? stream->head : 0;
        outcome.subscription_changes = &change;
        outcome.subscription_change_count = 1;
    }
    hub_apply(run->hub, &outcome);
    free_events(events, outcome.published_count);
}

// ---- what connections are sent

static void check_event(struct run *run, struct device *device, int conversation,
                        const json_t *event)
{
    struct stream *told = &run->told.streams[conversation];
    int64_t seq = json_integer_value(json_object_get(event, "seq"));
    const json_t *by = json_object_get(event, "by");
    int64_t *last = &device->last[conversation];

    // Dense, but that a new stay begins where it begins.
    if (seq != *last + 1) {
        assert_true(town_begins_stay(told, device->person, seq));
    }
    assert_true(seq <= told->head);
    assert_true(town_is_in_stay(told, device->person, seq));
    *last = seq;
    run->delivered++;
    int author = told->events[seq].by;
    if (by == NULL) {
        assert_true(run->committed.blocked[device->person][author]);
        return;
    }
    assert_int_equal(json_integer_value(by), author);
    assert_false(run->told.blocked[device->person][author]);
    assert_true(json_integer_value(json_object_get(event, "version")) >=
                told->events[seq].version);
}

static void check_frame(struct run *run, struct device *device)
{
    json_t *frame = json_loadb(run->out.bytes, run->out.len, 0, NULL);
    size_t i = 0;
    size_t j = 0;
    json_t *stream = NULL;
    json_t *event = NULL;

    assert_non_null(frame);
    json_t *streams = json_object_get(json_object_get(frame, "params"), "streams");
    assert_true(json_array_size(streams) > 0);
    json_array_foreach (streams, i, stream) {
        const char *id = json_string_value(json_object_get(stream, "conversation"));
        int64_t conversation = conversation_id_parse(text_of(id)).v - 1;
        assert_in_range(conversation, 0, CONVERSATIONS - 1);
        json_array_foreach (json_object_get(stream, "events"), j, event) {
            check_event(run, device, (int)conversation, event);
        }
    }
    json_decref(frame);
}

static void on_pump(void *ctx, struct conn *conn)
{
    struct run *run = ctx;
    struct device *device = (struct device *)conn;

    while (!device->is_stalled) {
        run->out.len = 0;
        if (!hub_next_frame(run->hub, conn, &run->out)) {
            return;
        }
        check_frame(run, device);
        device->is_stalled = pick(run, 12) == 0;
    }
}

static enum err on_want_slice(void *ctx, struct conn *conn,
                              conversation_id conversation, int64_t from_seq)
{
    struct run *run = ctx;
    struct slice *slice = &run->slices[conversation.v - 1];

    assert_false(slice->is_asked);
    if (pick(run, 5) == 0) {
        return ERR_BUSY;
    }
    *slice = (struct slice){.is_asked = true,
                            .conn = conn,
                            .person = ((struct device *)conn)->person,
                            .conversation = (int)conversation.v - 1,
                            .from = from_seq};
    return OK;
}

static void device_forget(struct run *run, struct device *device)
{
    for (int i = 0; i < CONVERSATIONS; i++) {
        if (run->slices[i].conn == &device->conn) {
            run->slices[i].conn = NULL;
        }
    }
    hub_unregister(run->hub, &device->conn);
    device->is_open = false;
    device->conn.state = CONN_CLOSING;
}

static void on_close(void *ctx, struct conn *conn, enum close_code code)
{
    assert_int_equal(code, CLOSE_MAINTENANCE); // asked for what is hers no more
    device_forget(ctx, (struct device *)conn);
}

// ---- what readers do

// Reads what was asked for from the database as it is now.
static void slice_read(struct run *run, struct slice *slice)
{
    struct stream *stream = &run->committed.streams[slice->conversation];
    const struct seat *stay = town_last_stay(stream, slice->person);

    slice->is_read = true;
    if (stay == NULL || stay->is_hidden) {
        slice->err = ERR_NOT_FOUND;
        return;
    }
    int64_t ceiling = stay->until < stream->head ? stay->until : stream->head;
    slice->to = slice->from + SLICE_EVENTS - 1;
    slice->to = slice->to < ceiling ? slice->to : ceiling;
    for (int64_t seq = slice->from; seq <= slice->to; seq++) {
        const struct word *event = &stream->events[seq];
        slice->events[seq - slice->from] = *event;
        for (int person = 0; person < PEOPLE; person++) {
            slice->hidden[seq - slice->from][person] =
                run->committed.blocked[person][event->by];
        }
    }
}

static void slice_deliver(struct run *run, struct slice *slice)
{
    static struct town town; // as the reader saw it, where it matters
    struct published events[SLICE_EVENTS];
    person_id hidden[SLICE_EVENTS][PEOPLE];
    struct request request = {.slice_conversation = id_of(slice->conversation),
                              .slice_from = slice->from};
    struct outcome outcome = {
        .request = &request, .err = slice->err, .published = events};

    for (int64_t seq = slice->from; slice->err == OK && seq <= slice->to; seq++) {
        size_t i = outcome.published_count++;
        town.streams[slice->conversation].events[seq] = slice->events[i];
        memset(town.blocked, 0, sizeof town.blocked);
        for (int person = 0; person < PEOPLE; person++) {
            town.blocked[person][slice->events[i].by] = slice->hidden[i][person];
        }
        events[i] = event_of(&town, slice->conversation, seq, hidden[i]);
    }
    slice->is_asked = false;
    hub_take_slice(run->hub, slice->conn, &outcome);
    free_events(events, outcome.published_count);
}

static void attach_read(struct run *run, struct device *device)
{
    device->has_snapshot = true;
    device->snapshot_count = 0;
    for (int i = 0; i < CONVERSATIONS; i++) {
        struct stream *stream = &run->committed.streams[i];
        const struct seat *stay = town_last_stay(stream, device->person);
        if (!town_is_member(stream, device->person)) {
            continue;
        }
        struct subscription *subscription = &device->snapshot[device->snapshot_count++];
        *subscription = (struct subscription){.conversation = id_of(i),
                                              .epoch = 7,
                                              .next_seq = stream->head + 1,
                                              .since_seq = stay->since,
                                              .head = stream->head};
        if (device->last[i] >= 0) {
            subscription->next_seq = device->last[i] + 1;
        }
        if (subscription->next_seq < stay->since) {
            subscription->next_seq = stay->since;
        }
        device->last[i] = subscription->next_seq - 1;
    }
}

// ---- steps

static void commit_something(struct run *run)
{
    struct commit commit = {.act = (enum act)pick(run, 6),
                            .conversation = pick(run, CONVERSATIONS),
                            .person = pick(run, PEOPLE)};
    struct stream *stream = &run->committed.streams[commit.conversation];
    bool is_in = town_is_member(stream, commit.person);

    commit.other = (commit.person + 1) % PEOPLE;
    if (!is_in && commit.act != ACT_BLOCK) {
        commit.act = ACT_JOIN;
    } else if (is_in && (commit.act == ACT_JOIN || pick(run, 3) > 0)) {
        commit.act = ACT_SEND;
    }
    if (commit.act == ACT_BLOCK && pick(run, 20) > 0) {
        return;
    }
    if (commit.act == ACT_EDIT) {
        commit.ref = 1 + pick(run, (int)stream->head);
    }
    if (run->queued == QUEUE_MAX || stream->head == EVENTS_MAX ||
        stream->stay_count[commit.person] == SEATS_MAX) {
        return;
    }
    town_do(&run->committed, &commit);
    run->queue[run->queued++] = commit;
}

static void device_open(struct run *run, struct device *device)
{
    int64_t last[CONVERSATIONS];

    memcpy(last, device->last, sizeof last);
    *device = (struct device){.is_open = true, .person = device->person};
    memcpy(device->last, last, sizeof last);
    device->conn.person = (person_id){device->person + 1};
    if (pick(run, 3) == 0) { // another browser: no cursors
        for (int i = 0; i < CONVERSATIONS; i++) {
            device->last[i] = -1;
        }
    }
    hub_register(run->hub, &device->conn);
}

static void device_attach(struct run *run, struct device *device)
{
    hub_attach(run->hub, &device->conn, device->snapshot, device->snapshot_count);
}

static void device_step(struct run *run, struct device *device)
{
    if (!device->is_open) {
        device_open(run, device);
    } else if (device->conn.state == CONN_ATTACHING) {
        if (!device->has_snapshot) {
            attach_read(run, device);
        } else {
            device_attach(run, device);
        }
    } else if (device->is_stalled) {
        device->is_stalled = false;
        on_pump(run, &device->conn);
    } else if (pick(run, 10) == 0) {
        device_forget(run, device);
    }
}

static void slice_step(struct run *run, struct slice *slice)
{
    if (!slice->is_asked) {
        return;
    }
    if (!slice->is_read) {
        slice_read(run, slice);
    } else {
        slice_deliver(run, slice);
    }
}

static void step(struct run *run)
{
    switch (pick(run, 5)) {
    case 0:
    case 1:
        commit_something(run);
        return;
    case 2:
        for (int i = pick(run, 4); i >= 0 && run->queued > 0; i--) {
            tell_next(run);
        }
        break;
    case 3:
        device_step(run, &run->devices[pick(run, CONNS)]);
        break;
    default:
        slice_step(run, &run->slices[pick(run, CONVERSATIONS)]);
        hub_retry(run->hub);
        break;
    }
    hub_flush(run->hub);
}

// Everything under way arrives and nobody stalls: all are up to date.
static void settle(struct run *run)
{
    while (run->queued > 0) {
        tell_next(run);
    }
    for (int round = 0; round < 4000; round++) {
        for (int i = 0; i < CONNS; i++) {
            struct device *device = &run->devices[i];
            if (!device->is_open || device->conn.state == CONN_ATTACHING ||
                device->is_stalled) {
                device_step(run, device);
            }
        }
        for (int i = 0; i < CONVERSATIONS; i++) {
            slice_step(run, &run->slices[i]);
        }
        hub_retry(run->hub);
        hub_flush(run->hub);
    }
    for (int i = 0; i < CONNS; i++) {
        struct device *device = &run->devices[i];
        for (int j = 0; j < CONVERSATIONS; j++) {
            struct stream *stream = &run->told.streams[j];
            if (town_is_member(stream, device->person)) {
                assert_int_equal(device->last[j], stream->head);
            }
        }
    }
}

static void run_close(struct run *run)
{
    for (int i = 0; i < CONNS; i++) {
        device_forget(run, &run->devices[i]);
    }
    for (int i = 0; i < CONVERSATIONS; i++) {
        slice_step(run, &run->slices[i]);
        slice_step(run, &run->slices[i]);
    }
    hub_flush(run->hub);
    assert_int_equal(hub_stats(run->hub).rings, 0);
    assert_int_equal(hub_stats(run->hub).ring_bytes, 0);
    hub_free(run->hub);
    buf_clear(&run->out);
}

static uint64_t run_with(uint64_t seed)
{
    static struct run run;
    struct hub_options options = {
        .ring = {6, 400},
        .total_bytes = 700,
        .frame_bytes = 300,
        .pump = on_pump,
        .want_slice = on_want_slice,
        .close = on_close,
        .ctx = &run
    };

    memset(&run, 0, sizeof run);
    run.random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    run.hub = hub_new(&options);
    buf_init(&run.out, 65536);
    for (int i = 0; i < CONNS; i++) {
        run.devices[i].person = i % PEOPLE;
        for (int j = 0; j < CONVERSATIONS; j++) {
            run.devices[i].last[j] = -1;
        }
    }
    for (int i = 0; i < STEPS; i++) {
        step(&run);
    }
    settle(&run);
    run_close(&run);
    return run.delivered;
}

static void every_connection_gets_a_dense_and_current_sequence(void **state)
{
    (void)state;
    uint64_t delivered = 0;

    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        delivered += run_with(seed);
    }
    assert_true(delivered > 100 * RUNS); // not an idle model
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_connection_gets_a_dense_and_current_sequence),
    };

    return RUN_TESTS(tests);
}
