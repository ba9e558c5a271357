#include "support.h"

#include <string.h>

#include "base/frame.h"
#include "transport/ring.h"

#define JUNE ((person_id){11})

static const struct ring_limits limits = {4, 40};

static void append(struct ring *ring, int64_t seq, const char *text)
{
    struct published event = {.seq = seq, .frame = frame_new(text_of(text))};

    ring_append(ring, &event, limits);
    frame_unref(event.frame);
}

static void replace(struct ring *ring, int64_t seq, const char *text)
{
    struct published event = {.seq = seq, .frame = frame_new(text_of(text))};

    ring_replace(ring, &event);
    frame_unref(event.frame);
}

static void take_slice(struct ring *ring, int64_t from, size_t count)
{
    struct published events[8] = {0};

    for (size_t i = 0; i < count; i++) {
        events[i] = (struct published){.seq = from + (int64_t)i,
                                       .frame = frame_new(TEXT("slice"))};
    }
    ring_take_slice(ring, events, count);
    for (size_t i = 0; i < count; i++) {
        frame_unref(events[i].frame);
    }
}

static bool has(const struct ring *ring, int64_t seq, const char *text)
{
    const struct entry *entry = ring_find(ring, seq, false);

    return entry != NULL && text_equal(entry_text(entry, JUNE), text_of(text));
}

static void old_entries_go_beyond_either_limit(void **state)
{
    (void)state;
    struct ring *ring = ring_new((conversation_id){5}, 7, 0);

    for (int64_t seq = 1; seq <= 9; seq++) {
        append(ring, seq, "four");
    }
    assert_null(ring_find(ring, 5, false));
    assert_true(has(ring, 6, "four") && has(ring, 9, "four"));
    append(ring, 10, "thirty bytes of text, or so it is");
    assert_null(ring_find(ring, 8, false));
    assert_true(has(ring, 9, "four"));
    append(ring, 11, "larger alone than what all of them may have");
    assert_null(ring_find(ring, 10, false));
    assert_non_null(ring_find(ring, 11, false));
    ring_free(ring);
}

static void what_lies_before_a_gap_is_not_taken_for_what_follows(void **state)
{
    (void)state;
    struct ring *ring = ring_new((conversation_id){5}, 7, 0);

    append(ring, 1, "one");
    append(ring, 2, "two");
    append(ring, 5, "five");
    assert_null(ring_find(ring, 2, false));
    assert_null(ring_find(ring, 4, false));
    assert_true(has(ring, 5, "five"));
    ring_free(ring);
}

static void replacing_reaches_ring_and_slice(void **state)
{
    (void)state;
    struct ring *ring = ring_new((conversation_id){5}, 7, 4);

    append(ring, 5, "five");
    take_slice(ring, 2, 2);
    uint64_t version = ring->version;
    replace(ring, 5, "new");
    assert_true(has(ring, 5, "new"));
    assert_non_null(ring_find(ring, 2, false));
    replace(ring, 3, "new");
    assert_null(ring_find(ring, 2, false)); // asked for again
    replace(ring, 1, "new");                // nowhere
    assert_int_equal(ring->version, version + 3);
    assert_int_equal(ring_bytes(ring), 3);
    ring_free(ring);
}

static void rereading_looks_at_the_slice_only(void **state)
{
    (void)state;
    struct ring *ring = ring_new((conversation_id){5}, 7, 4);

    append(ring, 5, "live");
    assert_null(ring_find(ring, 5, true));
    take_slice(ring, 5, 1);
    assert_true(text_equal(entry_text(ring_find(ring, 5, true), JUNE), TEXT("slice")));
    assert_true(has(ring, 5, "live"));
    ring_free(ring);
}

static void trimming_frees_what_all_have_passed(void **state)
{
    (void)state;
    struct ring *ring = ring_new((conversation_id){5}, 7, 3);

    append(ring, 4, "four");
    append(ring, 5, "five");
    take_slice(ring, 1, 3);
    ring_trim(ring, 2);
    assert_non_null(ring_find(ring, 3, false));
    ring_trim(ring, 4);
    assert_null(ring_find(ring, 3, false));
    assert_null(ring_find(ring, 4, false));
    assert_int_equal(ring_bytes(ring), 4);
    ring_trim(ring, 5);
    assert_int_equal(ring_bytes(ring), 0);
    append(ring, 6, "six");
    assert_true(has(ring, 6, "six"));
    ring_free(ring);
}

static void an_entry_shows_each_person_what_is_for_her(void **state)
{
    (void)state;
    struct ring *ring = ring_new((conversation_id){5}, 7, 0);
    person_id hidden = JUNE;
    struct published event = {.seq = 1,
                              .frame = frame_new(TEXT("words")),
                              .withheld = frame_new(TEXT("withheld")),
                              .withheld_from = &hidden,
                              .withheld_count = 1};

    ring_append(ring, &event, limits);
    frame_unref(event.frame);
    frame_unref(event.withheld);
    hidden.v = 0; // the entry has a copy
    const struct entry *entry = ring_find(ring, 1, false);
    assert_true(text_equal(entry_text(entry, JUNE), TEXT("withheld")));
    assert_true(text_equal(entry_text(entry, (person_id){12}), TEXT("words")));
    ring_free(ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(old_entries_go_beyond_either_limit),
        TEST(what_lies_before_a_gap_is_not_taken_for_what_follows),
        TEST(replacing_reaches_ring_and_slice),
        TEST(rereading_looks_at_the_slice_only),
        TEST(trimming_frees_what_all_have_passed),
        TEST(an_entry_shows_each_person_what_is_for_her),
    };

    return RUN_TESTS(tests);
}
