// Deciding cases: who may, what it does, what people read afterwards.
#include "domain/care/care_decide.h"

#include "domain/care/care_case.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_hide.h"
#include "domain/care/group_setting.h"
#include "domain/casework.h"
#include "domain/membership.h"
#include "domain/person.h"
#include "store/care_case_store.h"
#include "store/db.h"
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

static int64_t says(person_id by, const char *text)
{
    return world_say(world, by, casework.group, text);
}

static enum err releases(person_id by, care_case_id id)
{
    struct change *change = world_as(world, by);
    return world_end(world, care_claim_release(change, id));
}

static enum err passes_on(person_id by, care_case_id id, enum care_reader to)
{
    struct change *change = world_as(world, by);
    return world_end(world, care_claim_pass_on(change, id, to));
}

static enum err asks(person_id by, care_case_id id)
{
    struct change *change = world_as(world, by);
    return world_end(world, care_claim_ask(change, id, TEXT("Why?")));
}

static void a_case_goes_only_the_ways_that_there_are(void **state)
{
    (void)state;
    static const char *const WAYS[CARE_CASE_STATES] = {
        [CARE_CASE_QUEUED] = ".x.x..",   [CARE_CASE_CLAIMED] = "x.xx..",
        [CARE_CASE_ASKED] = "xx.x..",    [CARE_CASE_DECIDED] = "....xx",
        [CARE_CASE_APPEALED] = "...x..", [CARE_CASE_CLOSED] = "......",
    };
    for (int from = 0; from < CARE_CASE_STATES; from++) {
        for (int to = 0; to < CARE_CASE_STATES; to++) {
            struct care_case row = {.state = (enum care_case_state)from};
            const bool may = WAYS[from][to] == 'x';
            assert_err(care_case_advance(&row, (enum care_case_state)to),
                       may ? OK : ERR_WRONG_STATE);
            assert_int_equal(row.state, may ? to : from);
        }
    }
}

static void one_claims_and_decides_and_both_sides_are_told(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_err(casework_decide(&casework, casework.fay, id, CARE_DECISION_HIDDEN),
               ERR_WRONG_STATE);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_true(casework_told(&casework, casework.gus, CARE_NEWS_CASE));
    assert_err(casework_claim(&casework, casework.gus, id), ERR_CONFLICT);
    assert_err(casework_decide(&casework, casework.gus, id, CARE_DECISION_NONE),
               ERR_CONFLICT);
    assert_ok(casework_decide(&casework, casework.fay, id, CARE_DECISION_HIDDEN));
    assert_true(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_true(casework_told(&casework, world->dorothy, CARE_NEWS_REPORT));
    assert_int_equal(casework_reads(&casework, seq).len, 0);

    struct care_receipts receipts = casework_receipts(&casework, world->dorothy);
    assert_int_equal(receipts.reports[0].state, REPORT_STATE_DECIDED);
    assert_int_equal(receipts.reports[0].outcome, REPORT_OUTCOME_HIDDEN);
    assert_int_equal(receipts.reports[0].text.len, 0);
    assert_true(receipts.reports[0].mine_to_appeal);
    assert_int_equal(receipts.verdict_count, 0);
    receipts = casework_receipts(&casework, world->june);
    assert_int_equal(receipts.report_count, 0);
    assert_int_equal(receipts.verdict_count, 1);
    assert_text_is(receipts.verdicts[0].excerpt, "go home");
    assert_text_is(receipts.verdicts[0].text, "a word from us");
    assert_true(receipts.verdicts[0].mine_to_appeal);
}

static void where_nothing_came_of_it_the_author_is_not_told(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "I disagree");
    casework_decided(&casework, casework.fay, seq, CARE_DECISION_NONE);
    assert_false(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_int_equal(casework_receipts(&casework, world->june).verdict_count, 0);
    const struct care_receipts receipts = casework_receipts(&casework, world->dorothy);
    assert_int_equal(receipts.reports[0].outcome, REPORT_OUTCOME_NONE);
    assert_text_is(receipts.reports[0].text, "a word from us");
    assert_text_is(casework_reads(&casework, seq), "I disagree");
}

static void a_claim_lapses_after_half_an_hour(void **state)
{
    (void)state;
    const care_case_id id =
        casework_reported(&casework, world->dorothy, says(world->june, "go home"));
    assert_ok(casework_claim(&casework, casework.fay, id));
    casework_wait(&casework, CARE_CLAIM_MS - 60000);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_CLAIMED);
    casework_wait(&casework, 60000);
    assert_true(casework_told(&casework, casework.gus, CARE_NEWS_CASE));
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_QUEUED);
    assert_err(casework_decide(&casework, casework.fay, id, CARE_DECISION_NONE),
               ERR_WRONG_STATE);
    assert_ok(casework_claim(&casework, casework.gus, id));
}

