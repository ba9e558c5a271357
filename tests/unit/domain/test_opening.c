// Openings of private talk: who asks, who agrees, what is read, and who is told.
#include "domain/care/opening.h"

#include "domain/care/concern_desk.h"
#include "domain/person.h"
#include "domain/timer.h"
#include "domain/world.h"
#include "store/db.h"
#include "store/pair_store.h"
#include "support.h"

#define HOUR_MS 3600000LL

static struct world world;
static conversation_id pair;

// Mo and Sid are leads, Ada administers, June and Priya are a pair.
static int begin(void **state)
{
    world_open(&world);
    world_grant(&world, world.mo, ROLE_SAFEGUARDING_LEAD);
    world_grant(&world, world.sid, ROLE_SAFEGUARDING_LEAD);
    pair = world_pair(&world);
    world_say(&world, world.june, pair, "I cannot any more.");
    world_say(&world, world.priya, pair, "I am here.");
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static struct opening_new wanted(const char *cid, const char *silent)
{
    return (struct opening_new){.conversation = pair,
                                .cid = text_of(cid),
                                .why = OPENING_WHY_DANGER,
                                .reason = TEXT("She wrote of a plan."),
                                .silent_reason = text_of(silent)};
}

static enum err asks(person_id by, const struct opening_new *what, opening_id *id)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, opening_ask(change, what, id));
}

static opening_id asked(const char *silent)
{
    const struct opening_new what = wanted("first", silent);
    opening_id id;
    assert_ok(asks(world.mo, &what, &id));
    return id;
}

static enum err approves(person_id by, opening_id id)
{
    int64_t until = 0;
    struct change *change = world_as(&world, by);
    return world_end(&world, opening_approve(change, id, &until));
}

static enum err reads(person_id by, opening_id id, struct history_page *page)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, opening_read(change, id, 0, page));
}

static void waits(int64_t ms)
{
    bool more = false;
    world.now_utc_ms += ms;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, timer_run_due(change, 50, &more)));
}

static size_t own_count(person_id person)
{
    struct opening *list = NULL;
    size_t count = 0;
    struct change *change = world_as(&world, person);
    assert_ok(world_end(&world, opening_own(change, &list, &count)));
    return count;
}

static void nothing_is_read_before_a_second_person_agreed(void **state)
{
    (void)state;
    struct history_page page;
    const opening_id id = asked("");
    assert_true(world_is_told(&world, world.sid));
    assert_true(world_is_told(&world, world.ada));
    assert_false(world_is_told(&world, world.june));
    assert_err(reads(world.mo, id, &page), ERR_WRONG_STATE);
    assert_err(approves(world.mo, id), ERR_DENIED);
    assert_err(approves(world.amara, id), ERR_DENIED);
    assert_ok(approves(world.ada, id));
    assert_err(reads(world.sid, id, &page), ERR_DENIED);
    assert_err(reads(world.ada, id, &page), ERR_DENIED);
    assert_ok(reads(world.mo, id, &page));
    const struct event *last = &page.events[page.count - 1];
    assert_text_is(last->text, "I am here.");
    assert_int_equal(world.change.audit_count, 1);
    assert_err(approves(world.sid, id), ERR_WRONG_STATE);
}

static void only_what_was_said_by_then_is_read(void **state)
{
    (void)state;
    struct history_page page;
    const opening_id id = asked("");
    const int64_t later = world_say(&world, world.june, pair, "Something later.");
    assert_ok(approves(world.sid, id));
    assert_ok(reads(world.mo, id, &page));
    assert_null(world_event(&page, later));
    assert_false(page.more_after);
}

static void edits(int64_t seq, const char *text)
{
    struct message_done done;
    const struct message_ref ref = {pair, seq};
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, message_edit(change, ref, text_of(text), &done)));
}

static void what_was_changed_afterwards_is_not_read(void **state)
{
    (void)state;
    struct history_page page;
    const int64_t before = world_say(&world, world.june, pair, "One");
    const int64_t after = world_say(&world, world.june, pair, "Two");
    edits(before, "One, edited");
    edits(after, "Two, edited");
    world.now_utc_ms += HOUR_MS;
    const opening_id id = asked("");
    world.now_utc_ms += HOUR_MS;
    edits(after, "Two, said later");
    assert_ok(approves(world.sid, id));
    assert_ok(reads(world.mo, id, &page));
    assert_text_is(world_event(&page, before)->text, "One, edited");
    assert_int_equal(world_event(&page, after)->kind, EVENT_WITHHELD);
    for (int i = 0; i < page.count; i++) {
        const struct text text = page.events[i].text;
        assert_false(text_equal(text, TEXT("Two, said later")));
    }
    assert_int_equal(world_event(&page, after + 1)->kind, EVENT_MESSAGE_EDITED);
    assert_int_equal(world_event(&page, after + 2)->kind, EVENT_WITHHELD);
}

