// Being forgotten: asking, coming back, the steps, and what stays.
#include "domain/erasure.h"

#include <string.h>

#include "domain/care/concern.h"
#include "domain/care/concern_record.h"
#include "domain/conversation.h"
#include "domain/erasure_plan.h"
#include "domain/erasure_step.h"
#include "domain/keepers.h"
#include "domain/person.h"
#include "domain/timer.h"
#include "domain/vault.h"
#include "domain/world.h"
#include "store/db.h"
#include "store/erasure_store.h"
#include "support.h"

#define DAY_MS 86400000LL
#define STEPS_MAX 200 // far beyond what a small world takes
#define LAST_STEP 9   // in which it waits for the checkpoint

static const person_id operator_id = {0};

static int64_t ask(struct world *world, person_id person)
{
    int64_t due_utc_ms = 0;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, erasure_ask(change, &due_utc_ms)));
    return due_utc_ms;
}

// One step of the ticker's, with the writer's checkpoint after its commit.
static bool step(struct world *world)
{
    bool more = false;
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, erasure_step_run(change, &more)));
    if (db_wants_truncation(world->db)) {
        assert_ok(db_truncate(world->db, world->now_utc_ms + 1));
    }
    return more;
}

static void fire_timers(struct world *world)
{
    bool more = false;
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, timer_run_due(change, 50, &more)));
}

static void work(struct world *world)
{
    int steps = 0;
    while (step(world)) {
        assert_true(++steps < STEPS_MAX);
    }
}

static void wait_and_work(struct world *world)
{
    world->now_utc_ms += ERASURE_WAITING_DAYS * DAY_MS;
    fire_timers(world);
    support_expect_log("erasure_done");
    work(world);
}

static enum erasure_state state_of(struct world *world, person_id person)
{
    struct erasure erasure;
    assert_ok(erasure_store_get(world->db, person, &erasure));
    return erasure.state;
}

static int64_t number_of(struct world *world, const char *sql)
{
    struct stmt *stmt = db_stmt(world->db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t value = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return value;
}

static bool has_key(struct world *world, struct key_scope scope)
{
    const struct seal_place place = {"event", "body_sealed", 1, 1, scope};
    struct sealed sealed;
    struct change *change = world_as(world, operator_id);
    const enum err err =
        vault_seal(world->vault, change->arena, place, TEXT("text"), &sealed);
    assert_ok(world_end(world, OK));
    assert_true(err == OK || err == ERR_GONE);
    return err == OK;
}

static void she_can_come_back_until_the_waiting_time_is_over(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    const int64_t due_utc_ms = ask(&world, world.june);
    assert_int_equal(due_utc_ms - world.now_utc_ms, ERASURE_WAITING_DAYS * DAY_MS);
    assert_int_equal(ask(&world, world.june), due_utc_ms);
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, erasure_cancel(change)));
    world.now_utc_ms = due_utc_ms + 1;
    fire_timers(&world);
    assert_false(step(&world));
    change = world_as(&world, world.june);
    assert_int_equal(world_end(&world, erasure_cancel(change)), ERR_WRONG_STATE);
    ask(&world, world.june);
    world.now_utc_ms += ERASURE_WAITING_DAYS * DAY_MS;
    fire_timers(&world);
    change = world_as(&world, world.june);
    assert_int_equal(world_end(&world, erasure_cancel(change)), ERR_WRONG_STATE);
    world_close(&world);
}

static void one_that_fails_keeps_nobody_else_from_being_forgotten(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    ask(&world, world.june);
    ask(&world, world.dorothy);
    world.now_utc_ms += ERASURE_WAITING_DAYS * DAY_MS;
    fire_timers(&world);
    struct change *change = world_as(&world, operator_id);
    struct erasure junes;
    assert_ok(erasure_store_get(change->db, world.june, &junes));
    const int right = junes.step;
    junes.step = 99;
    assert_ok(world_end(&world, erasure_store_put(change->db, &junes)));
    support_expect_log("erasure_failed");
    support_expect_log("erasure_done");
    work(&world);
    assert_int_equal(state_of(&world, world.dorothy), ERASURE_DONE);
    assert_int_equal(state_of(&world, world.june), ERASURE_ERASING);
    change = world_as(&world, operator_id);
    assert_ok(erasure_store_get(change->db, world.june, &junes));
    junes.step = right;
    assert_ok(world_end(&world, erasure_store_put(change->db, &junes)));
    assert_false(step(&world));
    world.now_utc_ms += 3600000;
    support_expect_log("erasure_done");
    work(&world);
    assert_int_equal(state_of(&world, world.june), ERASURE_DONE);
    world_close(&world);
}

