#include "domain/meeting.h"

#include "domain/consent.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/matching_ask.h"
#include "domain/matching/matching_request.h"
#include "domain/person.h"
#include "domain/profile.h"
#include "domain/supporter.h"
#include "domain/timer.h"
#include "store/match_store.h"
#include "support.h"

#define TIMERS_AT_ONCE 50

static const struct meeting_told OF_A_CARER[] = {
    {"relationship", {"maternal_grandparent"}                                    },
    {"arrangement",  {"sgo"}                                                     },
    {"stage",        {"first_year"}                                              },
    {"topics",       {"prison:now", "trauma:want"}                               },
    {"top_three",    {"prison"}                                                  },
    {"mode",         {"chat", "phone"}                                           },
    {"time_grid",    {"mon_evening", "tue_evening", "wed_evening", "thu_morning"}},
    {"language",     {"english"}                                                 },
};

static const struct meeting_told OF_A_SUPPORTER[] = {
    {"relationship", {"maternal_grandparent"}                                    },
    {"arrangement",  {"sgo"}                                                     },
    {"stage",        {"over_three"}                                              },
    {"topics",       {"prison:been", "trauma:been"}                              },
    {"mode",         {"chat", "phone"}                                           },
    {"time_grid",    {"mon_evening", "tue_evening", "wed_evening", "thu_morning"}},
    {"language",     {"english"}                                                 },
};

static void answer(struct change *change, const struct meeting_told *told)
{
    struct text values[4];
    const char *field = NULL;
    struct profile_told answer = {.field = text_of(told->field), .values = values};
    while (answer.value_count < 4 && told->values[answer.value_count] != NULL) {
        values[answer.value_count] = text_of(told->values[answer.value_count]);
        answer.value_count++;
    }
    assert_ok(profile_answer_take(change, &answer, &field));
}

static void tells_her_story(struct meeting *meeting, person_id person,
                            const struct meeting_told *answers, size_t count)
{
    struct change *change = world_as(&meeting->world, person);
    assert_ok(consent_give(change, CONSENT_MATCHING));
    for (size_t i = 0; i < count; i++) {
        answer(change, &answers[i]);
    }
    assert_ok(world_end(&meeting->world, OK));
}

static void is_ready(struct meeting *meeting, person_id person)
{
    struct world *world = &meeting->world;
    const int64_t today = world->now_utc_ms / MEETING_DAY_MS * MEETING_DAY_MS;
    const char *field = NULL;
    struct supporter_record record = {
        .person = person,
        .has_trained = true,
        .has_references = true,
        .has_dbs = true,
        .has_agreement = true,
        .has_supervision = true,
        .readiness = {.trained_utc_ms = today,
                      .references_utc_ms = today,
                      .dbs = DBS_NOT_ELIGIBLE,
                      .agreement_utc_ms = today,
                      .supervision_due_utc_ms = today + 3650 * MEETING_DAY_MS},
    };
    struct change *change = world_as(world, world->amara);
    assert_ok(supporter_record(change, &record, &field));
    world_act(world, person);
    assert_ok(supporter_set_capacity(change, 2, 4));
    assert_ok(world_end(world, OK));
}

void meeting_open(struct meeting *meeting)
{
    struct world *world = &meeting->world;
    world_open(world);
    struct change *change = world_as(world, (person_id){0});
    struct person_new pat = {
        .organisation = world->organisation,
        .name = TEXT("Pat"),
        .role = {ROLE_SUPPORTER, world->north}
    };
    assert_ok(person_create(change, &pat, &meeting->pat));
    assert_ok(world_end(world, OK));
    const person_id carers[] = {world->june, world->dorothy};
    const person_id supporters[] = {world->priya, meeting->pat};
    for (int i = 0; i < 2; i++) {
        tells_her_story(meeting, carers[i], OF_A_CARER,
                        sizeof(OF_A_CARER) / sizeof(OF_A_CARER[0]));
        tells_her_story(meeting, supporters[i], OF_A_SUPPORTER,
                        sizeof(OF_A_SUPPORTER) / sizeof(OF_A_SUPPORTER[0]));
        is_ready(meeting, supporters[i]);
    }
}

