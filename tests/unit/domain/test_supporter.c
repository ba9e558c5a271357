// Supporters: places under pending offers, readiness, weather, who is told.
#include "domain/supporter.h"

#include "domain/gate_version.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "domain/supporter_list.h"
#include "domain/world.h"
#include "store/db.h"
#include "support.h"

#define DAY_MS 86400000LL

static struct world world;

static int begin(void **state)
{
    world_open(&world);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static struct supporter priya(void)
{
    struct supporter supporter;
    struct change *change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_get(change, world.priya, &supporter)));
    return supporter;
}

static enum err has_room_for(int people)
{
    struct change *change = world_as(&world, world.priya);
    return world_end(&world, supporter_set_capacity(change, people, 3));
}

// A match of Priya's in `state`, as it stands in the database.
static void make_match(const char *state)
{
    world_as(&world, (person_id){0});
    struct stmt *stmt = db_stmt(
        world.db, "INSERT INTO matching_request (id, organisation, area, carer, state,"
                  " source, referred_by, coordinator, urgent, escalated,"
                  " created_utc_ms, changed_utc_ms) SELECT coalesce(max(id), 0) + 1,"
                  " :organisation, 0, :carer, 'closed', 'self', 0, 0, 0, 0, 1, 1"
                  " FROM matching_request");
    stmt_int(stmt, ":organisation", world.organisation.v);
    stmt_int(stmt, ":carer", world.june.v);
    assert_ok(stmt_run(stmt));
    stmt = db_stmt(world.db,
                   "INSERT INTO match (id, organisation, area, request, carer,"
                   " supporter, run, score, state, held_state, paused_by,"
                   " carer_answer, supporter_answer, carer_told_by, supporter_told_by, "
                   "conversation,"
                   " approved_by, ended_by,"
                   " card_version, changed_utc_ms) SELECT coalesce(max(id), 0) + 1,"
                   " :organisation, 0, 1, :carer, :supporter, 0, 500, :state, '', 0,"
                   " '', '', 0, 0, 0, 0, 0, 0, 1 FROM match");
    stmt_int(stmt, ":organisation", world.organisation.v);
    stmt_int(stmt, ":carer", world.june.v);
    stmt_int(stmt, ":supporter", world.priya.v);
    stmt_text(stmt, ":state", text_of(state));
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(&world, OK));
}

static void whoever_said_nothing_has_no_places_and_is_not_ready(void **state)
{
    (void)state;
    const struct supporter supporter = priya();
    assert_int_equal(supporter.supporting.capacity, 0);
    assert_false(supporter.supporting.has_weather);
    assert_int_equal(supporter.missing,
                     SUPPORTER_NEEDS_TRAINING | SUPPORTER_NEEDS_REFERENCES |
                         SUPPORTER_NEEDS_AGREEMENT | SUPPORTER_NEEDS_SUPERVISION);
}

static void places_are_not_taken_from_under_offers(void **state)
{
    (void)state;
    assert_ok(has_room_for(3));
    make_match("offered");
    make_match("active");
    make_match("declined");
    make_match("ended");
    assert_int_equal(priya().load.pending, 1);
    assert_int_equal(priya().load.current, 1);
    assert_ok(has_room_for(2));
    assert_err(has_room_for(1), ERR_WRONG_STATE);
    assert_err(has_room_for(0), ERR_WRONG_STATE);
    assert_int_equal(priya().supporting.capacity, 2);
    make_match("approved");
    assert_ok(has_room_for(2)); // no fewer than before
    assert_err(has_room_for(1), ERR_WRONG_STATE);
    assert_ok(has_room_for(20));
}

static void each_thing_missing_is_told(void **state)
{
    (void)state;
    const int64_t now = 1000 * DAY_MS;
    const struct readiness whole = {.trained_utc_ms = now - 9 * DAY_MS,
                                    .references_utc_ms = now - 8 * DAY_MS,
                                    .dbs = DBS_NOT_ELIGIBLE,
                                    .agreement_utc_ms = now - 7 * DAY_MS,
                                    .supervision_due_utc_ms = now};
    struct readiness part = whole;
    assert_int_equal(supporter_missing(&whole, now), 0);
    assert_int_equal(supporter_missing(&whole, now + 1), SUPPORTER_NEEDS_SUPERVISION);
    part.trained_utc_ms = 0;
    assert_int_equal(supporter_missing(&part, now), SUPPORTER_NEEDS_TRAINING);
    part = whole;
    part.references_utc_ms = 0;
    assert_int_equal(supporter_missing(&part, now), SUPPORTER_NEEDS_REFERENCES);
    part = whole;
    part.dbs = DBS_NEEDED;
    assert_int_equal(supporter_missing(&part, now), SUPPORTER_NEEDS_DBS);
    part.dbs = DBS_CLEARED;
    assert_int_equal(supporter_missing(&part, now), 0);
    part.agreement_utc_ms = 0;
    assert_int_equal(supporter_missing(&part, now), SUPPORTER_NEEDS_AGREEMENT);
}

