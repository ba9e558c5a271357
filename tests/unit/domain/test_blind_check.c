// The private check: what links two people, and that nothing else does.
#include "domain/blind_check.h"

#include <string.h>

#include "base/secret.h"
#include "domain/gate_version.h"
#include "domain/world.h"
#include "protocol_limits.h"
#include "store/db.h"
#include "support.h"

static struct world world;

static int begin(void **state)
{
    world_open(&world);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// What `actor` is answered who adds `entry` to the check of `person` (v == 0: hers).
static enum err adds_for(person_id actor, person_id person,
                         const struct blind_entry *entry, int64_t *count_out)
{
    struct blind_texts texts;
    struct secret_hash hashes[BLIND_TEXTS_MAX];
    const char *field = NULL;
    struct change *change = world_as(&world, actor);
    enum err err = blind_check_prepare(change, person, entry, &texts, &field);
    for (size_t i = 0; err == OK && i < texts.count; i++) {
        err = secret_stretch(&texts.salt, texts.texts[i], &hashes[i]);
    }
    if (err == OK) {
        const struct blind_stretched stretched = {entry->kind, hashes, texts.count};
        err = blind_check_add(change, person, &stretched, count_out);
    }
    return world_end(&world, err);
}

static int64_t adds(person_id actor, struct blind_entry entry)
{
    int64_t count = -1;
    assert_ok(adds_for(actor, (person_id){0}, &entry, &count));
    return count;
}

static unsigned links(person_id a, person_id b)
{
    unsigned one = 0;
    unsigned other = 0;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(blind_linked(change, a, b, &one));
    assert_ok(blind_linked(change, b, a, &other));
    assert_ok(world_end(&world, OK));
    assert_int_equal(one, other);
    return one;
}

static struct blind_entry born(enum blind_kind kind, const char *name, int64_t year)
{
    return (struct blind_entry){
        .kind = kind, .name = text_of(name), .birth_year = year};
}

static void whoever_is_a_relative_is_linked(void **state)
{
    (void)state;
    adds(world.june, born(BLIND_RELATIVE, "Mary O'Neill", 1987));
    assert_int_equal(links(world.june, world.priya), 0);
    adds(world.priya, born(BLIND_SELF, "MARIE O NEILL", 1987));
    assert_int_equal(links(world.june, world.priya), BLIND_LINK_FAMILY);
    assert_int_equal(links(world.june, world.mo), 0);
    assert_int_equal(links(world.mo, world.priya), 0);
}

static void whoever_has_the_same_relative_is_linked(void **state)
{
    (void)state;
    adds(world.june, born(BLIND_RELATIVE, "Kev Hall", 1990));
    adds(world.mo, born(BLIND_RELATIVE, "Kevin Hall", 1990));
    assert_int_equal(links(world.june, world.mo), BLIND_LINK_FAMILY);
}

static void the_same_person_twice_is_linked(void **state)
{
    (void)state;
    adds(world.june, born(BLIND_SELF, "June Hall", 1960));
    adds(world.priya, born(BLIND_SELF, "June Hall", 1960));
    assert_int_equal(links(world.june, world.priya), BLIND_LINK_FAMILY);
}

static void year_or_postcode_has_to_agree(void **state)
{
    (void)state;
    struct blind_entry both = born(BLIND_RELATIVE, "Mary Hall", 1987);
    struct blind_entry place = {
        .kind = BLIND_SELF, .name = TEXT("Mary Hall"), .postcode = TEXT("NW1 6XE")};
    both.postcode = TEXT("nw16xe");
    adds(world.june, both);
    adds(world.priya, place);
    assert_int_equal(links(world.june, world.priya), BLIND_LINK_FAMILY);
    adds(world.mo, born(BLIND_SELF, "Mary Hall", 1988));
    assert_int_equal(links(world.june, world.mo), 0);
    adds(world.dorothy, born(BLIND_SELF, "Mary Hall", 1987));
    assert_int_equal(links(world.june, world.dorothy), BLIND_LINK_FAMILY);
}

static void households_and_employers_link_by_themselves(void **state)
{
    (void)state;
    const struct blind_entry home = {
        .kind = BLIND_HOUSEHOLD, .postcode = TEXT("NW1 6XE"), .house = TEXT("Flat 2")};
    const struct blind_entry firm = {.kind = BLIND_EMPLOYER, .name = TEXT("Acme Ltd")};
    adds(world.june, home);
    adds(world.priya, home);
    assert_int_equal(links(world.june, world.priya), BLIND_LINK_HOUSEHOLD);
    adds(world.june, firm);
    adds(world.priya, firm);
    assert_int_equal(links(world.june, world.priya),
                     BLIND_LINK_HOUSEHOLD | BLIND_LINK_EMPLOYER);
    // The same words mean something else in another kind of entry.
    adds(world.mo, born(BLIND_SELF, "Acme Ltd", 1990));
    assert_int_equal(links(world.june, world.mo), 0);
}

static void groups_hold_everybody_who_is_linked(void **state)
{
    (void)state;
    struct blind_group_member *members = NULL;
    size_t count = 0;
    const struct blind_entry firm = {.kind = BLIND_EMPLOYER, .name = TEXT("Acme")};
    adds(world.june, firm);
    adds(world.mo, firm);
    adds(world.priya, firm);
    adds(world.june, born(BLIND_RELATIVE, "Mary Hall", 1987));
    adds(world.priya, born(BLIND_SELF, "Mary Hall", 1987));
    adds(world.dorothy, born(BLIND_SELF, "Dorothy Hall", 1950));
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(blind_linked_all(change, world.organisation, &members, &count));
    assert_int_equal(count, 5);
    int family = 0;
    int employer = 0;
    for (size_t i = 0; i < count; i++) {
        family += members[i].link == BLIND_LINK_FAMILY;
        employer += members[i].link == BLIND_LINK_EMPLOYER;
        assert_false(person_id_equal(members[i].person, world.dorothy));
        for (size_t j = 0; j < count; j++) {
            assert_true((members[i].group == members[j].group) ==
                        (members[i].link == members[j].link));
        }
    }
    assert_int_equal(family, 2);
    assert_int_equal(employer, 3);
    const organisation_id elsewhere = {4711};
    assert_ok(blind_linked_all(change, elsewhere, &members, &count));
    assert_int_equal(count, 0);
    assert_ok(world_end(&world, OK));
}

static void entries_are_counted_once_and_limited(void **state)
{
    (void)state;
    int64_t count = 0;
    assert_int_equal(adds(world.june, born(BLIND_RELATIVE, "Mary Hall", 1950)), 1);
    assert_int_equal(adds(world.june, born(BLIND_RELATIVE, "Mair Hall", 1950)), 1);
    for (int i = 1; i < LIMIT_BLIND_ENTRIES; i++) {
        assert_int_equal(adds(world.june, born(BLIND_RELATIVE, "Mary Hall", 1950 + i)),
                         i + 1);
    }
    const struct blind_entry more = born(BLIND_SELF, "June Hall", 1960);
    assert_err(adds_for(world.june, (person_id){0}, &more, &count), ERR_TOO_LARGE);
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, blind_check_clear(change, BLIND_RELATIVE)));
    assert_int_equal(adds(world.june, more), 1);
}