static void a_claim_that_has_run_out_counts_no_more_before_its_timer(void **state)
{
    (void)state;
    const care_case_id id =
        casework_reported(&casework, world->dorothy, says(world->june, "go home"));
    assert_ok(casework_claim(&casework, casework.fay, id));
    world->now_utc_ms += CARE_CLAIM_MS;
    assert_err(casework_decide(&casework, casework.fay, id, CARE_DECISION_NONE),
               ERR_WRONG_STATE);
    assert_ok(casework_claim(&casework, casework.gus, id));
    assert_ok(casework_decide(&casework, casework.gus, id, CARE_DECISION_NONE));
}

static void claiming_again_makes_it_last_longer(void **state)
{
    (void)state;
    const care_case_id id =
        casework_reported(&casework, world->dorothy, says(world->june, "go home"));
    assert_ok(casework_claim(&casework, casework.fay, id));
    world->now_utc_ms += CARE_CLAIM_MS / 2;
    assert_ok(casework_claim(&casework, casework.fay, id));
    casework_wait(&casework, CARE_CLAIM_MS / 2);
    assert_int_equal(casework_case(&casework, id).claimed_by.v, casework.fay.v);
    assert_ok(releases(casework.fay, id));
    assert_err(releases(casework.fay, id), ERR_WRONG_STATE);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_QUEUED);
}

static void a_case_is_passed_on_and_is_gone_from_the_desk(void **state)
{
    (void)state;
    const care_case_id id =
        casework_reported(&casework, world->dorothy, says(world->june, "go home"));
    assert_int_equal(casework_listed(&casework, casework.fay), 1);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_err(passes_on(casework.gus, id, CARE_READER_COORDINATOR), ERR_CONFLICT);
    assert_ok(passes_on(casework.fay, id, CARE_READER_COORDINATOR));
    assert_true(casework_told(&casework, casework.gus, CARE_NEWS_CASE));
    assert_int_equal(casework_listed(&casework, casework.fay), 0);
    assert_int_equal(casework_listed(&casework, world->amara), 1);
    assert_err(passes_on(world->amara, id, CARE_READER_COORDINATOR), ERR_WRONG_STATE);
    assert_ok(passes_on(world->amara, id, CARE_READER_SAFEGUARDING_LEAD));
    assert_int_equal(casework_listed(&casework, world->amara), 0);
    assert_int_equal(casework_listed(&casework, casework.lena), 1);
}

static void somebody_is_taken_out_of_the_group_with_what_she_wrote(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "vile words");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_REMOVED);
    assert_int_equal(casework_reads(&casework, seq).len, 0);
    assert_false(casework_is_member(&casework, world->june));
    assert_int_equal(casework_receipts(&casework, world->june).verdict_count, 1);
    assert_int_equal(casework_case(&casework, id).decision, CARE_DECISION_REMOVED);
}

static void who_was_taken_out_is_back_when_an_appeal_changes_it(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "vile words");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_REMOVED);
    assert_false(casework_is_member(&casework, world->june));
    casework_appeals(&casework, world->june, id);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_TALK, &appeal));
    assert_true(casework_is_member(&casework, world->june));
    assert_text_is(casework_reads(&casework, seq), "vile words");
}

