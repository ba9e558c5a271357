// What staff read of a case, and that nobody who reported it can crowd it out.
#include "domain/care/care_desk.h"

#include <string.h>

#include "domain/care/care_claim.h"
#include "domain/casework.h"
#include "support.h"

#define NOTE_BYTES_MAX 3000

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

// `by`, who reported once, adds that many notes.
static void adds_notes(person_id by, int count, size_t bytes)
{
    char text[NOTE_BYTES_MAX];
    memset(text, 'x', sizeof text);
    const report_id report = casework_receipts(&casework, by).reports[0].report;
    for (int i = 0; i < count; i++) {
        struct change *change = world_as(world, by);
        assert_ok(world_end(
            world, care_report_add(change, report, (struct text){text, bytes})));
    }
}

// June's message, which `reporters` reported; Fay claimed it and asked them.
static care_case_id asked(const person_id *reporters, size_t count)
{
    const int64_t seq = world_say(world, world->june, casework.group, "go home");
    care_case_id id = {0};
    for (size_t i = 0; i < count; i++) {
        id = casework_reported(&casework, reporters[i], seq);
    }
    assert_ok(casework_claim(&casework, casework.fay, id));
    struct change *change = world_as(world, casework.fay);
    assert_ok(world_end(world, care_claim_ask(change, id, TEXT("When was it?"))));
    return id;
}

static const struct care_desk_step *step_of(const struct care_desk_case *it,
                                            enum care_step what, int *count_out)
{
    const struct care_desk_step *newest = NULL;
    *count_out = 0;
    for (size_t i = 0; i < it->step_count; i++) {
        if (it->steps[i].what == what) {
            newest = &it->steps[i];
            *count_out += 1;
        }
    }
    return newest;
}

static void notes_push_out_nothing_that_staff_did(void **state)
{
    (void)state;
    const person_id reporters[] = {world->dorothy, world->mo, world->priya};
    struct care_desk_case it;
    int count = 0;
    const care_case_id id = asked(reporters, 3);
    for (size_t i = 0; i < 3; i++) {
        adds_notes(reporters[i], CARE_REPORT_ADDED_MAX, 1);
    }
    assert_ok(casework_get(&casework, casework.gus, id, &it));
    assert_non_null(step_of(&it, CARE_STEP_RAISED, &count));
    assert_non_null(step_of(&it, CARE_STEP_HIDDEN, &count));
    assert_text_is(step_of(&it, CARE_STEP_CLAIMED, &count)->by.name, "Fay");
    assert_text_is(step_of(&it, CARE_STEP_ASKED, &count)->text, "When was it?");
    assert_text_is(step_of(&it, CARE_STEP_ANSWERED, &count)->text, "x");
    assert_int_equal(count, CARE_DESK_NOTES_MAX);
    for (size_t i = 1; i < it.step_count; i++) {
        assert_true(it.steps[i - 1].at_utc_ms <= it.steps[i].at_utc_ms);
    }
}

static void what_staff_wrote_has_room_before_notes(void **state)
{
    (void)state;
    struct care_desk_case it;
    int count = 0;
    const care_case_id id = asked(&world->dorothy, 1);
    adds_notes(world->dorothy, CARE_REPORT_ADDED_MAX, NOTE_BYTES_MAX);
    assert_ok(casework_get(&casework, casework.gus, id, &it));
    assert_text_is(step_of(&it, CARE_STEP_ASKED, &count)->text, "When was it?");
    assert_int_equal(step_of(&it, CARE_STEP_ANSWERED, &count)->text.len,
                     NOTE_BYTES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE_TEST(notes_push_out_nothing_that_staff_did),
        CASE_TEST(what_staff_wrote_has_room_before_notes),
    };
    return RUN_TESTS(tests);
}
