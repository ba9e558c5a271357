// Concerns: who sees them, who never does, and how they go from one state to the next.
#include "domain/care/concern_desk.h"
#include "domain/care/concern_record.h"
#include "domain/care/concern_refer.h"
#include "domain/care/concern_step.h"
#include "domain/concerns.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "domain/timer.h"
#include "store/timer_store.h"
#include "support.h"

#define DAY_MS 86400000LL

static struct world world;

static int begin(void **state)
{
    concerns_open(&world);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static enum err raises(person_id by, const struct concern_new *what, concern_id *id_out)
{
    struct concern concern = {0};
    struct change *change = world_as(&world, by);
    const enum err err = world_end(&world, concern_raise(change, what, &concern));
    *id_out = concern.id;
    return err;
}

static enum concern_state state_of(concern_id id)
{
    struct concern concern;
    world_as(&world, world.mo);
    assert_ok(world_end(&world,
                        concern_store_get(world.db, world.change.arena, id, &concern)));
    return concern.state;
}

static enum err triages(person_id by, concern_id id, enum concern_grade grade)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_triage(change, id, grade, TEXT("")));
}

static enum err owns(person_id by, concern_id id)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_own(change, id));
}

static enum err closes(person_id by, concern_id id, enum concern_state *state_out)
{
    struct change *change = world_as(&world, by);
    const struct concern_closing closing = {
        .outcome = CONCERN_OUTCOME_HELPED,
        .reason = TEXT("June has help now."),
        .keeping = {change->now_utc_ms + 100 * DAY_MS, change->now_utc_ms + DAY_MS,
                    TEXT("Policy.")}
    };
    return world_end(&world, concern_close(change, id, &closing, state_out));
}

static enum err confirms(person_id by, concern_id id, bool agrees)
{
    enum concern_state state;
    struct change *change = world_as(&world, by);
    return world_end(
        &world, concern_confirm_close(change, id, agrees, TEXT("Not yet."), &state));
}

static enum err names_deputy(person_id by, person_id deputy)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_deputy_set(change, deputy));
}

static enum err alleges(person_id by, concern_id id, person_id person)
{
    int64_t refer_by;
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_allegation(change, id, person, &refer_by));
}

static void waits(int64_t ms)
{
    bool more = false;
    world.now_utc_ms += ms;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, timer_run_due(change, 50, &more)));
}

static void leads_see_what_is_raised_and_nobody_else(void **state)
{
    (void)state;
    struct concern_view view;
    const concern_id id = concerns_raised(&world, (person_id){0});
    assert_true(world_is_told(&world, world.mo));
    assert_true(world_is_told(&world, world.sid));
    assert_false(world_is_told(&world, world.amara));
    assert_ok(concerns_find(&world, world.mo, id, &view));
    assert_int_equal(view.sight, CONCERN_SIGHT_FULL);
    assert_err(concerns_find(&world, world.amara, id, &view), ERR_NOT_FOUND);
    assert_err(concerns_find(&world, world.ada, id, &view), ERR_NOT_FOUND);
    assert_err(concerns_find(&world, world.june, id, &view), ERR_NOT_FOUND);
    assert_true(concerns_is_listed(&world, world.mo, id));
    assert_false(concerns_is_listed(&world, world.amara, id));
    assert_false(concerns_is_listed(&world, world.ada, id));
}

static void a_lead_whom_it_is_about_never_learns_of_it(void **state)
{
    (void)state;
    struct concern_view view;
    const concern_id id = concerns_raised(&world, world.mo);
    assert_false(world_is_told(&world, world.mo));
    assert_true(world_is_told(&world, world.sid));
    assert_err(concerns_find(&world, world.mo, id, &view), ERR_NOT_FOUND);
    assert_false(concerns_is_listed(&world, world.mo, id));
    assert_err(triages(world.mo, id, CONCERN_GRADE_LOW), ERR_NOT_FOUND);
    assert_ok(triages(world.sid, id, CONCERN_GRADE_DAY));
    assert_false(world_is_told(&world, world.mo));
    waits(2 * DAY_MS);
    assert_true(world_is_told(&world, world.sid));
    assert_false(world_is_told(&world, world.mo));
    struct concern_full full;
    struct change *change = world_as(&world, world.mo);
    assert_err(world_end(&world, concern_record_read(change, id, 0, &full)),
               ERR_NOT_FOUND);
    assert_err(closes(world.mo, id, &(enum concern_state){0}), ERR_NOT_FOUND);
}

