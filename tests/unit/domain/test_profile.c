// Answers and consents: what is taken, what is kept from whom, what goes with a
// consent.
#include "domain/profile.h"

#include <stdio.h>

#include "domain/case_people.h"
#include "domain/consent.h"
#include "domain/gate_version.h"
#include "domain/matching/matching_profile.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "domain/world.h"
#include "store/db.h"
#include "store/profile_store.h"
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

// What `actor` is answered who says that `person` (v == 0: she) answers `value`.
static enum err answers_for(person_id actor, person_id person, const char *field,
                            const char *value)
{
    struct text values[] = {text_of(value)};
    const char *at = NULL;
    const struct profile_told told = {.person = person,
                                      .field = text_of(field),
                                      .values = values,
                                      .value_count = value[0] == '\0' ? 0 : 1};
    struct change *change = world_as(&world, actor);
    return world_end(&world, profile_answer_take(change, &told, &at));
}

static enum err answers(person_id actor, const char *field, const char *value)
{
    return answers_for(actor, (person_id){0}, field, value);
}

// How many answers `person` has, and the first value of `field`, or "-".
static size_t read_answers(person_id person, const char *field, char value[64])
{
    struct profile_answer *list = NULL;
    size_t count = 0;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(profile_load(change, person, &list, &count));
    snprintf(value, 64, "-");
    for (size_t i = 0; i < count; i++) {
        if (list[i].field == matching_field_find(text_of(field)) &&
            list[i].value_count > 0) {
            const struct text first = list[i].values[0];
            snprintf(value, 64, "%.*s", (int)first.len, first.s);
        }
    }
    assert_ok(world_end(&world, OK));
    return count;
}

static enum err consents(person_id actor, enum consent_kind what, bool given)
{
    struct change *change = world_as(&world, actor);
    return world_end(&world, given ? consent_give(change, what)
                                   : consent_withdraw(change, what));
}

static bool stands(person_id person, enum consent_kind what)
{
    bool result = false;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, consent_stands(change, person, what, &result)));
    return result;
}

static int64_t version_of(person_id person)
{
    int64_t version = 0;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, gate_version_get(change, person, &version)));
    return version;
}

static void an_answer_replaces_the_one_before(void **state)
{
    (void)state;
    char value[64];
    assert_ok(answers(world.june, "relationship", "aunt"));
    assert_ok(answers(world.june, "relationship", "cousin"));
    assert_int_equal(read_answers(world.june, "relationship", value), 1);
    assert_string_equal(value, "cousin");
    assert_int_equal(version_of(world.june), 2);
    assert_ok(answers(world.june, "relationship", ""));
    assert_int_equal(read_answers(world.june, "relationship", value), 1);
    assert_string_equal(value, "-");
}

static void an_answer_is_sealed_in_its_own_place(void **state)
{
    (void)state;
    struct profile_answer *list = NULL;
    size_t count = 0;
    assert_ok(answers(world.june, "code_word", "bluebell"));
    assert_ok(answers(world.june, "must_not_know", "my sister"));
    struct change *change = world_as(&world, (person_id){0});
    struct stmt *stmt =
        db_stmt(world.db, "SELECT count(*) FROM profile_answer"
                          " WHERE instr(values_sealed, CAST('bluebell' AS BLOB)) > 0");
    assert_ok(stmt_one(stmt));
    assert_int_equal(stmt_column_int(stmt, 0), 0);
    stmt_reset(stmt);
    // What was sealed for one field does not open as the answer to another.
    stmt = db_stmt(world.db,
                   "UPDATE profile_answer SET values_sealed = (SELECT values_sealed"
                   " FROM profile_answer WHERE field = 26) WHERE field = 27");
    assert_ok(stmt_run(stmt));
    assert_err(profile_load(change, world.june, &list, &count), ERR_CORRUPT);
    assert_err(world_end(&world, ERR_CORRUPT), ERR_CORRUPT);
}

// How long what `person` answered to `field` is on disk.
static size_t sealed_len(person_id person, const char *field)
{
    struct profile_row row;
    const int64_t number = matching_field_find(text_of(field));
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(profile_store_get(change->db, change->arena, person, number, &row));
    const size_t len = row.values_sealed.len;
    assert_ok(world_end(&world, OK));
    return len;
}

