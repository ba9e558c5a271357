#include "domain/care/concern_step.h"

#include "domain/access.h"
#include "domain/care/alert.h"
#include "domain/care/concern_end.h"
#include "domain/care/concern_record.h"
#include "domain/person.h"
#include "domain/safeguarding.h"

// One working day, by "Keeping children safe in education" part four and "Working
// together to safeguard children" chapter 2.
#define OFFICER_DAYS 1

// The entry and the audit row of a step that `view` has just taken.
static enum err sign(struct change *change, const struct concern_view *view,
                     const char *action, const struct concern_record *record)
{
    const bool is_second =
        record->kind == CONCERN_ENTRY_CLOSED && view->concern.closing_by.v != 0;
    const struct audit_entry entry = {.action = action,
                                      .object = view->concern.id.v,
                                      .object2 = record->person.v,
                                      .reason = record->text,
                                      .approver = is_second ? change->actor.person
                                                            : (person_id){0}};
    enum err err = concern_record_add(change, view->concern.id, record);
    return err == OK ? change_audit_entry(change, &entry) : err;
}

enum err concern_triage(struct change *change, concern_id id, enum concern_grade grade,
                        struct text reason)
{
    const struct concern_record record = {
        .kind = CONCERN_ENTRY_TRIAGED, .grade = grade, .text = reason};
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_TRIAGE, &view);
    if (err != OK) {
        return err;
    }
    const enum concern_state state = view.concern.state;
    const bool is_first = state == CONCERN_OPENED || state == CONCERN_REOPENED;
    view.concern.grade = grade;
    err = concern_advance(change, &view, is_first ? CONCERN_TRIAGED : state);
    if (err == OK) {
        err = alert_raise_concern(change, &view.concern);
    }
    return err == OK ? sign(change, &view, "concern.triage", &record) : err;
}

enum err concern_own(struct change *change, concern_id id)
{
    const struct concern_record record = {.kind = CONCERN_ENTRY_OWNED};
    const person_id self = change->actor.person;
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_OWN, &view);
    if (err == OK && person_id_equal(view.concern.owner, self)) {
        err = ERR_CONFLICT;
    }
    if (err != OK) {
        return err;
    }
    const enum concern_state state = view.concern.state;
    const bool goes_on = state == CONCERN_AWAITING || state == CONCERN_MONITORING;
    view.concern.owner = self;
    err = concern_advance(change, &view, goes_on ? state : CONCERN_OWNED);
    return err == OK ? sign(change, &view, "concern.own", &record) : err;
}

// A coordinator of the organisation whom it is not about.
static enum err check_coordinator(struct change *change,
                                  const struct concern_view *view, person_id id)
{
    struct person person;
    bool is_coordinator = false;
    enum err err = person_find(change, id, &person);
    if (err != OK) {
        return err;
    }
    for (int i = 0; i < person.role_count; i++) {
        is_coordinator = is_coordinator || person.roles[i].role == ROLE_COORDINATOR;
    }
    for (int i = 0; i < view->people.count; i++) {
        is_coordinator =
            is_coordinator && !person_id_equal(view->people.people[i].person, id);
    }
    return is_coordinator && person.state == PERSON_ACTIVE &&
                   organisation_id_equal(person.organisation,
                                         view->concern.organisation)
               ? OK
               : ERR_NOT_FOUND;
}

enum err concern_assign(struct change *change, concern_id id, person_id person,
                        struct text summary)
{
    const struct concern_record record = {
        .kind = CONCERN_ENTRY_ASSIGNED, .person = person, .text = summary};
    struct concern_sealed sealed;
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_ASSIGN, &view);
    if (err == OK && person.v != 0) {
        err = check_coordinator(change, &view, person);
    }
    if (err == OK) {
        err = concern_seal(change, id, "summary_sealed", summary, &sealed);
    }
    if (err == OK) {
        err = concern_store_set_summary(change->db, id, &sealed);
    }
    if (err != OK) {
        return err;
    }
    view.concern.assigned = person;
    err = concern_keep(change, &view);
    return err == OK ? sign(change, &view, "concern.assign", &record) : err;
}

enum err concern_monitor(struct change *change, concern_id id, int64_t review_utc_ms,
                         struct text reason)
{
    const struct concern_record record = {.kind = CONCERN_ENTRY_MONITORED,
                                          .text = reason,
                                          .happened_utc_ms = review_utc_ms};
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_MONITOR, &view);
    if (err == OK && review_utc_ms <= change->now_utc_ms) {
        change->at_fault = "review_at";
        err = ERR_BAD_REQUEST;
    }
    if (err != OK) {
        return err;
    }
    view.concern.review_utc_ms = review_utc_ms;
    err = concern_advance(change, &view, CONCERN_MONITORING);
    return err == OK ? sign(change, &view, "concern.monitor", &record) : err;
}

// Closing

static enum err check_keeping(struct change *change,
                              const struct concern_keeping *keeping)
{
    if (keeping->until_utc_ms <= change->now_utc_ms) {
        change->at_fault = "keep_until";
    } else if (keeping->review_utc_ms <= change->now_utc_ms ||
               keeping->review_utc_ms > keeping->until_utc_ms) {
        change->at_fault = "review_at";
    } else {
        return OK;
    }
    return ERR_BAD_REQUEST;
}

static enum err set_keeping(struct change *change, struct concern_view *view,
                            const struct concern_keeping *keeping)
{
    struct concern *concern = &view->concern;
    struct concern_sealed sealed;
    concern->keep_until_utc_ms = keeping->until_utc_ms;
    concern->review_utc_ms = keeping->review_utc_ms;
    enum err err = concern_seal(change, concern->id, "keep_reason_sealed",
                                keeping->reason, &sealed);
    return err == OK ? concern_store_set_keep_reason(change->db, concern->id, &sealed)
                     : err;
}

