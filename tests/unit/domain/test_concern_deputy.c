// Deputies: who acts on a concern when no lead may, and who hears that nobody can.
#include "domain/care/concern_desk.h"
#include "domain/care/concern_step.h"
#include "domain/person.h"
#include "domain/world.h"
#include "store/conversation_store.h"
#include "support.h"

static struct world world;

static void grants(person_id person, enum role role)
{
    const struct role_grant grant = {role, {0}};
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, person, grant)));
}

// Mo and Sid are safeguarding leads; Ada administers; Amara coordinates.
static int begin(void **state)
{
    world_open(&world);
    grants(world.mo, ROLE_SAFEGUARDING_LEAD);
    grants(world.sid, ROLE_SAFEGUARDING_LEAD);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// June raises one about `person`.
static concern_id raised(person_id person)
{
    static int count;
    char cid[16];
    (void)snprintf(cid, sizeof cid, "c%d", count++);
    const struct concern_new what = {.about = person,
                                     .rank = CARE_RANK_OTHER,
                                     .cid = text_of(cid),
                                     .what = TEXT("He said: I am afraid of her.")};
    struct concern concern = {0};
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, concern_raise(change, &what, &concern)));
    return concern.id;
}

static enum err sees(person_id person, concern_id id, struct concern_view *view)
{
    struct change *change = world_as(&world, person);
    return world_end(&world, concern_find(change, id, view));
}

static bool is_listed(person_id person, concern_id id)
{
    const struct concern_desk desk = {0};
    struct concern_page page;
    bool found = false;
    struct change *change = world_as(&world, person);
    assert_ok(world_end(&world, concern_desk_list(change, &desk, &page)));
    for (size_t i = 0; i < page.count; i++) {
        found = found || page.views[i].concern.id.v == id.v;
    }
    return found;
}

static bool is_told(person_id person)
{
    conversation_id inbox;
    const struct change last = world.change;
    assert_ok(conversation_store_inbox(world.db, person, &inbox));
    for (size_t i = 0; i < last.event_count; i++) {
        if (last.events[i].conversation.v == inbox.v &&
            last.events[i].kind == EVENT_CARE_CHANGED) {
            return true;
        }
    }
    return false;
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

static enum err names_deputy(person_id by, person_id deputy)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_deputy_set(change, deputy));
}

static void the_deputy_acts_when_it_is_about_the_only_lead(void **state)
{
    (void)state;
    struct concern_view view;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.sid)));
    const concern_id id = raised(world.mo);
    assert_true(is_told(world.ada)); // who names a deputy, and reads nothing
    assert_err(sees(world.ada, id, &view), ERR_NOT_FOUND);
    int64_t stranded = 0;
    person_id deputy;
    change = world_as(&world, world.ada);
    assert_ok(world_end(&world, concern_deputy_get(change, &deputy, &stranded)));
    assert_int_equal(stranded, 1);
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_deputy_get(change, &deputy, &stranded)));
    assert_int_equal(stranded, -1);

    // Named by the lead whom it is about, she gets it not.
    assert_ok(names_deputy(world.mo, world.amara));
    assert_err(sees(world.amara, id, &view), ERR_NOT_FOUND);
    assert_ok(names_deputy(world.ada, world.amara));
    assert_ok(sees(world.amara, id, &view));
    assert_true(is_listed(world.amara, id));
    assert_ok(triages(world.amara, id, CONCERN_GRADE_SAME_DAY));
    // Nor can the lead take it from her.
    assert_ok(names_deputy(world.mo, (person_id){0}));
    assert_ok(owns(world.amara, id));
}

static int64_t stranded(void)
{
    int64_t count = 0;
    person_id deputy;
    struct change *change = world_as(&world, world.ada);
    assert_ok(world_end(&world, concern_deputy_get(change, &deputy, &count)));
    return count;
}

static void a_deputy_who_left_counts_no_more(void **state)
{
    (void)state;
    const struct role_grant coordinator = {ROLE_COORDINATOR, world.north};
    struct concern_view view;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.sid)));
    assert_ok(names_deputy(world.ada, world.amara));
    const concern_id id = raised(world.mo);
    assert_ok(sees(world.amara, id, &view));
    assert_int_equal(stranded(), 0);

    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.amara)));
    assert_true(is_told(world.ada));
    assert_int_equal(stranded(), 1);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_restore(change, world.amara)));
    assert_ok(sees(world.amara, id, &view));

    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_revoke_role(change, world.amara, coordinator)));
    assert_true(is_told(world.ada));
    assert_false(is_told(world.amara));
    assert_int_equal(stranded(), 1);
    assert_err(sees(world.amara, id, &view), ERR_NOT_FOUND);
    assert_ok(names_deputy(world.ada, world.ada));
    assert_ok(sees(world.ada, id, &view));
    assert_int_equal(stranded(), 0);
}

static void nobody_who_is_suspended_is_named_deputy(void **state)
{
    (void)state;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.amara)));
    assert_err(names_deputy(world.ada, world.amara), ERR_WRONG_STATE);
}

static void where_no_lead_is_left_the_deputy_acts(void **state)
{
    (void)state;
    struct concern_view view;
    assert_ok(names_deputy(world.ada, world.amara));
    const concern_id before = raised(world.dorothy);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.mo)));
    assert_false(is_told(world.amara));
    assert_err(sees(world.amara, before, &view), ERR_NOT_FOUND);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.sid)));
    assert_true(is_told(world.amara));
    assert_ok(sees(world.amara, before, &view));
    const concern_id after = raised(world.dorothy);
    assert_true(is_told(world.amara));
    assert_true(is_listed(world.amara, after));
    assert_ok(triages(world.amara, after, CONCERN_GRADE_DAY));
    assert_int_equal(stranded(), 0);
}

static void a_deputy_sees_nothing_else(void **state)
{
    (void)state;
    struct concern_view view;
    assert_ok(names_deputy(world.ada, world.amara));
    const concern_id id = raised(world.dorothy);
    assert_false(is_told(world.amara));
    assert_err(sees(world.amara, id, &view), ERR_NOT_FOUND);
    assert_false(is_listed(world.amara, id));
    const concern_id about_her = raised(world.amara);
    assert_err(sees(world.amara, about_her, &view), ERR_NOT_FOUND);
    assert_err(names_deputy(world.ada, world.mo), ERR_WRONG_STATE);
    assert_err(names_deputy(world.ada, world.june), ERR_WRONG_STATE);
    assert_err(names_deputy(world.amara, world.amara), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_deputy_acts_when_it_is_about_the_only_lead),
        WORLD_TEST(a_deputy_who_left_counts_no_more),
        WORLD_TEST(nobody_who_is_suspended_is_named_deputy),
        WORLD_TEST(where_no_lead_is_left_the_deputy_acts),
        WORLD_TEST(a_deputy_sees_nothing_else),
    };
    return RUN_TESTS(tests);
}
