// What others see of people, who sees whom, roles and states.
#include "domain/person.h"

#include <stdio.h>

#include "domain/organisation.h"
#include "domain/vault.h"
#include "domain/world.h"
#include "protocol_limits.h"
#include "store/db.h"
#include "support.h"

static const person_id operator_id = {0};

static int64_t rows_of(struct world *world, const char *sql, int64_t area)
{
    struct stmt *stmt = db_stmt(world->db, sql);
    stmt_int(stmt, ":person", world->june.v);
    stmt_int(stmt, ":area", area);
    stmt_int(stmt, ":organisation", world->organisation.v);
    assert_ok(stmt_one(stmt));
    int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void the_audit_log_says_which_role_was_given_and_taken_where(void **state)
{
    (void)state;
    static const char sql[] =
        "SELECT count(*) FROM audit WHERE action IN ('person.grant_role',"
        " 'person.revoke_role') AND object = :person AND object2 = :area AND"
        " outcome = 'supporter' AND organisation = :organisation AND role = 'operator'";
    struct world world;
    world_open(&world);
    const struct role_grant role = {ROLE_SUPPORTER, world.south};
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_grant_role(change, world.june, role)));
    assert_int_equal(rows_of(&world, sql, world.south.v), 1);
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_revoke_role(change, world.june, role)));
    assert_int_equal(rows_of(&world, sql, world.south.v), 2);
    world_close(&world);
}

static void the_foremost_role_is_the_one_with_most_duties(void **state)
{
    (void)state;
    const struct role_grant roles[] = {
        {ROLE_SUPPORTER,   {1}},
        {ROLE_COORDINATOR, {2}},
        {ROLE_CARER,       {1}}
    };
    assert_int_equal(person_foremost_role(roles, 3), ROLE_COORDINATOR);
    assert_int_equal(person_foremost_role(roles, 1), ROLE_SUPPORTER);
    assert_int_equal(person_foremost_role(roles, 0), ROLE_CARER);
}

static void a_role_everywhere_is_a_role_in_each_area(void **state)
{
    (void)state;
    const struct person person = {
        .roles = {{ROLE_SUPPORTER, {0}}, {ROLE_CARER, {7}}},
          .role_count = 2
    };
    assert_true(person_has_role(&person, ROLE_SUPPORTER, (area_id){7}));
    assert_true(person_has_role(&person, ROLE_CARER, (area_id){7}));
    assert_false(person_has_role(&person, ROLE_CARER, (area_id){8}));
    assert_false(person_has_role(&person, ROLE_CARER, (area_id){0}));
}

