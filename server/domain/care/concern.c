#include "domain/care/concern.h"

#include "domain/access.h"
#include "domain/care/care_tell.h"
#include "domain/person.h"
#include "domain/timer.h"

#define HOUR_MS 3600000LL
#define DAY_MS (24 * HOUR_MS)

#define STATE(name) (1u << CONCERN_##name)
#define OPEN_STATES                                                                    \
    (STATE(OPENED) | STATE(TRIAGED) | STATE(OWNED) | STATE(AWAITING) |                 \
     STATE(MONITORING) | STATE(REOPENED))
#define OWNED_STATES (STATE(OWNED) | STATE(AWAITING) | STATE(MONITORING))

// Which states may follow which, as bits. A state that follows itself is a step that
// changes something else: the grade, the owner, the day.
static const unsigned NEXT[CONCERN_STATES] = {
    [CONCERN_OPENED] = STATE(TRIAGED),
    [CONCERN_TRIAGED] = STATE(TRIAGED) | STATE(OWNED),
    [CONCERN_OWNED] = OWNED_STATES | STATE(CLOSING) | STATE(CLOSED) | STATE(TRIAGED),
    [CONCERN_AWAITING] = OWNED_STATES | STATE(CLOSING) | STATE(CLOSED) | STATE(TRIAGED),
    [CONCERN_MONITORING] =
        OWNED_STATES | STATE(CLOSING) | STATE(CLOSED) | STATE(TRIAGED),
    [CONCERN_CLOSING] = STATE(OWNED) | STATE(CLOSED),
    [CONCERN_CLOSED] = STATE(REOPENED),
    [CONCERN_REOPENED] = STATE(TRIAGED) | STATE(OWNED),
};

// In which states what may be done.
static const unsigned WHEN[CONCERN_ACTS] = {
    [CONCERN_ACT_TRIAGE] = OPEN_STATES,
    [CONCERN_ACT_OWN] = STATE(TRIAGED) | OWNED_STATES | STATE(REOPENED),
    [CONCERN_ACT_ASSIGN] = STATE(TRIAGED) | OWNED_STATES | STATE(REOPENED),
    [CONCERN_ACT_RECORD] = OPEN_STATES | STATE(CLOSING),
    [CONCERN_ACT_REFER] = OWNED_STATES,
    [CONCERN_ACT_REPLY] = OWNED_STATES,
    [CONCERN_ACT_MONITOR] = OWNED_STATES,
    [CONCERN_ACT_CLOSE] = OWNED_STATES,
    [CONCERN_ACT_CONFIRM_CLOSE] = STATE(CLOSING),
    [CONCERN_ACT_REOPEN] = STATE(CLOSED),
    [CONCERN_ACT_ALLEGATION] = OPEN_STATES,
    [CONCERN_ACT_KEEP] = STATE(CLOSED),
    [CONCERN_ACT_DESTROY] = STATE(CLOSED),
};

// value · reason
static const int64_t WAITS_MS[CONCERN_GRADES + 1] = {
    [CONCERN_GRADE_IMMEDIATE] = 15 * 60000LL, // a person within a quarter of an hour
    [CONCERN_GRADE_SAME_DAY] = 4 * HOUR_MS,   // so that something can still be done
    [CONCERN_GRADE_DAY] = 24 * HOUR_MS,       [CONCERN_GRADE_LOW] = 7 * DAY_MS,
    [CONCERN_UNGRADED] = 4 * HOUR_MS, // triage is a matter of the same day
};

bool concern_may(enum concern_state from, enum concern_state next)
{
    return from < CONCERN_STATES && (NEXT[from] & (1u << next)) != 0;
}

