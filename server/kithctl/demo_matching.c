#include "kithctl/demo_matching.h"

#include "domain/consent.h"
#include "domain/matching/matching_ask.h"
#include "domain/matching/matching_request.h"
#include "domain/neighbour.h"
#include "domain/profile.h"
#include "domain/supporter.h"
#include "kithctl/demo_story.h"

#define COORDINATOR "amara"
#define HOURS_A_WEEK 2
#define READY_DAYS_AGO 200      // trained, references taken, agreement signed
#define SUPERVISION_IN_DAYS 28  // where it is not overdue
#define SUPERVISION_DAYS_AGO 10 // where it is
#define HALF_PAST_TEN (10 * 60 + 30)

// `days_ago` before today, which is the demo's day 14.
static void set_days_ago(struct demo *demo, int days_ago)
{
    demo_set_time(demo, DEMO_DAYS - days_ago, HALF_PAST_TEN);
}

static int64_t day_ms(const struct demo *demo, int days_from_today)
{
    return demo->day_0_utc_ms + (DEMO_DAYS + days_from_today) * DEMO_DAY_MS;
}

// The actor's own answers, or those of `person`.
static enum err tell(struct demo *demo, const struct story *story, person_id person)
{
    enum err err = OK;
    for (const struct story_answer *answer = story->answers;
         err == OK && answer->field != NULL; answer++) {
        struct text values[STORY_VALUES_MAX];
        size_t count = 0;
        while (answer->values[count] != NULL) {
            values[count] = text_of(answer->values[count]);
            count++;
        }
        const char *at_fault = NULL;
        const struct profile_told told = {
            .person = person,
            .field = text_of(answer->field),
            .values = values,
            .value_count = count,
        };
        err = profile_answer_take(&demo->change, &told, &at_fault);
    }
    return err;
}

static enum err screen(struct demo *demo, const struct story *story, request_id request)
{
    if (!story->is_screened) {
        return OK;
    }
    enum err err = demo_act_as(demo, COORDINATOR);
    if (err == OK) {
        err = matching_request_screen(&demo->change, request, story->is_urgent);
    }
    return err;
}

static enum err tell_own(struct demo *demo, const struct story *story)
{
    const person_id own = {0};
    request_id request = {0};

    set_days_ago(demo, story->days_waiting);
    enum err err = demo_act_as(demo, story->handle);
    if (err == OK) {
        err = consent_give(&demo->change, CONSENT_MATCHING);
    }
    if (err == OK) {
        err = tell(demo, story, own);
    }
    if (err != OK || story->days_waiting == 0) {
        return err;
    }
    err = matching_ask_own(&demo->change, &request);
    return err == OK ? screen(demo, story, request) : err;
}

static enum err make_ready(struct demo *demo, const struct story *story)
{
    const char *at_fault = NULL;
    const struct supporter_record record = {
        .person = demo_id(demo, story->handle),
        .has_trained = true,
        .has_references = true,
        .has_dbs = true,
        .has_agreement = true,
        .has_supervision = true,
        .readiness = {.trained_utc_ms = day_ms(demo, -READY_DAYS_AGO),
                      .references_utc_ms = day_ms(demo, -READY_DAYS_AGO),
                      .dbs = DBS_NOT_ELIGIBLE,
                      .agreement_utc_ms = day_ms(demo, -READY_DAYS_AGO),
                      .supervision_due_utc_ms =
                          day_ms(demo, story->is_supervised ? SUPERVISION_IN_DAYS
                                                            : -SUPERVISION_DAYS_AGO)},
    };
    enum err err = demo_act_as(demo, story->handle);
    if (err == OK) {
        err = supporter_set_capacity(&demo->change, story->capacity, HOURS_A_WEEK);
    }
    if (err == OK) {
        err = demo_act_as(demo, COORDINATOR);
    }
    if (err == OK) {
        err = supporter_record(&demo->change, &record, &at_fault);
    }
    return err;
}

// Rose has no phone of the clever sort: Amara rang her and wrote down what she said.
static enum err enter_by_phone(struct demo *demo)
{
    const struct story *story = &demo_story_by_phone;
    const struct role_grant role = {ROLE_CARER, demo->areas[DEMO_NORTH]};
    struct consent_told consent = {
        .what = CONSENT_MATCHING, .how = CONSENT_HOW_PHONE, .given = true};
    request_id request = {0};

    set_days_ago(demo, story->days_waiting);
    enum err err = demo_act_as(demo, COORDINATOR);
    if (err == OK) {
        err =
            profile_enter(&demo->change, text_of(story->handle), role, &consent.person);
    }
    if (err == OK) {
        err = consent_record(&demo->change, &consent);
    }
    if (err == OK) {
        err = tell(demo, story, consent.person);
    }
    if (err == OK) {
        err = matching_ask_for(&demo->change, consent.person, &request);
    }
    return err == OK ? screen(demo, story, request) : err;
}

enum err demo_matching_make(struct demo *demo)
{
    set_days_ago(demo, 1);
    enum err err = demo_act_as(demo, COORDINATOR);
    if (err == OK) {
        err = neighbour_set(&demo->change, demo->areas[DEMO_NORTH],
                            demo->areas[DEMO_SOUTH], true);
    }
    for (size_t i = 0; err == OK && i < demo_story_count; i++) {
        const struct story *story = &demo_stories[i];
        err = tell_own(demo, story);
        if (err == OK && story->capacity > 0) {
            set_days_ago(demo, 1);
            err = make_ready(demo, story);
        }
    }
    return err == OK ? enter_by_phone(demo) : err;
}
