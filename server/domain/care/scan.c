#include "domain/care/scan.h"

#include "base/log.h"
#include "domain/cards.h"
#include "domain/care/notify.h"
#include "domain/care/scan_act.h"
#include "domain/event.h"
#include "store/event_store.h"
#include "store/scan_store.h"

// One job; value, reason
#define CONVERSATIONS 16           // each costs the writer a few statements
#define EVENTS 128                 // a few milliseconds of looking
#define BYTES ((size_t)256 * 1024) // the same for long messages
#define HITS 4                     // each costs the writer about a millisecond

// What is left of it.
struct budget {
    int events;
    size_t bytes;
    int hits;
};

static bool is_said(const struct event *event)
{
    return (event->kind == EVENT_MESSAGE_SENT || event->kind == EVENT_MESSAGE_EDITED) &&
           !event->removed;
}

static void add_author(struct change *change, struct scan_step *step, person_id author)
{
    for (size_t i = 0; i < step->authors.count; i++) {
        if (person_id_equal(step->authors.ids[i], author)) {
            return;
        }
    }
    if (step->authors.ids == NULL) {
        step->authors.ids = arena_array(change->arena, EVENTS, sizeof(person_id));
    }
    step->authors.ids[step->authors.count++] = author;
}

static void note_hit(struct change *change, struct scan_step *step,
                     const struct event *event, const struct risk_found *found)
{
    step->hits = arena_grow(change->arena, step->hits, step->hit_count,
                            &step->hit_capacity, sizeof *step->hits);
    step->hits[step->hit_count++] = (struct scan_hit){
        .seq = event->kind == EVENT_MESSAGE_EDITED ? event->ref : event->seq,
        .author = event->by,
        .found = *found};
}

// What cannot be opened cannot be looked through, and keeps nothing else waiting.
static enum err open_event(struct change *change, const struct event_row *row,
                           struct event *event_out)
{
    struct cards none = {0};
    const enum err err = event_render(change, row, &none, event_out);
    if (err != ERR_CORRUPT) {
        return err;
    }
    log_event(LOG_ERROR, "scan_unreadable", "conversation=%s seq=%lld",
              conversation_id_text(row->event.conversation).s,
              (long long)row->event.seq);
    *event_out = (struct event){.kind = EVENT_WITHHELD};
    return OK;
}

static enum err look_at(struct change *change, const struct risk_scanner *scanner,
                        const struct event_row *row, struct scan_step *step)
{
    struct event event = {.kind = EVENT_WITHHELD};
    enum err err = OK;
    if (is_said(&row->event)) {
        err = open_event(change, row, &event);
    }
    if (err == OK && is_said(&event)) {
        struct risk_found found;
        risk_scan(scanner, event.text, &found);
        step->messages++;
        add_author(change, step, event.by);
        if (found.count > 0) {
            note_hit(change, step, &event, &found);
        }
    }
    return err;
}

static enum err look_through(struct change *change, const struct risk_scanner *scanner,
                             struct budget *budget, struct scan_step *step)
{
    const struct event_range range = {.conversation = step->conversation,
                                      .from = step->from + 1,
                                      .to = step->until,
                                      .limit = budget->events,
                                      .max_bytes = budget->bytes};
    struct event_row *rows = NULL;
    int count = 0;
    enum err err = event_store_range(change->db, change->arena, &range, &rows, &count);
    int i = 0;
    for (; err == OK && i < count && (int)step->hit_count < budget->hits; i++) {
        err = look_at(change, scanner, &rows[i], step);
        budget->bytes -= rows[i].body_sealed.len < budget->bytes
                             ? rows[i].body_sealed.len
                             : budget->bytes;
    }
    // Events below what is kept are none any more: the head is all there is to reach.
    step->until = count > 0 ? rows[i > 0 ? i - 1 : 0].event.seq : step->until;
    budget->events -= i;
    budget->hits -= (int)step->hit_count;
    return err;
}

static bool is_left(const struct budget *budget)
{
    return budget->events > 0 && budget->bytes > 0 && budget->hits > 0;
}

enum err scan_load(struct change *change, const struct risk_scanner *scanner, int skip,
                   struct scan_job **job_out)
{
    struct budget budget = {EVENTS, BYTES, HITS};
    struct scan_behinds behind;
    enum err err =
        scan_store_behind(change->db, change->arena, skip, CONVERSATIONS, &behind);
    if (err != OK) {
        return err;
    }
    struct scan_job *job = arena_alloc(change->arena, sizeof *job);
    job->steps = arena_array(change->arena, behind.count, sizeof *job->steps);
    for (size_t i = 0; err == OK && i < behind.count && is_left(&budget); i++) {
        struct scan_step *step = &job->steps[job->count++];
        step->conversation = behind.rows[i].conversation;
        step->organisation = behind.rows[i].organisation;
        step->from = behind.rows[i].scanned_seq;
        step->until = behind.rows[i].head;
        err = look_through(change, scanner, &budget, step);
    }
    if (err == OK) {
        *job_out = job;
    }
    return err;
}

static enum err store_step(struct change *change, const struct scan_step *step)
{
    const struct scan_total more = {.messages = step->messages};
    int64_t scanned = 0;
    enum err err = scan_store_progress(change->db, step->conversation, &scanned);
    if (err != OK || scanned != step->from) {
        return err;
    }
    err = scan_store_advance(change->db, step->conversation, step->until);
    for (size_t i = 0; err == OK && i < step->hit_count; i++) {
        err = scan_act(change, step, &step->hits[i]);
    }
    if (err == OK && step->messages > 0) {
        err = scan_store_add(change->db, step->organisation, more);
    }
    return err == OK ? notify_heard(change, step->conversation, &step->authors) : err;
}

enum err scan_store(struct change *change, const struct scan_job *job)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < job->count; i++) {
        err = store_step(change, &job->steps[i]);
    }
    return err;
}

enum err scan_pass_over(struct change *change)
{
    return change->actor.is_operator ? scan_store_advance_all(change->db) : ERR_DENIED;
}
