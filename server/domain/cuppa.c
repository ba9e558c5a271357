#include "domain/cuppa.h"

#include "domain/access.h"
#include "domain/matching/match.h"
#include "domain/matching/match_life.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/matching_ask.h"
#include "domain/matching/matching_pool.h"
#include "domain/matching/matching_request.h"
#include "domain/matching/matching_tell.h"
#include "domain/person.h"
#include "domain/timer.h"
#include "store/cuppa_store.h"
#include "store/person_store.h"
#include "store/request_store.h"

#define HOUR_MS 3600000LL
#define DAY_MS (24 * HOUR_MS)

// value · reason
#define OPEN_MS (48 * HOUR_MS) // for longer nobody should wait for a cup of tea
#define TALK_MS (24 * HOUR_MS) // half an hour may begin late and run over
#define SHOWN_MS (14 * DAY_MS) // what was is shown for so long
#define OF_ONE_MAX 20          // newest ones of a person
#define ASKED_MAX 30 // looked at for one supporter: each is a look at two people
#define TOLD_MAX 50  // supporters of one area

#define TO(name) (1u << CUPPA_##name)

// Which states may follow which, as bits.
static const unsigned NEXT[CUPPA_STATES] = {
    [CUPPA_ASKED] = TO(TAKEN) | TO(WITHDRAWN) | TO(EXPIRED),
    [CUPPA_TAKEN] = TO(ENDED) | TO(MATCHED),
    [CUPPA_ENDED] = TO(MATCHED),
};

static enum err tell_both(struct change *change, const struct cuppa *cuppa)
{
    enum err err = matching_tell(change, cuppa->carer, MATCHING_NEWS_CUPPA);
    if (err == OK && cuppa->supporter.v != 0) {
        err = matching_tell(change, cuppa->supporter, MATCHING_NEWS_CUPPA);
    }
    return err;
}

// The one function by which a half-hour changes its state.
static enum err advance(struct change *change, struct cuppa *cuppa,
                        enum cuppa_state next)
{
    if ((NEXT[cuppa->state] & (1u << next)) == 0) {
        return ERR_WRONG_STATE;
    }
    cuppa->state = next;
    enum err err = cuppa_store_update(change->db, cuppa);
    return err == OK ? tell_both(change, cuppa) : err;
}

// The two as a match would have them, for what works on both alike.
static struct match pair_of(const struct cuppa *cuppa)
{
    return (struct match){.organisation = cuppa->organisation,
                          .area = cuppa->area,
                          .carer = cuppa->carer,
                          .supporter = cuppa->supporter,
                          .conversation = cuppa->conversation};
}

#define GATE(name) ((matching_gate_set)1 << MATCHING_GATE_##name)

// A half-hour takes no place.
#define GATES_TAKING GATE(NO_CAPACITY)

// Whom the private check keeps apart would learn of a hit from a half-hour that is gone
// from the list: it is there, without a name, and cannot be taken.
#define GATES_LISTING                                                                  \
    (GATES_TAKING | GATE(SAME_HOUSEHOLD) | GATE(LINKED_FAMILY) | GATE(SAME_EMPLOYER))

// Whether every gate but `without` is open.
static enum err fits(struct change *change, const struct matching_run_pair *who,
                     matching_gate_set without, bool *fits_out)
{
    struct matching_pool_pair *pair = arena_alloc(change->arena, sizeof(*pair));
    enum err err = matching_pool_pair(change, who, (match_id){0}, pair);
    if (err == OK) {
        matching_gate_set gates = matching_gates_all(&pair->carer, &pair->supporter,
                                                     &pair->facts, change->now_utc_ms);
        *fits_out = (gates & ~without) == 0;
    } else if (err == ERR_NOT_FOUND) {
        *fits_out = false;
        err = OK;
    }
    return err;
}

// Whether a match of the two is under way.
static enum err are_matched(struct change *change, const struct cuppa *cuppa,
                            bool *matched_out)
{
    struct match_of query = {
        .person = cuppa->carer, .since_utc_ms = INT64_MAX, .limit = 1000};
    struct match_list list;
    enum err err = match_store_of(change->db, change->arena, &query, &list);
    *matched_out = false;
    for (size_t i = 0; err == OK && i < list.count; i++) {
        if (list.rows[i].supporter.v == cuppa->supporter.v &&
            match_is_live(list.rows[i].state)) {
            *matched_out = true;
        }
    }
    return err;
}