static void who_was_brought_back_by_hand_stays_where_she_is(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "vile words");
    const care_case_id id =
        casework_decided(&casework, casework.fay, seq, CARE_DECISION_REMOVED);
    casework_appeals(&casework, world->june, id);
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, membership_add(change, casework.group, world->june)));
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_NONE, &appeal));
    assert_true(casework_is_member(&casework, world->june));
}

static void somebody_rests_from_writing_until_then_or_an_appeal(void **state)
{
    (void)state;
    enum care_appeal appeal;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_err(casework_restrict(&casework, casework.fay, id, 0), ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, "until");
    assert_err(casework_restrict(&casework, casework.fay, id,
                                 world->now_utc_ms + 40 * 86400000LL),
               ERR_BAD_REQUEST);
    assert_ok(
        casework_restrict(&casework, casework.fay, id, world->now_utc_ms + 86400000LL));
    assert_text_is(casework_reads(&casework, seq), "go home");
    assert_int_not_equal(casework_tries(&casework, world->june), OK);
    assert_ok(casework_tries(&casework, world->dorothy));
    casework_appeals(&casework, world->june, id);
    assert_ok(
        casework_redecide(&casework, world->amara, id, CARE_DECISION_TALK, &appeal));
    assert_ok(casework_tries(&casework, world->june));
}

static void what_does_not_fit_the_case_is_refused(void **state)
{
    (void)state;
    struct care_report_done done;
    struct care_decided decided;
    const struct care_report_new report = {
        .cid = TEXT("profile"), .person = world->june, .about = REPORT_ABOUT_HATE};
    struct change *change = world_as(world, world->dorothy);
    assert_ok(world_end(world, care_report_raise(change, &report, &done)));
    const struct care_case_place place = {.subject = world->june};
    struct care_case row;
    change = world_as(world, (person_id){0});
    assert_ok(care_case_store_newest(change->db, change->arena, &place, &row));
    assert_ok(world_end(world, OK));
    assert_ok(casework_claim(&casework, world->amara, row.id));
    assert_err(casework_decide(&casework, world->amara, row.id, CARE_DECISION_HIDDEN),
               ERR_WRONG_STATE);
    assert_string_equal(world->change.at_fault, "decision");
    assert_err(casework_decide(&casework, world->amara, row.id, CARE_DECISION_REMOVED),
               ERR_WRONG_STATE);
    const struct care_ruling ruling = {.decision = CARE_DECISION_TALK,
                                       .rule = TEXT("nothing we agreed")};
    change = world_as(world, world->amara);
    assert_err(world_end(world, care_decide(change, row.id, &ruling, &decided)),
               ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, "rule");
    assert_ok(casework_decide(&casework, world->amara, row.id, CARE_DECISION_TALK));
}

static void what_becomes_a_concern_is_told_to_the_reporter_alone(void **state)
{
    (void)state;
    struct care_decided decided;
    const struct care_ruling ruling = {.decision = CARE_DECISION_CONCERN};
    const care_case_id id = casework_reported(&casework, world->dorothy,
                                              says(world->june, "I hit him again"));
    assert_ok(casework_claim(&casework, casework.fay, id));
    struct change *change = world_as(world, casework.fay);
    assert_ok(world_end(world, care_decide(change, id, &ruling, &decided)));
    assert_int_not_equal(decided.concern.v, 0);
    assert_true(casework_told(&casework, casework.lena, CARE_NEWS_CONCERN));
    assert_false(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_int_equal(casework_receipts(&casework, world->june).verdict_count, 0);
    assert_int_equal(casework_receipts(&casework, world->dorothy).reports[0].outcome,
                     REPORT_OUTCOME_PASSED_ON);
}

static void a_concern_needs_words(void **state)
{
    (void)state;
    struct message_done done;
    const int64_t seq = says(world->june, "I hit him again");
    const struct message_ref ref = {casework.group, seq};
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, message_remove(change, ref, &done)));
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_ok(casework_claim(&casework, casework.fay, id));
    struct care_ruling ruling = {.decision = CARE_DECISION_CONCERN};
    struct care_decided decided;
    change = world_as(world, casework.fay);
    assert_err(world_end(world, care_decide(change, id, &ruling, &decided)),
               ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, "text");
    ruling.text = TEXT("She wrote that she hit the child.");
    change = world_as(world, casework.fay);
    assert_ok(world_end(world, care_decide(change, id, &ruling, &decided)));
}

