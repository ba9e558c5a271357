#include "domain/erasure_step.h"

#include <stdio.h>

#include "base/log.h"
#include "domain/care/concern_record.h"
#include "domain/conversation.h"
#include "domain/event_forget.h"
#include "domain/key_life.h"
#include "domain/matching/match_life.h"
#include "domain/membership.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "store/conversation_store.h"
#include "store/db.h"
#include "store/erasure_store.h"

// value · reason
#define PLACES_AT_ONCE 4   // tables; most hold a few rows of hers
#define INTENTS_AT_ONCE 50 // keys, each with a note for the safety ledger
#define REST_MS 86400000LL // a record that needs her words is looked at again daily
#define PUT_OFF_MS                                                                     \
    3600000LL              // what fails is for somebody to look into: not by the minute
#define LINE_BYTES_MAX 600 // bytes of the line that a record keeps, the name in it

// What a step gives: whether the next one follows.
enum progress {
    GOES_ON,
    IS_THROUGH,
    RESTS
};

struct steps {
    struct change *change;
    struct erasure *erasure;
    enum progress progress;
};

// Everything she could still do, and everything that others could do with her, is over.
static enum err step_close(struct steps *steps)
{
    const enum err err = person_leave(steps->change, steps->erasure->person);
    return err == OK ? match_life_leave(steps->change, steps->erasure->person) : err;
}

static enum err step_leave(struct steps *steps)
{
    struct erasure *erasure = steps->erasure;
    conversation_id conversation;
    enum err err = erasure_store_current(steps->change->db, erasure->person,
                                         (conversation_id){erasure->at}, &conversation);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    steps->progress = GOES_ON;
    if (err == OK) {
        erasure->at = conversation.v;
        err = membership_end(steps->change, conversation, erasure->person, STAY_LEFT);
    }
    return err;
}

static enum err step_titles(struct steps *steps)
{
    conversation_id conversation;
    const enum err err =
        erasure_store_titled(steps->change->db, steps->erasure->person, &conversation);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    steps->progress = GOES_ON;
    return err == OK ? conversation_keep_title(steps->change, conversation) : err;
}

// A record says who it is about as long as it is kept. Somebody whose key is gone has
// no name any more: it was noted before that.
static enum err keep_name(struct change *change, concern_id id, struct text name)
{
    char *line = arena_alloc(change->arena, LINE_BYTES_MAX);
    const int len = snprintf(line, LINE_BYTES_MAX,
                             "%.*s left the service, and her account was"
                             " erased. This record stays.",
                             (int)name.len, name.s);
    const struct concern_record record = {
        .kind = CONCERN_ENTRY_FACT,
        .text = {line, len < LINE_BYTES_MAX ? (size_t)len : LINE_BYTES_MAX - 1}
    };
    const enum err err = concern_record_add(change, id, &record);
    return err == ERR_GONE || err == ERR_TOO_LARGE ? OK : err;
}

static enum err step_records(struct steps *steps)
{
    struct change *change = steps->change;
    struct concern_ids list;
    struct text name = {0};
    enum err err = person_former_name(change, steps->erasure->person, &name);
    if (err != OK || name.len == 0) {
        return err;
    }
    const struct concern_ids_query query = {.person = steps->erasure->person,
                                            .after = {steps->erasure->at}};
    err = erasure_store_concerns(change->db, change->arena, &query, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        err = keep_name(change, list.ids[i], name);
        steps->erasure->at = list.ids[i].v;
        steps->progress = GOES_ON;
    }
    return err;
}

static enum err step_rows(struct steps *steps)
{
    struct erasure *erasure = steps->erasure;
    enum err err = OK;
    for (int i = 0; err == OK && i < PLACES_AT_ONCE; i++) {
        bool again = false;
        if (erasure->at == erasure_store_places()) {
            return OK;
        }
        err = erasure_store_blank(steps->change->db, erasure->person, (int)erasure->at,
                                  &again);
        erasure->at += again ? 0 : 1;
    }
    steps->progress = GOES_ON;
    return err;
}

static enum err take_page(struct steps *steps, const struct conversation *where,
                          event_forget *forget)
{
    struct erasure *erasure = steps->erasure;
    struct event_forget_walk walk = {erasure->person, erasure->seq, where->head};
    const enum err err = event_forget_step(steps->change, where, &walk, forget);
    erasure->seq = walk.seq;
    if (err == OK && walk.seq >= walk.until) {
        erasure->seq = 0;
        erasure->at = where->id.v;
    }
    return err;
}

// A page of the next conversation that she ever was in.
static enum err take_words(struct steps *steps, event_forget *forget)
{
    struct change *change = steps->change;
    struct erasure *erasure = steps->erasure;
    struct conversation_row row;
    conversation_id conversation = {0};
    enum err err = erasure_store_talk(change->db, erasure->person,
                                      (conversation_id){erasure->at}, &conversation);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    steps->progress = GOES_ON;
    if (err == OK) {
        err = conversation_store_get(change->db, change->arena, conversation, &row);
    }
    return err == OK ? take_page(steps, &row.conversation, forget) : err;
}

static enum err step_hide(struct steps *steps)
{
    return take_words(steps, event_forget_hide);
}

static enum err step_words(struct steps *steps)
{
    bool held = false;
    const enum err err =
        erasure_store_is_held(steps->change->db, steps->erasure->person, &held);
    if (err == OK && held) {
        steps->progress = RESTS;
        return OK;
    }
    return err == OK ? take_words(steps, event_forget_blank) : err;
}

