#include "domain/care/suspension.h"

#include "domain/access.h"
#include "domain/person.h"
#include "domain/profile_access.h"
#include "domain/timer.h"
#include "store/suspension_store.h"

#define HOUR_MS 3600000LL

#define ANYBODY (ROLE_BIT(ROLE_SAFEGUARDING_LEAD) | ROLE_BIT(ROLE_ADMINISTRATOR))
#define OF_AREA ROLE_BIT(ROLE_COORDINATOR)

// Colleagues are not for a coordinator to suspend.
static enum err check_colleague(const struct person *person)
{
    for (int i = 0; i < person->role_count; i++) {
        const enum role role = person->roles[i].role;
        if (role != ROLE_CARER && role != ROLE_SUPPORTER) {
            return ERR_DENIED;
        }
    }
    return OK;
}

// Somebody whom the actor may suspend or restore; *is_free_out: without limits.
static enum err find(struct change *change, person_id id, bool *is_free_out)
{
    struct person person;
    *is_free_out = access_any_role(&change->actor, ANYBODY) == OK;
    if (*is_free_out) {
        return profile_access_find(change, id, ANYBODY, &person);
    }
    enum err err = profile_access_find(change, id, OF_AREA, &person);
    return err == OK ? check_colleague(&person) : err;
}

static enum err audit(struct change *change, const char *action, person_id person,
                      struct text reason)
{
    const struct audit_entry entry = {
        .action = action, .object = person.v, .reason = reason, .reason_of = person};
    return change_audit_entry(change, &entry);
}

static bool is_longer(int64_t until_utc_ms, int64_t before_utc_ms)
{
    return before_utc_ms != 0 && (until_utc_ms == 0 || until_utc_ms > before_utc_ms);
}

// What was placed before is over, where the new one lasts longer. Errors:
// ERR_WRONG_STATE.
static enum err replace(struct change *change, const struct suspension *wanted)
{
    struct suspension before;
    enum err err = suspension_store_get(change->db, wanted->person, &before);
    if (err == ERR_NOT_FOUND ||
        (err == OK && !is_longer(wanted->until_utc_ms, before.until_utc_ms))) {
        err = ERR_WRONG_STATE; // shut out at the machine, or for as long
    }
    if (err == OK) {
        err = suspension_store_lift(change->db, wanted->person, change->actor.person,
                                    change->now_utc_ms);
    }
    return err == OK ? timer_clear(change, TIMER_SUSPENSION, wanted->person.v) : err;
}

static enum err shut_out(struct change *change, const struct suspension *wanted,
                         bool may_replace)
{
    const enum err err = person_shut_out(change, wanted->person);
    return err == ERR_WRONG_STATE && may_replace ? replace(change, wanted) : err;
}

enum err suspension_place(struct change *change, person_id person, struct text reason,
                          int hours, int64_t *until_out)
{
    struct suspension suspension = {.person = person,
                                    .placed_by = change->actor.person,
                                    .placed_utc_ms = change->now_utc_ms};
    bool is_free = false;
    enum err err = find(change, person, &is_free);
    if (err == OK && !is_free && hours > SUSPENSION_COORDINATOR_HOURS) {
        change->at_fault = "hours";
        err = ERR_BAD_REQUEST;
    }
    if (err != OK) {
        return err;
    }
    const int length = hours != 0 || is_free ? hours : SUSPENSION_COORDINATOR_HOURS;
    suspension.until_utc_ms =
        length == 0 ? 0 : change->now_utc_ms + (int64_t)length * HOUR_MS;
    err = shut_out(change, &suspension, is_free);
    if (err == OK) {
        err = suspension_store_insert(change->db, &suspension);
    }
    if (err == OK && suspension.until_utc_ms != 0) {
        err = timer_set(change, TIMER_SUSPENSION, person.v, suspension.until_utc_ms);
    }
    if (err == OK) {
        *until_out = suspension.until_utc_ms;
        err = audit(change, "person.suspend", person, reason);
    }
    return err;
}

// A coordinator gives back only what she took.
static enum err check_own(struct change *change, person_id person)
{
    struct suspension suspension;
    enum err err = suspension_store_get(change->db, person, &suspension);
    if (err == ERR_NOT_FOUND) {
        return ERR_WRONG_STATE;
    }
    return err == OK && !person_id_equal(suspension.placed_by, change->actor.person)
               ? ERR_DENIED
               : err;
}

enum err suspension_lift(struct change *change, person_id person, struct text reason)
{
    bool is_free = false;
    enum err err = find(change, person, &is_free);
    if (err == OK && !is_free) {
        err = check_own(change, person);
    }
    if (err == OK) {
        err = person_let_in(change, person);
    }
    return err == OK ? audit(change, "person.restore", person, reason) : err;
}

enum err suspension_due(struct change *change, int64_t id)
{
    const person_id person = {id};
    struct suspension suspension;
    struct person whose;
    enum err err = suspension_store_get(change->db, person, &suspension);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = person_find(change, person, &whose);
    }
    if (err == OK) {
        err = person_let_in(change, person);
    }
    return err == OK
               ? change_audit_entry(
                     change, &(struct audit_entry){.action = "person.restore",
                                                   .object = id,
                                                   .organisation = whose.organisation})
               : err;
}