static void what_somebody_wrote_makes_her_the_one_it_is_about(void **state)
{
    (void)state;
    const conversation_id group = world_group(&world);
    const int64_t seq = world_say(&world, world.mo, group, "I hit him.");
    const struct concern_new what = {.rank = CARE_RANK_OTHER,
                                     .cid = TEXT("about-words"),
                                     .conversation = group,
                                     .seq = seq,
                                     .what = TEXT("Mo writes that he hit him.")};
    struct concern_view view;
    struct concern_full full;
    concern_id id;
    assert_ok(raises(world.june, &what, &id));
    assert_false(world_is_told(&world, world.mo));
    assert_err(concerns_find(&world, world.mo, id, &view), ERR_NOT_FOUND);
    struct change *change = world_as(&world, world.sid);
    assert_ok(world_end(&world, concern_record_read(change, id, 0, &full)));
    assert_int_equal(full.record_count, 2);
    assert_int_equal(full.records[1].kind, CONCERN_ENTRY_EXACT_WORDS);
    assert_text_is(full.records[1].text, "I hit him.");
    assert_text_is(full.records[1].whom, "Mo");
}

static void a_message_that_one_may_not_read_is_none(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    const int64_t seq = world_say(&world, world.june, pair, "Between us.");
    const struct concern_new what = {.rank = CARE_RANK_OTHER,
                                     .cid = TEXT("not-mine"),
                                     .conversation = pair,
                                     .seq = seq,
                                     .what = TEXT("Something.")};
    concern_id id;
    assert_err(raises(world.dorothy, &what, &id), ERR_NOT_FOUND);
    assert_ok(raises(world.priya, &what, &id));
}

static void raised_twice_it_is_one(void **state)
{
    (void)state;
    struct concern_new what = {
        .rank = CARE_RANK_OTHER, .cid = TEXT("same"), .what = TEXT("Once.")};
    concern_id first, second;
    assert_ok(raises(world.june, &what, &first));
    assert_ok(raises(world.june, &what, &second));
    assert_int_equal(first.v, second.v);
    what.what = TEXT("Something else.");
    assert_err(raises(world.june, &what, &second), ERR_CID_CONFLICT);
    assert_ok(raises(world.dorothy, &what, &second));
    assert_true(first.v != second.v);
}

static void a_day_has_room_for_so_many(void **state)
{
    (void)state;
    concern_id id;
    for (int i = 0; i < CONCERNS_A_DAY_MAX; i++) {
        concerns_raised(&world, (person_id){0});
    }
    const struct concern_new what = {
        .rank = CARE_RANK_OTHER, .cid = TEXT("too-many"), .what = TEXT("More.")};
    assert_err(raises(world.june, &what, &id), ERR_RATE_LIMITED);
    world.now_utc_ms += DAY_MS;
    assert_ok(raises(world.june, &what, &id));
}

static void a_lead_found_to_be_concerned_loses_it(void **state)
{
    (void)state;
    struct concern_view view;
    const concern_id id = concerns_raised(&world, world.dorothy);
    assert_ok(triages(world.mo, id, CONCERN_GRADE_DAY));
    assert_ok(owns(world.mo, id));
    assert_ok(alleges(world.sid, id, world.mo));
    assert_err(concerns_find(&world, world.mo, id, &view), ERR_NOT_FOUND);
    assert_false(concerns_is_listed(&world, world.mo, id));
    assert_ok(concerns_find(&world, world.sid, id, &view));
    assert_int_equal(view.concern.owner.v, 0);
    assert_int_equal(view.concern.state, CONCERN_TRIAGED);
}