// Nobody ever works on a case about herself or one that she reported, by any command.

static void refused_everything(person_id person, care_case_id id, int64_t seq)
{
    struct care_desk_case it;
    enum care_appeal appeal;
    assert_int_equal(casework_listed(&casework, person), 0);
    assert_err(casework_get(&casework, person, id, &it), ERR_NOT_FOUND);
    assert_err(casework_claim(&casework, person, id), ERR_NOT_FOUND);
    assert_err(releases(person, id), ERR_NOT_FOUND);
    assert_err(passes_on(person, id, CARE_READER_SAFEGUARDING_LEAD), ERR_NOT_FOUND);
    assert_err(asks(person, id), ERR_NOT_FOUND);
    assert_err(casework_decide(&casework, person, id, CARE_DECISION_NONE),
               ERR_NOT_FOUND);
    assert_err(casework_redecide(&casework, person, id, CARE_DECISION_NONE, &appeal),
               ERR_NOT_FOUND);
    assert_err(casework_hide(&casework, person, seq), ERR_DENIED);
    assert_err(casework_unhide(&casework, person, seq), ERR_NOT_FOUND);
}

static void staff_have_no_part_in_a_case_about_themselves(void **state)
{
    (void)state;
    struct change *change = world_as(world, world->amara);
    assert_ok(membership_add(change, casework.group, casework.cora));
    assert_ok(membership_add(change, casework.group, casework.lena));
    assert_ok(world_end(world, OK));
    const person_id staff[] = {casework.fay, casework.cora, casework.lena};
    for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
        const int64_t seq = says(staff[i], "be quiet");
        const care_case_id id = casework_reported(&casework, world->dorothy, seq);
        assert_false(casework_told(&casework, staff[i], CARE_NEWS_CASE));
        refused_everything(staff[i], id, seq);
        assert_ok(casework_claim(&casework, casework.gus, id));
        refused_everything(staff[i], id, seq);
        assert_ok(casework_decide(&casework, casework.gus, id, CARE_DECISION_NONE));
    }
}

static void staff_have_no_part_in_a_case_that_they_reported(void **state)
{
    (void)state;
    struct change *change = world_as(world, world->amara);
    assert_ok(membership_add(change, casework.group, casework.cora));
    assert_ok(membership_add(change, casework.group, casework.lena));
    assert_ok(world_end(world, OK));
    const person_id staff[] = {casework.fay, casework.cora, casework.lena};
    for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
        const int64_t seq = says(world->june, "go home");
        const care_case_id id = casework_reported(&casework, staff[i], seq);
        refused_everything(staff[i], id, seq);
        assert_ok(casework_claim(&casework, casework.gus, id));
        assert_ok(casework_decide(&casework, casework.gus, id, CARE_DECISION_HIDDEN));
        refused_everything(staff[i], id, seq);
    }
}

static void who_reports_what_she_has_claimed_loses_it(void **state)
{
    (void)state;
    struct care_report_done done;
    const int64_t seq = says(world->june, "go home");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_report(&casework, casework.fay, seq, REPORT_ABOUT_HATE, &done));
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_QUEUED);
    refused_everything(casework.fay, id, seq);
    assert_ok(casework_claim(&casework, casework.gus, id));
}

