// What a decision does to its author's place in the group, and what of it comes back.
#include "domain/care/care_effect.h"

#include "domain/casework.h"
#include "domain/membership.h"
#include "support.h"

static struct casework casework;
static struct world *const world = &casework.world;

static int begin(void **state)
{
    casework_open(&casework);
    return support_begin(state);
}

static int end(void **state)
{
    casework_close(&casework);
    return support_end(state);
}

#define CASE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void june_leaves(void)
{
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, membership_leave(change, casework.group)));
}

static enum err june_joins(void)
{
    struct change *change = world_as(world, world->june);
    return world_end(world, membership_join(change, casework.group));
}

static bool june_reads(int64_t seq)
{
    const struct history_query query = {.conversation = casework.group,
                                        .bound = HISTORY_NEWEST,
                                        .limit = HISTORY_EVENTS_MAX};
    struct history_page page;
    struct change *change = world_as(world, world->june);
    return world_end(world, history_read(change, &query, &page)) == OK &&
           world_event(&page, seq) != NULL;
}

static void who_left_first_is_barred_by_a_decision(void **state)
{
    (void)state;
    const int64_t seq = world_say(world, world->june, casework.group, "vile words");
    june_leaves();
    assert_true(june_reads(seq));
    casework_decided(&casework, casework.fay, seq, CARE_DECISION_REMOVED);
    assert_err(june_joins(), ERR_NOT_FOUND);
    assert_false(june_reads(seq));
}

static void nothing_else_keeps_a_leaver_from_coming_back(void **state)
{
    (void)state;
    const int64_t seq = world_say(world, world->june, casework.group, "go home");
    june_leaves();
    casework_decided(&casework, casework.fay, seq, CARE_DECISION_HIDDEN);
    assert_ok(june_joins());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE_TEST(who_left_first_is_barred_by_a_decision),
        CASE_TEST(nothing_else_keeps_a_leaver_from_coming_back),
    };
    return RUN_TESTS(tests);
}