static void steps_are_taken_in_their_order(void **state)
{
    (void)state;
    enum concern_state reached;
    const concern_id id = concerns_raised(&world, (person_id){0});
    assert_err(owns(world.mo, id), ERR_WRONG_STATE);
    assert_err(closes(world.mo, id, &reached), ERR_WRONG_STATE);
    assert_ok(triages(world.mo, id, CONCERN_GRADE_SAME_DAY));
    assert_true(world_is_told(&world, world.june));
    assert_ok(owns(world.mo, id));
    assert_err(owns(world.mo, id), ERR_CONFLICT);
    assert_ok(owns(world.sid, id));
    assert_ok(triages(world.sid, id, CONCERN_GRADE_DAY));
    assert_int_equal(state_of(id), CONCERN_OWNED);
    assert_ok(closes(world.mo, id, &reached));
    assert_int_equal(reached, CONCERN_CLOSED);
    assert_true(world_is_told(&world, world.june));
    assert_err(triages(world.mo, id, CONCERN_GRADE_DAY), ERR_WRONG_STATE);
    assert_false(concerns_is_listed(&world, world.mo, id));
    struct change *change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_reopen(change, id, TEXT("More came."))));
    assert_int_equal(state_of(id), CONCERN_REOPENED);
    assert_ok(owns(world.mo, id));
}

static void about_staff_a_second_person_closes_it(void **state)
{
    (void)state;
    enum concern_state reached;
    struct concern_view view;
    assert_ok(names_deputy(world.ada, world.amara));
    const concern_id id = concerns_raised(&world, world.priya);
    assert_err(concerns_find(&world, world.amara, id, &view), ERR_NOT_FOUND);
    assert_ok(triages(world.mo, id, CONCERN_GRADE_DAY));
    assert_ok(owns(world.mo, id));
    assert_ok(closes(world.mo, id, &reached));
    assert_int_equal(reached, CONCERN_CLOSING);
    assert_true(world_is_told(&world, world.amara));
    assert_ok(concerns_find(&world, world.amara, id, &view));
    assert_int_equal(view.sight, CONCERN_SIGHT_SECOND);
    assert_err(confirms(world.mo, id, true), ERR_DENIED);
    assert_err(triages(world.amara, id, CONCERN_GRADE_LOW), ERR_DENIED);
    assert_ok(confirms(world.amara, id, false));
    assert_int_equal(state_of(id), CONCERN_OWNED);
    assert_err(concerns_find(&world, world.amara, id, &view), ERR_NOT_FOUND);
    assert_ok(closes(world.mo, id, &reached));
    assert_ok(confirms(world.sid, id, true));
    assert_int_equal(state_of(id), CONCERN_CLOSED);
}

static void a_coordinator_gets_the_summary_alone(void **state)
{
    (void)state;
    struct concern_full full;
    const concern_id id = concerns_raised(&world, world.dorothy);
    assert_ok(triages(world.mo, id, CONCERN_GRADE_DAY));
    struct change *change = world_as(&world, world.mo);
    assert_err(world_end(&world, concern_assign(change, id, world.priya, TEXT("x"))),
               ERR_NOT_FOUND);
    change = world_as(&world, world.mo);
    assert_ok(
        world_end(&world, concern_assign(change, id, world.amara, TEXT("Ring her."))));
    assert_true(world_is_told(&world, world.amara));
    assert_true(concerns_is_listed(&world, world.amara, id));
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, concern_record_read(change, id, 0, &full)));
    assert_text_is(full.summary, "Ring her.");
    assert_int_equal(full.what.len, 0);
    assert_int_equal(full.record_count, 0);
    assert_int_equal(full.view.people.count, 0);
    const struct concern_record record = {.concern = id,
                                          .kind = CONCERN_ENTRY_TOLD,
                                          .cid = TEXT("rang"),
                                          .text = TEXT("Rang her at noon."),
                                          .whom = TEXT("Dorothy")};
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, concern_record_write(change, &record)));
    assert_err(triages(world.amara, id, CONCERN_GRADE_LOW), ERR_DENIED);
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_record_read(change, id, 0, &full)));
    const struct concern_record *last = &full.records[full.record_count - 1];
    assert_text_is(last->whom, "Dorothy");
    assert_int_equal(last->by.v, world.amara.v);
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_assign(change, id, (person_id){0}, TEXT(""))));
    assert_false(concerns_is_listed(&world, world.amara, id));
}