static void staff_first_hand_over_what_they_do(void **state)
{
    (void)state;
    struct world world;
    int64_t due_utc_ms = 0;
    world_open(&world);
    struct change *change = world_as(&world, world.amara);
    assert_int_equal(world_end(&world, erasure_ask(change, &due_utc_ms)),
                     ERR_WRONG_STATE);
    assert_string_equal(change->at_fault, "role");
    change = world_as(&world, world.ada);
    const enum err err = erasure_ask_for(change, world.amara, TEXT("x"), &due_utc_ms);
    assert_int_equal(world_end(&world, err), ERR_WRONG_STATE);
    world_close(&world);
}

static void nobody_becomes_staff_who_is_to_be_erased(void **state)
{
    (void)state;
    const struct role_grant lead = {.role = ROLE_SAFEGUARDING_LEAD};
    struct world world;
    world_open(&world);
    ask(&world, world.june);
    struct change *change = world_as(&world, operator_id);
    assert_int_equal(world_end(&world, person_grant_role(change, world.june, lead)),
                     ERR_WRONG_STATE);
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, erasure_cancel(change)));
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_grant_role(change, world.june, lead)));
    world_close(&world);
}

static void her_words_are_gone_and_those_of_others_stay(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    const conversation_id pair = world_pair(&world);
    const int64_t hers = world_say(&world, world.june, pair, "June's words");
    const int64_t other = world_say(&world, world.priya, pair, "Priya's words");
    ask(&world, world.june);
    wait_and_work(&world);
    assert_int_equal(state_of(&world, world.june), ERASURE_DONE);
    const struct history_page page = world_read(&world, world.priya, pair);
    assert_true(world_event(&page, hers)->removed);
    assert_int_equal(world_event(&page, hers)->text.len, 0);
    assert_text_is(world_event(&page, other)->text, "Priya's words");
    struct person_card card;
    struct change *change = world_as(&world, world.priya);
    assert_ok(person_card(change, world.june, &card));
    assert_true(card.former);
    assert_int_equal(card.name.len, 0);
    assert_ok(world_end(&world, OK));
    assert_false(has_key(&world, (struct key_scope){.person = world.june}));
    assert_false(has_key(&world, (struct key_scope){pair, world.june}));
    assert_true(has_key(&world, (struct key_scope){pair, world.priya}));
    assert_int_equal(number_of(&world, "SELECT count(*) FROM event AS e JOIN erasure AS"
                                       " x ON x.person = e.author WHERE body_sealed"
                                       " IS NOT NULL OR cid IS NOT NULL"),
                     0);
    assert_int_equal(number_of(&world, "SELECT count(*) FROM message_cid AS c JOIN"
                                       " erasure AS x ON x.person = c.sender"),
                     0);
    world_close(&world);
}

static void whoever_reads_gets_the_tombstone_at_once(void **state)
{
    (void)state;
    struct world world;
    bool replaced = false;
    world_open(&world);
    const conversation_id pair = world_pair(&world);
    const int64_t hers = world_say(&world, world.june, pair, "June's words");
    ask(&world, world.june);
    world.now_utc_ms += ERASURE_WAITING_DAYS * DAY_MS;
    fire_timers(&world);
    support_expect_log("erasure_done");
    while (step(&world)) {
        for (size_t i = 0; i < world.change.event_count; i++) {
            const struct event *event = &world.change.events[i];
            replaced = replaced || (event->conversation.v == pair.v &&
                                    event->seq == hers && event->removed);
        }
    }
    assert_true(replaced);
    world_close(&world);
}

static void it_may_be_begun_again_at_any_step(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    const conversation_id pair = world_pair(&world);
    world_say(&world, world.june, pair, "June's words");
    struct change *change = NULL;
    struct erasure erasure = {.step = 0};
    for (int before = 0; erasure.step < LAST_STEP; before++) {
        change = world_as(&world, operator_id);
        assert_ok(world_end(&world, erasure_restart(change, world.june)));
        for (int i = 0; i < before; i++) {
            assert_true(step(&world));
        }
        assert_ok(erasure_store_get(world.db, world.june, &erasure));
    }
    support_expect_log("erasure_done");
    work(&world);
    assert_int_equal(state_of(&world, world.june), ERASURE_DONE);
    assert_false(has_key(&world, (struct key_scope){pair, world.june}));
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, erasure_restart(change, (person_id){12345})));
    world_close(&world);
}

static void a_title_that_she_gave_stays(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    const conversation_id group = world_group(&world);
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, erasure_restart(change, world.amara)));
    support_expect_log("erasure_done");
    work(&world);
    struct conversation_page page;
    const struct conversation_query query = {.max_bytes = 10000};
    change = world_as(&world, world.june);
    assert_ok(conversation_list(change, &query, &page));
    int found = 0;
    for (int i = 0; i < page.count; i++) {
        if (page.views[i].conversation.id.v == group.v) {
            assert_text_is(page.views[i].conversation.title, "Grandparents North");
            found++;
        }
    }
    assert_int_equal(found, 1);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