static void a_part_may_be_asked_for(void **state)
{
    (void)state;
    struct history_page page;
    opening_id id;
    const int64_t seq = world_say(&world, world.june, pair, "One.");
    world_say(&world, world.june, pair, "Two.");
    struct opening_new what = wanted("part", "");
    what.from_seq = seq;
    what.until_seq = seq;
    assert_ok(asks(world.mo, &what, &id));
    assert_ok(approves(world.sid, id));
    assert_ok(reads(world.mo, id, &page));
    assert_int_equal(page.count, 1);
    assert_text_is(page.events[0].text, "One.");
    what.cid = TEXT("none");
    what.until_seq = seq - 1;
    assert_err(asks(world.mo, &what, &id), ERR_BAD_REQUEST);
}

static void its_people_are_told_when_it_was_read(void **state)
{
    (void)state;
    struct history_page page;
    const opening_id id = asked("");
    assert_ok(approves(world.sid, id));
    assert_false(world_is_told(&world, world.june));
    assert_int_equal(own_count(world.june), 0);
    assert_ok(reads(world.mo, id, &page));
    assert_true(world_is_told(&world, world.june));
    assert_true(world_is_told(&world, world.priya));
    assert_int_equal(own_count(world.june), 1);
    assert_int_equal(own_count(world.dorothy), 0);
    assert_ok(reads(world.mo, id, &page));
    assert_false(world_is_told(&world, world.june));
}

static void a_recorded_reason_keeps_silence_until_it_ends(void **state)
{
    (void)state;
    struct history_page page;
    const opening_id id = asked("Priya might warn him.");
    assert_ok(approves(world.sid, id));
    assert_ok(reads(world.mo, id, &page));
    assert_false(world_is_told(&world, world.june));
    assert_int_equal(own_count(world.june), 0);
    struct change *change = world_as(&world, world.ada);
    assert_err(world_end(&world, opening_end_silence(change, id)), ERR_NOT_FOUND);
    change = world_as(&world, world.sid);
    assert_ok(world_end(&world, opening_end_silence(change, id)));
    assert_true(world_is_told(&world, world.june));
    assert_int_equal(own_count(world.priya), 1);
    change = world_as(&world, world.sid);
    assert_err(world_end(&world, opening_end_silence(change, id)), ERR_WRONG_STATE);
}

static void it_is_over_after_a_day(void **state)
{
    (void)state;
    struct history_page page;
    const opening_id id = asked("");
    assert_ok(approves(world.sid, id));
    world.now_utc_ms += 25 * HOUR_MS;
    assert_err(reads(world.mo, id, &page), ERR_EXPIRED);
    waits(0);
    assert_err(reads(world.mo, id, &page), ERR_EXPIRED);
    assert_int_equal(own_count(world.june), 0);
}

static void what_nobody_decides_lapses(void **state)
{
    (void)state;
    const opening_id id = asked("");
    waits(8 * 24 * HOUR_MS);
    assert_err(approves(world.sid, id), ERR_WRONG_STATE);
}

static void nobody_in_the_talk_asks_decides_or_sees_it(void **state)
{
    (void)state;
    world_grant(&world, world.priya, ROLE_SAFEGUARDING_LEAD);
    const struct opening_new what = wanted("own", "");
    struct opening_page page;
    opening_id id;
    assert_err(asks(world.priya, &what, &id), ERR_NOT_FOUND);
    assert_err(asks(world.amara, &what, &id), ERR_DENIED);
    id = asked("");
    assert_false(world_is_told(&world, world.priya));
    assert_err(approves(world.priya, id), ERR_NOT_FOUND);
    struct change *change = world_as(&world, world.priya);
    assert_ok(world_end(&world, opening_list(change, (opening_id){0}, &page)));
    assert_int_equal(page.count, 0);
    change = world_as(&world, world.sid);
    assert_ok(world_end(&world, opening_list(change, (opening_id){0}, &page)));
    assert_int_equal(page.count, 1);
    assert_true(page.views[0].can[OPENING_ACT_DECIDE]);
    assert_text_is(page.views[0].reason, "She wrote of a plan.");
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, opening_list(change, (opening_id){0}, &page)));
    assert_int_equal(page.count, 0);
}

