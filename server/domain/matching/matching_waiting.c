#include "domain/matching/matching_waiting.h"

#include "domain/access.h"
#include "domain/cards.h"
#include "domain/consent.h"
#include "domain/matching/matching_pool.h"
#include "domain/matching/matching_request.h"
#include "domain/organisation.h"
#include "domain/person.h"
#include "domain/profile.h"
#include "store/cuppa_store.h"

#define DESK (ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_SAFEGUARDING_LEAD))

static bool is_on_list(enum matching_request_state state)
{
    return state >= MATCHING_REQUEST_SUBMITTED && state <= MATCHING_REQUEST_OFFERED;
}

static bool says(const struct profile_answer *answer, struct text value)
{
    for (int i = 0; i < answer->value_count; i++) {
        if (text_equal(answer->values[i], value)) {
            return true;
        }
    }
    return false;
}

// Whether she said what she has, and none of it shows a web page. "Prefer not to say"
// is not known.
static bool cannot_reach_us(const struct profile_answer *device)
{
    return says(device, TEXT("none")) ||
           (says(device, TEXT("basic_phone")) && !says(device, TEXT("smartphone")) &&
            !says(device, TEXT("computer")));
}

static void add_missing(struct matching_waiting *person, struct text what)
{
    if (person->missing_count < MATCHING_MISSING_MAX) {
        person->missing[person->missing_count++] = what;
    }
}

// What her answers say, and which that a request needs are not there.
static enum err read_answers(struct change *change, struct matching_waiting *person)
{
    struct matching_side side = {0};
    struct profile_answer *answers = NULL;
    size_t count = 0;
    enum err err = profile_load(change, person->request.carer, &answers, &count);
    for (size_t i = 0; err == OK && i < count; i++) {
        matching_side_answer(&side, &answers[i]);
        person->has_story = person->has_story || answers[i].value_count > 0;
        if (answers[i].field == MATCHING_FIELD_DEVICE) {
            person->has_no_device = cannot_reach_us(&answers[i]);
        }
    }
    for (int i = 0; err == OK && i < MATCHING_FIELD_ROWS; i++) {
        const struct matching_field_row *row = matching_field_row(i);
        if (row != NULL && (row->required & MATCHING_CARER) != 0 &&
            !matching_side_knows(&side, (enum matching_field)i)) {
            add_missing(person, row->name);
        }
    }
    person->is_urgent = person->request.urgent || matching_side_in_crisis(&side);
    return err;
}

// With whom she has had a half-hour after which both asked to go on.
static enum err read_wished(struct change *change, struct matching_waiting *person)
{
    struct cards cards = {0};
    struct cuppa_list list;
    enum err err = cuppa_store_wished(change->db, change->arena, person->request.carer,
                                      MATCHING_WISHED_MAX, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        struct matching_wished *wished = &person->wished[person->wished_count];
        wished->cuppa = list.rows[i].id;
        err = cards_see(change, &cards, list.rows[i].supporter, &wished->supporter);
        person->wished_count += wished->supporter.id.v != 0 ? 1 : 0;
    }
    return err;
}

static enum err read_person(struct change *change, struct matching_waiting *person)
{
    const struct matching_request *request = &person->request;
    struct cards cards = {0};
    bool consents = false;
    enum err err = person_card(change, request->carer, &person->carer);
    if (err == OK) {
        err = cards_see(change, &cards, request->coordinator, &person->coordinator);
    }
    if (err == OK) {
        err = consent_stands(change, request->carer, CONSENT_MATCHING, &consents);
    }
    if (err == OK && !consents) {
        add_missing(person, TEXT("matching"));
    }
    if (err == OK) {
        err = read_answers(change, person);
    }
    if (err == OK) {
        err = read_wished(change, person);
    }
    person->waited_days =
        matching_pool_days(request->waiting_since_utc_ms, change->now_utc_ms);
    person->tier = matching_pool_tier(person->is_urgent, request->waiting_since_utc_ms,
                                      change->now_utc_ms);
    return err;
}

// An area that is not hers answers like one that is not there.
static enum err check_area(struct change *change, const area_id *area)
{
    enum err err = access_any_role(&change->actor, DESK);
    bool is_lead =
        access_any_role(&change->actor, ROLE_BIT(ROLE_SAFEGUARDING_LEAD)) == OK;
    if (err != OK || area == NULL) {
        return err;
    }
    if (!is_lead && !access_has_role(&change->actor, ROLE_COORDINATOR, *area)) {
        return ERR_NOT_FOUND;
    }
    return organisation_has_area(change, change->actor.organisation, *area);
}

enum err matching_waiting_list(struct change *change, const area_id *area,
                               request_id after, struct matching_waiting_page *page_out)
{
    const struct matching_request_query query = {
        .organisation = change->actor.organisation,
        .area = {area == NULL ? 0 : area->v},
        .as_actor = true,
        .after = after,
        .limit = MATCHING_WAITING_PAGE,
    };
    struct matching_request_page requests;
    enum err err = check_area(change, area);
    if (err == OK) {
        err = matching_request_list(change, &query, &requests);
    }
    if (err != OK) {
        return err;
    }
    struct matching_waiting_page page = {
        .people = arena_array(change->arena, requests.count, sizeof *page.people),
        .more = requests.more};
    for (size_t i = 0; err == OK && i < requests.count; i++) {
        page.last = requests.rows[i].id;
        if (is_on_list(requests.rows[i].state)) {
            struct matching_waiting *person = &page.people[page.count++];
            person->request = requests.rows[i];
            err = read_person(change, person);
        }
    }
    *page_out = page;
    return err;
}