static void clearing_unlinks(void **state)
{
    (void)state;
    adds(world.june, born(BLIND_RELATIVE, "Mary Hall", 1987));
    adds(world.priya, born(BLIND_SELF, "Mary Hall", 1987));
    struct change *change = world_as(&world, world.priya);
    assert_ok(world_end(&world, blind_check_clear(change, BLIND_RELATIVE)));
    assert_int_equal(links(world.june, world.priya), BLIND_LINK_FAMILY);
    change = world_as(&world, world.priya);
    assert_ok(world_end(&world, blind_check_clear(change, BLIND_SELF)));
    assert_int_equal(links(world.june, world.priya), 0);
}

static void a_change_raises_the_version_of_its_person_only(void **state)
{
    (void)state;
    int64_t june = 0;
    int64_t priya = 0;
    adds(world.priya, born(BLIND_SELF, "Mary Hall", 1987));
    adds(world.june, born(BLIND_RELATIVE, "Mary Hall", 1987));
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(gate_version_get(change, world.june, &june));
    assert_ok(gate_version_get(change, world.priya, &priya));
    assert_ok(world_end(&world, OK));
    assert_int_equal(june, 1);
    assert_int_equal(priya, 1);
}

static void a_coordinator_adds_for_people_of_her_areas(void **state)
{
    (void)state;
    int64_t count = 0;
    const struct blind_entry entry = born(BLIND_RELATIVE, "Mary Hall", 1987);
    assert_ok(adds_for(world.amara, world.june, &entry, &count));
    assert_int_equal(count, 1);
    assert_err(adds_for(world.sid, world.june, &entry, &count), ERR_NOT_FOUND);
    assert_err(adds_for(world.june, world.mo, &entry, &count), ERR_NOT_FOUND);
    assert_err(adds_for(world.amara, world.amara, &entry, &count), ERR_NOT_FOUND);
}