enum concern_status concern_status(enum concern_state state)
{
    switch (state) {
    case CONCERN_OPENED:
        return CONCERN_STATUS_RECEIVED;
    case CONCERN_TRIAGED:
    case CONCERN_OWNED:
    case CONCERN_AWAITING:
    case CONCERN_MONITORING:
    case CONCERN_CLOSING:
    case CONCERN_REOPENED:
        return CONCERN_STATUS_IN_HAND;
    case CONCERN_CLOSED:
    case CONCERN_STATES:
        break;
    }
    return CONCERN_STATUS_DONE;
}

int64_t concern_working_days(int64_t from_utc_ms, int days)
{
    int64_t at = from_utc_ms;
    for (int left = days; left > 0;) {
        at += DAY_MS;
        const int64_t weekday = (at / DAY_MS + 4) % 7; // 1970 began on a Thursday
        left -= weekday != 0 && weekday != 6 ? 1 : 0;
    }
    return at;
}

bool concern_is_helper(const struct person *person)
{
    bool found = false;
    for (int i = 0; i < person->role_count; i++) {
        found = found || person->roles[i].role != ROLE_CARER;
    }
    return found;
}

// Words

struct key_scope concern_scope(int64_t id)
{
    return (struct key_scope){.conversation = {id}};
}

static const char *const COLUMNS[] = {
    [CONCERN_TEXT_WHAT] = "what_sealed",
    [CONCERN_TEXT_WHERE] = "where_sealed",
    [CONCERN_TEXT_SUMMARY] = "summary_sealed",
    [CONCERN_TEXT_KEEP_REASON] = "keep_reason_sealed",
};

enum err concern_seal(struct change *change, concern_id id, const char *column,
                      struct text plain, struct concern_sealed *sealed_out)
{
    const struct seal_place place = {"concern", column, id.v, 0, concern_scope(id.v)};
    struct sealed sealed = {0};
    enum err err = OK;
    if (plain.len > 0) {
        err = vault_seal(change->vault, change->arena, place, plain, &sealed);
    }
    if (err == OK) {
        *sealed_out = (struct concern_sealed){sealed.bytes, sealed.key_version};
    }
    return err;
}

enum err concern_text_read(struct change *change, concern_id id,
                           enum concern_text which, struct text *text_out)
{
    const struct seal_place place = {"concern", COLUMNS[which], id.v, 0,
                                     concern_scope(id.v)};
    struct concern_sealed sealed;
    enum err err = concern_store_text(change->db, change->arena, id, which, &sealed);
    return err == OK ? vault_open_sealed(change->vault, change->arena, place,
                                         (struct sealed){sealed.bytes, sealed.version},
                                         text_out)
                     : err;
}

// Who may see it

static bool is_about(const struct concern_people *people, person_id person)
{
    for (int i = 0; i < people->count; i++) {
        if (person_id_equal(people->people[i].person, person)) {
            return true;
        }
    }
    return false;
}

static bool is_lead(const struct change *change)
{
    return access_any_role(&change->actor, ROLE_BIT(ROLE_SAFEGUARDING_LEAD)) == OK;
}

// Whether a second person is asked to agree to something.
static bool wants_second(const struct concern *concern)
{
    return concern->is_about_staff &&
           (concern->state == CONCERN_CLOSING || concern->end_asked_by.v != 0);
}

// Errors: only those of the store.
static enum err sight_of(struct change *change, const struct concern *concern,
                         enum concern_sight *sight_out)
{
    const person_id self = change->actor.person;
    person_id deputy = {0};
    *sight_out = CONCERN_SIGHT_NONE;
    if (is_lead(change)) {
        *sight_out = CONCERN_SIGHT_FULL;
        return OK;
    }
    if (person_id_equal(concern->deputy, self)) {
        *sight_out = CONCERN_SIGHT_FULL;
        return OK;
    }
    if (wants_second(concern)) {
        enum err err = concern_store_deputy(change->db, concern->organisation, &deputy);
        if (err != OK) {
            return err;
        }
    }
    if (person_id_equal(deputy, self)) {
        *sight_out = CONCERN_SIGHT_SECOND;
    } else if (person_id_equal(concern->assigned, self)) {
        *sight_out = CONCERN_SIGHT_SUMMARY;
    }
    return OK;
}

