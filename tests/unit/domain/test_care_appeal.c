// Appeals, and hiding without a report: who may, and what becomes of the message.
#include "domain/care/care_appeal.h"

#include "domain/care/care_decide.h"
#include "domain/care/care_hide.h"
#include "domain/casework.h"
#include "domain/membership.h"
#include "domain/person.h"
#include "store/care_case_store.h"
#include "support.h"

#define DAY_MS 86400000LL

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

static int64_t says(person_id by, const char *text)
{
    return world_say(world, by, casework.group, text);
}

static enum err appeals(person_id by, care_case_id id, report_id report)
{
    int64_t decide_by = 0;
    struct change *change = world_as(world, by);
    return world_end(world,
                     care_appeal_ask(change, id, report, TEXT("not so"), &decide_by));
}

static report_id report_of(person_id reporter)
{
    return casework_receipts(&casework, reporter).reports[0].report;
}

static void the_author_appeals_and_a_coordinator_decides(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home, he said");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_true(casework_told(&casework, world->amara, CARE_NEWS_CASE));
    assert_err(
        casework_redecide(&casework, casework.gus, id, CARE_DECISION_NONE, &appeal),
        ERR_DENIED);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_NONE, &appeal));
    assert_int_equal(appeal, CARE_APPEAL_CHANGED);
    assert_text_is(casework_reads(&casework, seq), "go home, he said");
    const struct care_receipts receipts = casework_receipts(&casework, world->june);
    assert_int_equal(receipts.verdict_count, 1);
    assert_int_equal(receipts.verdicts[0].decision, CARE_DECISION_NONE);
    assert_int_equal(receipts.verdicts[0].row.appeals[CARE_SIDE_AUTHOR].came,
                     CARE_APPEAL_CHANGED);
    assert_text_is(receipts.verdicts[0].text, "again");
    assert_false(receipts.verdicts[0].mine_to_appeal);
    assert_err(appeals(world->june, id, (report_id){0}), ERR_NOT_FOUND);
}

static void a_decision_that_stands_changes_nothing(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_ok(
        casework_redecide(&casework, casework.lena, id, CARE_DECISION_HIDDEN, &appeal));
    assert_int_equal(appeal, CARE_APPEAL_UPHELD);
    assert_int_equal(casework_reads(&casework, seq).len, 0);
    assert_err(appeals(world->june, id, (report_id){0}), ERR_WRONG_STATE);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_DECIDED);
    casework_wait(&casework, CARE_APPEAL_WINDOW_MS);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_CLOSED);
}

static void whoever_reported_may_appeal_too(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_NONE);
    const report_id report =
        casework_receipts(&casework, world->dorothy).reports[0].report;
    assert_err(appeals(world->mo, (care_case_id){0}, report), ERR_NOT_FOUND);
    assert_err(appeals(world->june, id, (report_id){0}), ERR_NOT_FOUND);
    assert_ok(appeals(world->dorothy, (care_case_id){0}, report));
    assert_err(appeals(world->dorothy, (care_case_id){0}, report), ERR_WRONG_STATE);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_HIDDEN, &appeal));
    assert_int_equal(appeal, CARE_APPEAL_CHANGED);
    assert_true(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_int_equal(casework_reads(&casework, seq).len, 0);
    assert_int_equal(
        casework_receipts(&casework, world->dorothy).reports[0].appeal.came,
        CARE_APPEAL_CHANGED);
}

static void the_author_sees_nothing_of_a_reporters_appeal(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_HIDDEN);
    assert_ok(appeals(world->dorothy, (care_case_id){0}, report_of(world->dorothy)));
    assert_false(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    struct care_receipts receipts = casework_receipts(&casework, world->june);
    assert_true(receipts.verdicts[0].mine_to_appeal);
    assert_int_equal(receipts.verdicts[0].row.appeals[CARE_SIDE_AUTHOR].at_utc_ms, 0);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_HIDDEN, &appeal));
    assert_false(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_true(casework_told(&casework, world->dorothy, CARE_NEWS_REPORT));
    receipts = casework_receipts(&casework, world->june);
    assert_true(receipts.verdicts[0].mine_to_appeal);
    assert_ok(appeals(world->june, id, (report_id){0}));
    assert_false(casework_told(&casework, world->dorothy, CARE_NEWS_REPORT));
}

