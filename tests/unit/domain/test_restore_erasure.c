// Going back to before an erasure: her keys go again, and what was to outlive them
// stays.
#include "support.h"

#include "domain/restore.h"

#include "domain/care/concern.h"
#include "domain/care/concern_record.h"
#include "domain/conversation.h"
#include "domain/erasure_step.h"
#include "domain/keepers.h"
#include "past.h"
#include "store/db.h"

#include <string.h>

#define STEPS_MAX 200 // far beyond what a small world takes

static const person_id operator_id = {0};
static struct keepers keepers;
static struct world *world = &keepers.world;
static struct past past;

static int begin(void **state)
{
    const int result = support_begin(state);

    keepers_open(&keepers);
    world_introduce(world);
    past_init(&past, world);
    return result;
}

static int end(void **state)
{
    past_clear(&past);
    keepers_close(&keepers);
    return support_end(state);
}

#define ERASURE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// What the ledger says of somebody who was erased since the backup.
static void add_erasure(person_id person, conversation_id conversation)
{
    past_add(&past, (struct safety_record){.kind = SAFETY_LEFT, .a = person.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_ERASE, .b = person.v});
    past_add(&past, (struct safety_record){
                        .kind = SAFETY_ERASE, .a = conversation.v, .b = person.v});
}

// Goes back, destroys the keys, and erases whoever is to be, as after a start.
static void go_back(void)
{
    struct restored restored;
    bool more = true;

    assert_ok(past_restore(&past, &restored));
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, restore_finish(change)));
    for (int i = 0; more; i++) {
        assert_true(i < STEPS_MAX);
        change = world_as(world, operator_id);
        assert_ok(world_end(world, erasure_step_run(change, &more)));
        if (db_wants_truncation(world->db)) {
            assert_ok(db_truncate(world->db, world->now_utc_ms + 1));
        }
    }
}

static void a_title_that_she_gave_stays(void **state)
{
    (void)state;
    struct conversation_page page;
    const struct conversation_query query = {.max_bytes = 10000};
    int found = 0;

    const conversation_id group = world_group(world);
    past_write(&past);
    add_erasure(world->amara, group);
    support_expect_log("erasure_done");
    go_back();
    struct change *change = world_as(world, world->june);
    assert_ok(conversation_list(change, &query, &page));
    for (int i = 0; i < page.count; i++) {
        if (page.views[i].conversation.id.v == group.v) {
            assert_text_is(page.views[i].conversation.title, "Grandparents North");
            found++;
        }
    }
    assert_int_equal(found, 1);
    assert_ok(world_end(world, OK));
}

// The backup has it damaged.
static void a_title_that_does_not_open_keeps_nothing_else_from_being_done(void **state)
{
    (void)state;
    const conversation_id group = world_group(world);
    past_write(&past);
    add_erasure(world->amara, group);
    past_add(&past, (struct safety_record){.kind = SAFETY_BLOCK,
                                           .a = world->june.v,
                                           .b = world->dorothy.v});
    assert_ok(stmt_run(db_stmt(world->db, "UPDATE conversation SET title_sealed ="
                                          " randomblob(length(title_sealed))"
                                          " WHERE title_sealed IS NOT NULL")));
    support_expect_log("erasure_failed");
    go_back();
    assert_int_equal(past_listed(&past, "does not open"), 1);
    assert_int_equal(past_listed(&past, "her keys are destroyed again"), 1);
    assert_int_equal(past_number(&past, "SELECT count(*) FROM block"), 1);
}

// A concern about June that Lena can read.
static concern_id open_concern(void)
{
    const struct concern_new concern = {.organisation = world->organisation,
                                        .area = world->north,
                                        .about = world->june,
                                        .rank = CARE_RANK_SAME_DAY,
                                        .what = TEXT("What was seen")};
    concern_id id;
    struct change *change = world_as(world, operator_id);

    assert_ok(world_end(world, concern_open(change, &concern, &id)));
    return id;
}

static void a_record_says_whom_it_is_about(void **state)
{
    (void)state;
    static const char line[] = "June left the service, and her account was erased";
    struct concern_full full;
    int named = 0;

    const conversation_id pair = world_pair(world);
    const concern_id concern = open_concern();
    past_write(&past);
    add_erasure(world->june, pair);
    assert_ok(stmt_run(db_stmt(world->db, "UPDATE concern SET state = 'closed'")));
    support_expect_log("erasure_done");
    go_back();
    assert_int_equal(past_number(&past, "SELECT count(*) FROM person AS p JOIN erasure"
                                        " AS x ON x.person = p.id WHERE p.name_sealed"
                                        " IS NULL AND x.state = 'done'"),
                     1);
    struct change *change = world_as(world, keepers.lena);
    assert_ok(concern_record_read(change, concern, 0, &full));
    for (size_t i = 0; i < full.record_count; i++) {
        named += memmem(full.records[i].text.s, full.records[i].text.len, line,
                        sizeof line - 1) != NULL;
    }
    assert_int_equal(named, 1);
    assert_ok(world_end(world, OK));
}

// The backup does not know her: she came and went since.
static void of_somebody_whom_the_backup_does_not_know_nothing_stays(void **state)
{
    (void)state;
    add_erasure((person_id){424242}, (conversation_id){434343});
    go_back();
    assert_int_equal(past_listed(&past, "whom the backup does not know"), 1);
    assert_int_equal(past_listed(&past, "her keys are destroyed again"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ERASURE_TEST(a_title_that_she_gave_stays),
        ERASURE_TEST(a_title_that_does_not_open_keeps_nothing_else_from_being_done),
        ERASURE_TEST(a_record_says_whom_it_is_about),
        ERASURE_TEST(of_somebody_whom_the_backup_does_not_know_nothing_stays),
    };

    return RUN_TESTS(tests);
}