void meeting_joins(struct meeting *meeting, const struct meeting_new *who)
{
    struct world *world = &meeting->world;
    bool is_carer = who->role == ROLE_CARER;
    person_id person;
    struct change *change = world_as(world, (person_id){0});
    struct person_new new_person = {
        .id = who->person,
        .organisation = world->organisation,
        .name = TEXT("Somebody"),
        .role = {who->role, world->north}
    };
    assert_ok(world_end(world, person_create(change, &new_person, &person)));
    tells_her_story(meeting, person, who->answers, who->answer_count);
    if (is_carer) {
        (void)meeting_waits(meeting, person);
    } else {
        is_ready(meeting, person);
    }
}

void meeting_close(struct meeting *meeting)
{
    world_close(&meeting->world);
}

request_id meeting_waits(struct meeting *meeting, person_id carer)
{
    struct world *world = &meeting->world;
    request_id request;
    struct change *change = world_as(world, carer);
    assert_ok(matching_ask_own(change, &request));
    world_act(world, world->amara);
    assert_ok(matching_request_screen(change, request, false));
    assert_ok(world_end(world, OK));
    return request;
}

enum err meeting_offer(struct meeting *meeting, request_id request, person_id supporter,
                       match_id *match_out)
{
    struct world *world = &meeting->world;
    struct match_new new_match = {.request = request,
                                  .supporter = supporter,
                                  .score = 640,
                                  .approved_by = world->amara};
    struct change *change = world_as(world, world->amara);
    enum err err = match_offer(change, &new_match, match_out);
    return world_end(world, err);
}

match_id meeting_offers(struct meeting *meeting, request_id request,
                        person_id supporter)
{
    match_id match;
    assert_ok(meeting_offer(meeting, request, supporter, &match));
    return match;
}

enum err meeting_answer(struct meeting *meeting, person_id person, match_id match,
                        enum match_answer answer)
{
    struct match_said said = {.answer = answer};
    enum match_state state;
    struct change *change = world_as(&meeting->world, person);
    return world_end(&meeting->world, match_offer_answer(change, match, &said, &state));
}

match_id meeting_introduces(struct meeting *meeting, request_id request,
                            person_id supporter)
{
    match_id match = meeting_offers(meeting, request, supporter);
    struct match offered = meeting_match(meeting, match);
    assert_ok(meeting_answer(meeting, offered.carer, match, MATCH_ANSWER_YES));
    assert_ok(meeting_answer(meeting, supporter, match, MATCH_ANSWER_YES));
    return match;
}

struct matching_request meeting_request(struct meeting *meeting, request_id id)
{
    struct matching_request request;
    struct change *change = world_as(&meeting->world, meeting->world.amara);
    assert_ok(world_end(&meeting->world, matching_request_get(change, id, &request)));
    return request;
}

struct match meeting_match(struct meeting *meeting, match_id id)
{
    struct match_row row;
    struct change *change = world_as(&meeting->world, meeting->world.amara);
    assert_ok(world_end(&meeting->world,
                        match_store_get(change->db, change->arena, id, &row)));
    return row.match;
}

void meeting_wait(struct meeting *meeting, int64_t ms)
{
    struct world *world = &meeting->world;
    bool more = false;
    world->now_utc_ms += ms;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(timer_run_due(change, TIMERS_AT_ONCE, &more));
    assert_false(more);
    assert_ok(world_end(world, OK));
}

bool meeting_told(const struct meeting *meeting, person_id person,
                  enum matching_news what)
{
    const struct change *change = &meeting->world.change;
    for (size_t i = 0; i < change->event_count; i++) {
        const struct event *event = &change->events[i];
        if (event->kind == EVENT_MATCHING_CHANGED && event->subject.id.v == person.v &&
            event->news == what) {
            return true;
        }
    }
    return false;
}