static void a_card_shows_name_and_role(void **state)
{
    (void)state;
    struct world world;
    struct person_card card;
    world_open(&world);
    struct change *change = world_as(&world, world.june);
    assert_ok(person_card(change, world.priya, &card));
    assert_text_is(card.name, "Priya");
    assert_int_equal(card.role, ROLE_SUPPORTER);
    assert_false(card.former);
    assert_err(person_card(change, person_id_new(), &card), ERR_NOT_FOUND);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void a_person_whose_key_is_gone_is_former(void **state)
{
    (void)state;
    struct world world;
    struct person_card card;
    struct person_page page;
    world_open(&world);
    struct person_filter filter = {.organisation = world.organisation};
    assert_ok(
        vault_keys_destroy(world.vault, &(struct key_scope){.person = world.mo}, 1));
    struct change *change = world_as(&world, operator_id);
    assert_ok(person_card(change, world.mo, &card));
    assert_true(card.former);
    assert_int_equal(card.name.len, 0);
    assert_ok(person_list(change, &filter, &page));
    assert_int_equal(page.count, 7);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

// How many people `who` finds.
static size_t finds(struct world *world, person_id who, struct person_filter filter)
{
    struct person_page page;
    struct change *change = world_as(world, who);
    assert_ok(world_end(world, person_list(change, &filter, &page)));
    assert_false(page.more);
    return page.count;
}

static enum err list_error(struct world *world, person_id who,
                           struct person_filter filter)
{
    struct person_page page;
    struct change *change = world_as(world, who);
    return world_end(world, person_list(change, &filter, &page));
}

static void a_coordinator_sees_the_people_of_her_areas(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    struct person_filter all = {.by_area = false};
    struct person_filter carers = {.by_role = true, .role = ROLE_CARER};
    // Five of North and Ada, who administers everywhere; two of South and Ada.
    assert_int_equal(finds(&world, world.amara, all), 6);
    assert_int_equal(finds(&world, world.sid, all), 3);
    assert_int_equal(finds(&world, world.amara, carers), 3);
    assert_int_equal(finds(&world, world.sid, carers), 1);
    world_close(&world);
}

static void administrators_and_operators_see_everyone(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    struct person_filter all = {.by_area = false};
    struct person_filter south = {.by_area = true, .area = world.south};
    struct person_filter carers = {
        .by_area = true, .area = world.south, .by_role = true, .role = ROLE_CARER};
    assert_int_equal(finds(&world, world.ada, all), 8);
    assert_int_equal(finds(&world, world.ada, south), 3);
    assert_int_equal(finds(&world, world.ada, carers), 1);
    assert_int_equal(finds(&world, operator_id, all), 8);
    world_close(&world);
}

static void a_foreign_area_answers_like_none(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    struct person_filter foreign = {.by_area = true, .area = world.south};
    struct person_filter absent = {.by_area = true, .area = area_id_new()};
    struct person_filter unreadable = {.by_area = true};
    assert_err(list_error(&world, world.amara, foreign), ERR_NOT_FOUND);
    assert_err(list_error(&world, world.amara, absent), ERR_NOT_FOUND);
    assert_err(list_error(&world, world.amara, unreadable), ERR_NOT_FOUND);
    assert_err(list_error(&world, world.ada, unreadable), ERR_NOT_FOUND);
    world_close(&world);
}

static void carers_and_supporters_see_no_list(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    struct person_filter all = {.by_area = false};
    assert_err(list_error(&world, world.june, all), ERR_DENIED);
    assert_err(list_error(&world, world.priya, all), ERR_DENIED);
    world_close(&world);
}

static void another_organisation_is_out_of_sight(void **state)
{
    (void)state;
    struct world world;
    organisation_id other;
    area_id east;
    person_id person;
    world_open(&world);
    struct change *change = world_as(&world, operator_id);
    assert_ok(organisation_create(change, TEXT("Elsewhere"), &other));
    assert_ok(organisation_add_area(change, other, TEXT("East"), &east));
    struct person_new new_person = {
        .organisation = other, .name = TEXT("Olga"), .role = {ROLE_CARER, east}
    };
    assert_ok(world_end(&world, person_create(change, &new_person, &person)));
    struct person_filter all = {.by_area = false};
    struct person_filter theirs = {.by_area = true, .area = east};
    struct person_filter named = {.organisation = other};
    assert_int_equal(finds(&world, world.ada, all), 8);
    assert_int_equal(finds(&world, world.ada, named), 8);
    assert_err(list_error(&world, world.ada, theirs), ERR_NOT_FOUND);
    assert_int_equal(finds(&world, operator_id, named), 1);
    assert_err(list_error(&world, operator_id, all), ERR_CONFLICT);
    world_close(&world);
}

static void a_page_ends_after_100_people(void **state)
{
    (void)state;
    struct world world;
    struct person_page page;
    world_open(&world);
    struct change *change = world_as(&world, operator_id);
    for (int i = 8; i < LIMIT_PEOPLE_PAGE + 5; i++) {
        struct person_new new_person = {
            .organisation = world.organisation,
            .name = TEXT("Extra"),
            .role = {ROLE_CARER, world.north}
        };
        person_id person;
        assert_ok(person_create(change, &new_person, &person));
    }
    assert_ok(world_end(&world, OK));
    struct person_filter filter = {.organisation = world.organisation};
    change = world_as(&world, operator_id);
    assert_ok(person_list(change, &filter, &page));
    assert_true(page.more);
    assert_int_equal(page.count, LIMIT_PEOPLE_PAGE);
    for (size_t i = 1; i < page.count; i++) {
        assert_true(page.people[i - 1].id.v < page.people[i].id.v);
    }
    filter.after = page.people[page.count - 1].id;
    assert_ok(person_list(change, &filter, &page));
    assert_false(page.more);
    assert_int_equal(page.count, 5);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static enum err granted(struct world *world, person_id by, struct role_grant role)
{
    struct change *change = world_as(world, by);
    return world_end(world, person_grant_role(change, world->june, role));
}

static enum err revoked(struct world *world, person_id by, struct role_grant role)
{
    struct change *change = world_as(world, by);
    return world_end(world, person_revoke_role(change, world->june, role));
}

static void roles_are_given_and_taken_by_operators(void **state)
{
    (void)state;
    struct world world;
    struct person person;
    world_open(&world);
    const struct role_grant supporter = {ROLE_SUPPORTER, world.south};
    assert_err(granted(&world, world.ada, supporter), ERR_DENIED);
    assert_ok(granted(&world, operator_id, supporter));
    assert_err(granted(&world, operator_id, supporter), ERR_CONFLICT);
    assert_err(
        granted(&world, operator_id, (struct role_grant){ROLE_CARER, area_id_new()}),
        ERR_NOT_FOUND);
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_find(change, world.june, &person)));
    assert_int_equal(person.role_count, 2);
    assert_err(revoked(&world, world.ada, supporter), ERR_DENIED);
    assert_ok(revoked(&world, operator_id, supporter));
    assert_err(revoked(&world, operator_id, supporter), ERR_NOT_FOUND);
    world_close(&world);
}

static void one_person_has_at_most_16_roles(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    for (int i = 1; i < ROLES_PER_PERSON_MAX; i++) {
        char name[24];
        struct role_grant role = {ROLE_CARER, {0}};
        struct change *change = world_as(&world, operator_id);
        snprintf(name, sizeof(name), "Area %d", i);
        assert_ok(organisation_add_area(change, world.organisation, text_of(name),
                                        &role.area));
        assert_ok(world_end(&world, OK));
        assert_ok(granted(&world, operator_id, role));
    }
    assert_err(
        granted(&world, operator_id, (struct role_grant){ROLE_CARER, world.south}),
        ERR_TOO_LARGE);
    world_close(&world);
}

static void only_what_is_active_can_be_suspended_and_back(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    struct change *change = world_as(&world, world.ada);
    assert_err(world_end(&world, person_suspend(change, world.june)), ERR_DENIED);
    change = world_as(&world, operator_id);
    assert_err(world_end(&world, person_restore(change, world.june)), ERR_WRONG_STATE);
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_suspend(change, world.june)));
    change = world_as(&world, operator_id);
    assert_err(world_end(&world, person_suspend(change, world.june)), ERR_WRONG_STATE);
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, person_restore(change, world.june)));
    change = world_as(&world, operator_id);
    assert_err(world_end(&world, person_suspend(change, person_id_new())),
               ERR_NOT_FOUND);
    world_close(&world);
}