enum err concern_find(struct change *change, concern_id id,
                      struct concern_view *view_out)
{
    struct concern_view view = {0};
    const person_id self = change->actor.person;
    enum err err = concern_store_get(change->db, change->arena, id, &view.concern);
    if (err == OK) {
        err = concern_store_people(change->db, id, &view.people);
    }
    if (err == OK && (self.v == 0 || is_about(&view.people, self) ||
                      !organisation_id_equal(view.concern.organisation,
                                             change->actor.organisation))) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = sight_of(change, &view.concern, &view.sight);
    }
    if (err == OK && view.sight == CONCERN_SIGHT_NONE) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        *view_out = view;
    }
    return err;
}

// What somebody may do by what she sees of it.
static bool is_hers_to_do(const struct concern_view *view, enum concern_act act)
{
    switch (view->sight) {
    case CONCERN_SIGHT_FULL:
        return true;
    case CONCERN_SIGHT_SECOND:
        return act == CONCERN_ACT_CONFIRM_CLOSE || act == CONCERN_ACT_DESTROY;
    case CONCERN_SIGHT_SUMMARY:
        return act == CONCERN_ACT_RECORD;
    case CONCERN_SIGHT_NONE:
        break;
    }
    return false;
}

enum err concern_check(const struct change *change, const struct concern_view *view,
                       enum concern_act act)
{
    const struct concern *concern = &view->concern;
    if (!is_hers_to_do(view, act)) {
        return ERR_DENIED;
    }
    if ((WHEN[act] & (1u << concern->state)) == 0) {
        return ERR_WRONG_STATE;
    }
    if (act == CONCERN_ACT_DESTROY && concern->keep_until_utc_ms > change->now_utc_ms) {
        return ERR_WRONG_STATE;
    }
    // Nobody is her own second person.
    const person_id first = act == CONCERN_ACT_CONFIRM_CLOSE ? concern->closing_by
                            : act == CONCERN_ACT_DESTROY     ? concern->end_asked_by
                                                             : (person_id){0};
    return person_id_equal(first, change->actor.person) ? ERR_DENIED : OK;
}

enum err concern_find_for(struct change *change, concern_id id, enum concern_act act,
                          struct concern_view *view_out)
{
    struct concern_view view;
    enum err err = concern_find(change, id, &view);
    if (err == OK) {
        err = concern_check(change, &view, act);
    }
    if (err == OK) {
        *view_out = view;
    }
    return err;
}

// Telling

// Those whom it is about, as a list of people.
static int people_ids(const struct concern_people *people, person_id *ids)
{
    for (int i = 0; i < people->count; i++) {
        ids[i] = people->people[i].person;
    }
    return people->count;
}

// Nobody may act on some concern: administrators name a deputy. Which one it is they
// are not told.
static enum err tell_stranded(struct change *change, organisation_id organisation,
                              const struct concern_people *people)
{
    person_id except[CONCERN_PEOPLE_MAX];
    const struct care_staff administrators = {.organisation = organisation,
                                              .roles = ROLE_BIT(ROLE_ADMINISTRATOR),
                                              .except = except,
                                              .except_count =
                                                  people_ids(people, except)};
    int64_t stranded = 0;
    enum err err =
        concern_store_stranded(change->db, organisation, (person_id){0}, &stranded);
    return err == OK && stranded > 0
               ? care_tell_staff(change, &administrators,
                                 (struct care_told){.what = CARE_NEWS_CONCERN})
               : err;
}

enum err concern_reach(struct change *change, organisation_id organisation)
{
    const struct concern_people nobody = {.count = 0};
    int64_t stranded = 0;
    person_id deputy = {0};
    enum err err =
        concern_store_stranded(change->db, organisation, (person_id){0}, &stranded);
    if (err != OK || stranded == 0) {
        return err;
    }
    err = concern_store_pass_on(change->db, organisation);
    if (err == OK) {
        err = concern_store_deputy(change->db, organisation, &deputy);
    }
    if (err == OK && deputy.v != 0) {
        err = care_tell(change, deputy, (struct care_told){.what = CARE_NEWS_CONCERN});
    }
    return err == OK ? tell_stranded(change, organisation, &nobody) : err;
}

