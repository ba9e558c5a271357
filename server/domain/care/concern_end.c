#include "domain/care/concern_end.h"

#include <stdio.h>

#include "base/log.h"
#include "domain/care/concern_record.h"
#include "domain/key_life.h"
#include "domain/vault.h"
#include "store/concern_end_store.h"

#define LINE_BYTES_MAX 2000  // bytes of the entry that asks for a second person
#define PUT_OFF_MS 3600000LL // an hour: what fails is for somebody to look into

// Before a second person agrees

// It stands in the record why, for the second person to read.
static enum err write_down(struct change *change, concern_id id, struct text reason)
{
    char *line = arena_alloc(change->arena, LINE_BYTES_MAX);
    const int len = snprintf(line, LINE_BYTES_MAX, "To be destroyed: %.*s",
                             (int)reason.len, reason.s);
    const struct concern_record record = {
        .kind = CONCERN_ENTRY_DECISION,
        .text = {line, len < LINE_BYTES_MAX ? (size_t)len : LINE_BYTES_MAX - 1}
    };
    const enum err err = concern_record_add(change, id, &record);
    return err == ERR_GONE || err == ERR_TOO_LARGE ? OK : err;
}

static enum err ask_second(struct change *change, struct concern_view *view,
                           struct text reason)
{
    struct concern *concern = &view->concern;
    const struct audit_entry entry = {.action = "concern.destroy",
                                      .object = concern->id.v,
                                      .outcome = "asked",
                                      .reason = reason};
    enum err err = concern_end_store_ask(change->db, concern->id, change->actor.person,
                                         change->now_utc_ms);
    if (err == OK) {
        err = write_down(change, concern->id, reason);
    }
    if (err == OK) {
        concern->end_asked_by = change->actor.person;
        err = concern_keep(change, view);
    }
    return err == OK ? change_audit_entry(change, &entry) : err;
}

enum err concern_end_withdraw(struct change *change, struct concern_view *view)
{
    view->concern.end_asked_by = (person_id){0};
    view->concern.end_asked_utc_ms = 0;
    return concern_end_store_withdraw(change->db, view->concern.id);
}

// Its end

static enum err begin(struct change *change, struct concern_view *view,
                      struct text reason)
{
    struct concern *concern = &view->concern;
    const person_id first = concern->end_asked_by;
    const struct audit_entry entry = {.action = "concern.destroy",
                                      .object = concern->id.v,
                                      .object2 = first.v,
                                      .reason = reason,
                                      .approver =
                                          first.v == 0 ? first : change->actor.person};
    concern->review_utc_ms = 0;
    enum err err = concern_keep(change, view);
    if (err == OK) {
        err = concern_end_store_begin(change->db, concern->id);
    }
    return err == OK ? change_audit_entry(change, &entry) : err;
}

enum err concern_destroy(struct change *change, concern_id id, struct text reason,
                         bool *destroyed_out)
{
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_DESTROY, &view);
    if (err != OK) {
        return err;
    }
    const bool asks = view.concern.is_about_staff && view.concern.end_asked_by.v == 0;
    err = asks ? ask_second(change, &view, reason) : begin(change, &view, reason);
    if (err == OK) {
        *destroyed_out = !asks;
    }
    return err;
}

enum err concern_end_again(struct change *change, concern_id id, bool *known_out)
{
    const enum err err = concern_end_store_begin(change->db, id);
    *known_out = err == OK && db_changes(change->db) > 0;
    return err;
}

// Steps; each may be done twice. `again_out`: the same once more.

static enum err step_rows(struct change *change, struct concern_end *end,
                          bool *again_out)
{
    const enum err err = concern_end_store_entries(change->db, end->concern, again_out);
    return err == OK && !*again_out ? concern_end_store_rest(change->db, end->concern)
                                    : err;
}

static enum err step_intend(struct change *change, struct concern_end *end,
                            bool *again_out)
{
    *again_out = false;
    return key_life_intend(change, concern_scope(end->concern.v));
}

static enum err step_key(struct change *change, struct concern_end *end,
                         bool *again_out)
{
    (void)end;
    *again_out = true;
    return vault_may_destroy(change->vault) ? key_life_destroy(change, again_out) : OK;
}

static enum err step_flush(struct change *change, struct concern_end *end,
                           bool *again_out)
{
    if (end->flushed_utc_ms == 0) {
        vault_flush_all(change->vault);
        end->flushed_utc_ms = change->now_utc_ms;
    }
    *again_out = db_truncated_utc_ms(change->db) <= end->flushed_utc_ms;
    if (*again_out) {
        db_want_truncation(change->db);
    }
    return OK;
}

static enum err (*const STEPS[])(struct change *change, struct concern_end *end,
                                 bool *again_out) = {step_rows, step_intend, step_key,
                                                     step_flush};

#define STEP_COUNT ((int)(sizeof STEPS / sizeof *STEPS))

static enum err finish(struct change *change, const struct concern_end *end)
{
    log_event(LOG_INFO, "record_destroyed", "steps=%d", STEP_COUNT);
    return concern_end_store_done(change->db, end->concern);
}

enum err concern_end_is_due(struct change *change, bool *due_out)
{
    struct concern_end end;
    const enum err err = concern_end_store_next(change->db, change->now_utc_ms, &end);
    *due_out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err do_step(struct change *change, struct concern_end end)
{
    bool again = false;
    if (end.step < 0 || end.step >= STEP_COUNT) {
        return ERR_CORRUPT;
    }
    const enum err err = STEPS[end.step](change, &end, &again);
    if (err != OK) {
        return err;
    }
    end.step += again ? 0 : 1;
    end.rest_until_utc_ms = 0;
    return end.step == STEP_COUNT ? finish(change, &end)
                                  : concern_end_store_put(change->db, &end);
}

// One that fails keeps no other from being destroyed: it comes again later.
static enum err put_off(struct change *change, struct concern_end end, enum err why)
{
    const enum err err = change_undo(change, why);
    if (err != OK) {
        return err;
    }
    log_event(LOG_ERROR, "record_not_destroyed", "step=%d err=%s", end.step,
              err_name(why));
    end.rest_until_utc_ms = change->now_utc_ms + PUT_OFF_MS;
    return concern_end_store_put(change->db, &end);
}

enum err concern_end_run(struct change *change, bool *more_out)
{
    struct concern_end end;
    enum err err = concern_end_store_next(change->db, change->now_utc_ms, &end);
    *more_out = false;
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = do_step(change, end);
        err = err == OK ? OK : put_off(change, end, err);
    }
    *more_out = err == OK;
    return err;
}
