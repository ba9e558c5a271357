// Reporting: what is kept, what joins, what people are told.
#include "domain/care/care_report.h"

#include <stdio.h>

#include "domain/care/care_appeal.h"
#include "domain/care/care_case.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_households.h"
#include "domain/casework.h"
#include "domain/membership.h"
#include "store/care_report_store.h"
#include "store/db.h"
#include "store/key_life_store.h"
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

static struct care_report_done reports(person_id by, int64_t seq)
{
    struct care_report_done done;
    assert_ok(casework_report(&casework, by, seq, REPORT_ABOUT_UNKIND, &done));
    return done;
}

static void a_report_is_answered_with_who_looks_and_whom_to_block(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go away");
    const struct care_report_done done = reports(world->dorothy, seq);
    assert_int_equal(done.who, ROLE_FACILITATOR);
    assert_in_range(done.number, 10000, 99999);
    assert_false(done.duplicate);
    assert_true(done.may_block);
    assert_int_equal(done.block.id.v, world->june.v);
    assert_true(casework_told(&casework, casework.fay, CARE_NEWS_CASE));
    assert_true(casework_told(&casework, world->amara, CARE_NEWS_CASE));
    assert_true(casework_told(&casework, casework.lena, CARE_NEWS_CASE));
    assert_false(casework_told(&casework, world->june, CARE_NEWS_CASE));
    assert_false(casework_told(&casework, world->dorothy, CARE_NEWS_CASE));
    assert_false(casework_told(&casework, world->sid, CARE_NEWS_CASE));
}

static void the_same_twice_reports_once(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go away");
    const struct care_report_new report = {.cid = TEXT("one"),
                                           .conversation = casework.group,
                                           .seq = seq,
                                           .about = REPORT_ABOUT_HATE};
    struct care_report_done first;
    struct care_report_done again;
    struct change *change = world_as(world, world->dorothy);
    assert_ok(world_end(world, care_report_raise(change, &report, &first)));
    change = world_as(world, world->dorothy);
    assert_ok(world_end(world, care_report_raise(change, &report, &again)));
    assert_true(again.duplicate);
    assert_int_equal(again.report.v, first.report.v);
    again = reports(world->dorothy, seq);
    assert_true(again.duplicate);
    assert_int_equal(again.report.v, first.report.v);
    assert_int_equal(casework_receipts(&casework, world->dorothy).report_count, 1);
}

static void one_reports_neither_herself_nor_what_she_cannot_see(void **state)
{
    (void)state;
    struct care_report_done done;
    const int64_t seq = says(world->june, "my own words");
    assert_err(casework_report(&casework, world->june, seq, REPORT_ABOUT_RULES, &done),
               ERR_DENIED);
    assert_err(casework_report(&casework, world->nell, seq, REPORT_ABOUT_RULES, &done),
               ERR_NOT_FOUND);
    assert_err(
        casework_report(&casework, world->mo, seq - 1, REPORT_ABOUT_RULES, &done),
        ERR_WRONG_STATE);
    assert_err(casework_report(&casework, world->mo, 999, REPORT_ABOUT_RULES, &done),
               ERR_NOT_FOUND);
    world_block(world, world->mo, world->june);
    assert_err(casework_report(&casework, world->mo, seq, REPORT_ABOUT_RULES, &done),
               ERR_NOT_FOUND);
}

static void several_who_report_the_same_join_one_case(void **state)
{
    (void)state;
    struct care_desk_case it;
    struct care_report_done done;
    const int64_t seq = says(world->june, "go away");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_ok(casework_report(&casework, world->mo, seq, REPORT_ABOUT_HATE, &done));
    assert_false(done.duplicate);
    assert_int_equal(casework_about(&casework, seq).v, id.v);
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_int_equal(it.row.reports, 2);
    assert_int_equal(it.row.row.rank, CARE_RANK_HATE);
    assert_int_equal(it.row.abouts,
                     1u << REPORT_ABOUT_UNKIND | 1u << REPORT_ABOUT_HATE);
    assert_int_equal(it.report_count, 2);
    assert_text_is(it.reports[0].note, "please look");
}

