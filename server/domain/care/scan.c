#include "domain/care/scan.h"

#include "base/log.h"
#include "domain/cards.h"
#include "domain/care/care_tell.h"
#include "domain/care/notify.h"
#include "domain/care/scan_act.h"
#include "domain/event.h"
#include "store/event_store.h"
#include "store/scan_store.h"

// One job; value, reason. The writer is to be held for a few milliseconds at most.
#define CONVERSATIONS 256          // each costs the writer some five microseconds
#define EVENTS 256                 // some ten milliseconds of looking
#define BYTES ((size_t)256 * 1024) // the same for long messages
#define HITS 16                    // each costs the writer a fifth of a millisecond

// After a failure; value, reason
#define RETRY_FIRST_MS 5000  // whoever is in danger is not left unheard for long
#define RETRY_MOST_MS 600000 // as often as people are called again
#define DOUBLINGS_MAX 20     // far beyond what the most allows

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
    step->authors.ids =
        arena_grow(change->arena, step->authors.ids, step->authors.count,
                   &step->author_capacity, sizeof(person_id));
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
    if (count > 0) {
        const struct event *last = &rows[i > 0 ? i - 1 : 0].event;
        step->until = last->seq;
        step->until_utc_ms = last->at_utc_ms;
    }
    budget->events -= i;
    budget->hits -= (int)step->hit_count;
    return err;
}

static bool is_left(const struct budget *budget)
{
    return budget->events > 0 && budget->bytes > 0 && budget->hits > 0;
}

// Where reading fails, the job goes on with the next conversation.
static void look_at_one(struct change *change, const struct risk_scanner *scanner,
                        struct budget *budget, struct scan_step *step)
{
    step->failure = look_through(change, scanner, budget, step);
    if (step->failure != OK) {
        step->hit_count = 0;
        step->messages = 0;
    }
}

enum err scan_load(struct change *change, const struct risk_scanner *scanner, int times,
                   struct scan_job **job_out)
{
    const int size = times == SCAN_SINGLY ? 1 : times;
    const int conversations = times == SCAN_SINGLY ? 1 : times * CONVERSATIONS;
    struct budget budget = {size * EVENTS, (size_t)size * BYTES, size * HITS};
    struct scan_behinds behind;
    enum err err = scan_store_behind(change->db, change->arena, change->now_utc_ms,
                                     conversations, &behind);
    if (err != OK) {
        return err;
    }
    struct scan_job *job = arena_alloc(change->arena, sizeof *job);
    job->steps = arena_array(change->arena, behind.count, sizeof *job->steps);
    for (size_t i = 0; i < behind.count && is_left(&budget); i++) {
        struct scan_step *step = &job->steps[job->count++];
        step->conversation = behind.rows[i].conversation;
        step->organisation = behind.rows[i].organisation;
        step->from = behind.rows[i].scanned_seq;
        step->until = behind.rows[i].head;
        look_at_one(change, scanner, &budget, step);
    }
    job->is_full = !is_left(&budget) || job->count == (size_t)conversations;
    *job_out = job;
    return OK;
}

// ---- failing

static int64_t wait_ms(int64_t failures)
{
    int64_t wait_ms = RETRY_FIRST_MS;
    for (int i = 1; i < failures && i < DOUBLINGS_MAX; i++) {
        wait_ms *= 2;
    }
    return wait_ms < RETRY_MOST_MS ? wait_ms : RETRY_MOST_MS;
}

enum err scan_note_failure(struct change *change, const struct scan_step *step)
{
    struct scan_trouble trouble = {.conversation = step->conversation,
                                   .since_utc_ms = change->now_utc_ms};
    enum err err = scan_store_trouble(change->db, step->conversation, &trouble);
    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    trouble.failures++;
    trouble.retry_utc_ms = change->now_utc_ms + wait_ms(trouble.failures);
    log_event(LOG_ERROR, "scan_failed", "conversation=%s err=%s failures=%lld",
              conversation_id_text(step->conversation).s, err_name(step->failure),
              (long long)trouble.failures);
    return scan_store_set_trouble(change->db, &trouble);
}