static void options_of_a_question_are_sealed_alike(void **state)
{
    (void)state;
    int compared = 0;
    assert_ok(consents(world.june, CONSENT_SPECIAL_CATEGORY, true));
    for (int64_t i = 1; i < MATCHING_FIELD_ROWS; i++) {
        const struct matching_field_row *field = matching_field_row(i);
        if (field == NULL || field->kind != MATCHING_KIND_ONE ||
            (field->audience & MATCHING_CARER) == 0) {
            continue;
        }
        assert_ok(answers(world.june, field->name.s, MATCHING_PREFER_NOT));
        const size_t len = sealed_len(world.june, field->name.s);
        for (int j = 0; j < field->option_count; j++, compared++) {
            assert_ok(answers(world.june, field->name.s, field->options[j].code.s));
            assert_int_equal(sealed_len(world.june, field->name.s), len);
        }
        assert_ok(answers(world.june, field->name.s, ""));
        assert_int_equal(sealed_len(world.june, field->name.s), len);
    }
    assert_true(compared > 80);
}

static void a_key_that_is_gone_reads_as_nothing_told(void **state)
{
    (void)state;
    char value[64];
    assert_ok(answers(world.june, "code_word", "bluebell"));
    assert_ok(
        vault_keys_destroy(world.vault, &(struct key_scope){.person = world.june}, 1));
    assert_int_equal(read_answers(world.june, "code_word", value), 0);
}

static void what_is_not_asked_of_her_is_refused(void **state)
{
    (void)state;
    assert_err(answers(world.june, "shoe_size", "42"), ERR_BAD_REQUEST);
    assert_err(answers(world.june, "supporter_topics", "prison:happy"),
               ERR_BAD_REQUEST);
    assert_err(answers(world.priya, "code_word", "x"), ERR_BAD_REQUEST);
    assert_err(answers(world.june, "relationship", "wizard"), ERR_BAD_REQUEST);
    assert_ok(answers(world.priya, "supporter_topics", "prison:happy"));
    assert_ok(answers(world.june, "relationship", "prefer_not"));
    assert_int_equal(version_of(world.june), 1);
}

static void a_coordinator_answers_for_people_of_her_areas(void **state)
{
    (void)state;
    char value[64];
    assert_ok(answers_for(world.amara, world.june, "relationship", "aunt"));
    read_answers(world.june, "relationship", value);
    assert_string_equal(value, "aunt");
    assert_err(answers_for(world.sid, world.june, "relationship", "aunt"),
               ERR_NOT_FOUND);
    assert_err(answers_for(world.mo, world.june, "relationship", "aunt"),
               ERR_NOT_FOUND);
    assert_err(answers_for(world.amara, world.ada, "relationship", "aunt"),
               ERR_NOT_FOUND);
}

static void special_categories_come_and_go_with_their_consent(void **state)
{
    (void)state;
    char value[64];
    assert_err(answers(world.june, "faith", "none"), ERR_WRONG_STATE);
    assert_ok(answers(world.june, "faith", ""));
    assert_ok(consents(world.june, CONSENT_SPECIAL_CATEGORY, true));
    assert_ok(answers(world.june, "faith", "none"));
    assert_ok(answers(world.june, "relationship", "aunt"));
    assert_int_equal(read_answers(world.june, "faith", value), 2);
    assert_ok(consents(world.june, CONSENT_MATCHING, true));
    assert_ok(consents(world.june, CONSENT_MATCHING, false));
    assert_int_equal(read_answers(world.june, "faith", value), 2);
    assert_ok(consents(world.june, CONSENT_SPECIAL_CATEGORY, false));
    assert_int_equal(read_answers(world.june, "faith", value), 1);
    assert_err(answers(world.june, "faith", "none"), ERR_WRONG_STATE);
}

// Nothing told, but shown from now on (or not).
static enum err shows(person_id actor, person_id person, bool shown)
{
    const char *at = NULL;
    const struct profile_told told = {
        .person = person, .field = TEXT("faith"), .has_shown = true, .shown = shown};
    struct change *change = world_as(&world, actor);
    return world_end(&world, profile_answer_take(change, &told, &at));
}

static void showing_a_special_answer_needs_the_consent(void **state)
{
    (void)state;
    assert_err(shows(world.june, (person_id){0}, true), ERR_WRONG_STATE);
    assert_err(shows(world.amara, world.june, true), ERR_WRONG_STATE);
    assert_ok(shows(world.amara, world.june, false));
    assert_ok(consents(world.june, CONSENT_SPECIAL_CATEGORY, true));
    assert_ok(shows(world.amara, world.june, true));
}