static void ten_messages_before_and_after_are_kept(void **state)
{
    (void)state;
    char text[24];
    int64_t seqs[25];
    struct care_desk_case it;
    for (int i = 0; i < 25; i++) {
        snprintf(text, sizeof text, "line %d", i);
        seqs[i] = says(i == 12 ? world->june : world->mo, text);
    }
    const care_case_id id = casework_reported(&casework, world->dorothy, seqs[12]);
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_int_equal(it.excerpt.count, 21);
    assert_int_equal(it.excerpt.lines[0].seq, seqs[2]);
    assert_int_equal(it.excerpt.lines[10].part, CARE_EXCERPT_REPORTED);
    assert_text_is(it.excerpt.lines[10].text, "line 12");
    assert_int_equal(it.excerpt.lines[20].seq, seqs[22]);
    assert_text_is(it.authors[10].name, "June");
}

static const struct care_excerpt_line *reported_line(const struct care_desk_case *it)
{
    for (size_t i = 0; i < it->excerpt.count; i++) {
        if (it->excerpt.lines[i].part == CARE_EXCERPT_REPORTED) {
            return &it->excerpt.lines[i];
        }
    }
    fail();
    return NULL;
}

static void edits(int64_t seq, struct text text)
{
    struct message_done done;
    struct change *change = world_as(world, world->june);
    const struct message_ref ref = {casework.group, seq};
    assert_ok(world_end(world, message_edit(change, ref, text, &done)));
}

static void what_its_author_does_later_changes_nothing_that_was_kept(void **state)
{
    (void)state;
    struct care_desk_case it;
    struct message_done done;
    const int64_t seq = says(world->june, "go away");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    edits(seq, TEXT("welcome"));
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_text_is(reported_line(&it)->text, "go away");
    struct change *change = world_as(world, world->june);
    const struct message_ref ref = {casework.group, seq};
    assert_ok(world_end(world, message_remove(change, ref, &done)));
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_text_is(reported_line(&it)->text, "go away");
    assert_int_equal(it.excerpt.count, 1);
}

static void a_later_report_keeps_what_it_says_by_then_as_well(void **state)
{
    (void)state;
    struct care_desk_case it;
    const int64_t seq = says(world->june, "go away");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    edits(seq, TEXT("go far away"));
    reports(world->mo, seq);
    assert_ok(casework_get(&casework, casework.fay, id, &it));
    assert_int_equal(it.excerpt.count, 2);
    assert_text_is(reported_line(&it)->text, "go away");
    assert_int_equal(it.excerpt.lines[1].part, CARE_EXCERPT_EDITED);
    assert_text_is(it.excerpt.lines[1].text, "go far away");
}

static void somebody_at_risk_is_the_leads(void **state)
{
    (void)state;
    struct care_report_done done;
    struct care_desk_case it;
    const int64_t seq = says(world->june, "I am afraid of him");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_report(&casework, world->mo, seq, REPORT_ABOUT_RISK, &done));
    assert_int_equal(done.who, ROLE_SAFEGUARDING_LEAD);
    const struct care_case row = casework_case(&casework, id);
    assert_int_equal(row.lane, CARE_LANE_LEAD);
    assert_int_equal(row.rank, CARE_RANK_SAME_DAY);
    assert_int_equal(row.state, CARE_CASE_QUEUED);
    assert_err(casework_get(&casework, casework.fay, id, &it), ERR_NOT_FOUND);
    assert_err(casework_get(&casework, world->amara, id, &it), ERR_NOT_FOUND);
    assert_ok(casework_get(&casework, casework.lena, id, &it));
}

static void what_concerns_the_only_lead_is_a_coordinators(void **state)
{
    (void)state;
    struct care_report_done done;
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, membership_add(change, casework.group, casework.lena)));
    const int64_t seq = says(casework.lena, "I cannot go on");
    assert_ok(
        casework_report(&casework, world->dorothy, seq, REPORT_ABOUT_RISK, &done));
    assert_int_equal(done.who, ROLE_COORDINATOR);
    assert_int_equal(casework_listed(&casework, casework.lena), 0);
    assert_int_equal(casework_listed(&casework, world->amara), 1);
}

static void a_cases_key_is_none_that_a_start_sweeps_away(void **state)
{
    (void)state;
    bool is_used = false;
    const int64_t seq = says(world->june, "go away");
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    struct key_use use = {.conversation = {id.v}};
    assert_ok(key_life_store_is_used(world->db, use, &is_used));
    assert_true(is_used);
    use.conversation.v++;
    assert_ok(key_life_store_is_used(world->db, use, &is_used));
    assert_false(is_used);
}

