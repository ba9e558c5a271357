// What a decision does to its author's place in the group, and what of it comes back.
#include "domain/care/care_effect.h"

#include "domain/access.h"
#include "domain/care/group_mute.h"
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

#define DAY_MS 86400000LL
#define CASE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static int64_t june_says(const char *text)
{
    return world_say(world, world->june, casework.group, text);
}

static care_case_id decided(int64_t seq, enum care_decision decision)
{
    return casework_decided(&casework, casework.fay, seq, decision);
}

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

static void june_accepts(void)
{
    (void)world_as(world, world->june);
    world_accept(world, casework.group, world->june);
    assert_ok(world_end(world, OK));
}

static void fay_takes_june_out(void)
{
    struct change *change = world_as(world, casework.fay);
    assert_ok(world_end(world, membership_remove(change, casework.group, world->june)));
}

// June's appeal of `id` is won.
static void falls(care_case_id id)
{
    enum care_appeal appeal;
    casework_appeals(&casework, world->june, id);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_TALK, &appeal));
    assert_int_equal(appeal, CARE_APPEAL_CHANGED);
}

static bool june_is_in(void)
{
    return casework_is_member(&casework, world->june);
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
    const int64_t seq = june_says("vile words");
    june_leaves();
    assert_true(june_reads(seq));
    decided(seq, CARE_DECISION_REMOVED);
    assert_err(june_joins(), ERR_NOT_FOUND);
    assert_false(june_reads(seq));
}

static void nothing_else_keeps_a_leaver_from_coming_back(void **state)
{
    (void)state;
    const int64_t seq = june_says("go home");
    june_leaves();
    decided(seq, CARE_DECISION_HIDDEN);
    assert_ok(june_joins());
}

// ---- removals that fall

static void a_leaver_may_come_back_when_her_appeal_is_won(void **state)
{
    (void)state;
    const int64_t seq = june_says("vile words");
    june_leaves();
    falls(decided(seq, CARE_DECISION_REMOVED));
    assert_false(june_is_in());
    assert_true(june_reads(seq));
    assert_ok(june_joins());
}

static void a_leaver_whom_somebody_barred_before_stays_out(void **state)
{
    (void)state;
    const int64_t seq = june_says("vile words");
    june_leaves();
    fay_takes_june_out();
    falls(decided(seq, CARE_DECISION_REMOVED));
    assert_err(june_joins(), ERR_NOT_FOUND);
}

static void one_removal_falls_and_the_other_stands(void **state)
{
    (void)state;
    for (int first = 0; first < 2; first++) {
        const int64_t seqs[] = {june_says("vile words"), june_says("worse words")};
        const care_case_id cases[] = {decided(seqs[0], CARE_DECISION_REMOVED),
                                      decided(seqs[1], CARE_DECISION_REMOVED)};
        falls(cases[first]);
        assert_false(june_is_in());
        assert_err(june_joins(), ERR_NOT_FOUND);
        falls(cases[1 - first]);
        assert_true(june_is_in());
        june_accepts();
    }
}

static void what_a_facilitator_did_herself_outlasts_an_appeal(void **state)
{
    (void)state;
    const int64_t seq = june_says("vile words");
    fay_takes_june_out();
    falls(decided(seq, CARE_DECISION_REMOVED));
    assert_false(june_is_in());
}

static void a_removal_since_outlasts_an_appeal(void **state)
{
    (void)state;
    const care_case_id id = decided(june_says("vile words"), CARE_DECISION_REMOVED);
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, membership_add(change, casework.group, world->june)));
    fay_takes_june_out();
    falls(id);
    assert_false(june_is_in());
}

static void an_appeal_is_won_where_there_is_no_room(void **state)
{
    (void)state;
    for (int stay = 1; stay < STAYS_MAX; stay++) {
        june_leaves();
        assert_ok(june_joins());
    }
    june_accepts();
    falls(decided(june_says("vile words"), CARE_DECISION_REMOVED));
    assert_false(june_is_in());
    assert_err(june_joins(), ERR_WRONG_STATE);
}

// ---- rests from writing that fall

static care_case_id rests(int64_t seq, int64_t days)
{
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_restrict(&casework, casework.fay, id,
                                world->now_utc_ms + days * DAY_MS));
    return id;
}

static void what_a_facilitator_said_since_outlasts_an_appeal(void **state)
{
    (void)state;
    const care_case_id id = rests(june_says("go home"), 1);
    struct change *change = world_as(world, casework.fay);
    assert_ok(world_end(world, group_mute_member(change, casework.group, world->june,
                                                 world->now_utc_ms + 5 * DAY_MS,
                                                 TEXT("again"))));
    falls(id);
    assert_err(casework_tries(&casework, world->june), ERR_WRONG_STATE);
    world->now_utc_ms += 6 * DAY_MS;
    assert_ok(casework_tries(&casework, world->june));
}

static void the_longer_of_two_rests_counts_while_it_stands(void **state)
{
    (void)state;
    const int64_t seqs[] = {june_says("go home"), june_says("go away")};
    const care_case_id longer = rests(seqs[0], 9);
    const care_case_id shorter = rests(seqs[1], 3);
    world->now_utc_ms += 4 * DAY_MS;
    assert_err(casework_tries(&casework, world->june), ERR_WRONG_STATE);
    falls(shorter);
    assert_err(casework_tries(&casework, world->june), ERR_WRONG_STATE);
    falls(longer);
    assert_ok(casework_tries(&casework, world->june));
}

static void the_shorter_of_two_rests_is_left_when_the_longer_falls(void **state)
{
    (void)state;
    const int64_t seqs[] = {june_says("go home"), june_says("go away")};
    const care_case_id longer = rests(seqs[0], 9);
    rests(seqs[1], 3);
    falls(longer);
    assert_err(casework_tries(&casework, world->june), ERR_WRONG_STATE);
    world->now_utc_ms += 4 * DAY_MS;
    assert_ok(casework_tries(&casework, world->june));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE_TEST(who_left_first_is_barred_by_a_decision),
        CASE_TEST(nothing_else_keeps_a_leaver_from_coming_back),
        CASE_TEST(a_leaver_may_come_back_when_her_appeal_is_won),
        CASE_TEST(a_leaver_whom_somebody_barred_before_stays_out),
        CASE_TEST(one_removal_falls_and_the_other_stands),
        CASE_TEST(what_a_facilitator_did_herself_outlasts_an_appeal),
        CASE_TEST(a_removal_since_outlasts_an_appeal),
        CASE_TEST(an_appeal_is_won_where_there_is_no_room),
        CASE_TEST(what_a_facilitator_said_since_outlasts_an_appeal),
        CASE_TEST(the_longer_of_two_rests_counts_while_it_stands),
        CASE_TEST(the_shorter_of_two_rests_is_left_when_the_longer_falls),
    };
    return RUN_TESTS(tests);
}