// Her own key, and that of each conversation that she ever was in.
static enum err step_intend(struct steps *steps)
{
    struct erasure *erasure = steps->erasure;
    struct key_scope scope = {.person = erasure->person};
    enum err err = OK;
    if (erasure->at == 0) {
        err = key_life_intend(steps->change, scope);
    }
    for (int i = 0; err == OK && i < INTENTS_AT_ONCE; i++) {
        err = erasure_store_talk(steps->change->db, erasure->person,
                                 (conversation_id){erasure->at}, &scope.conversation);
        if (err == ERR_NOT_FOUND) {
            return OK;
        }
        if (err == OK) {
            erasure->at = scope.conversation.v;
            err = key_life_intend(steps->change, scope);
        }
    }
    steps->progress = GOES_ON;
    return err;
}

static enum err step_keys(struct steps *steps)
{
    bool more = true;
    enum err err = OK;
    if (vault_may_destroy(steps->change->vault)) {
        err = key_life_destroy(steps->change, &more);
    }
    steps->progress = more ? GOES_ON : IS_THROUGH;
    return err;
}

// The caches of all threads are empty when vault_flush_all comes back, and nobody puts
// into them what was read before (domain/key_cache.h).
static enum err step_flush(struct steps *steps)
{
    struct erasure *erasure = steps->erasure;
    struct db *db = steps->change->db;
    if (erasure->flushed_utc_ms == 0) {
        vault_flush_all(steps->change->vault);
        erasure->flushed_utc_ms = steps->change->now_utc_ms;
    }
    if (db_truncated_utc_ms(db) > erasure->flushed_utc_ms) {
        return OK;
    }
    db_want_truncation(db);
    steps->progress = GOES_ON;
    return OK;
}

static enum err (*const STEPS[])(struct steps *steps) = {
    step_close, step_leave, step_titles, step_records, step_rows,
    step_hide,  step_words, step_intend, step_keys,    step_flush,
};

#define STEP_COUNT ((int)(sizeof STEPS / sizeof *STEPS))

static enum err finish(struct change *change, struct erasure *erasure)
{
    erasure->state = ERASURE_DONE;
    erasure->done_utc_ms = change->now_utc_ms;
    log_event(LOG_INFO, "erasure_done", "steps=%d", STEP_COUNT);
    return change_audit_entry(
        change, &(struct audit_entry){.action = "erasure.done",
                                      .object = erasure->person.v,
                                      .organisation = erasure->organisation});
}

static enum err move_on(struct change *change, struct erasure *erasure,
                        enum progress progress)
{
    enum err err = OK;
    if (progress == IS_THROUGH) {
        erasure->step++;
        erasure->at = 0;
        erasure->seq = 0;
    }
    erasure->rest_until_utc_ms = progress == RESTS ? change->now_utc_ms + REST_MS : 0;
    if (erasure->step == STEP_COUNT) {
        err = finish(change, erasure);
    }
    return err == OK ? erasure_store_put(change->db, erasure) : err;
}

enum err erasure_step_keep(struct change *change, person_id person)
{
    static enum err (*const keeping[])(struct steps * steps) = {step_titles,
                                                                step_records};
    enum err worst = OK; // what does not open keeps nothing else from being kept
    for (size_t i = 0; i < sizeof keeping / sizeof *keeping; i++) {
        struct erasure erasure = {.person = person};
        struct steps steps = {change, &erasure, GOES_ON};
        enum err err = OK;
        while (err == OK && steps.progress == GOES_ON) {
            steps.progress = IS_THROUGH;
            err = keeping[i](&steps);
        }
        if (err != OK && err != ERR_CORRUPT) {
            return err;
        }
        worst = err == OK ? worst : err;
    }
    return worst;
}

enum err erasure_step_is_due(struct change *change, bool *due_out)
{
    struct erasure erasure;
    const enum err err = erasure_store_next(change->db, change->now_utc_ms, &erasure);
    *due_out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err do_step(struct change *change, struct erasure erasure)
{
    struct steps steps = {change, &erasure, IS_THROUGH};
    if (erasure.step < 0 || erasure.step >= STEP_COUNT) {
        return ERR_CORRUPT;
    }
    const enum err err = STEPS[erasure.step](&steps);
    return err == OK ? move_on(change, &erasure, steps.progress) : err;
}

// One that fails keeps nobody else from being forgotten: what its step did is undone,
// and it comes again later. Gives `why` where that is not possible.
static enum err put_off(struct change *change, struct erasure erasure, enum err why)
{
    const enum err err = change_undo(change, why);
    if (err != OK) {
        return err;
    }
    log_event(LOG_ERROR, "erasure_failed", "step=%d err=%s", erasure.step,
              err_name(why));
    erasure.rest_until_utc_ms = change->now_utc_ms + PUT_OFF_MS;
    return erasure_store_put(change->db, &erasure);
}

enum err erasure_step_run(struct change *change, bool *more_out)
{
    struct erasure erasure;
    enum err err = erasure_store_next(change->db, change->now_utc_ms, &erasure);
    *more_out = false;
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = do_step(change, erasure);
        err = err == OK ? OK : put_off(change, erasure, err);
    }
    *more_out = err == OK;
    return err;
}