// Asking

static enum err own_area(struct change *change, area_id *area_out)
{
    struct person self;
    enum err err = person_find(change, change->actor.person, &self);
    for (int i = 0; err == OK && i < self.role_count; i++) {
        if (self.roles[i].role == ROLE_CARER) {
            *area_out = self.roles[i].area;
            return OK;
        }
    }
    return err == OK ? ERR_DENIED : err;
}

static enum err tell_supporters(struct change *change, const struct cuppa *cuppa)
{
    struct person_store_filter filter = {.organisation = cuppa->organisation,
                                         .area = cuppa->area,
                                         .by_role = true,
                                         .role = ROLE_SUPPORTER,
                                         .limit = TOLD_MAX};
    struct person_rows people;
    enum err err = person_store_page(change->db, change->arena, &filter, &people);
    for (size_t i = 0; err == OK && i < people.count; i++) {
        err = matching_tell(change, people.rows[i].id, MATCHING_NEWS_CUPPA);
    }
    return err;
}

enum err cuppa_ask(struct change *change, cuppa_id *cuppa_out)
{
    struct cuppa cuppa = {.id = cuppa_id_new(),
                          .organisation = change->actor.organisation,
                          .carer = change->actor.person,
                          .state = CUPPA_ASKED,
                          .asked_utc_ms = change->now_utc_ms,
                          .ends_utc_ms = change->now_utc_ms + OPEN_MS};
    bool consent = false;
    enum err err = own_area(change, &cuppa.area);
    if (err == OK) {
        err = request_store_has_consent(change->db, cuppa.carer, &consent);
    }
    if (err == OK && !consent) {
        change->at_fault = "consent";
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = cuppa_store_insert(change->db, &cuppa);
    }
    if (err == OK) {
        err = timer_set(change, TIMER_CUPPA, cuppa.id.v, cuppa.ends_utc_ms);
    }
    if (err == OK) {
        err = tell_both(change, &cuppa);
    }
    if (err == OK) {
        *cuppa_out = cuppa.id;
        err = tell_supporters(change, &cuppa);
    }
    return err;
}

// Taking

static enum err find_takable(struct change *change, cuppa_id id, struct cuppa *cuppa)
{
    bool may = false;
    enum err err = cuppa_store_get(change->db, change->arena, id, cuppa);
    if (err == OK) {
        const struct matching_run_pair who = {cuppa->carer, change->actor.person};
        err = fits(change, &who, GATES_TAKING, &may);
    }
    if (err == OK && !may) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && cuppa->state == CUPPA_TAKEN) {
        err = ERR_CONFLICT;
    }
    if (err == OK &&
        (cuppa->state != CUPPA_ASKED || change->now_utc_ms >= cuppa->ends_utc_ms)) {
        err = ERR_WRONG_STATE;
    }
    return err;
}

enum err cuppa_take(struct change *change, cuppa_id id,
                    conversation_id *conversation_out)
{
    struct cuppa cuppa;
    bool matched = false;
    enum err err = find_takable(change, id, &cuppa);
    if (err == OK) {
        cuppa.supporter = change->actor.person;
        err = are_matched(change, &cuppa, &matched);
    }
    if (err == OK && matched) {
        err = ERR_WRONG_STATE;
    }
    struct match pair = pair_of(&cuppa);
    if (err == OK) {
        err = match_life_open(change, &pair, &cuppa.conversation);
    }
    if (err == OK) {
        cuppa.taken_utc_ms = change->now_utc_ms;
        cuppa.ends_utc_ms = change->now_utc_ms + TALK_MS;
        err = timer_set(change, TIMER_CUPPA, id.v, cuppa.ends_utc_ms);
    }
    if (err == OK) {
        err = advance(change, &cuppa, CUPPA_TAKEN);
    }
    if (err == OK) {
        *conversation_out = cuppa.conversation;
    }
    return err;
}

// Ending

// The two leave their conversation, unless a match has made it theirs meanwhile.
static enum err part(struct change *change, const struct cuppa *cuppa)
{
    struct match pair = pair_of(cuppa);
    bool matched = false;
    enum err err = are_matched(change, cuppa, &matched);
    if (err == OK && !matched) {
        err = match_life_part(change, &pair, STAY_LEFT);
    }
    return err == OK ? timer_clear(change, TIMER_CUPPA, cuppa->id.v) : err;
}

