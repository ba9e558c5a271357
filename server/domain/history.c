#include "domain/history.h"

#include "domain/access.h"
#include "domain/audience.h"
#include "domain/cards.h"
#include "domain/event.h"
#include "store/event_store.h"

// What an event and a card take as JSON beyond the texts in them, every number and id
// at its longest [B].
#define EVENT_BYTES 340
#define WITHHELD_BYTES 50
#define CARD_BYTES 80

struct history_window history_window(const struct grant *grant)
{
    struct history_window window = {grant->stays[0].since_seq,
                                    grant->conversation.head};
    int64_t until_seq = grant->stays[grant->stay_count - 1].until_seq;
    if (until_seq < window.ceiling) {
        window.ceiling = until_seq;
    }
    return window;
}

// Reads one page, outwards from where it was asked for.
struct reading {
    struct change *change;
    const struct grant *grant;
    const struct viewer *viewer;     // whose page it is, or NULL: everybody's slice
    const struct audience *audience; // of a slice
    int64_t changed_by_utc_ms; // what was changed later is withheld; 0: nothing is
    struct cards cards;
    struct cards authors; // of messages that somebody else hid or showed again
    struct event *events;
    size_t count;
    size_t capacity;
    size_t bytes; // of the page so far, as JSON
    size_t max_bytes;
};

// The length of `t` in JSON: quotation marks, backslashes, line feeds and tabs take
// two.
static size_t escaped_bytes(struct text t)
{
    size_t bytes = t.len;
    for (size_t i = 0; i < t.len; i++) {
        char c = t.s[i];
        bytes += c == '"' || c == '\\' || c == '\n' || c == '\t' ? 1 : 0;
    }
    return bytes;
}

size_t history_event_bytes(const struct event *event)
{
    return EVENT_BYTES + escaped_bytes(event->text) + escaped_bytes(event->cover) +
           escaped_bytes(event->about.title) + 2 * escaped_bytes(event->subject.name);
}

// Whether `row` shows a message that was changed after the reading may show it.
static enum err reading_is_too_new(const struct reading *reading,
                                   const struct event_row *row, bool *too_new_out)
{
    const struct event *event = &row->event;
    struct event_row message = {.event = *event};
    enum err err = OK;
    *too_new_out = false;
    if (reading->changed_by_utc_ms == 0) {
        return OK;
    }
    if (event->kind == EVENT_MESSAGE_EDITED || event->kind == EVENT_MESSAGE_RESTORED ||
        event->kind == EVENT_MESSAGE_HIDDEN) {
        err = event_store_get(reading->change->db, reading->change->arena,
                              event->conversation, event->ref, &message);
    }
    *too_new_out = message.event.edited_utc_ms > reading->changed_by_utc_ms;
    return err;
}

static bool has_words(enum event_kind kind)
{
    return kind == EVENT_MESSAGE_SENT || kind == EVENT_MESSAGE_EDITED ||
           kind == EVENT_MESSAGE_RESTORED || kind == EVENT_MESSAGE_HIDDEN ||
           kind == EVENT_MESSAGE_REACTED;
}

// The words of somebody who has left are read by whoever opens them for a record alone,
// also while they are kept for one: nobody else can tell that there is any.
static enum err reading_hide_former(struct reading *reading, struct event_row *row)
{
    const bool is_opening = reading->viewer == NULL && reading->audience == NULL;
    const bool is_other = row->message_author.v != 0 &&
                          !person_id_equal(row->message_author, row->event.by);
    struct person_card author = {0};

    if (is_opening || !has_words(row->event.kind)) {
        return OK;
    }
    const enum err err =
        is_other ? cards_get(reading->change, &reading->authors, row->message_author,
                             &author)
                 : cards_get(reading->change, &reading->cards, row->event.by, &author);
    if (err == OK && author.former) {
        row->event.cid = (struct text){0};
        row->event.removed = row->event.kind == EVENT_MESSAGE_SENT;
        row->message_removed = true;
        row->body_sealed = (struct text){0};
        row->message_sealed = (struct text){0};
    }
    return err;
}