static void a_report_is_audited(void **state)
{
    (void)state;
    reports(world->dorothy, says(world->june, "go away"));
    assert_int_equal(world->change.audit_count, 1);
}

static void a_report_in_a_talk_of_two_is_a_coordinators(void **state)
{
    (void)state;
    struct care_report_done done;
    const int64_t seq = world_say(world, world->priya, casework.pair, "sell me it");
    const struct care_report_new report = {.cid = TEXT("pair"),
                                           .conversation = casework.pair,
                                           .seq = seq,
                                           .about = REPORT_ABOUT_SPAM};
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, care_report_raise(change, &report, &done)));
    assert_int_equal(done.who, ROLE_COORDINATOR);
    assert_int_equal(casework_listed(&casework, casework.fay), 0);
    assert_int_equal(casework_listed(&casework, world->sid), 0);
    assert_int_equal(casework_listed(&casework, world->amara), 1);
    assert_int_equal(casework_listed(&casework, casework.lena), 1);
}

static void a_profile_is_reported_with_the_name_it_had(void **state)
{
    (void)state;
    struct care_report_done done;
    struct care_report_new report = {
        .cid = TEXT("profile"), .person = world->june, .about = REPORT_ABOUT_HATE};
    struct change *change = world_as(world, world->dorothy);
    assert_ok(world_end(world, care_report_raise(change, &report, &done)));
    assert_int_equal(done.who, ROLE_COORDINATOR);
    const struct care_case_place place = {.subject = world->june};
    struct care_case row;
    change = world_as(world, (person_id){0});
    assert_ok(care_case_store_newest(change->db, change->arena, &place, &row));
    assert_ok(world_end(world, OK));
    struct care_desk_case it;
    assert_ok(casework_get(&casework, world->amara, row.id, &it));
    assert_int_equal(it.excerpt.count, 1);
    assert_text_is(it.excerpt.lines[0].text, "June");
    report.cid = TEXT("stranger");
    report.person = world->nell;
    change = world_as(world, world->dorothy);
    assert_err(world_end(world, care_report_raise(change, &report, &done)),
               ERR_NOT_FOUND);
    report.person = world->dorothy;
    change = world_as(world, world->dorothy);
    assert_err(world_end(world, care_report_raise(change, &report, &done)), ERR_DENIED);
}

static void there_is_an_end_to_reports_in_a_day(void **state)
{
    (void)state;
    struct care_report_done done;
    for (int i = 0; i < CARE_REPORTS_PER_DAY; i++) {
        reports(world->dorothy, says(world->june, "again"));
    }
    const int64_t seq = says(world->june, "once more");
    assert_err(
        casework_report(&casework, world->dorothy, seq, REPORT_ABOUT_SPAM, &done),
        ERR_TOO_LARGE);
    world->now_utc_ms += 86400000LL;
    reports(world->dorothy, seq);
}

static void a_question_is_answered_and_brings_the_case_back(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go away");
    const report_id report = reports(world->dorothy, seq).report;
    const care_case_id id = casework_about(&casework, seq);
    assert_ok(casework_claim(&casework, casework.fay, id));
    struct change *change = world_as(world, casework.fay);
    assert_ok(world_end(world, care_claim_ask(change, id, TEXT("Since when?"))));
    assert_true(casework_told(&casework, world->dorothy, CARE_NEWS_REPORT));
    struct care_receipts receipts = casework_receipts(&casework, world->dorothy);
    assert_int_equal(receipts.reports[0].state, REPORT_STATE_QUESTION);
    assert_text_is(receipts.reports[0].question, "Since when?");
    change = world_as(world, world->mo);
    assert_err(world_end(world, care_report_add(change, report, TEXT("me"))),
               ERR_NOT_FOUND);
    change = world_as(world, world->dorothy);
    assert_ok(world_end(world, care_report_add(change, report, TEXT("On Monday"))));
    assert_true(casework_told(&casework, casework.fay, CARE_NEWS_CASE));
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_QUEUED);
    struct care_desk_case it;
    assert_ok(casework_get(&casework, casework.gus, id, &it));
    const struct care_desk_step *last = &it.steps[it.step_count - 1];
    assert_int_equal(last->what, CARE_STEP_ANSWERED);
    assert_int_equal(last->by.id.v, 0);
    assert_text_is(last->text, "On Monday");
    assert_ok(casework_claim(&casework, casework.gus, id));
    assert_ok(casework_decide(&casework, casework.gus, id, CARE_DECISION_NONE));
    change = world_as(world, world->dorothy);
    assert_err(world_end(world, care_report_add(change, report, TEXT("but"))),
               ERR_WRONG_STATE);
}