static void written_twice_under_one_cid_it_stands_once(void **state)
{
    (void)state;
    const concern_id id = concerns_raised(&world, (person_id){0});
    struct concern_record record = {.concern = id,
                                    .kind = CONCERN_ENTRY_FACT,
                                    .cid = TEXT("fact"),
                                    .text = TEXT("Rang the school.")};
    struct concern_full full;
    for (int i = 0; i < 2; i++) {
        struct change *change = world_as(&world, world.mo);
        assert_ok(world_end(&world, concern_record_write(change, &record)));
    }
    record.kind = CONCERN_ENTRY_INFERENCE;
    struct change *change = world_as(&world, world.mo);
    assert_err(world_end(&world, concern_record_write(change, &record)),
               ERR_CID_CONFLICT);
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_record_read(change, id, 0, &full)));
    assert_int_equal(full.record_count, 2);
    assert_int_equal(full.records[1].kind, CONCERN_ENTRY_FACT);
}

static void a_referral_waits_for_its_answer(void **state)
{
    (void)state;
    struct referral referral = {0}, again = {0};
    const concern_id id = concerns_raised(&world, (person_id){0});
    const struct referral_new new_referral = {.concern = id,
                                              .cid = TEXT("refer"),
                                              .to = REFERRAL_TO_CHILDRENS_SERVICES,
                                              .reason = TEXT("Not safe at home.")};
    struct change *change = world_as(&world, world.mo);
    assert_err(world_end(&world, concern_refer(change, &new_referral, &referral)),
               ERR_WRONG_STATE);
    assert_ok(triages(world.mo, id, CONCERN_GRADE_SAME_DAY));
    assert_ok(owns(world.mo, id));
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_refer(change, &new_referral, &referral)));
    assert_int_equal(state_of(id), CONCERN_AWAITING);
    assert_true(referral.reply_by_utc_ms >= world.now_utc_ms + DAY_MS - 60000);
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_refer(change, &new_referral, &again)));
    assert_int_equal(again.id.v, referral.id.v);

    waits(4 * DAY_MS);
    assert_true(world_is_told(&world, world.mo));
    waits(DAY_MS + 60000);
    assert_true(world_is_told(&world, world.mo));
    change = world_as(&world, world.mo);
    assert_ok(
        world_end(&world, concern_reply(change, id, referral.id, TEXT("They visit."))));
    assert_int_equal(state_of(id), CONCERN_OWNED);
    waits(2 * DAY_MS);
    assert_false(world_is_told(&world, world.mo));
    change = world_as(&world, world.mo);
    assert_err(world_end(&world, concern_reply(change, id, referral.id, TEXT("x"))),
               ERR_CONFLICT);
}

static void an_allegation_holds_whom_it_is_about(void **state)
{
    (void)state;
    bool held = false;
    const concern_id id = concerns_raised(&world, (person_id){0});
    assert_ok(triages(world.mo, id, CONCERN_GRADE_SAME_DAY));
    assert_err(alleges(world.mo, id, world.dorothy), ERR_WRONG_STATE);
    assert_err(alleges(world.mo, id, (person_id){7}), ERR_NOT_FOUND);
    assert_ok(alleges(world.mo, id, world.priya));
    assert_false(world_is_told(&world, world.priya));
    struct change *change = world_as(&world, world.mo);
    assert_ok(world_end(&world, safeguarding_is_held(change, world.priya, &held)));
    assert_true(held);
    struct concern_view view;
    assert_ok(concerns_find(&world, world.mo, id, &view));
    assert_true(view.concern.is_about_staff);
    assert_true(view.concern.refer_by_utc_ms > world.now_utc_ms);
    assert_true(view.people.people[0].is_allegation);
}

