#include "transport/bench.h"

#include "support.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEN_BYTES 1048576

static struct bench_conn *bench_conn_of(struct conn *conn)
{
    return (struct bench_conn *)conn; // its first member
}

static void on_pump(void *ctx, struct conn *conn)
{
    struct bench *bench = ctx;
    struct bench_conn *of = bench_conn_of(conn);

    for (int i = 0; i < conn->out_count && !of->is_stalled; i++) {
        assert_ok(buf_append(&of->seen, frame_text(conn->out[i])));
        assert_ok(buf_append(&of->seen, TEXT("\n")));
        frame_unref(conn->out[i]);
    }
    if (of->is_stalled) {
        return;
    }
    conn->out_count = 0;
    free(conn->out);
    conn->out = NULL;
    while (hub_next_frame(bench->hub, conn, &of->seen)) {
        assert_ok(buf_append(&of->seen, TEXT("\n")));
        of->frames++;
    }
}

static enum err on_want_slice(void *ctx, struct conn *conn,
                              conversation_id conversation, int64_t from_seq)
{
    struct bench *bench = ctx;

    if (bench->readers_are_busy) {
        return ERR_BUSY;
    }
    bench->slices_asked++;
    bench->slice_conversation = conversation;
    bench->slice_from = from_seq;
    bench->slice_conn = conn;
    return OK;
}

static void on_close(void *ctx, struct conn *conn, enum close_code code)
{
    struct bench *bench = ctx;

    hub_unregister(bench->hub, conn);
    conn->state = CONN_CLOSING;
    bench_conn_of(conn)->close_code = (int)code;
}

void bench_open(struct bench *bench)
{
    *bench = (struct bench){0};
    struct hub_options options = {
        .ring = {8, 4096},
        .total_bytes = 8192,
        .frame_bytes = 512,
        .pump = on_pump,
        .want_slice = on_want_slice,
        .close = on_close,
        .ctx = bench
    };
    bench->hub = hub_new(&options);
    for (int i = 0; i < BENCH_CONNS; i++) {
        buf_init(&bench->conns[i].seen, SEEN_BYTES);
        bench->conns[i].conn.id = (uint64_t)i + 1;
    }
}

void bench_close(struct bench *bench)
{
    for (int i = 0; i < BENCH_CONNS; i++) {
        struct conn *conn = &bench->conns[i].conn;
        hub_unregister(bench->hub, conn);
        for (int j = 0; j < conn->out_count; j++) {
            frame_unref(conn->out[j]);
        }
        free(conn->out);
        buf_clear(&bench->conns[i].seen);
    }
    hub_flush(bench->hub);
    if (bench->slice_conn == NULL) { // nothing under way: every ring is gone
        assert_int_equal(hub_stats(bench->hub).rings, 0);
        assert_int_equal(hub_stats(bench->hub).ring_bytes, 0);
    }
    hub_free(bench->hub);
}

struct conn *bench_register(struct bench *bench, int index, int64_t person)
{
    struct conn *conn = &bench->conns[index].conn;

    conn->person = (person_id){person};
    conn->session = (session_id){person * 10 + index};
    hub_register(bench->hub, conn);
    return conn;
}

struct conn *bench_attach(struct bench *bench, int index, int64_t person,
                          const struct subscription *subscriptions, size_t count)
{
    struct conn *conn = bench_register(bench, index, person);

    hub_attach(bench->hub, conn, subscriptions, count);
    hub_flush(bench->hub);
    return conn;
}

struct published bench_event(int64_t conversation, int64_t seq, const char *text,
                             person_id hidden_from)
{
    static person_id hidden;
    char json[512];
    struct published event = {
        .conversation = {conversation}, .epoch = 7, .seq = seq, .by = {99}};

    hidden = hidden_from;
    snprintf(json, sizeof json, "{\"seq\":%lld,\"text\":\"%s\"}", (long long)seq, text);
    event.frame = frame_new(text_of(json));
    snprintf(json, sizeof json, "{\"seq\":%lld,\"kind\":\"withheld\"}", (long long)seq);
    event.withheld = frame_new(text_of(json));
    event.withheld_from = &hidden;
    event.withheld_count = hidden.v == 0 ? 0 : 1;
    return event;
}

void bench_publish_with(struct bench *bench, struct published event,
                        const struct subscription_change *change)
{
    struct outcome outcome = {.published = &event,
                              .published_count = 1,
                              .subscription_changes = change,
                              .subscription_change_count = change == NULL ? 0 : 1};

    hub_apply(bench->hub, &outcome);
    frame_unref(event.frame);
    frame_unref(event.withheld);
    hub_flush(bench->hub);
}

void bench_publish(struct bench *bench, int64_t conversation, int64_t seq,
                   const char *text)
{
    bench_publish_with(bench, bench_event(conversation, seq, text, (person_id){0}),
                       NULL);
}

static void bench_take_slice(struct bench *bench, struct outcome *outcome)
{
    struct request request = {.slice_conversation = bench->slice_conversation,
                              .slice_from = bench->slice_from};
    struct conn *conn = bench->slice_conn;

    assert_non_null(conn);
    bench->slice_conn = NULL;
    outcome->request = &request;
    hub_take_slice(bench->hub, conn, outcome);
    hub_flush(bench->hub);
}

void bench_slice(struct bench *bench, int64_t from, int64_t to, const char *text)
{
    struct published events[BENCH_SEEN];
    struct outcome outcome = {.published = events};

    for (int64_t seq = from; seq <= to; seq++) {
        events[outcome.published_count++] =
            bench_event(bench->slice_conversation.v, seq, text, (person_id){0});
    }
    bench_take_slice(bench, &outcome);
    for (size_t i = 0; i < outcome.published_count; i++) {
        frame_unref(events[i].frame);
        frame_unref(events[i].withheld);
    }
}

void bench_slice_fails(struct bench *bench, enum err err)
{
    bench_take_slice(bench, &(struct outcome){.err = err});
}

static void add_event(char *out, size_t size, const json_t *event)
{
    size_t used = strlen(out);
    const char *text = json_string_value(json_object_get(event, "text"));
    long long seq = json_integer_value(json_object_get(event, "seq"));

    snprintf(out + used, size - used, text == NULL ? "%s(%lld)" : "%s%lld",
             used == 0 ? "" : " ", seq);
    used = strlen(out);
    if (text != NULL && strcmp(text, "x") != 0) {
        snprintf(out + used, size - used, "=%s", text);
    }
}

static void add_frame(char *out, size_t size, struct text line)
{
    json_t *frame = json_loadb(line.s, line.len, 0, NULL);
    size_t i = 0;
    size_t j = 0;
    json_t *stream = NULL;
    json_t *event = NULL;

    assert_non_null(frame);
    json_t *streams = json_object_get(json_object_get(frame, "params"), "streams");
    json_array_foreach (streams, i, stream) {
        json_array_foreach (json_object_get(stream, "events"), j, event) {
            add_event(out, size, event);
        }
    }
    json_decref(frame);
}

const char *bench_seqs(struct bench *bench, int index)
{
    static char out[4096];
    struct buf *seen = &bench->conns[index].seen;
    const char *at = seen->bytes;
    const char *end = at == NULL ? NULL : at + seen->len;

    out[0] = '\0';
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        assert_non_null(stop);
        add_frame(out, sizeof out, (struct text){at, (size_t)(stop - at)});
        at = stop + 1;
    }
    seen->len = 0;
    return out;
}