static enum err adds(person_id by, report_id id)
{
    struct change *change = world_as(world, by);
    return world_end(world, care_report_add(change, id, TEXT("and again")));
}

static void there_is_an_end_to_what_one_adds_and_each_has_her_own(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go home");
    const report_id first = reports(world->dorothy, seq).report;
    const report_id second = reports(world->mo, seq).report;
    for (int i = 0; i < CARE_REPORT_ADDED_MAX; i++) {
        assert_ok(adds(world->dorothy, first));
    }
    assert_err(adds(world->dorothy, first), ERR_TOO_LARGE);
    assert_ok(adds(world->mo, second));
}

static void three_households_hide_a_message_until_somebody_looks(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "vile words");
    reports(world->dorothy, seq);
    reports(world->mo, seq);
    assert_text_is(casework_reads(&casework, seq), "vile words");
    reports(world->priya, seq);
    assert_int_equal(casework_reads(&casework, seq).len, 0);
    const care_case_id id = casework_about(&casework, seq);
    assert_int_equal(casework_case(&casework, id).hiding, CARE_HIDING_REPORTS);
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_QUEUED);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_decide(&casework, casework.fay, id, CARE_DECISION_NONE));
    assert_text_is(casework_reads(&casework, seq), "vile words");
}

static void what_households_hide_is_kept_as_it_was_last(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "first");
    for (int i = 0; i <= CARE_EXCERPT_VERSIONS_MAX; i++) {
        const char text[] = {(char)('a' + i), '\0'};
        edits(seq, text_of(text));
        struct change *change = world_as(world, (person_id){0});
        assert_ok(world_end(world, care_case_open_risk(change, casework.group, seq,
                                                       1u << 10, CARE_RANK_HATE)));
    }
    reports(world->dorothy, seq);
    reports(world->mo, seq);
    edits(seq, TEXT("the worst"));
    reports(world->priya, seq);
    assert_int_equal(casework_reads(&casework, seq).len, 0);
    const care_case_id id = casework_about(&casework, seq);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_decide(&casework, casework.fay, id, CARE_DECISION_NONE));
    assert_text_is(casework_reads(&casework, seq), "the worst");
}

static void nothing_is_hidden_by_reports_while_somebody_looks(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "vile words");
    reports(world->dorothy, seq);
    assert_ok(casework_claim(&casework, casework.fay, casework_about(&casework, seq)));
    reports(world->mo, seq);
    reports(world->priya, seq);
    assert_text_is(casework_reads(&casework, seq), "vile words");
}

static void people_of_one_household_count_once(void **state)
{
    (void)state;
    const person_id people[] = {{1}, {2}, {3}, {4}};
    const struct care_household same[] = {
        {{1}, {2}},
        {{2}, {3}},
        {{3}, {9}}
    };
    assert_int_equal(care_households_count(people, 4, same, 0), 4);
    assert_int_equal(care_households_count(people, 4, same, 1), 3);
    assert_int_equal(care_households_count(people, 4, same, 3), 2);
    assert_int_equal(care_households_count(people, 0, same, 0), 0);
}

static void lives_with(person_id person, const char *hash)
{
    struct change *change = world_as(world, (person_id){0});
    struct stmt *stmt =
        db_stmt(change->db, "INSERT INTO blind_hash (person, kind, entry, hash)"
                            " VALUES (:person, 'household', 0, :hash)");
    stmt_int(stmt, ":person", person.v);
    stmt_blob(stmt, ":hash", text_of(hash));
    assert_ok(world_end(world, stmt_run(stmt)));
}

static void one_household_alone_hides_nothing(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "vile words");
    lives_with(world->dorothy, "the same house");
    lives_with(world->mo, "the same house");
    reports(world->dorothy, seq);
    reports(world->mo, seq);
    reports(world->priya, seq);
    assert_text_is(casework_reads(&casework, seq), "vile words");
}