static void a_hasher_without_memory_stores_nothing(void **state)
{
    (void)state;
    int64_t count = 0;
    int64_t counts[BLIND_KINDS];
    const struct blind_stretched none = {BLIND_SELF, NULL, 0};
    struct change *change = world_as(&world, world.june);
    assert_err(blind_check_add(change, (person_id){0}, &none, &count), ERR_INTERNAL);
    assert_ok(blind_check_counts(change, world.june, counts));
    assert_ok(world_end(&world, OK));
    for (int kind = 0; kind < BLIND_KINDS; kind++) {
        assert_int_equal(counts[kind], 0);
    }
}

static void what_is_missing_is_named(void **state)
{
    (void)state;

    static const struct {
        struct blind_entry entry;
        const char *field;
    } tries[] = {
        {{.kind = BLIND_SELF, .name = TEXT_INIT("Mary")},                                "birth_year"},
        {{.kind = BLIND_SELF, .birth_year = 1987},                                       "name"      },
        {{.kind = BLIND_SELF, .name = TEXT_INIT("Mr"), .birth_year = 1987},              "name"      },
        {{.kind = BLIND_SELF, .name = TEXT_INIT("Mary"), .postcode = TEXT_INIT("-")},
         "postcode"                                                                                  },
        {{.kind = BLIND_RELATIVE,
          .name = TEXT_INIT("Mary"),
          .birth_year = 1987,
          .house = TEXT_INIT("2")},
         "house"                                                                                     },
        {{.kind = BLIND_HOUSEHOLD, .postcode = TEXT_INIT("N1")},                         "house"     },
        {{.kind = BLIND_HOUSEHOLD, .house = TEXT_INIT("2")},                             "postcode"  },
        {{.kind = BLIND_HOUSEHOLD, .house = TEXT_INIT("2"), .postcode = TEXT_INIT("-")},
         "postcode"                                                                                  },
        {{.kind = BLIND_HOUSEHOLD,
          .house = TEXT_INIT("flat"),
          .postcode = TEXT_INIT("N1")},
         "house"                                                                                     },
        {{.kind = BLIND_EMPLOYER},                                                       "name"      },
        {{.kind = BLIND_EMPLOYER, .name = TEXT_INIT("Ltd")},                             "name"      },
        {{.kind = BLIND_EMPLOYER, .name = TEXT_INIT("A"), .birth_year = 1987},
         "birth_year"                                                                                },
        {{.kind = BLIND_EMPLOYER, .name = TEXT_INIT("A"), .postcode = TEXT_INIT("N1")},
         "postcode"                                                                                  },
    };

    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        struct blind_texts texts;
        const char *field = NULL;
        struct change *change = world_as(&world, world.june);
        assert_err(
            world_end(&world, blind_check_prepare(change, (person_id){0},
                                                  &tries[i].entry, &texts, &field)),
            ERR_BAD_REQUEST);
        assert_string_equal(field, tries[i].field);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(whoever_is_a_relative_is_linked),
        WORLD_TEST(whoever_has_the_same_relative_is_linked),
        WORLD_TEST(the_same_person_twice_is_linked),
        WORLD_TEST(year_or_postcode_has_to_agree),
        WORLD_TEST(households_and_employers_link_by_themselves),
        WORLD_TEST(groups_hold_everybody_who_is_linked),
        WORLD_TEST(entries_are_counted_once_and_limited),
        WORLD_TEST(clearing_unlinks),
        WORLD_TEST(a_change_raises_the_version_of_its_person_only),
        WORLD_TEST(a_coordinator_adds_for_people_of_her_areas),
        WORLD_TEST(a_hasher_without_memory_stores_nothing),
        WORLD_TEST(what_is_missing_is_named),
    };
    return RUN_TESTS(tests);
}
