// Rules of risk words in an organisation: counted, judged, and only counted once they
// are wrong too often.
#include "domain/care/rules.h"

#include "domain/on_call.h"
#include "store/care_case_store.h"
#include "support.h"

static struct on_call on_call;
static struct world *const world = &on_call.world;

static int begin(void **state)
{
    on_call_open(&on_call);
    return support_begin(state);
}

static int end(void **state)
{
    on_call_close(&on_call);
    return support_end(state);
}

#define RULES_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// The case about a new message of June's that says `text`; v == 0: there is none.
static care_case_id case_of(conversation_id pair, const char *text)
{
    struct care_case row = {0};
    const int64_t seq = world_say(world, world->june, pair, text);
    on_call_scan(&on_call);
    const struct care_case_place place = {pair, seq, world->june};
    struct change *change = world_as(world, (person_id){0});
    const enum err err =
        care_case_store_newest(change->db, change->arena, &place, &row);
    assert_ok(world_end(world, err == ERR_NOT_FOUND ? OK : err));
    return row.id;
}

// What Grace's judgement of the case leads to.
static enum err judge(care_case_id care_case, bool right)
{
    struct risk_message_hits hits;
    const struct rules_judgement judgement = {.care_case = care_case, .right = right};
    struct change *change = world_as(world, on_call.grace);
    return world_end(world, rules_judge(change, &judgement, &hits));
}

// The figures of the first rule that matched anything.
static struct rules_row first_hit(void)
{
    struct rules_list list;
    struct change *change = world_as(world, on_call.grace);
    assert_ok(world_end(world, rules_list(change, &list)));
    for (int i = 0; i < list.count; i++) {
        if (list.rows[i].figures.hits > 0) {
            return list.rows[i];
        }
    }
    fail_msg("no rule matched");
    return (struct rules_row){0};
}

static void hits_are_counted_and_judged_anew(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    const care_case_id first = case_of(pair, ON_CALL_DESPAIR);
    assert_int_not_equal(first.v, 0);
    assert_int_equal(first_hit().figures.hits, 1);
    assert_ok(judge(first, false));
    assert_int_equal(first_hit().figures.wrong, 1);
    assert_ok(judge(first, true));
    assert_ok(judge(first, true));
    assert_int_equal(first_hit().figures.wrong, 0);
    assert_int_equal(first_hit().figures.right, 1);
}

static void rule_that_is_wrong_too_often_is_only_counted(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    for (int i = 0; i < RULES_JUDGED_MIN; i++) {
        assert_ok(judge(case_of(pair, ON_CALL_DESPAIR), false));
    }
    assert_int_equal(first_hit().figures.mode, RISK_RULE_COUNT);
    const int64_t alerts = on_call_count(&on_call, "SELECT count(*) FROM alert");
    assert_int_equal(case_of(pair, ON_CALL_DESPAIR).v, 0);
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM alert"), alerts);
    assert_int_equal(first_hit().figures.hits, RULES_JUDGED_MIN + 1);
}

static void one_right_in_ten_keeps_a_rule_on(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    for (int i = 0; i < RULES_JUDGED_MIN; i++) {
        assert_ok(judge(case_of(pair, ON_CALL_DESPAIR), i % 10 == 0));
    }
    assert_int_equal(first_hit().figures.mode, RISK_RULE_ON);
}

static void lead_puts_a_rule_on_again(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    assert_ok(judge(case_of(pair, ON_CALL_DESPAIR), false));
    const struct text rule = first_hit().rule;
    struct change *change = world_as(world, on_call.grace);
    assert_ok(world_end(world,
                        rules_set_mode(change, rule, RISK_RULE_COUNT, TEXT("Wrong."))));
    assert_int_equal(change->audit_count, 1);
    assert_int_equal(first_hit().figures.mode, RISK_RULE_COUNT);
    assert_int_equal(first_hit().figures.wrong, 0);
    change = world_as(world, on_call.grace);
    assert_ok(
        world_end(world, rules_set_mode(change, rule, RISK_RULE_ON, TEXT("Mended."))));
    assert_int_equal(first_hit().figures.mode, RISK_RULE_ON);
    change = world_as(world, on_call.grace);
    assert_err(world_end(world, rules_set_mode(change, TEXT("R1.no"), RISK_RULE_ON,
                                               TEXT("Try."))),
               ERR_NOT_FOUND);
}

static void nobody_judges_a_case_about_herself(void **state)
{
    (void)state;
    struct risk_message_hits hits;
    const struct rules_judgement judgement = {
        .care_case = case_of(world_pair(world), ON_CALL_DESPAIR), .right = false};
    struct change *change = world_as(world, world->june);
    assert_err(world_end(world, rules_judge(change, &judgement, &hits)), ERR_NOT_FOUND);
}

static void foremost_card_and_rank_count(void **state)
{
    (void)state;
    enum help_card card = HELP_CARD_KIND;
    assert_true(rules_card(RISK_BIT(RISK_R6) | RISK_BIT(RISK_R1), &card));
    assert_int_equal(card, HELP_CARD_CRISIS);
    assert_true(rules_card(RISK_BIT(RISK_R4), &card));
    assert_int_equal(card, HELP_CARD_CONTACT);
    assert_false(rules_card(RISK_BIT(RISK_R13), &card));
    assert_true(rules_alert(RISK_BIT(RISK_R4) | RISK_BIT(RISK_R13)));
    assert_false(rules_alert(RISK_BIT(RISK_R6)));
    assert_int_equal(rules_rank(RISK_BIT(RISK_R13)), CARE_RANK_OTHER);
    assert_true(rules_rank(RISK_BIT(RISK_R1) | RISK_BIT(RISK_R13)) < CARE_RANK_HATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULES_TEST(hits_are_counted_and_judged_anew),
        RULES_TEST(rule_that_is_wrong_too_often_is_only_counted),
        RULES_TEST(one_right_in_ten_keeps_a_rule_on),
        RULES_TEST(lead_puts_a_rule_on_again),
        RULES_TEST(nobody_judges_a_case_about_herself),
        RULES_TEST(foremost_card_and_rank_count),
    };
    return RUN_TESTS(tests);
}