static void operators_find_people_by_handle(void **state)
{
    (void)state;
    struct world world;
    person_id found;
    world_open(&world);
    struct change *change = world_as(&world, operator_id);
    assert_ok(person_create_account(change, world.june, TEXT("june"), TEXT("hash")));
    assert_ok(person_by_handle(change, TEXT("June"), &found));
    assert_int_equal(found.v, world.june.v);
    assert_err(person_by_handle(change, TEXT("nobody"), &found), ERR_NOT_FOUND);
    assert_err(person_by_handle(change, TEXT("not a handle"), &found), ERR_NOT_FOUND);
    assert_ok(world_end(&world, OK));
    change = world_as(&world, world.ada);
    assert_err(world_end(&world, person_by_handle(change, TEXT("june"), &found)),
               ERR_DENIED);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_foremost_role_is_the_one_with_most_duties),
        TEST(the_audit_log_says_which_role_was_given_and_taken_where),
        TEST(a_role_everywhere_is_a_role_in_each_area),
        TEST(a_card_shows_name_and_role),
        TEST(a_person_whose_key_is_gone_is_former),
        TEST(a_coordinator_sees_the_people_of_her_areas),
        TEST(administrators_and_operators_see_everyone),
        TEST(a_foreign_area_answers_like_none),
        TEST(carers_and_supporters_see_no_list),
        TEST(another_organisation_is_out_of_sight),
        TEST(a_page_ends_after_100_people),
        TEST(roles_are_given_and_taken_by_operators),
        TEST(one_person_has_at_most_16_roles),
        TEST(only_what_is_active_can_be_suspended_and_back),
        TEST(operators_find_people_by_handle),
    };
    return RUN_TESTS(tests);
}