static void what_is_put_off_comes_back_on_its_day(void **state)
{
    (void)state;
    const concern_id id = concerns_raised(&world, (person_id){0});
    assert_ok(triages(world.mo, id, CONCERN_GRADE_SAME_DAY));
    assert_ok(owns(world.mo, id));
    struct change *change = world_as(&world, world.mo);
    assert_err(
        world_end(&world, concern_monitor(change, id, change->now_utc_ms, TEXT(""))),
        ERR_BAD_REQUEST);
    change = world_as(&world, world.mo);
    assert_ok(
        world_end(&world, concern_monitor(change, id, change->now_utc_ms + 7 * DAY_MS,
                                          TEXT("Calm now."))));
    assert_int_equal(state_of(id), CONCERN_MONITORING);
    waits(6 * DAY_MS);
    assert_false(world_is_told(&world, world.mo));
    waits(2 * DAY_MS);
    assert_true(world_is_told(&world, world.mo));
}

static void a_record_is_kept_for_a_reason_and_looked_at_again(void **state)
{
    (void)state;
    enum concern_state reached;
    struct concern_full full;
    const concern_id id = concerns_raised(&world, (person_id){0});
    assert_ok(triages(world.mo, id, CONCERN_GRADE_SAME_DAY));
    assert_ok(owns(world.mo, id));
    assert_ok(closes(world.mo, id, &reached));
    waits(2 * DAY_MS);
    assert_true(world_is_told(&world, world.mo));
    struct change *change = world_as(&world, world.mo);
    const struct concern_keeping bad = {change->now_utc_ms + DAY_MS,
                                        change->now_utc_ms + 2 * DAY_MS, TEXT("x")};
    assert_err(world_end(&world, concern_keep_longer(change, id, &bad)),
               ERR_BAD_REQUEST);
    change = world_as(&world, world.mo);
    const struct concern_keeping keeping = {change->now_utc_ms + 900 * DAY_MS,
                                            change->now_utc_ms + 300 * DAY_MS,
                                            TEXT("Until he is 25.")};
    assert_ok(world_end(&world, concern_keep_longer(change, id, &keeping)));
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_record_read(change, id, 0, &full)));
    assert_text_is(full.keep_reason, "Until he is 25.");
    assert_int_equal(full.view.concern.keep_until_utc_ms, keeping.until_utc_ms);
}

static void whoever_raised_it_hears_that_something_was_done(void **state)
{
    (void)state;
    struct concern_list list;
    const concern_id id = concerns_raised(&world, (person_id){0});
    assert_ok(triages(world.mo, id, CONCERN_GRADE_SAME_DAY));
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, concern_desk_own(change, &list)));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.rows[0].id.v, id.v);
    assert_int_equal(concern_status(list.rows[0].state), CONCERN_STATUS_IN_HAND);
    assert_int_equal(concern_status(CONCERN_OPENED), CONCERN_STATUS_RECEIVED);
    assert_int_equal(concern_status(CONCERN_CLOSED), CONCERN_STATUS_DONE);
    change = world_as(&world, world.dorothy);
    assert_ok(world_end(&world, concern_desk_own(change, &list)));
    assert_int_equal(list.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(leads_see_what_is_raised_and_nobody_else),
        WORLD_TEST(a_lead_whom_it_is_about_never_learns_of_it),
        WORLD_TEST(what_somebody_wrote_makes_her_the_one_it_is_about),
        WORLD_TEST(a_message_that_one_may_not_read_is_none),
        WORLD_TEST(raised_twice_it_is_one),
        WORLD_TEST(a_day_has_room_for_so_many),
        WORLD_TEST(a_lead_found_to_be_concerned_loses_it),
        WORLD_TEST(steps_are_taken_in_their_order),
        WORLD_TEST(about_staff_a_second_person_closes_it),
        WORLD_TEST(a_coordinator_gets_the_summary_alone),
        WORLD_TEST(written_twice_under_one_cid_it_stands_once),
        WORLD_TEST(a_referral_waits_for_its_answer),
        WORLD_TEST(an_allegation_holds_whom_it_is_about),
        WORLD_TEST(what_is_put_off_comes_back_on_its_day),
        WORLD_TEST(a_record_is_kept_for_a_reason_and_looked_at_again),
        WORLD_TEST(whoever_raised_it_hears_that_something_was_done),
    };
    return RUN_TESTS(tests);
}