static enum err tell_leads(struct change *change, const struct scan_step *step)
{
    const struct care_staff leads = {.organisation = step->organisation,
                                     .roles = ROLE_BIT(ROLE_SAFEGUARDING_LEAD)};
    return care_tell_staff(change, &leads, (struct care_told){.what = CARE_NEWS_ALERT});
}

enum err scan_tell_failure(struct change *change, const struct scan_step *step)
{
    struct scan_trouble trouble;
    const enum err err = scan_store_trouble(change->db, step->conversation, &trouble);
    if (err == ERR_NOT_FOUND || (err == OK && trouble.failures > 1)) {
        return OK;
    }
    return err == OK ? tell_leads(change, step) : err;
}

static enum err note_recovery(struct change *change, const struct scan_step *step)
{
    struct scan_trouble trouble;
    enum err err = scan_store_trouble(change->db, step->conversation, &trouble);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = scan_store_clear_trouble(change->db, step->conversation);
    }
    if (err == OK) {
        log_event(LOG_WARN, "scan_goes_on", "conversation=%s after_failures=%lld",
                  conversation_id_text(step->conversation).s,
                  (long long)trouble.failures);
        err = tell_leads(change, step);
    }
    return err;
}

enum err scan_is_due(struct change *change, bool *due_out)
{
    return scan_store_retry_is_due(change->db, change->now_utc_ms, due_out);
}

enum err scan_count_failing(struct change *change, int64_t *count_out)
{
    return scan_store_troubles(change->db, (organisation_id){0}, count_out);
}

// ---- storing

// One that was looked through meanwhile did not fail.
static enum err store_failure(struct change *change, const struct scan_step *step)
{
    int64_t scanned = 0;
    enum err err = scan_store_progress(change->db, step->conversation, &scanned);
    if (err != OK || scanned != step->from) {
        return err;
    }
    err = scan_note_failure(change, step);
    return err == OK ? scan_tell_failure(change, step) : err;
}

// Of one organisation, for as many steps in a row as are of it.
struct tally {
    organisation_id organisation;
    int64_t messages;
};

static enum err store_tally(struct change *change, struct tally *tally)
{
    const struct scan_total more = {.messages = tally->messages};
    tally->messages = 0;
    return more.messages > 0 ? scan_store_add(change->db, tally->organisation, more)
                             : OK;
}

static enum err tally_step(struct change *change, const struct scan_step *step,
                           struct tally *tally)
{
    enum err err = OK;
    if (!organisation_id_equal(tally->organisation, step->organisation)) {
        err = store_tally(change, tally);
        tally->organisation = step->organisation;
    }
    tally->messages += step->messages;
    return err;
}

// What follows from a step that was stored now.
static enum err store_matter(struct change *change, const struct scan_step *step,
                             bool has_trouble)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < step->hit_count; i++) {
        err = scan_act(change, step, &step->hits[i]);
    }
    if (err == OK && has_trouble) {
        err = note_recovery(change, step);
    }
    if (err == OK) {
        notify_heard(change, step->conversation, &step->authors);
    }
    return err;
}

static enum err store_step(struct change *change, const struct scan_step *step,
                           bool has_trouble, struct tally *tally)
{
    const struct scan_advance advance = {step->conversation, step->from, step->until,
                                         step->until_utc_ms};
    bool is_new = false;
    if (step->failure != OK) {
        return store_failure(change, step);
    }
    enum err err = scan_store_advance(change->db, &advance, &is_new);
    if (err != OK || !is_new) {
        return err;
    }
    err = store_matter(change, step, has_trouble);
    return err == OK ? tally_step(change, step, tally) : err;
}

enum err scan_store(struct change *change, const struct scan_job *job)
{
    struct tally tally = {.messages = 0};
    bool has_trouble = false;
    enum err err = scan_store_has_trouble(change->db, &has_trouble);
    for (size_t i = 0; err == OK && i < job->count; i++) {
        err = store_step(change, &job->steps[i], has_trouble, &tally);
    }
    return err == OK ? store_tally(change, &tally) : err;
}

enum err scan_pass_over(struct change *change)
{
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    const enum err err = scan_store_advance_all(change->db);
    return err == OK ? scan_store_clear_troubles(change->db) : err;
}
