// Who can be brought together: the order of the queue, its urgent lane, places that are
// taken, and what stands between people.
#include "domain/matching/matching_pool.h"

#include "domain/matching/matching_request.h"
#include "domain/meeting_run.h"
#include "domain/organisation.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "support.h"

// Lives until the next unit of work.
static struct matching_pool load(struct meeting *meeting, enum matching_lane lane)
{
    struct matching_pool pool;
    struct change *change = world_as(&meeting->world, (person_id){0});
    assert_ok(world_end(
        &meeting->world,
        matching_pool_load(change, meeting->world.organisation, lane, &pool)));
    return pool;
}

static void waits_urgently(struct meeting *meeting, person_id carer)
{
    request_id request = meeting_waits(meeting, carer);
    struct change *change = world_as(&meeting->world, meeting->world.amara);
    assert_ok(
        world_end(&meeting->world, matching_request_urgent(change, request, true)));
}

static void the_urgent_come_first_and_have_a_lane_of_their_own(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    (void)meeting_waits(&meeting, meeting.world.june);
    waits_urgently(&meeting, meeting.world.dorothy);
    struct matching_pool pool = load(&meeting, MATCHING_LANE_WEEKLY);
    assert_int_equal(pool.sides.carer_count, 2);
    assert_int_equal(pool.queue[0].carer.v, meeting.world.dorothy.v);
    assert_int_equal(pool.queue[0].tier, 0);
    assert_int_equal(pool.queue[1].carer.v, meeting.world.june.v);
    pool = load(&meeting, MATCHING_LANE_URGENT);
    assert_int_equal(pool.sides.carer_count, 1);
    assert_int_equal(pool.queue[0].carer.v, meeting.world.dorothy.v);
    assert_int_equal(pool.sides.supporter_count, 2);
    meeting_close(&meeting);
}

static int places_of(const struct matching_pool *pool, person_id supporter)
{
    for (int i = 0; i < pool->sides.supporter_count; i++) {
        if (pool->places[i].supporter.v == supporter.v) {
            return pool->places[i].capacity;
        }
    }
    return -1;
}

static void an_offer_takes_a_place_until_it_is_over(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    struct matching_pool pool = load(&meeting, MATCHING_LANE_WEEKLY);
    assert_int_equal(pool.sides.carer_count, 0);
    assert_int_equal(places_of(&pool, world->priya), 1);
    assert_int_equal(places_of(&pool, meeting.pat), 2);
    meeting_wait(&meeting, 5 * MEETING_DAY_MS);
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_EXPIRED);
    pool = load(&meeting, MATCHING_LANE_WEEKLY);
    assert_int_equal(pool.sides.carer_count, 1);
    assert_int_equal(places_of(&pool, world->priya), 2);
    meeting_close(&meeting);
}

// Not for twelve months, in a run as well as by hand.
static void who_said_no_is_not_proposed_again(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    assert_ok(meeting_answer(&meeting, world->priya, match, MATCH_ANSWER_NO));
    struct matching_pool pool = load(&meeting, MATCHING_LANE_WEEKLY);
    assert_int_equal(pool.sides.fact_count, 1);
    const struct matching_pair_fact *fact = pool.sides.facts;
    assert_int_equal(pool.queue[fact->carer].carer.v, world->june.v);
    assert_int_equal(pool.places[fact->supporter].supporter.v, world->priya.v);
    assert_int_equal(fact->facts.stand, MATCHING_FACT_DECLINED_RECENTLY);
    world->now_utc_ms += MATCHING_DECLINED_MS;
    pool = load(&meeting, MATCHING_LANE_WEEKLY);
    assert_int_equal(pool.sides.fact_count, 0);
    meeting_close(&meeting);
}