static void words_of_risk_open_a_case_of_the_message_alone(void **state)
{
    (void)state;
    struct care_desk_case it;
    says(world->mo, "before");
    const int64_t seq = says(world->june, "I want it to end");
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, care_case_open_risk(change, casework.group, seq, 1u << 1,
                                                   CARE_RANK_SAME_DAY)));
    assert_true(casework_told(&casework, casework.lena, CARE_NEWS_CASE));
    assert_false(casework_told(&casework, casework.fay, CARE_NEWS_CASE));
    assert_false(casework_told(&casework, world->june, CARE_NEWS_CASE));
    const care_case_id id = casework_about(&casework, seq);
    assert_ok(casework_get(&casework, casework.lena, id, &it));
    assert_int_equal(it.row.row.kind, CARE_CASE_KIND_RISK);
    assert_int_equal(it.excerpt.count, 1);
    change = world_as(world, (person_id){0});
    assert_ok(world_end(world, care_case_open_risk(change, casework.group, seq, 1u << 6,
                                                   CARE_RANK_DANGER)));
    assert_int_equal(casework_case(&casework, id).risks, 1u << 1 | 1u << 6);
    assert_int_equal(casework_case(&casework, id).rank, CARE_RANK_DANGER);
    reports(world->dorothy, seq);
    assert_ok(casework_get(&casework, casework.lena, id, &it));
    assert_int_equal(it.row.row.kind, CARE_CASE_KIND_MESSAGE);
    assert_int_equal(it.excerpt.count, 2);
    change = world_as(world, (person_id){0});
    assert_err(world_end(world, care_case_open_risk(change, casework.group, 1, 1u << 1,
                                                    CARE_RANK_DANGER)),
               ERR_NOT_FOUND);
}

static void a_case_of_risk_that_came_to_nothing_is_closed_untold(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "this job is killing me");
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, care_case_open_risk(change, casework.group, seq,
                                                   1u << 10, CARE_RANK_HATE)));
    const care_case_id id = casework_about(&casework, seq);
    assert_ok(casework_claim(&casework, casework.fay, id));
    assert_ok(casework_decide(&casework, casework.fay, id, CARE_DECISION_NONE));
    assert_int_equal(casework_case(&casework, id).state, CARE_CASE_CLOSED);
    assert_false(casework_told(&casework, world->june, CARE_NEWS_DECISION));
    assert_int_equal(casework_receipts(&casework, world->june).verdict_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE_TEST(a_report_is_answered_with_who_looks_and_whom_to_block),
        CASE_TEST(the_same_twice_reports_once),
        CASE_TEST(one_reports_neither_herself_nor_what_she_cannot_see),
        CASE_TEST(several_who_report_the_same_join_one_case),
        CASE_TEST(ten_messages_before_and_after_are_kept),
        CASE_TEST(what_its_author_does_later_changes_nothing_that_was_kept),
        CASE_TEST(a_later_report_keeps_what_it_says_by_then_as_well),
        CASE_TEST(somebody_at_risk_is_the_leads),
        CASE_TEST(what_concerns_the_only_lead_is_a_coordinators),
        CASE_TEST(a_cases_key_is_none_that_a_start_sweeps_away),
        CASE_TEST(a_report_is_audited),
        CASE_TEST(a_report_in_a_talk_of_two_is_a_coordinators),
        CASE_TEST(a_profile_is_reported_with_the_name_it_had),
        CASE_TEST(there_is_an_end_to_reports_in_a_day),
        CASE_TEST(a_question_is_answered_and_brings_the_case_back),
        CASE_TEST(there_is_an_end_to_what_one_adds_and_each_has_her_own),
        CASE_TEST(three_households_hide_a_message_until_somebody_looks),
        CASE_TEST(what_households_hide_is_kept_as_it_was_last),
        CASE_TEST(nothing_is_hidden_by_reports_while_somebody_looks),
        CASE_TEST(people_of_one_household_count_once),
        CASE_TEST(one_household_alone_hides_nothing),
        CASE_TEST(words_of_risk_open_a_case_of_the_message_alone),
        CASE_TEST(a_case_of_risk_that_came_to_nothing_is_closed_untold),
    };
    return RUN_TESTS(tests);
}