static void a_case_goes_on_to_whoever_has_no_part_in_it(void **state)
{
    (void)state;
    struct care_report_done done;
    const int64_t seq = says(casework.fay, "be quiet");
    assert_ok(casework_report(&casework, casework.gus, seq, REPORT_ABOUT_HATE, &done));
    assert_int_equal(done.who, ROLE_COORDINATOR);
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, membership_add(change, casework.group, casework.cora)));
    const int64_t other = says(casework.cora, "be quiet");
    assert_ok(
        casework_report(&casework, casework.fay, other, REPORT_ABOUT_HATE, &done));
    assert_int_equal(done.who, ROLE_FACILITATOR);
    assert_ok(
        casework_report(&casework, casework.gus, other, REPORT_ABOUT_HATE, &done));
    assert_int_equal(done.who, ROLE_COORDINATOR);
    assert_ok(
        casework_report(&casework, world->amara, other, REPORT_ABOUT_HATE, &done));
    assert_int_equal(done.who, ROLE_SAFEGUARDING_LEAD);
}

static void carers_look_at_no_case(void **state)
{
    (void)state;
    struct care_desk_case it;
    struct care_desk_list list;
    const struct care_desk_query query = {.by_view = false};
    const care_case_id id =
        casework_reported(&casework, world->dorothy, says(world->june, "go home"));
    const person_id others[] = {world->mo, world->priya, world->sid, world->ada};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_err(casework_get(&casework, others[i], id, &it), ERR_NOT_FOUND);
        assert_err(casework_claim(&casework, others[i], id), ERR_NOT_FOUND);
    }
    struct change *change = world_as(world, world->mo);
    assert_err(world_end(world, care_desk_list(change, &query, &list)), ERR_DENIED);
}

static void a_facilitator_who_left_the_group_looks_no_more(void **state)
{
    (void)state;
    const care_case_id id =
        casework_reported(&casework, world->dorothy, says(world->june, "go home"));
    struct change *change = world_as(world, casework.fay);
    assert_ok(world_end(world, membership_leave(change, casework.group)));
    assert_err(casework_claim(&casework, casework.fay, id), ERR_NOT_FOUND);
    assert_int_equal(casework_listed(&casework, casework.fay), 0);
}

static void looking_is_audited_and_so_is_every_decision(void **state)
{
    (void)state;
    struct care_desk_case it;
    const care_case_id id =
        casework_reported(&casework, world->dorothy, says(world->june, "go home"));
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_int_equal(world->change.audit_count, 1);
    assert_err(casework_get(&casework, world->mo, id, &it), ERR_NOT_FOUND);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_int_equal(world->change.audit_count, 1);
    assert_ok(casework_decide(&casework, casework.fay, id, CARE_DECISION_TALK));
    assert_int_equal(world->change.audit_count, 1);
}

static enum err quotes(care_case_id id, const char *rule)
{
    const struct care_ruling ruling = {.decision = CARE_DECISION_TALK,
                                       .rule = text_of(rule)};
    struct care_decided decided;
    struct change *change = world_as(world, casework.fay);
    return world_end(world, care_decide(change, id, &ruling, &decided));
}

static void agrees_on_others(void)
{
    const struct text lines[GROUP_AGREEMENT_LINES] = {
        TEXT("One."), TEXT("No hats."), TEXT("Three."), TEXT("Four."), TEXT("Five.")};
    const struct group_setting_change wanted = {
        .has_agreement = true, .lines = lines, .line_count = GROUP_AGREEMENT_LINES};
    struct change *change = world_as(world, casework.fay);
    assert_ok(world_end(world, group_setting_set(change, casework.group, &wanted)));
}

static void a_decision_quotes_what_the_group_agreed_on(void **state)
{
    (void)state;
    struct care_desk_case it;
    const care_case_id id =
        casework_reported(&casework, world->dorothy, says(world->june, "lovely hats"));
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_int_equal(it.rules.count, GROUP_AGREEMENT_LINES);
    assert_text_is(it.rules.rules[1].code, "line.1.2");
    agrees_on_others();
    assert_err(quotes(id, "kind"), ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, "rule");
    assert_err(quotes(id, "line.1.2"), ERR_BAD_REQUEST);
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_text_is(it.rules.rules[1].text, "No hats.");
    assert_ok(quotes(id, "line.2.2"));
    const struct care_receipts receipts = casework_receipts(&casework, world->june);
    assert_text_is(receipts.verdicts[0].rule_text, "No hats.");
}

