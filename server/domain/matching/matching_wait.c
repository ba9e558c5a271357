#include "domain/matching/matching_wait.h"

#include "domain/cards.h"
#include "domain/matching/matching_request.h"
#include "domain/matching/matching_schedule.h"
#include "domain/profile.h"
#include "store/request_store.h"

// Bands of places in the queue: words such as "among the first 20". An exact place
// would fall and rise with every urgent request, and nobody could keep it.
static const int BANDS[] = {5, 10, 20, 50, 100, 200, 500, 1000, 10000, 1000000};
#define BAND_COUNT (sizeof(BANDS) / sizeof(BANDS[0]))

// Fewer times than this leave few who fit.
#define FEW_TIMES 4

static int band_of(int64_t place)
{
    size_t i = 0;
    while (i + 1 < BAND_COUNT && place > BANDS[i]) {
        i++;
    }
    return BANDS[i];
}

// What delays

static bool text_ends_with(struct text t, struct text end)
{
    struct text tail = {t.s + (t.len - end.len), end.len};
    return t.len >= end.len && text_equal(tail, end);
}

static bool is_evening(struct text cell)
{
    return text_ends_with(cell, TEXT("_evening")) ||
           text_ends_with(cell, TEXT("_night"));
}

static const char *delay_of_times(const struct profile_answer *answer)
{
    bool evenings = true;
    for (int i = 0; i < answer->value_count; i++) {
        evenings = evenings && is_evening(answer->values[i]);
    }
    if (evenings) {
        return "evenings_only";
    }
    return answer->value_count < FEW_TIMES ? "few_times" : NULL;
}

static const char *delay_of_modes(const struct profile_answer *answer)
{
    if (answer->value_count != 1) {
        return NULL;
    }
    if (text_equal(answer->values[0], TEXT("phone"))) {
        return "phone_only";
    }
    return text_equal(answer->values[0], TEXT("in_person")) ? "in_person_only" : NULL;
}

// Fields that say whether something matters.
static const enum matching_field WISHES[] = {
    MATCHING_FIELD_LANGUAGE_MATTERS, MATCHING_FIELD_ETHNICITY_MATTERS,
    MATCHING_FIELD_FAITH_MATTERS, MATCHING_FIELD_GENDER_MATTERS,
    MATCHING_FIELD_LGBTQ_MATTERS};

#define WISH_COUNT (sizeof(WISHES) / sizeof(WISHES[0]))

static bool is_must(const struct profile_answer *answer)
{
    for (size_t i = 0; i < WISH_COUNT; i++) {
        if (answer->field == WISHES[i]) {
            return answer->value_count > 0 &&
                   text_equal(answer->values[0], TEXT("must"));
        }
    }
    return false;
}

static const char *delay_of(const struct profile_answer *answer)
{
    if (answer->value_count == 0 ||
        text_equal(answer->values[0], TEXT(MATCHING_PREFER_NOT))) {
        return NULL;
    }
    if (answer->field == MATCHING_FIELD_TIME_GRID) {
        return delay_of_times(answer);
    }
    if (answer->field == MATCHING_FIELD_MODE) {
        return delay_of_modes(answer);
    }
    return is_must(answer) ? "must_wishes" : NULL;
}

int matching_wait_delays(const struct profile_answer *answers, size_t count,
                         const char *codes_out[static MATCHING_DELAYS_MAX])
{
    int found = 0;
    bool has_must = false;
    for (size_t i = 0; i < count && found < MATCHING_DELAYS_MAX; i++) {
        const char *code = delay_of(&answers[i]);
        bool again = is_must(&answers[i]) && has_must;
        has_must = has_must || is_must(&answers[i]);
        if (code != NULL && !again) {
            codes_out[found++] = code;
        }
    }
    return found;
}

// The card

// What stands in the way before any answer does.
static const char *delay_of_state(enum matching_request_state state)
{
    switch (state) {
    case MATCHING_REQUEST_SUBMITTED:
        return "consent_missing";
    case MATCHING_REQUEST_CONSENT_GIVEN:
    case MATCHING_REQUEST_SCREENED:
        return "screening_pending";
    case MATCHING_REQUEST_PAUSED:
        return "paused";
    case MATCHING_REQUEST_DRAFT:
    case MATCHING_REQUEST_WAITING:
    case MATCHING_REQUEST_OFFERED:
    case MATCHING_REQUEST_MATCHED:
    case MATCHING_REQUEST_WITHDRAWN:
    case MATCHING_REQUEST_CLOSED:
    case MATCHING_REQUEST_STATES:
        break;
    }
    return NULL;
}

static enum err delays_find(struct change *change, struct matching_wait *wait)
{
    const char *first = delay_of_state(wait->request.state);
    struct profile_answer *answers = NULL;
    size_t count = 0;
    if (first != NULL) {
        wait->delays[0] = first;
        wait->delay_count = 1;
        return OK;
    }
    if (wait->request.state != MATCHING_REQUEST_WAITING) {
        return OK;
    }
    enum err err = profile_load(change, wait->request.carer, &answers, &count);
    if (err == OK) {
        wait->delay_count = matching_wait_delays(answers, count, wait->delays);
    }
    return err;
}

static enum err place_find(struct change *change, struct matching_wait *wait)
{
    int64_t ahead = 0;
    if (wait->request.state != MATCHING_REQUEST_WAITING) {
        return OK;
    }
    enum matching_lane lane =
        wait->request.urgent ? MATCHING_LANE_URGENT : MATCHING_LANE_WEEKLY;
    wait->next_run_utc_ms =
        matching_schedule_next(change->policy, lane, change->now_utc_ms);
    enum err err = request_store_ahead(change->db, &wait->request, &ahead);
    if (err == OK) {
        wait->band = band_of(ahead + 1);
    }
    return err;
}

static unsigned can_of(enum matching_request_state state)
{
    unsigned can = 0;
    if (matching_request_may(state, MATCHING_REQUEST_WITHDRAWN) &&
        state != MATCHING_REQUEST_MATCHED) {
        can |= MATCHING_REQUEST_CAN_WITHDRAW;
    }
    if (matching_request_may(state, MATCHING_REQUEST_PAUSED)) {
        can |= MATCHING_REQUEST_CAN_PAUSE;
    }
    return state == MATCHING_REQUEST_PAUSED ? can | MATCHING_REQUEST_CAN_RESUME : can;
}

enum err matching_wait_own(struct change *change, struct matching_wait *wait_out)
{
    struct matching_wait wait = {.band = 0};
    struct cards cards = {0};
    struct person_card coordinator = {0};
    enum err err =
        matching_request_open_of(change, change->actor.person, &wait.request);
    if (err == OK) {
        err = cards_see(change, &cards, wait.request.coordinator, &coordinator);
    }
    if (err == OK) {
        wait.coordinator = coordinator.name;
        wait.can = can_of(wait.request.state);
        err = place_find(change, &wait);
    }
    if (err == OK) {
        err = delays_find(change, &wait);
    }
    if (err == OK) {
        *wait_out = wait;
    }
    return err;
}