static enum err finish(struct change *change, struct cuppa *cuppa)
{
    enum err err = advance(change, cuppa, CUPPA_ENDED);
    return err == OK ? part(change, cuppa) : err;
}

static enum err find_own(struct change *change, cuppa_id id, struct cuppa *cuppa)
{
    person_id self = change->actor.person;
    enum err err = cuppa_store_get(change->db, change->arena, id, cuppa);
    bool is_own =
        err == OK && (cuppa->carer.v == self.v || cuppa->supporter.v == self.v);
    return err == OK && !is_own ? ERR_NOT_FOUND : err;
}

enum err cuppa_end(struct change *change, cuppa_id id)
{
    struct cuppa cuppa;
    enum err err = find_own(change, id, &cuppa);
    return err == OK ? finish(change, &cuppa) : err;
}

enum err cuppa_withdraw(struct change *change, cuppa_id id)
{
    struct cuppa cuppa;
    enum err err = find_own(change, id, &cuppa);
    if (err == OK && cuppa.carer.v != change->actor.person.v) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = advance(change, &cuppa, CUPPA_WITHDRAWN);
    }
    return err == OK ? timer_clear(change, TIMER_CUPPA, id.v) : err;
}

enum err cuppa_leave(struct change *change, person_id person)
{
    struct cuppa_list list;
    enum err err = cuppa_store_of(change->db, change->arena, person, OF_ONE_MAX, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        struct cuppa *cuppa = &list.rows[i];
        if (cuppa->state == CUPPA_ASKED && person_id_equal(cuppa->carer, person)) {
            err = advance(change, cuppa, CUPPA_WITHDRAWN);
        } else if (cuppa->state == CUPPA_TAKEN) {
            err = finish(change, cuppa);
        } else if (cuppa->state == CUPPA_MATCHED) {
            err = part(change, cuppa);
        }
    }
    return err;
}

enum err cuppa_due(struct change *change, int64_t id)
{
    struct cuppa cuppa;
    enum err err = cuppa_store_get(change->db, change->arena, (cuppa_id){id}, &cuppa);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    switch (cuppa.state) {
    case CUPPA_ASKED:
        return advance(change, &cuppa, CUPPA_EXPIRED);
    case CUPPA_TAKEN:
        return finish(change, &cuppa);
    case CUPPA_MATCHED:
        return part(change, &cuppa);
    case CUPPA_ENDED:
    case CUPPA_WITHDRAWN:
    case CUPPA_EXPIRED:
    case CUPPA_STATES:
        break;
    }
    return OK;
}

enum err cuppa_gate_closed(struct change *change, person_id a, person_id b)
{
    struct cuppa_list list;
    enum err err = cuppa_store_of(change->db, change->arena, a, OF_ONE_MAX, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        struct cuppa *cuppa = &list.rows[i];
        struct match_holds holds = {0};
        person_id other = cuppa->carer.v == a.v ? cuppa->supporter : cuppa->carer;
        bool is_open = cuppa->state == CUPPA_TAKEN || cuppa->state == CUPPA_MATCHED;
        if (!is_open || (b.v != 0 && other.v != b.v)) {
            continue;
        }
        err = match_store_holds(change->db, a, other, &holds);
        if (err == OK && (holds.safeguarding || holds.blocked)) {
            err = cuppa->state == CUPPA_TAKEN ? finish(change, cuppa)
                                              : part(change, cuppa);
        }
    }
    return err;
}

// Going on

bool cuppa_is_wished(const struct cuppa *cuppa)
{
    bool was_had = cuppa->state == CUPPA_TAKEN || cuppa->state == CUPPA_ENDED;
    return was_had && cuppa->carer_again && cuppa->supporter_again;
}

// What both wish is for a coordinator to look at: the carer's request goes the ordinary
// way.
static enum err wish(struct change *change, const struct cuppa *cuppa)
{
    enum err err = matching_ask_after_cuppa(change, cuppa->carer);
    if (err == OK) {
        err = tell_both(change, cuppa);
    }
    return err == OK ? matching_tell_desk_of(change, cuppa->organisation, cuppa->area)
                     : err;
}