static void every_change_raises_the_version(void **state)
{
    (void)state;
    const char *field = NULL;
    const struct supporter_record record = {.person = world.priya, .has_dbs = true};
    assert_ok(has_room_for(1));
    assert_int_equal(priya().supporting.gate_version, 1);
    struct change *change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_pause(change, INT64_MAX / 2)));
    assert_int_equal(priya().supporting.gate_version, 2);
    change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_set_weather(change, WEATHER_BRIGHT)));
    assert_int_equal(priya().supporting.gate_version, 3);
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, supporter_record(change, &record, &field)));
    assert_int_equal(priya().supporting.gate_version, 4);
    assert_int_equal(priya().supporting.capacity, 1);
}

// How many people the last change told something about matching.
static size_t told_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < world.change.event_count; i++) {
        const struct event *event = &world.change.events[i];
        count += event->kind == EVENT_MATCHING_CHANGED;
    }
    return count;
}

static void heavy_weather_reaches_the_coordinators(void **state)
{
    (void)state;
    struct change *change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_set_weather(change, WEATHER_ALL_RIGHT)));
    assert_int_equal(told_count(), 0);
    change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_set_weather(change, WEATHER_HEAVY)));
    assert_int_equal(told_count(), 1);
    assert_int_equal(priya().supporting.weather, WEATHER_HEAVY);
}

// Matches in `state`.
static int64_t count_matches(const char *match_state)
{
    struct stmt *stmt =
        db_stmt(world.db, "SELECT count(*) FROM match WHERE state = :state");
    stmt_text(stmt, ":state", text_of(match_state));
    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void whoever_takes_nobody_on_has_no_offers(void **state)
{
    (void)state;
    make_match("offered");
    make_match("active");
    struct change *change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_set_weather(change, WEATHER_ALL_RIGHT)));
    assert_int_equal(count_matches("offered"), 1);
    change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_set_weather(change, WEATHER_HEAVY)));
    assert_int_equal(count_matches("offered"), 0);
    make_match("offered");
    change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_pause(change, 0)));
    assert_int_equal(count_matches("offered"), 1);
    change = world_as(&world, world.priya);
    assert_ok(world_end(&world, supporter_pause(change, change->now_utc_ms + DAY_MS)));
    assert_int_equal(count_matches("offered"), 0);
    assert_int_equal(count_matches("withdrawn"), 2);
    assert_int_equal(count_matches("active"), 1);
}

static void a_hold_withdraws_offers_and_rests_matches(void **state)
{
    (void)state;
    make_match("offered");
    make_match("active");
    struct change *change = world_as(&world, world.amara);
    assert_ok(world_end(&world, safeguarding_place_hold(change, world.priya)));
    assert_int_equal(count_matches("withdrawn"), 1);
    assert_int_equal(count_matches("on_hold"), 1);
}

static void whoever_is_suspended_has_no_offers(void **state)
{
    (void)state;
    make_match("offered");
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.priya)));
    assert_int_equal(count_matches("withdrawn"), 1);
}

static void a_lead_alone_allows_support_in_a_crisis(void **state)
{
    (void)state;
    const struct role_grant lead = {ROLE_SAFEGUARDING_LEAD, {0}};
    struct change *change = world_as(&world, world.amara);
    assert_err(world_end(&world, supporter_allow_in_crisis(change, world.priya, true)),
               ERR_NOT_FOUND);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.ada, lead)));
    change = world_as(&world, world.ada);
    assert_err(world_end(&world, supporter_allow_in_crisis(change, world.june, true)),
               ERR_WRONG_STATE);
    change = world_as(&world, world.ada);
    assert_ok(world_end(&world, supporter_allow_in_crisis(change, world.priya, true)));
    assert_int_equal(priya().supporting.crisis_allowed_by.v, world.ada.v);
    change = world_as(&world, world.ada);
    assert_ok(world_end(&world, supporter_allow_in_crisis(change, world.priya, false)));
    assert_int_equal(priya().supporting.crisis_allowed_by.v, 0);
}

static void the_list_is_for_staff(void **state)
{
    (void)state;
    const struct supporter_query query = {.by_area = false};
    struct supporter_page page;
    struct change *change = world_as(&world, world.amara);
    assert_ok(world_end(&world, supporter_list(change, &query, &page)));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.list[0].person.id.v, world.priya.v);
    change = world_as(&world, world.sid);
    assert_ok(world_end(&world, supporter_list(change, &query, &page)));
    assert_int_equal(page.count, 0);
    change = world_as(&world, world.june);
    assert_err(world_end(&world, supporter_list(change, &query, &page)), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(whoever_said_nothing_has_no_places_and_is_not_ready),
        WORLD_TEST(places_are_not_taken_from_under_offers),
        WORLD_TEST(each_thing_missing_is_told),
        WORLD_TEST(every_change_raises_the_version),
        WORLD_TEST(heavy_weather_reaches_the_coordinators),
        WORLD_TEST(whoever_takes_nobody_on_has_no_offers),
        WORLD_TEST(a_hold_withdraws_offers_and_rests_matches),
        WORLD_TEST(whoever_is_suspended_has_no_offers),
        WORLD_TEST(a_lead_alone_allows_support_in_a_crisis),
        WORLD_TEST(the_list_is_for_staff),
    };
    return RUN_TESTS(tests);
}