// Whoever of the two began it, and each pair once, in order.
static void what_stands_between_two_is_put_together(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    (void)meeting_waits(&meeting, world->june);
    (void)meeting_waits(&meeting, world->dorothy);
    const person_id apart[][2] = {
        {meeting.pat,    world->dorothy},
        {world->dorothy, world->priya  },
        {world->priya,   world->june   }
    };
    for (int i = 0; i < 3; i++) {
        struct change *change = world_as(world, world->amara);
        assert_ok(world_end(
            world, safeguarding_place_no_contact(change, apart[i][0], apart[i][1])));
    }
    (void)world_pair(world);
    world_block(world, world->priya, world->june);
    struct matching_pool pool = load(&meeting, MATCHING_LANE_WEEKLY);
    assert_int_equal(pool.sides.fact_count, 3);
    for (int i = 0; i < 3; i++) {
        const struct matching_pair_fact *fact = &pool.sides.facts[i];
        bool is_june = pool.queue[fact->carer].carer.v == world->june.v;
        assert_int_equal(fact->facts.stand,
                         is_june ? MATCHING_FACT_BLOCKED | MATCHING_FACT_NO_CONTACT
                                 : MATCHING_FACT_NO_CONTACT);
        if (i > 0) {
            const struct matching_pair_fact *before = fact - 1;
            assert_true(
                before->carer < fact->carer ||
                (before->carer == fact->carer && before->supporter < fact->supporter));
        }
    }
    meeting_close(&meeting);
}

static void without_supporters_everybody_waits_on(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_view view;
    run_id run = meeting_with_run(&meeting);
    const person_id supporters[] = {meeting.world.priya, meeting.pat};
    for (int i = 0; i < 2; i++) {
        struct change *change = world_as(&meeting.world, (person_id){0});
        assert_ok(world_end(&meeting.world, person_suspend(change, supporters[i])));
    }
    meeting_finishes(&meeting, run);
    assert_ok(meeting_sees(&meeting, run, &view));
    assert_int_equal(view.run.state, MATCHING_RUN_READY);
    assert_int_equal(view.run.supporters, 0);
    assert_int_equal(view.run.worst, -1);
    assert_int_equal(view.proposal_count, 0);
    assert_int_equal(view.unmatched_count, 2);
    meeting_close(&meeting);
}

// Areas have random ids: their names, later ones first, stand in another order.
static void add_areas(struct meeting *meeting, int count)
{
    struct change *change = world_as(&meeting->world, (person_id){0});
    enum err err = OK;
    for (int i = 0; err == OK && i < count; i++) {
        char name[] = {'A', (char)('z' - i), '\0'};
        area_id area;
        err = organisation_add_area(change, meeting->world.organisation, text_of(name),
                                    &area);
    }
    assert_ok(world_end(&meeting->world, err));
}

static void everybodys_area_is_known_among_many(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    add_areas(&meeting, 20);
    struct area *areas = NULL;
    size_t count = 0;
    struct change *change = world_as(&meeting.world, (person_id){0});
    assert_ok(
        world_end(&meeting.world, organisation_areas(change, meeting.world.organisation,
                                                     &areas, &count)));
    for (size_t i = 1; i < count; i++) {
        assert_true(areas[i - 1].id.v < areas[i].id.v);
    }
    (void)meeting_waits(&meeting, meeting.world.june);
    struct matching_pool pool = load(&meeting, MATCHING_LANE_WEEKLY);
    assert_int_equal(pool.sides.carer_count, 1);
    for (int i = 0; i < pool.sides.supporter_count; i++) {
        assert_int_equal(
            matching_areas_near(&pool.sides.carers[0], &pool.sides.supporters[i]),
            MATCHING_YES);
    }
    meeting_close(&meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_urgent_come_first_and_have_a_lane_of_their_own),
        TEST(an_offer_takes_a_place_until_it_is_over),
        TEST(who_said_no_is_not_proposed_again),
        TEST(what_stands_between_two_is_put_together),
        TEST(without_supporters_everybody_waits_on),
        TEST(everybodys_area_is_known_among_many),
    };
    return RUN_TESTS(tests);
}