enum err cuppa_again(struct change *change, cuppa_id id, bool again)
{
    struct cuppa cuppa;
    enum err err = find_own(change, id, &cuppa);
    if (err == OK && cuppa.state != CUPPA_TAKEN && cuppa.state != CUPPA_ENDED) {
        err = ERR_WRONG_STATE;
    }
    if (err != OK) {
        return err;
    }
    bool was_wished = cuppa_is_wished(&cuppa);
    if (cuppa.carer.v == change->actor.person.v) {
        cuppa.carer_again = again;
    } else {
        cuppa.supporter_again = again;
    }
    err = cuppa_store_update(change->db, &cuppa);
    if (err != OK || was_wished == cuppa_is_wished(&cuppa)) {
        return err;
    }
    return was_wished ? tell_both(change, &cuppa) : wish(change, &cuppa);
}

// A half-hour of an area that the actor coordinates, not one of her own.
static enum err find_staff(struct change *change, cuppa_id id, struct cuppa *cuppa)
{
    const struct actor *actor = &change->actor;
    bool on_case = false;
    enum err err = cuppa_store_get(change->db, change->arena, id, cuppa);
    if (err != OK) {
        return err;
    }
    bool is_own =
        cuppa->carer.v == actor->person.v || cuppa->supporter.v == actor->person.v;
    if (is_own || cuppa->organisation.v != actor->organisation.v ||
        !access_has_role(actor, ROLE_COORDINATOR, cuppa->area)) {
        return ERR_NOT_FOUND;
    }
    err = match_store_on_case(change->db, cuppa->carer, actor->person, &on_case);
    return err == OK && on_case ? ERR_NOT_FOUND : err;
}

enum err cuppa_approve(struct change *change, cuppa_id id, match_id *match_out)
{
    struct cuppa cuppa;
    struct matching_request request = {0};
    enum err err = find_staff(change, id, &cuppa);
    if (err == OK && !cuppa_is_wished(&cuppa)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = matching_request_open_of(change, cuppa.carer, &request);
    }
    if (err == OK) {
        const struct match_new wanted = {.request = request.id,
                                         .supporter = cuppa.supporter,
                                         .approved_by = change->actor.person};
        err = match_offer(change, &wanted, match_out);
    }
    return err == OK ? advance(change, &cuppa, CUPPA_MATCHED) : err;
}

// Listing

struct listing {
    struct cuppa_view *items;
    size_t count;
    size_t capacity;
};

static void listing_add(struct change *change, struct listing *listing,
                        const struct cuppa *cuppa, enum match_side side)
{
    listing->items = arena_grow(change->arena, listing->items, listing->count,
                                &listing->capacity, sizeof(*listing->items));
    listing->items[listing->count++] = (struct cuppa_view){*cuppa, side};
}

static enum err add_own(struct change *change, struct listing *listing)
{
    person_id self = change->actor.person;
    struct cuppa_list list;
    enum err err = cuppa_store_of(change->db, change->arena, self, OF_ONE_MAX, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        const struct cuppa *cuppa = &list.rows[i];
        if (cuppa->ends_utc_ms >= change->now_utc_ms - SHOWN_MS) {
            listing_add(change, listing, cuppa,
                        cuppa->carer.v == self.v ? MATCH_SIDE_CARER
                                                 : MATCH_SIDE_SUPPORTER);
        }
    }
    return err;
}

static enum err add_asked(struct change *change, struct listing *listing)
{
    struct cuppa_list list;
    enum err err = cuppa_store_asked(change->db, change->arena,
                                     change->actor.organisation, ASKED_MAX, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        const struct matching_run_pair who = {list.rows[i].carer, change->actor.person};
        bool may = false;
        if (list.rows[i].carer.v == change->actor.person.v) {
            continue;
        }
        err = fits(change, &who, GATES_LISTING, &may);
        if (err == OK && may) {
            listing_add(change, listing, &list.rows[i], MATCH_SIDE_SUPPORTER);
        }
    }
    return err;
}

enum err cuppa_list(struct change *change, struct cuppa_view **list_out,
                    size_t *count_out)
{
    struct listing listing = {.items = NULL};
    enum err err = add_own(change, &listing);
    if (err == OK && access_any_role(&change->actor, ROLE_BIT(ROLE_SUPPORTER)) == OK) {
        err = add_asked(change, &listing);
    }
    if (err == OK) {
        *list_out = listing.items;
        *count_out = listing.count;
    }
    return err;
}