enum err concern_close(struct change *change, concern_id id,
                       const struct concern_closing *closing,
                       enum concern_state *state_out)
{
    struct concern_record record = {.kind = CONCERN_ENTRY_CLOSED,
                                    .outcome = closing->outcome,
                                    .text = closing->reason};
    struct concern_view view;
    enum concern_state next = CONCERN_CLOSED;
    enum err err = concern_find_for(change, id, CONCERN_ACT_CLOSE, &view);
    if (err == OK) {
        err = check_keeping(change, &closing->keeping);
    }
    if (err == OK) {
        err = set_keeping(change, &view, &closing->keeping);
    }
    if (err != OK) {
        return err;
    }
    view.concern.outcome = closing->outcome;
    view.concern.closing_by = (person_id){0};
    if (view.concern.is_about_staff) {
        view.concern.closing_by = change->actor.person;
        record.kind = CONCERN_ENTRY_CLOSING;
        next = CONCERN_CLOSING;
    }
    err = concern_advance(change, &view, next);
    if (err == OK) {
        *state_out = next;
        err = sign(change, &view, "concern.close", &record);
    }
    return err;
}

// It goes on as before: neither closed, nor to be looked at on the day that was named.
static void take_back(struct concern *concern)
{
    concern->outcome = CONCERN_NO_OUTCOME;
    concern->closing_by = (person_id){0};
    concern->review_utc_ms = 0;
    concern->keep_until_utc_ms = 0;
}

enum err concern_confirm_close(struct change *change, concern_id id, bool agrees,
                               struct text reason, enum concern_state *state_out)
{
    const enum concern_state next = agrees ? CONCERN_CLOSED : CONCERN_OWNED;
    struct concern_record record = {.kind = agrees ? CONCERN_ENTRY_CLOSED
                                                   : CONCERN_ENTRY_CLOSE_REFUSED,
                                    .text = reason};
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_CONFIRM_CLOSE, &view);
    if (err == OK && !agrees && reason.len == 0) {
        change->at_fault = "reason";
        err = ERR_BAD_REQUEST;
    }
    if (err != OK) {
        return err;
    }
    record.outcome = view.concern.outcome;
    record.person = view.concern.closing_by;
    if (!agrees) {
        take_back(&view.concern);
    }
    err = concern_advance(change, &view, next);
    if (err == OK) {
        *state_out = next;
        err = sign(change, &view, "concern.confirm_close", &record);
    }
    return err;
}

enum err concern_reopen(struct change *change, concern_id id, struct text reason)
{
    const struct concern_record record = {.kind = CONCERN_ENTRY_REOPENED,
                                          .text = reason};
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_REOPEN, &view);
    if (err != OK) {
        return err;
    }
    take_back(&view.concern);
    err = concern_end_withdraw(change, &view);
    if (err == OK) {
        err = concern_advance(change, &view, CONCERN_REOPENED);
    }
    return err == OK ? sign(change, &view, "concern.reopen", &record) : err;
}

enum err concern_keep_longer(struct change *change, concern_id id,
                             const struct concern_keeping *keeping)
{
    const struct concern_record record = {.kind = CONCERN_ENTRY_KEPT,
                                          .text = keeping->reason,
                                          .happened_utc_ms = keeping->until_utc_ms};
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_KEEP, &view);
    if (err == OK) {
        err = check_keeping(change, keeping);
    }
    if (err == OK) {
        err = set_keeping(change, &view, keeping);
    }
    if (err == OK) {
        err = concern_end_withdraw(change, &view);
    }
    if (err == OK) {
        err = concern_keep(change, &view);
    }
    return err == OK ? sign(change, &view, "concern.keep", &record) : err;
}

// Allegations

// Nobody who acted on it and is now concerned is left as its owner.
static enum err keep_allegation(struct change *change, struct concern_view *view)
{
    const enum concern_state state = view->concern.state;
    const bool is_orphan = view->concern.owner.v == 0 &&
                           concern_may(state, CONCERN_TRIAGED) &&
                           state != CONCERN_OPENED && state != CONCERN_REOPENED;
    return is_orphan ? concern_advance(change, view, CONCERN_TRIAGED)
                     : concern_keep(change, view);
}

static enum err check_helper(struct change *change, const struct concern_view *view,
                             person_id id)
{
    struct person person;
    enum err err = person_find(change, id, &person);
    if (err == OK &&
        !organisation_id_equal(person.organisation, view->concern.organisation)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && !concern_is_helper(&person)) {
        change->at_fault = "person";
        err = ERR_WRONG_STATE;
    }
    return err;
}

enum err concern_allegation(struct change *change, concern_id id, person_id person,
                            int64_t *refer_by_out)
{
    const struct concern_record record = {.kind = CONCERN_ENTRY_ALLEGATION,
                                          .person = person};
    struct concern_view view;
    enum err err = concern_find_for(change, id, CONCERN_ACT_ALLEGATION, &view);
    if (err == OK) {
        err = check_helper(change, &view, person);
    }
    if (err == OK) {
        err = concern_add_person(change, &view, person, true);
    }
    if (err == OK && view.concern.refer_by_utc_ms == 0) {
        view.concern.refer_by_utc_ms =
            concern_working_days(change->now_utc_ms, OFFICER_DAYS);
    }
    if (err == OK) {
        err = safeguarding_hold(change, person);
    }
    if (err == OK) {
        err = keep_allegation(change, &view);
    }
    if (err == OK) {
        err = alert_accuse(change, &view.concern, person);
    }
    if (err == OK) {
        *refer_by_out = view.concern.refer_by_utc_ms;
        err = sign(change, &view, "concern.allegation", &record);
    }
    return err;
}