static enum err reading_render(struct reading *reading, const struct event_row *stored,
                               struct event *event_out)
{
    struct event_row shown = *stored;
    const struct event_row *row = &shown;
    struct change *change = reading->change;
    int64_t epoch = reading->grant->conversation.epoch;
    bool hidden = false;
    enum err err = reading_is_too_new(reading, row, &hidden);
    if (err != OK) {
        return err;
    }
    if (hidden || (reading->viewer != NULL &&
                   !access_event_visible(reading->viewer, &row->event))) {
        *event_out = (struct event){.conversation = row->event.conversation,
                                    .epoch = epoch,
                                    .seq = row->event.seq,
                                    .kind = EVENT_WITHHELD};
        reading->bytes += WITHHELD_BYTES;
        return OK;
    }
    size_t known = reading->cards.count;
    err = reading_hide_former(reading, &shown);
    if (err == OK) {
        err = event_render(change, row, &reading->cards, event_out);
    }
    if (err != OK) {
        return err;
    }
    event_out->epoch = epoch;
    if (reading->audience != NULL) {
        audience_withhold(change, reading->audience, event_out);
    }
    struct person_card by;
    known = has_words(row->event.kind) ? known : reading->cards.count;
    err = cards_get(change, &reading->cards, event_out->by, &by);
    reading->bytes += history_event_bytes(event_out);
    if (reading->cards.count > known) {
        reading->bytes += CARD_BYTES + escaped_bytes(by.name);
    }
    return err;
}

// Adds the events of `range` in its order, until the page is full; at least one.
static enum err reading_walk(struct reading *reading, const struct event_range *range)
{
    struct arena *arena = reading->change->arena;
    if (range->from > range->to || range->limit == 0) {
        return OK;
    }
    struct event_row *rows = NULL;
    int count = 0;
    enum err err = event_store_range(reading->change->db, arena, range, &rows, &count);
    for (int i = 0; i < count && err == OK; i++) {
        struct event event;
        err = reading_render(reading, &rows[i], &event);
        if (err != OK || (i > 0 && reading->bytes > reading->max_bytes)) {
            break;
        }
        reading->events = arena_grow(arena, reading->events, reading->count,
                                     &reading->capacity, sizeof(*reading->events));
        reading->events[reading->count++] = event;
    }
    return err;
}

static void events_reverse(struct event *events, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct event event = events[i];
        events[i] = events[count - 1 - i];
        events[count - 1 - i] = event;
    }
}

static enum err walk_back(struct reading *reading, int64_t from, int64_t to, int limit)
{
    struct event_range range = {.conversation = reading->grant->conversation.id,
                                .from = from,
                                .to = to,
                                .newest_first = true,
                                .limit = limit,
                                .max_bytes = reading->max_bytes};
    size_t before = reading->count;
    enum err err = reading_walk(reading, &range);
    if (reading->count > before) {
        events_reverse(&reading->events[before], reading->count - before);
    }
    return err;
}

static enum err walk_on(struct reading *reading, int64_t from, int64_t to, int limit)
{
    struct event_range range = {.conversation = reading->grant->conversation.id,
                                .from = from,
                                .to = to,
                                .limit = limit,
                                .max_bytes = reading->max_bytes};
    return reading_walk(reading, &range);
}

// Half of the page before `seq`, then `seq` itself and what follows.
static enum err walk_around(struct reading *reading, struct history_window window,
                            int64_t seq, int limit)
{
    int64_t centre = seq;
    centre = centre < window.floor ? window.floor : centre;
    centre = centre > window.ceiling ? window.ceiling : centre;
    size_t max_bytes = reading->max_bytes;
    reading->max_bytes = max_bytes / 2;
    enum err err = walk_back(reading, window.floor, centre - 1, limit / 2);
    reading->max_bytes = max_bytes;
    if (err == OK) {
        err = walk_on(reading, centre, window.ceiling, limit - limit / 2);
    }
    return err;
}