static void a_consent_stands_until_it_is_withdrawn(void **state)
{
    (void)state;
    struct consent *list = NULL;
    size_t count = 0;
    assert_false(stands(world.june, CONSENT_SHARING));
    assert_ok(consents(world.june, CONSENT_SHARING, false));
    assert_int_equal(version_of(world.june), 0);
    assert_ok(consents(world.june, CONSENT_SHARING, true));
    assert_ok(consents(world.june, CONSENT_SHARING, true));
    assert_int_equal(version_of(world.june), 1);
    assert_true(stands(world.june, CONSENT_SHARING));
    assert_false(stands(world.june, CONSENT_MATCHING));
    assert_false(stands(world.mo, CONSENT_SHARING));
    assert_ok(consents(world.june, CONSENT_SHARING, false));
    assert_false(stands(world.june, CONSENT_SHARING));
    assert_ok(consents(world.june, CONSENT_SHARING, true));
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, consent_list(change, world.june, &list, &count)));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].how, CONSENT_HOW_SELF);
}

static void a_consent_given_again_at_once_is_kept_apart(void **state)
{
    (void)state;
    struct change *change = world_as(&world, world.june);
    for (int i = 0; i < 3; i++) {
        assert_ok(consent_give(change, CONSENT_MATCHING));
        assert_ok(consent_withdraw(change, CONSENT_MATCHING));
    }
    struct stmt *stmt = db_stmt(world.db, "SELECT count(*) FROM consent");
    assert_ok(stmt_one(stmt));
    assert_int_equal(stmt_column_int(stmt, 0), 3);
    stmt_reset(stmt);
    assert_ok(world_end(&world, OK));
}

static void a_consent_told_is_recorded_as_told(void **state)
{
    (void)state;
    struct consent_told told = {world.june, CONSENT_MATCHING, CONSENT_HOW_LETTER, true};
    struct change *change = world_as(&world, world.sid);
    assert_err(world_end(&world, consent_record(change, &told)), ERR_NOT_FOUND);
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, consent_record(change, &told)));
    assert_true(stands(world.june, CONSENT_MATCHING));
    told.how = CONSENT_HOW_SELF;
    change = world_as(&world, world.amara);
    assert_err(world_end(&world, consent_record(change, &told)), ERR_BAD_REQUEST);
    told.how = CONSENT_HOW_PHONE;
    told.given = false;
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, consent_record(change, &told)));
    assert_false(stands(world.june, CONSENT_MATCHING));
}

static enum err views_because(person_id actor, person_id person, struct text reason)
{
    struct profile_view view;
    struct change *change = world_as(&world, actor);
    return world_end(&world, profile_view(change, person, reason, &view));
}

static enum err views(person_id actor, person_id person)
{
    return views_because(actor, person, (struct text){0});
}

static void only_staff_of_the_area_views_a_profile(void **state)
{
    (void)state;
    const struct role_grant lead = {ROLE_SAFEGUARDING_LEAD, {0}};
    assert_ok(views(world.amara, world.june));
    assert_ok(views(world.amara, world.priya));
    const person_id others[] = {world.sid, world.june, world.mo, world.priya,
                                world.ada};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_err(views(others[i], world.june), ERR_NOT_FOUND);
    }
    assert_err(views(world.amara, world.nell), ERR_NOT_FOUND);
    assert_err(views(world.amara, world.amara), ERR_NOT_FOUND);
    assert_err(views(world.amara, (person_id){4711}), ERR_NOT_FOUND);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.ada, lead)));
    assert_ok(views_because(world.ada, world.june, TEXT("A worried teacher rang.")));
    assert_ok(views_because(world.ada, world.nell, TEXT("The same family.")));
}

static int64_t count_of(const char *sql)
{
    struct change *change = world_as(&world, (person_id){0});
    struct stmt *stmt = db_stmt(change->db, sql);
    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    assert_ok(world_end(&world, OK));
    return count;
}

static void a_lead_says_why_and_it_is_kept_sealed(void **state)
{
    (void)state;
    const struct role_grant lead = {ROLE_SAFEGUARDING_LEAD, {0}};
    const struct text why = TEXT("A worried teacher rang.");
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.ada, lead)));
    assert_err(views(world.ada, world.june), ERR_BAD_REQUEST);
    assert_string_equal(world.change.at_fault, "reason");
    assert_err(views_because(world.ada, world.ada, why), ERR_NOT_FOUND);
    assert_int_equal(count_of("SELECT count(*) FROM audit_reason"), 0);
    assert_ok(views_because(world.ada, world.june, why));
    assert_ok(views_because(world.amara, world.june, why)); // though nobody asked
    assert_int_equal(count_of("SELECT count(*) FROM audit a JOIN audit_reason r"
                              " ON r.audit = a.seq AND r.person = a.object"
                              " WHERE a.reason_hash IS NOT NULL"),
                     2);
    assert_int_equal(count_of("SELECT count(*) FROM audit_reason WHERE"
                              " instr(reason_sealed, CAST('teacher' AS BLOB)) > 0"),
                     0);
}