// So many who once were in the talk that a list of the first of them leaves Priya out.
static void crowds(void)
{
    struct change *change = world_as(&world, (person_id){0});
    struct stmt *people =
        db_stmt(change->db,
                "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n "
                "WHERE id < 300)"
                " INSERT INTO person (id, organisation, state, name_version, inbox,"
                " created_utc_ms) SELECT id, :organisation, 'former', 0, 0, 1 FROM n");
    stmt_int(people, ":organisation", world.organisation.v);
    assert_ok(stmt_run(people));
    struct stmt *stays =
        db_stmt(change->db,
                "INSERT INTO stay (conversation, person, stay, role, ended, since_seq, "
                "until_seq,"
                " read_seq, since_utc_ms)"
                " SELECT :conversation, id, 1, 'carer', 'left', 1, 1, 1, 1 FROM person"
                " WHERE id <= 300");
    stmt_int(stays, ":conversation", pair.v);
    assert_ok(world_end(&world, stmt_run(stays)));
}

static void among_many_nobody_in_the_talk_is_told_too_early(void **state)
{
    (void)state;
    struct history_page page;
    world_grant(&world, world.priya, ROLE_SAFEGUARDING_LEAD);
    crowds();
    world.breaks_rules = true; // a crowd without inboxes
    const opening_id id = asked("");
    assert_true(world_is_told(&world, world.sid));
    assert_false(world_is_told(&world, world.priya));
    assert_ok(approves(world.sid, id));
    assert_false(world_is_told(&world, world.priya));
    assert_ok(reads(world.mo, id, &page));
    assert_true(world_is_told(&world, world.priya));
}

static void the_deputy_may_agree_too(void **state)
{
    (void)state;
    const opening_id id = asked("");
    struct change *change = world_as(&world, world.ada);
    assert_ok(world_end(&world, concern_deputy_set(change, world.amara)));
    assert_ok(approves(world.amara, id));
}

static void refused_it_stays_closed(void **state)
{
    (void)state;
    struct history_page page;
    const opening_id id = asked("");
    struct change *change = world_as(&world, world.sid);
    assert_ok(world_end(&world, opening_refuse(change, id, TEXT("Not needed."))));
    assert_true(world_is_told(&world, world.mo));
    assert_err(reads(world.mo, id, &page), ERR_WRONG_STATE);
    assert_err(approves(world.ada, id), ERR_WRONG_STATE);
}

static void asked_twice_it_is_one(void **state)
{
    (void)state;
    const opening_id first = asked("");
    assert_int_equal(asked("").v, first.v);
    struct opening_new what = wanted("first", "");
    opening_id id;
    what.reason = TEXT("Another reason.");
    assert_err(asks(world.mo, &what, &id), ERR_CID_CONFLICT);
}

static void a_pair_is_found_by_its_people(void **state)
{
    (void)state;
    conversation_id found = {0};
    struct change *change = world_as(&world, world.mo);
    assert_ok(pair_store_insert(change->db, pair, world.june, world.priya));
    assert_ok(
        world_end(&world, opening_pair_of(change, world.priya, world.june, &found)));
    assert_int_equal(found.v, pair.v);
    change = world_as(&world, world.mo);
    assert_err(
        world_end(&world, opening_pair_of(change, world.june, world.sid, &found)),
        ERR_NOT_FOUND);
    change = world_as(&world, world.amara);
    assert_err(
        world_end(&world, opening_pair_of(change, world.priya, world.june, &found)),
        ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(nothing_is_read_before_a_second_person_agreed),
        WORLD_TEST(only_what_was_said_by_then_is_read),
        WORLD_TEST(what_was_changed_afterwards_is_not_read),
        WORLD_TEST(a_pair_is_found_by_its_people),
        WORLD_TEST(a_part_may_be_asked_for),
        WORLD_TEST(its_people_are_told_when_it_was_read),
        WORLD_TEST(a_recorded_reason_keeps_silence_until_it_ends),
        WORLD_TEST(it_is_over_after_a_day),
        WORLD_TEST(what_nobody_decides_lapses),
        WORLD_TEST(nobody_in_the_talk_asks_decides_or_sees_it),
        WORLD_TEST(among_many_nobody_in_the_talk_is_told_too_early),
        WORLD_TEST(the_deputy_may_agree_too),
        WORLD_TEST(refused_it_stays_closed),
        WORLD_TEST(asked_twice_it_is_one),
    };
    return RUN_TESTS(tests);
}