static enum err walk_query(struct reading *reading, struct history_window window,
                           const struct history_query *query)
{
    int64_t last = window.ceiling;
    int64_t first = window.floor;
    switch (query->bound) {
    case HISTORY_NEWEST:
        return walk_back(reading, first, last, query->limit);
    case HISTORY_BEFORE:
        last = query->seq - 1 < last ? query->seq - 1 : last;
        return walk_back(reading, first, last, query->limit);
    case HISTORY_AFTER:
        first = query->seq + 1 > first ? query->seq + 1 : first;
        return walk_on(reading, first, last, query->limit);
    case HISTORY_AROUND:
        return walk_around(reading, window, query->seq, query->limit);
    }
    return OK;
}

static void page_fill(const struct reading *reading, struct history_window window,
                      struct history_page *page_out)
{
    *page_out = (struct history_page){.events = reading->events,
                                      .count = (int)reading->count,
                                      .people = reading->cards.items,
                                      .people_count = (int)reading->cards.count};
    if (reading->count > 0) {
        page_out->more_before = reading->events[0].seq > window.floor;
        page_out->more_after = reading->events[reading->count - 1].seq < window.ceiling;
    }
}

conversation_id history_group(const struct grant *grant)
{
    bool is_group = grant->conversation.kind == CONVERSATION_GROUP;
    return is_group ? grant->conversation.id : (conversation_id){0};
}

enum err history_read(struct change *change, const struct history_query *query,
                      struct history_page *page_out)
{
    struct grant grant;
    enum err err = access_reader(change, query->conversation, &grant);
    if (err != OK) {
        return err;
    }
    struct viewer viewer;
    err = audience_viewer(change, &grant, &viewer);
    if (err != OK) {
        return err;
    }
    struct reading reading = {.change = change,
                              .grant = &grant,
                              .viewer = &viewer,
                              .cards = {.group = history_group(&grant)},
                              .max_bytes = HISTORY_PAGE_BYTES};
    struct history_window window = history_window(&grant);
    err = walk_query(&reading, window, query);
    if (err == OK) {
        page_fill(&reading, window, page_out);
    }
    return err;
}

enum err history_opened(struct change *change, const struct grant *grant,
                        const struct history_opening *opening,
                        struct history_page *page_out)
{
    struct reading reading = {.change = change,
                              .grant = grant,
                              .changed_by_utc_ms = opening->changed_by_utc_ms,
                              .max_bytes = HISTORY_PAGE_BYTES};
    const struct history_window window = history_window(grant);
    const int64_t after = opening->after;
    const int64_t first = after >= window.floor ? after + 1 : window.floor;
    enum err err = walk_on(&reading, first, window.ceiling, HISTORY_EVENTS_MAX);
    if (err == OK) {
        page_fill(&reading, window, page_out);
    }
    return err;
}

enum err history_slice(struct change *change, const struct history_from *from,
                       struct history_page *page_out)
{
    struct grant grant;
    enum err err = access_reader(change, from->conversation, &grant);
    if (err != OK) {
        return err;
    }
    struct audience audience;
    err = audience_load(change, from->conversation, &audience);
    if (err != OK) {
        return err;
    }
    struct reading reading = {.change = change,
                              .grant = &grant,
                              .audience = &audience,
                              .cards = {.group = history_group(&grant)},
                              .max_bytes = from->max_bytes};
    struct history_window window = history_window(&grant);
    int64_t first = from->seq > window.floor ? from->seq : window.floor;
    err = walk_on(&reading, first, window.ceiling, HISTORY_SLICE_EVENTS_MAX);
    if (err == OK) {
        page_fill(&reading, window, page_out);
    }
    return err;
}