static void both_sides_may_wait_for_the_same_second_look(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_HIDDEN);
    assert_ok(appeals(world->dorothy, (care_case_id){0}, report_of(world->dorothy)));
    assert_ok(appeals(world->june, id, (report_id){0}));
    assert_err(appeals(world->june, id, (report_id){0}), ERR_WRONG_STATE);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_NONE, &appeal));
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_CLOSED);
    assert_int_equal(
        casework_receipts(&casework, world->dorothy).reports[0].appeal.came,
        CARE_APPEAL_CHANGED);
}

static void each_side_has_an_appeal_of_its_own(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_NONE);
    assert_ok(appeals(world->dorothy, (care_case_id){0}, report_of(world->dorothy)));
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_HIDDEN, &appeal));
    assert_true(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_true(casework_receipts(&casework, world->june).verdicts[0].mine_to_appeal);
    casework_appeals(&casework, world->june, id);
    assert_err(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_HIDDEN, &appeal),
        ERR_DENIED);
    assert_ok(
        casework_redecide(&casework, casework.cora, id, CARE_DECISION_NONE, &appeal));
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_CLOSED);
    assert_text_is(casework_reads(&casework, seq), "go home");
    assert_int_equal(casework_receipts(&casework, world->june).verdict_count, 1);
}

static void who_decided_one_appeal_decides_the_other_if_she_must(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home");
    casework_reported(&casework, world->dorothy, seq);
    const care_case_id id = casework_about(&casework, seq);
    assert_ok(casework_claim(&casework, casework.lena, id));
    assert_ok(casework_decide(&casework, casework.lena, id, CARE_DECISION_HIDDEN));
    casework_appeals(&casework, world->june, id);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_NONE, &appeal));
    assert_ok(appeals(world->dorothy, (care_case_id){0}, report_of(world->dorothy)));
    assert_err(casework_claim(&casework, world->amara, id), ERR_DENIED);
    struct change *change = world_as(world, (person_id){0});
    change->actor.is_operator = true;
    assert_ok(world_end(world, person_suspend(change, casework.cora)));
    assert_err(casework_claim(&casework, casework.lena, id), ERR_DENIED);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_NONE, &appeal));
    assert_int_equal(appeal, CARE_APPEAL_UPHELD);
}

static void the_first_decider_never_decides_the_appeal(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const person_id staff[] = {world->amara, casework.lena};
    for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
        const int64_t seq = says(world->june, "go home");
        const care_case_id id =
            casework_decided(&casework, staff[i], seq, CARE_DECISION_HIDDEN);
        casework_appeals(&casework, world->june, id);
        assert_err(
            casework_redecide(&casework, staff[i], id, CARE_DECISION_HIDDEN, &appeal),
            ERR_DENIED);
        assert_err(casework_claim(&casework, staff[i], id), ERR_DENIED);
        assert_err(casework_decide(&casework, staff[i], id, CARE_DECISION_NONE),
                   ERR_WRONG_STATE);
        assert_err(casework_hide(&casework, staff[i], seq), ERR_WRONG_STATE);
        assert_err(casework_unhide(&casework, staff[i], seq), ERR_WRONG_STATE);
        struct care_desk_case it;
        assert_ok(casework_get(&casework, staff[i], id, &it));
        assert_int_equal(it.can, 0);
        assert_ok(casework_redecide(&casework, casework.cora, id, CARE_DECISION_NONE,
                                    &appeal));
        assert_err(casework_hide(&casework, staff[i], seq), ERR_DENIED);
        assert_int_not_equal(casework_reads(&casework, seq).len, 0);
    }
}