static enum err tell_one(struct change *change, const struct concern_view *view,
                         person_id person)
{
    if (person.v == 0 || is_about(&view->people, person)) {
        return OK;
    }
    return care_tell(change, person,
                     (struct care_told){CARE_NEWS_CONCERN, view->concern.id.v});
}

static enum err tell_deputies(struct change *change, const struct concern_view *view)
{
    const struct concern *concern = &view->concern;
    person_id second = {0};
    enum err err = tell_one(change, view, concern->deputy);
    if (err == OK && wants_second(concern)) {
        err = concern_store_deputy(change->db, concern->organisation, &second);
    }
    if (err == OK) {
        err = tell_one(change, view, second);
    }
    return err;
}

static enum err tell(struct change *change, const struct concern_view *view)
{
    const struct concern *concern = &view->concern;
    person_id except[CONCERN_PEOPLE_MAX];
    const struct care_staff leads = {.organisation = concern->organisation,
                                     .roles = ROLE_BIT(ROLE_SAFEGUARDING_LEAD),
                                     .except = except,
                                     .except_count = people_ids(&view->people, except)};
    const struct care_told told = {CARE_NEWS_CONCERN, concern->id.v};
    enum err err = care_tell_staff(change, &leads, told);
    if (err == OK) {
        err = tell_deputies(change, view);
    }
    if (err == OK) {
        err = tell_one(change, view, concern->assigned);
    }
    return err == OK ? tell_stranded(change, concern->organisation, &view->people)
                     : err;
}

// Steps

int concern_rank(const struct concern *concern)
{
    const enum concern_grade grade =
        concern->grade != CONCERN_UNGRADED ? concern->grade : concern->asked;
    return grade == CONCERN_UNGRADED ? (int)CONCERN_GRADE_SAME_DAY : (int)grade;
}

// While nobody has taken it on, whoever may is told again and again.
static enum err clock_set(struct change *change, const struct concern *concern)
{
    const unsigned waits = STATE(OPENED) | STATE(TRIAGED) | STATE(REOPENED);
    const enum concern_grade grade =
        concern->grade != CONCERN_UNGRADED ? concern->grade : concern->asked;
    if ((waits & (1u << concern->state)) == 0) {
        return timer_clear(change, TIMER_CONCERN_WAIT, concern->id.v);
    }
    return timer_set(change, TIMER_CONCERN_WAIT, concern->id.v,
                     change->now_utc_ms + WAITS_MS[grade]);
}

static enum err review_set(struct change *change, const struct concern *concern)
{
    return concern->review_utc_ms == 0
               ? timer_clear(change, TIMER_CONCERN_REVIEW, concern->id.v)
               : timer_set(change, TIMER_CONCERN_REVIEW, concern->id.v,
                           concern->review_utc_ms);
}

enum err concern_keep(struct change *change, const struct concern_view *view)
{
    enum err err =
        concern_store_update(change->db, &view->concern, concern_rank(&view->concern));
    if (err == OK) {
        err = clock_set(change, &view->concern);
    }
    if (err == OK) {
        err = review_set(change, &view->concern);
    }
    return err == OK ? tell(change, view) : err;
}

enum err concern_advance(struct change *change, struct concern_view *view,
                         enum concern_state next)
{
    struct concern *concern = &view->concern;
    const enum concern_status before = concern_status(concern->state);
    if (!concern_may(concern->state, next)) {
        return ERR_WRONG_STATE;
    }
    concern->state = next;
    if (next != CONCERN_OPENED && next != CONCERN_TRIAGED) {
        concern->look_by_utc_ms = 0; // somebody has
    }
    enum err err = concern_keep(change, view);
    if (err == OK && concern_status(next) != before && concern->raised_by.v != 0) {
        err = care_tell(change, concern->raised_by,
                        (struct care_told){CARE_NEWS_CONCERN, concern->id.v});
    }
    return err;
}