static void a_reason_is_sealed_beside_its_own_row(void **state)
{
    (void)state;
    struct text found;
    const struct text why = TEXT("A worried teacher rang.");
    assert_ok(views_because(world.amara, world.june, why));
    struct change *change = world_as(&world, (person_id){0});
    struct stmt *stmt = db_stmt(change->db, "SELECT audit, reason_sealed,"
                                            " reason_version FROM audit_reason");
    assert_ok(stmt_one(stmt));
    const struct sealed sealed = {stmt_column_text(stmt, 1, change->arena),
                                  stmt_column_int(stmt, 2)};
    struct seal_place place = {"audit_reason", "reason_sealed",
                               stmt_column_int(stmt, 0), 0,
                               (struct key_scope){.person = world.june}};
    stmt_reset(stmt);
    assert_ok(vault_open_sealed(change->vault, change->arena, place, sealed, &found));
    assert_true(text_equal(found, why));
    place.key_a++;
    assert_err(vault_open_sealed(change->vault, change->arena, place, sealed, &found),
               ERR_CORRUPT);
    assert_ok(world_end(&world, OK));
}

static void whoever_works_on_the_case_sees_nothing(void **state)
{
    (void)state;

    static const enum case_part parts[] = {CASE_WORKER, CASE_ASSESSOR};

    const struct role_grant coordinator = {ROLE_COORDINATOR, world.north};

    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.ada, coordinator)));
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const struct case_person on_case = {world.amara, parts[i]};
        change = world_as(&world, world.ada);
        assert_ok(world_end(&world, case_people_add(change, world.june, on_case)));
        assert_err(views(world.amara, world.june), ERR_NOT_FOUND);
        assert_err(answers_for(world.amara, world.june, "relationship", "aunt"),
                   ERR_NOT_FOUND);
        assert_ok(views(world.amara, world.mo));
        change = world_as(&world, world.amara);
        assert_err(
            world_end(&world, case_people_remove(change, world.june, world.amara)),
            ERR_NOT_FOUND); // nor does she leave the case to look
        change = world_as(&world, world.ada);
        assert_ok(
            world_end(&world, case_people_remove(change, world.june, world.amara)));
        assert_ok(views(world.amara, world.june));
    }
}

static void somebody_without_an_account_is_entered_like_everybody(void **state)
{
    (void)state;
    person_id person;
    const struct role_grant north = {ROLE_CARER, world.north};
    const struct role_grant south = {ROLE_CARER, world.south};
    struct change *change = world_as(&world, world.amara);
    assert_ok(world_end(&world, profile_enter(change, TEXT("Dot"), north, &person)));
    assert_ok(answers_for(world.amara, person, "relationship", "aunt"));
    assert_ok(views(world.amara, person));
    change = world_as(&world, world.amara);
    assert_err(world_end(&world, profile_enter(change, TEXT("Dot"), south, &person)),
               ERR_NOT_FOUND);
    change = world_as(&world, world.amara);
    assert_err(world_end(&world, profile_enter(change, TEXT(" "), north, &person)),
               ERR_BAD_REQUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_answer_replaces_the_one_before),
        WORLD_TEST(an_answer_is_sealed_in_its_own_place),
        WORLD_TEST(options_of_a_question_are_sealed_alike),
        WORLD_TEST(a_key_that_is_gone_reads_as_nothing_told),
        WORLD_TEST(what_is_not_asked_of_her_is_refused),
        WORLD_TEST(a_coordinator_answers_for_people_of_her_areas),
        WORLD_TEST(special_categories_come_and_go_with_their_consent),
        WORLD_TEST(showing_a_special_answer_needs_the_consent),
        WORLD_TEST(a_consent_stands_until_it_is_withdrawn),
        WORLD_TEST(a_consent_given_again_at_once_is_kept_apart),
        WORLD_TEST(a_consent_told_is_recorded_as_told),
        WORLD_TEST(only_staff_of_the_area_views_a_profile),
        WORLD_TEST(a_lead_says_why_and_it_is_kept_sealed),
        WORLD_TEST(a_reason_is_sealed_beside_its_own_row),
        WORLD_TEST(whoever_works_on_the_case_sees_nothing),
        WORLD_TEST(somebody_without_an_account_is_entered_like_everybody),
    };
    return RUN_TESTS(tests);
}