static void who_showed_it_again_does_not_decide_the_appeal(void **state)
{
    (void)state;
    enum care_appeal appeal;
    struct care_desk_case it;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_HIDDEN);
    assert_ok(casework_unhide(&casework, casework.cora, seq));
    assert_ok(appeals(world->dorothy, (care_case_id){0}, report_of(world->dorothy)));
    assert_err(casework_claim(&casework, casework.cora, id), ERR_DENIED);
    assert_ok(casework_get(&casework, casework.cora, id, &it));
    assert_int_equal(it.can, 0);
    assert_err(
        casework_redecide(&casework, casework.cora, id, CARE_DECISION_NONE, &appeal),
        ERR_DENIED);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_HIDDEN, &appeal));
    assert_int_equal(appeal, CARE_APPEAL_CHANGED);
    assert_int_equal(casework_reads(&casework, seq).len, 0);
}

// A case about the message `seq`, which an appeal showed again and June edited since.
static care_case_id edited_after_an_appeal(person_id decider, int64_t seq)
{
    enum care_appeal appeal;
    struct message_done done;
    const care_case_id id =
        casework_decided(&casework, decider, seq, CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_NONE, &appeal));
    assert_err(casework_hide(&casework, casework.cora, seq), ERR_WRONG_STATE);
    struct change *change = world_as(world, world->june);
    const struct message_ref ref = {casework.group, seq};
    assert_ok(world_end(world, message_edit(change, ref, TEXT("go far"), &done)));
    return casework_reported(&casework, world->mo, seq);
}

static void who_was_overruled_decides_about_it_never_again(void **state)
{
    (void)state;
    struct care_desk_case it;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id = edited_after_an_appeal(casework.fay, seq);
    assert_err(casework_hide(&casework, casework.fay, seq), ERR_DENIED);
    assert_err(casework_claim(&casework, casework.fay, id), ERR_DENIED);
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_int_equal(it.can & 1u << CARE_DESK_CLAIM, 0);
    assert_ok(casework_claim(&casework, casework.gus, id));
    assert_ok(casework_hide(&casework, casework.gus, seq));
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_DECIDED);
    assert_err(casework_unhide(&casework, casework.fay, seq), ERR_DENIED);
}

static void who_loses_a_claim_to_an_appeal_cannot_decide(void **state)
{
    (void)state;
    enum care_appeal appeal;
    struct care_desk_case it;
    const int64_t seq = says(world->june, "go home");
    const care_case_id first =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_NONE);
    const care_case_id second = casework_reported(&casework, world->mo, seq);
    assert_ok(casework_claim(&casework, casework.fay, second));
    assert_ok(appeals(world->dorothy, (care_case_id){0}, report_of(world->dorothy)));
    assert_ok(casework_redecide(&casework, world->amara, first, CARE_DECISION_HIDDEN,
                                &appeal));
    assert_ok(casework_get(&casework, casework.fay, second, &it));
    assert_int_equal(it.can, 1u << CARE_DESK_PASS_ON | 1u << CARE_DESK_RELEASE);
    assert_err(casework_decide(&casework, casework.fay, second, CARE_DECISION_NONE),
               ERR_DENIED);
}

static void who_showed_it_before_a_decision_still_looks_at_it(void **state)
{
    (void)state;
    struct care_report_done done;
    const int64_t seq = says(world->june, "go home");
    struct change *change = world_as(world, world->amara);
    assert_ok(
        world_end(world, membership_remove(change, casework.group, casework.gus)));
    casework_reported(&casework, world->dorothy, seq);
    casework_reported(&casework, world->mo, seq);
    const care_case_id id = casework_reported(&casework, world->priya, seq);
    assert_int_equal(casework_case(&casework, id).hiding, CARE_HIDING_REPORTS);
    assert_ok(casework_unhide(&casework, casework.fay, seq));
    assert_ok(
        casework_report(&casework, world->amara, seq, REPORT_ABOUT_UNKIND, &done));
    assert_int_equal(done.who, ROLE_FACILITATOR);
}

