#include "domain/supporter.h"

#include "domain/gate_version.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/matching_tell.h"
#include "domain/person.h"
#include "domain/profile_access.h"
#include "store/supporter_store.h"

static bool is_supporter(const struct person *person)
{
    for (int i = 0; i < person->role_count; i++) {
        if (person->roles[i].role == ROLE_SUPPORTER) {
            return true;
        }
    }
    return false;
}

static enum err read_supporting(struct change *change, person_id person,
                                struct supporting *supporting_out)
{
    enum err err =
        supporter_store_get(change->db, change->arena, person, supporting_out);
    if (err == ERR_NOT_FOUND) {
        *supporting_out = (struct supporting){0};
        return OK;
    }
    return err;
}

static enum err read_readiness(struct change *change, person_id person,
                               struct readiness *readiness_out)
{
    enum err err =
        supporter_store_readiness(change->db, change->arena, person, readiness_out);
    if (err == ERR_NOT_FOUND) {
        *readiness_out = (struct readiness){.dbs = DBS_NOT_ELIGIBLE};
        return OK;
    }
    return err;
}

unsigned supporter_missing(const struct readiness *readiness, int64_t now_utc_ms)
{
    unsigned missing = 0;
    missing |= readiness->trained_utc_ms == 0 ? SUPPORTER_NEEDS_TRAINING : 0;
    missing |= readiness->references_utc_ms == 0 ? SUPPORTER_NEEDS_REFERENCES : 0;
    missing |= readiness->dbs == DBS_NEEDED ? SUPPORTER_NEEDS_DBS : 0;
    missing |= readiness->agreement_utc_ms == 0 ? SUPPORTER_NEEDS_AGREEMENT : 0;
    missing |= readiness->supervision_due_utc_ms < now_utc_ms
                   ? SUPPORTER_NEEDS_SUPERVISION
                   : 0;
    return missing;
}

enum err supporter_get(struct change *change, person_id person,
                       struct supporter *supporter_out)
{
    struct supporter supporter = {.person = person};
    enum err err = read_supporting(change, person, &supporter.supporting);
    if (err == OK) {
        err = supporter_store_load(change->db, person, &supporter.load);
    }
    if (err == OK) {
        err = read_readiness(change, person, &supporter.readiness);
    }
    if (err == OK) {
        supporter.missing = supporter_missing(&supporter.readiness, change->now_utc_ms);
        *supporter_out = supporter;
    }
    return err;
}

enum err supporter_set_capacity(struct change *change, int people, int hours_a_week)
{
    const person_id actor = change->actor.person;
    struct supporter supporter;
    enum err err = supporter_get(change, actor, &supporter);
    if (err != OK) {
        return err;
    }
    struct supporting *supporting = &supporter.supporting;
    if (people < supporting->capacity &&
        people < supporter.load.current + supporter.load.pending) {
        return ERR_WRONG_STATE;
    }
    supporting->capacity = people;
    supporting->hours_a_week = hours_a_week;
    return supporter_store_put(change->db, actor, supporting);
}

enum err supporter_pause(struct change *change, int64_t until_utc_ms)
{
    const person_id actor = change->actor.person;
    struct supporting supporting;
    enum err err = read_supporting(change, actor, &supporting);
    if (err == OK) {
        supporting.paused_until_utc_ms = until_utc_ms;
        err = supporter_store_put(change->db, actor, &supporting);
    }
    if (err == OK && until_utc_ms > change->now_utc_ms) {
        err = match_offer_withdraw_of(change, actor);
    }
    return err;
}

// Coordinators of all her areas are asked to ring.
static enum err tell_coordinators(struct change *change)
{
    const struct actor *actor = &change->actor;
    enum err err = OK;
    for (int i = 0; err == OK && i < actor->role_count; i++) {
        if (actor->roles[i].role == ROLE_SUPPORTER) {
            err = matching_tell_desk(change, actor->roles[i].area);
        }
    }
    return err;
}