// Whom it is about

enum err concern_find_deputy(struct change *change, struct concern_view *view)
{
    struct concern *concern = &view->concern;
    person_id deputy = {0};
    bool has_lead = true;
    enum err err = concern_store_has_lead(change->db, concern->id, &has_lead);
    if (err != OK || has_lead || concern->deputy.v != 0) {
        return err;
    }
    err = concern_store_deputy(change->db, concern->organisation, &deputy);
    if (err == OK && !is_about(&view->people, deputy)) {
        concern->deputy = deputy;
    }
    return err;
}

// Who acts on it no longer may, where she is herself concerned; of a lead the deputy
// takes it up.
static enum err hands_off(struct change *change, struct concern_view *view,
                          const struct concern_person *person)
{
    struct concern *concern = &view->concern;
    person_id deputy = concern->deputy;
    enum err err = OK;
    if (person_id_equal(concern->owner, person->person)) {
        concern->owner = (person_id){0};
    }
    if (person_id_equal(concern->assigned, person->person)) {
        concern->assigned = (person_id){0};
    }
    if (person->is_lead && deputy.v == 0) {
        err = concern_store_deputy(change->db, concern->organisation, &deputy);
    }
    if (err == OK) {
        const bool is_hers = is_about(&view->people, deputy);
        concern->deputy.v = is_hers ? 0 : deputy.v;
    }
    return err;
}

static void note_person(struct concern_view *view, const struct concern_person *person)
{
    struct concern_people *people = &view->people;
    int at = 0;
    while (at < people->count &&
           !person_id_equal(people->people[at].person, person->person)) {
        at++;
    }
    people->people[at] = *person;
    people->count += at == people->count ? 1 : 0;
    view->concern.is_about_staff = view->concern.is_about_staff || person->is_staff;
    view->concern.is_about_lead = view->concern.is_about_lead || person->is_lead;
}

enum err concern_add_person(struct change *change, struct concern_view *view,
                            person_id id, bool is_allegation)
{
    struct person person;
    enum err err = person_find(change, id, &person);
    if (err == OK &&
        !organisation_id_equal(person.organisation, view->concern.organisation)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && view->people.count == CONCERN_PEOPLE_MAX &&
        !is_about(&view->people, id)) {
        err = ERR_TOO_LARGE;
    }
    if (err != OK) {
        return err;
    }
    struct concern_person concerned = {.person = id,
                                       .is_staff = concern_is_helper(&person),
                                       .is_allegation = is_allegation};
    for (int i = 0; i < person.role_count; i++) {
        concerned.is_lead =
            concerned.is_lead || person.roles[i].role == ROLE_SAFEGUARDING_LEAD;
    }
    err = concern_store_add_person(change->db, view->concern.id, &concerned);
    if (err == OK) {
        note_person(view, &concerned);
        err = hands_off(change, view, &concerned);
    }
    return err;
}

// Timers

static enum err find_for_timer(struct change *change, int64_t id,
                               struct concern_view *view)
{
    enum err err =
        concern_store_get(change->db, change->arena, (concern_id){id}, &view->concern);
    return err == OK ? concern_store_people(change->db, (concern_id){id}, &view->people)
                     : err;
}

enum err concern_wait_due(struct change *change, int64_t id)
{
    struct concern_view view = {0};
    enum err err = find_for_timer(change, id, &view);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = clock_set(change, &view.concern);
    }
    return err == OK ? tell(change, &view) : err;
}

enum err concern_review_due(struct change *change, int64_t id)
{
    struct concern_view view = {0};
    enum err err = find_for_timer(change, id, &view);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    return err == OK ? tell(change, &view) : err;
}