static void a_case_passes_by_whoever_was_overruled(void **state)
{
    (void)state;
    struct care_report_done done;
    const int64_t seq = says(world->june, "go home");
    edited_after_an_appeal(casework.lena, seq);
    assert_ok(casework_report(&casework, world->priya, seq, REPORT_ABOUT_RISK, &done));
    assert_int_equal(done.who, ROLE_COORDINATOR);
}

static void an_upheld_decision_is_not_undone_by_the_first_decider(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_HIDDEN, &appeal));
    assert_err(casework_unhide(&casework, casework.fay, seq), ERR_DENIED);
    assert_err(casework_unhide(&casework, casework.gus, seq), ERR_DENIED);
    assert_ok(casework_unhide(&casework, casework.cora, seq));
}

static void an_appeal_is_claimed_like_any_case(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const care_case_id id = casework_decided(
        &casework, casework.fay, says(world->june, "go home"), CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_ok(casework_claim(&casework, world->amara, id));
    assert_err(
        casework_redecide(&casework, casework.cora, id, CARE_DECISION_NONE, &appeal),
        ERR_CONFLICT);
    assert_err(casework_claim(&casework, casework.cora, id), ERR_CONFLICT);
    casework_wait(&casework, DAY_MS);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_APPEALED);
    assert_ok(
        casework_redecide(&casework, casework.cora, id, CARE_DECISION_NONE, &appeal));
}

static void after_two_weeks_a_decision_stands(void **state)
{
    (void)state;
    const care_case_id id = casework_decided(
        &casework, casework.fay, says(world->june, "go home"), CARE_DECISION_HIDDEN);
    casework_wait(&casework, CARE_APPEAL_WINDOW_MS - 2 * DAY_MS);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_DECIDED);
    world->now_utc_ms += 2 * DAY_MS;
    assert_err(appeals(world->june, id, (report_id){0}), ERR_WRONG_STATE);
    casework_wait(&casework, 0);
    assert_true(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_CLOSED);
    assert_err(appeals(world->june, id, (report_id){0}), ERR_WRONG_STATE);
}

static void the_only_leads_appeal_is_a_coordinators(void **state)
{
    (void)state;
    struct care_report_done done;
    struct care_desk_case it;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "I will find you");
    assert_ok(
        casework_report(&casework, world->dorothy, seq, REPORT_ABOUT_RISK, &done));
    const care_case_id id = casework_about(&casework, seq);
    assert_ok(casework_claim(&casework, casework.lena, id));
    assert_ok(casework_decide(&casework, casework.lena, id, CARE_DECISION_HIDDEN));
    assert_err(casework_get(&casework, world->amara, id, &it), ERR_NOT_FOUND);
    casework_appeals(&casework, world->june, id);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_HIDDEN, &appeal));
}

static void working_days_leave_out_the_weekend(void **state)
{
    (void)state;
    const int64_t thursday = 1767268800000; // 2026-01-01
    assert_int_equal(care_appeal_working_days(thursday, 1), thursday + DAY_MS);
    assert_int_equal(care_appeal_working_days(thursday, 2), thursday + 4 * DAY_MS);
    assert_int_equal(care_appeal_working_days(thursday, 5), thursday + 7 * DAY_MS);
    assert_int_equal(care_appeal_working_days(thursday + 2 * DAY_MS, 1),
                     thursday + 4 * DAY_MS);
}

// ---- hiding