static void elsewhere_a_decision_quotes_the_house(void **state)
{
    (void)state;
    const int64_t seq = world_say(world, world->june, casework.pair, "go home");
    const struct care_report_new report = {.cid = TEXT("in the pair"),
                                           .conversation = casework.pair,
                                           .seq = seq,
                                           .about = REPORT_ABOUT_UNKIND};
    const struct care_ruling ruling = {.decision = CARE_DECISION_TALK,
                                       .rule = TEXT("kind")};
    struct care_report_done done;
    struct care_decided decided;
    struct care_desk_case it;
    int64_t until = 0;
    struct change *change = world_as(world, world->priya);
    assert_ok(world_end(world, care_report_raise(change, &report, &done)));
    const struct care_case_place place = {.conversation = casework.pair, .seq = seq};
    struct care_case row;
    change = world_as(world, (person_id){0});
    assert_ok(world_end(
        world, care_case_store_newest(change->db, change->arena, &place, &row)));
    change = world_as(world, world->amara);
    assert_ok(world_end(world, care_claim_take(change, row.id, &until)));
    assert_ok(casework_get(&casework, world->amara, row.id, &it));
    assert_text_is(it.rules.rules[0].code, "kind");
    change = world_as(world, world->amara);
    assert_ok(world_end(world, care_decide(change, row.id, &ruling, &decided)));
}

static void staff_see_what_was_decided_on_cases_like_it(void **state)
{
    (void)state;
    struct care_desk_case it;
    casework_decided(&casework, casework.fay, says(world->june, "one"),
                     CARE_DECISION_TALK);
    const care_case_id id =
        casework_reported(&casework, world->mo, says(world->june, "two"));
    assert_ok(casework_get(&casework, casework.gus, id, &it));
    assert_int_equal(it.similar_count, 1);
    assert_int_equal(it.similar[0].decision, CARE_DECISION_TALK);
    assert_int_equal(it.earlier, 1);
    assert_int_equal(it.can, 1u << CARE_DESK_CLAIM | 1u << CARE_DESK_PASS_ON);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE_TEST(a_case_goes_only_the_ways_that_there_are),
        CASE_TEST(one_claims_and_decides_and_both_sides_are_told),
        CASE_TEST(where_nothing_came_of_it_the_author_is_not_told),
        CASE_TEST(a_claim_lapses_after_half_an_hour),
        CASE_TEST(a_claim_that_has_run_out_counts_no_more_before_its_timer),
        CASE_TEST(claiming_again_makes_it_last_longer),
        CASE_TEST(a_case_is_passed_on_and_is_gone_from_the_desk),
        CASE_TEST(somebody_is_taken_out_of_the_group_with_what_she_wrote),
        CASE_TEST(who_was_taken_out_is_back_when_an_appeal_changes_it),
        CASE_TEST(who_was_brought_back_by_hand_stays_where_she_is),
        CASE_TEST(somebody_rests_from_writing_until_then_or_an_appeal),
        CASE_TEST(what_does_not_fit_the_case_is_refused),
        CASE_TEST(what_becomes_a_concern_is_told_to_the_reporter_alone),
        CASE_TEST(a_concern_needs_words),
        CASE_TEST(staff_have_no_part_in_a_case_about_themselves),
        CASE_TEST(staff_have_no_part_in_a_case_that_they_reported),
        CASE_TEST(who_reports_what_she_has_claimed_loses_it),
        CASE_TEST(a_case_goes_on_to_whoever_has_no_part_in_it),
        CASE_TEST(carers_look_at_no_case),
        CASE_TEST(a_facilitator_who_left_the_group_looks_no_more),
        CASE_TEST(looking_is_audited_and_so_is_every_decision),
        CASE_TEST(a_decision_quotes_what_the_group_agreed_on),
        CASE_TEST(elsewhere_a_decision_quotes_the_house),
        CASE_TEST(staff_see_what_was_decided_on_cases_like_it),
    };
    return RUN_TESTS(tests);
}