enum err supporter_set_weather(struct change *change, enum supporter_weather weather)
{
    const person_id actor = change->actor.person;
    struct supporting supporting;
    enum err err = read_supporting(change, actor, &supporting);
    if (err != OK) {
        return err;
    }
    supporting.has_weather = true;
    supporting.weather = weather;
    supporting.weather_utc_ms = change->now_utc_ms;
    err = supporter_store_put(change->db, actor, &supporting);
    if (err != OK || weather != WEATHER_HEAVY) {
        return err;
    }
    err = match_offer_withdraw_of(change, actor);
    return err == OK ? tell_coordinators(change) : err;
}

// What is recorded as done has been done: the first parameter that is not, or NULL.
static const char *day_to_come(const struct supporter_record *record,
                               int64_t now_utc_ms)
{
    if (record->has_trained && record->readiness.trained_utc_ms > now_utc_ms) {
        return "trained_at";
    }
    if (record->has_references && record->readiness.references_utc_ms > now_utc_ms) {
        return "references_at";
    }
    if (record->has_agreement && record->readiness.agreement_utc_ms > now_utc_ms) {
        return "agreement_at";
    }
    return NULL;
}

static void readiness_take(struct readiness *readiness,
                           const struct supporter_record *record)
{
    const struct readiness *given = &record->readiness;
    if (record->has_trained) {
        readiness->trained_utc_ms = given->trained_utc_ms;
    }
    if (record->has_references) {
        readiness->references_utc_ms = given->references_utc_ms;
    }
    if (record->has_dbs) {
        readiness->dbs = given->dbs;
    }
    if (record->has_agreement) {
        readiness->agreement_utc_ms = given->agreement_utc_ms;
    }
    if (record->has_supervision) {
        readiness->supervision_due_utc_ms = given->supervision_due_utc_ms;
    }
}

// A supporter for whom the actor has one of `roles`.
static enum err find_supporter(struct change *change, person_id id, unsigned roles)
{
    struct person person;
    enum err err = profile_access_find(change, id, roles, &person);
    if (err == OK && !is_supporter(&person)) {
        err = ERR_WRONG_STATE;
    }
    return err;
}

static enum err record_rest(struct change *change,
                            const struct supporter_record *record)
{
    struct supporting supporting;
    enum err err = read_supporting(change, record->person, &supporting);
    if (err == OK) {
        supporting.resting_until_utc_ms = record->resting_until_utc_ms;
        err = supporter_store_put(change->db, record->person, &supporting);
    }
    return err;
}

// What follows from what was recorded: whoever may not take people on any more has no
// offers, and she is told to look.
static enum err recorded(struct change *change, person_id person)
{
    struct supporter supporter;
    enum err err = gate_version_raise(change, person);
    if (err == OK) {
        err = supporter_get(change, person, &supporter);
    }
    if (err != OK) {
        return err;
    }
    if (supporter.missing != 0 ||
        supporter.supporting.resting_until_utc_ms > change->now_utc_ms) {
        err = match_offer_withdraw_of(change, person);
    }
    return err == OK ? matching_tell(change, person, MATCHING_NEWS_SUPPORTER) : err;
}

enum err supporter_record(struct change *change, const struct supporter_record *record,
                          const char **field_out)
{
    struct readiness_put put = {.person = record->person,
                                .recorded_by = change->actor.person,
                                .now_utc_ms = change->now_utc_ms};
    enum err err = find_supporter(change, record->person, ROLE_BIT(ROLE_COORDINATOR));
    if (err != OK) {
        return err;
    }
    *field_out = day_to_come(record, change->now_utc_ms);
    if (*field_out != NULL) {
        return ERR_BAD_REQUEST;
    }
    err = read_readiness(change, record->person, &put.readiness);
    if (err == OK) {
        readiness_take(&put.readiness, record);
        err = supporter_store_put_readiness(change->db, &put);
    }
    if (err == OK && record->has_resting) {
        err = record_rest(change, record);
    }
    return err == OK ? recorded(change, record->person) : err;
}

enum err supporter_allow_in_crisis(struct change *change, person_id person,
                                   bool allowed)
{
    struct supporting supporting;
    enum err err = find_supporter(change, person, ROLE_BIT(ROLE_SAFEGUARDING_LEAD));
    if (err == OK) {
        err = read_supporting(change, person, &supporting);
    }
    if (err == OK) {
        supporting.crisis_allowed_by.v = allowed ? change->actor.person.v : 0;
        err = supporter_store_put(change->db, person, &supporting);
    }
    return err;
}