static void a_facilitator_hides_and_the_author_reads_why(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "her name is Ann Example");
    assert_err(casework_hide(&casework, world->mo, seq), ERR_DENIED);
    assert_ok(casework_hide(&casework, casework.fay, seq));
    assert_true(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_int_equal(casework_reads(&casework, seq).len, 0);
    struct care_receipts receipts = casework_receipts(&casework, world->june);
    assert_int_equal(receipts.verdict_count, 1);
    assert_int_equal(receipts.verdicts[0].decision, CARE_DECISION_HIDDEN);
    assert_text_is(receipts.verdicts[0].text, "a name");
    assert_text_is(receipts.verdicts[0].excerpt, "her name is Ann Example");
    assert_err(casework_hide(&casework, casework.gus, seq), ERR_GONE);
    assert_ok(casework_unhide(&casework, casework.fay, seq));
    assert_text_is(casework_reads(&casework, seq), "her name is Ann Example");
    assert_err(casework_unhide(&casework, casework.fay, seq), ERR_WRONG_STATE);
    receipts = casework_receipts(&casework, world->june);
    assert_int_equal(receipts.verdicts[0].decision, CARE_DECISION_NONE);
}

static void a_cover_comes_back_with_the_words(void **state)
{
    (void)state;
    const struct message_new message = {.conversation = casework.group,
                                        .cid = TEXT("covered"),
                                        .text = TEXT("what he did"),
                                        .cover = TEXT("violence")};
    struct message_done done;
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, message_send(change, &message, &done)));
    assert_ok(casework_hide(&casework, casework.fay, done.seq));
    assert_ok(casework_unhide(&casework, casework.fay, done.seq));
    const struct history_page page = world_read(world, world->mo, casework.group);
    assert_text_is(world_event(&page, done.seq)->text, "what he did");
    assert_text_is(world_event(&page, done.seq)->cover, "violence");
}

static void hiding_decides_the_case_that_is_open(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_ok(casework_claim(&casework, casework.gus, id));
    assert_err(casework_hide(&casework, casework.fay, seq), ERR_CONFLICT);
    assert_ok(casework_hide(&casework, casework.gus, seq));
    assert_true(casework_told(&casework, world->dorothy, CARE_NEWS_REPORT));
    assert_int_equal(casework_about(&casework, seq).v, id.v);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_DECIDED);
}

static void an_edited_message_comes_back_as_it_was_last(void **state)
{
    (void)state;
    struct message_done done;
    const int64_t seq = says(world->june, "first");
    casework_reported(&casework, world->dorothy, seq);
    for (int i = 0; i < 2 * CARE_EXCERPT_VERSIONS_MAX; i++) {
        const char text[] = {(char)('a' + i), '\0'};
        struct change *change = world_as(world, world->june);
        const struct message_ref ref = {casework.group, seq};
        assert_ok(world_end(world, message_edit(change, ref, text_of(text), &done)));
        if (i < CARE_EXCERPT_VERSIONS_MAX) {
            assert_ok(casework_hide(&casework, casework.fay, seq));
            assert_ok(casework_unhide(&casework, casework.fay, seq));
        }
    }
    assert_ok(casework_hide(&casework, casework.fay, seq));
    assert_ok(casework_unhide(&casework, casework.fay, seq));
    assert_text_is(casework_reads(&casework, seq), "j");
}

static void what_its_author_took_away_is_not_brought_back(void **state)
{
    (void)state;
    struct message_done done;
    const int64_t seq = says(world->june, "sorry");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    struct change *change = world_as(world, world->june);
    const struct message_ref ref = {casework.group, seq};
    assert_ok(world_end(world, message_remove(change, ref, &done)));
    assert_err(casework_hide(&casework, world->mo, seq), ERR_DENIED);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_decide(&casework, casework.fay, id, CARE_DECISION_HIDDEN));
    assert_int_equal(casework_case(&casework, id).hiding, CARE_HIDING_NONE);
    assert_err(casework_unhide(&casework, casework.fay, seq), ERR_WRONG_STATE);
    assert_int_equal(casework_reads(&casework, seq).len, 0);
}