// A concern about June that Lena can read.
static concern_id open_concern(struct keepers *keepers)
{
    struct world *world = &keepers->world;
    concern_id id;
    struct change *change = world_as(world, operator_id);
    const struct concern_new concern = {.organisation = world->organisation,
                                        .area = world->north,
                                        .about = world->june,
                                        .rank = CARE_RANK_SAME_DAY,
                                        .what = TEXT("What was seen")};
    assert_ok(world_end(world, concern_open(change, &concern, &id)));
    return id;
}

static void an_open_concern_keeps_her_words_and_her_name(void **state)
{
    (void)state;
    struct keepers keepers;
    struct concern_full full;
    keepers_open(&keepers);
    struct world *world = &keepers.world;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, "June's words");
    const concern_id concern = open_concern(&keepers);
    ask(world, world->june);
    world->now_utc_ms += ERASURE_WAITING_DAYS * DAY_MS;
    fire_timers(world);
    work(world);
    assert_int_equal(state_of(world, world->june), ERASURE_ERASING);
    assert_true(has_key(world, (struct key_scope){pair, world->june}));
    assert_int_equal(number_of(world, "SELECT count(*) FROM person AS p JOIN erasure AS"
                                      " x ON x.person = p.id WHERE p.name_sealed"
                                      " IS NULL AND p.state = 'former'"),
                     1);
    struct change *change = world_as(world, keepers.lena);
    assert_ok(concern_record_read(change, concern, 0, &full));
    assert_text_is(full.what, "What was seen");
    assert_non_null(memmem(full.records[full.record_count - 1].text.s,
                           full.records[full.record_count - 1].text.len, "June", 4));
    assert_ok(world_end(world, OK));
    change = world_as(world, operator_id);
    assert_ok(stmt_run(db_stmt(world->db, "UPDATE concern SET state = 'closed'")));
    assert_ok(world_end(world, OK));
    assert_false(step(world));
    world->now_utc_ms += DAY_MS;
    support_expect_log("erasure_done");
    work(world);
    assert_int_equal(state_of(world, world->june), ERASURE_DONE);
    assert_false(has_key(world, (struct key_scope){pair, world->june}));
    change = world_as(world, keepers.lena);
    assert_ok(concern_record_read(change, concern, 0, &full));
    assert_text_is(full.what, "What was seen");
    assert_ok(world_end(world, OK));
    keepers_close(&keepers);
}

static struct erasure_plan plan_of(struct world *world, person_id person)
{
    struct erasure_plan plan;
    memset(&plan, 0, sizeof plan);
    struct change *change = world_as(world, person);
    const int64_t now_utc_ms = world->now_utc_ms;
    assert_ok(world_end(world, erasure_plan_read(change, &plan)));
    plan.due_utc_ms -= now_utc_ms;
    for (int i = 0; i < plan.items.count; i++) {
        if (plan.items.items[i].kind == ERASURE_ITEM_LOG) {
            plan.items.items[i].until_utc_ms -= now_utc_ms;
        }
    }
    return plan;
}

static void the_plan_says_nothing_of_what_she_may_not_know(void **state)
{
    (void)state;
    struct keepers keepers;
    keepers_open(&keepers);
    keepers.world.policy.audit_keep_ms = 2192 * DAY_MS;
    const struct erasure_plan before = plan_of(&keepers.world, keepers.world.june);
    open_concern(&keepers);
    const struct erasure_plan after = plan_of(&keepers.world, keepers.world.june);
    assert_int_equal(before.items.count, after.items.count);
    for (int i = 0; i < before.items.count; i++) {
        const struct erasure_item *one = &before.items.items[i];
        const struct erasure_item *other = &after.items.items[i];
        assert_int_equal(one->kind, other->kind);
        assert_int_equal(one->when, other->when);
        assert_int_equal(one->count, other->count);
        assert_int_equal(one->until_utc_ms, other->until_utc_ms);
    }
    assert_int_equal(before.due_utc_ms, after.due_utc_ms);
    keepers_close(&keepers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(she_can_come_back_until_the_waiting_time_is_over),
        TEST(one_that_fails_keeps_nobody_else_from_being_forgotten),
        TEST(staff_first_hand_over_what_they_do),
        TEST(nobody_becomes_staff_who_is_to_be_erased),
        TEST(her_words_are_gone_and_those_of_others_stay),
        TEST(whoever_reads_gets_the_tombstone_at_once),
        TEST(it_may_be_begun_again_at_any_step),
        TEST(a_title_that_she_gave_stays),
        TEST(an_open_concern_keeps_her_words_and_her_name),
        TEST(the_plan_says_nothing_of_what_she_may_not_know),
    };
    return RUN_TESTS(tests);
}