static void nobody_hides_her_own_or_in_a_talk_of_two(void **state)
{
    (void)state;
    assert_err(casework_hide(&casework, casework.fay, says(casework.fay, "mine")),
               ERR_DENIED);
    const int64_t seq = world_say(world, world->june, casework.pair, "private");
    const struct message_ref ref = {casework.pair, seq};
    care_case_id id;
    const person_id staff[] = {world->amara, casework.lena, casework.fay};
    for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
        struct change *change = world_as(world, staff[i]);
        assert_err(world_end(world, care_hide(change, ref, TEXT("no"), &id)),
                   ERR_NOT_FOUND);
    }
}

static const struct event *event_at(const struct history_page *page,
                                    enum event_kind kind)
{
    const struct event *found = NULL;
    for (int i = 0; i < page->count; i++) {
        found = page->events[i].kind == kind ? &page->events[i] : found;
    }
    return found;
}

static void whoever_reads_on_later_finds_it_hidden_or_shown(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go home");
    assert_ok(casework_hide(&casework, casework.fay, seq));
    struct history_page page = world_read(world, world->mo, casework.group);
    assert_true(world_event(&page, seq)->removed);
    assert_int_equal(event_at(&page, EVENT_MESSAGE_HIDDEN)->ref, seq);
    assert_null(event_at(&page, EVENT_MESSAGE_RESTORED));
    assert_ok(casework_unhide(&casework, casework.fay, seq));
    page = world_read(world, world->mo, casework.group);
    assert_text_is(world_event(&page, seq)->text, "go home");
    assert_null(event_at(&page, EVENT_MESSAGE_HIDDEN));
    assert_text_is(event_at(&page, EVENT_MESSAGE_RESTORED)->text, "go home");
    world_block(world, world->mo, world->june);
    page = world_read(world, world->mo, casework.group);
    assert_null(event_at(&page, EVENT_MESSAGE_RESTORED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE_TEST(the_author_appeals_and_a_coordinator_decides),
        CASE_TEST(a_decision_that_stands_changes_nothing),
        CASE_TEST(whoever_reported_may_appeal_too),
        CASE_TEST(the_author_sees_nothing_of_a_reporters_appeal),
        CASE_TEST(both_sides_may_wait_for_the_same_second_look),
        CASE_TEST(each_side_has_an_appeal_of_its_own),
        CASE_TEST(who_decided_one_appeal_decides_the_other_if_she_must),
        CASE_TEST(the_first_decider_never_decides_the_appeal),
        CASE_TEST(who_showed_it_again_does_not_decide_the_appeal),
        CASE_TEST(who_was_overruled_decides_about_it_never_again),
        CASE_TEST(who_loses_a_claim_to_an_appeal_cannot_decide),
        CASE_TEST(who_showed_it_before_a_decision_still_looks_at_it),
        CASE_TEST(a_case_passes_by_whoever_was_overruled),
        CASE_TEST(an_upheld_decision_is_not_undone_by_the_first_decider),
        CASE_TEST(an_appeal_is_claimed_like_any_case),
        CASE_TEST(after_two_weeks_a_decision_stands),
        CASE_TEST(the_only_leads_appeal_is_a_coordinators),
        CASE_TEST(working_days_leave_out_the_weekend),
        CASE_TEST(a_facilitator_hides_and_the_author_reads_why),
        CASE_TEST(a_cover_comes_back_with_the_words),
        CASE_TEST(hiding_decides_the_case_that_is_open),
        CASE_TEST(an_edited_message_comes_back_as_it_was_last),
        CASE_TEST(what_its_author_took_away_is_not_brought_back),
        CASE_TEST(nobody_hides_her_own_or_in_a_talk_of_two),
        CASE_TEST(whoever_reads_on_later_finds_it_hidden_or_shown),
    };
    return RUN_TESTS(tests);
}
