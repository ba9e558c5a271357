#include "support.h"
#include "transport/bench.h"

#include <stdio.h>
#include <string.h>

#define CONVERSATION 500
#define OTHER 501
#define JUNE 11
#define PRIYA 12
#define NOBODY ((person_id){0})

static struct subscription follows(int64_t conversation, int64_t next_seq, int64_t head)
{
    return (struct subscription){.conversation = {conversation},
                                 .epoch = 7,
                                 .next_seq = next_seq,
                                 .since_seq = 1,
                                 .head = head};
}

static struct subscription_change joins(int64_t person, int64_t from_seq)
{
    return (struct subscription_change){.person = {person},
                                        .conversation = {CONVERSATION},
                                        .epoch = 7,
                                        .begins = true,
                                        .from_seq = from_seq};
}

static struct subscription_change leaves(int64_t person, int64_t until_seq)
{
    return (struct subscription_change){.person = {person},
                                        .conversation = {CONVERSATION},
                                        .epoch = 7,
                                        .until_seq = until_seq};
}

static void apply_change(struct bench *bench, struct subscription_change change)
{
    struct outcome outcome = {.subscription_changes = &change,
                              .subscription_change_count = 1};
    hub_apply(bench->hub, &outcome);
    hub_flush(bench->hub);
}

static void apply_block(struct bench *bench, int64_t a, int64_t b)
{
    struct block_pair pair = {{a}, {b}};
    struct outcome outcome = {.blocks = &pair, .block_count = 1};
    hub_apply(bench->hub, &outcome);
    hub_flush(bench->hub);
}

static void stall(struct bench *bench, int index, bool is_stalled)
{
    bench->conns[index].is_stalled = is_stalled;
    if (!is_stalled) { // what the writable callback of a socket does
        struct frame *nudge = frame_new(TEXT("{}"));
        hub_queue(bench->hub, &bench->conns[index].conn, nudge, true);
        hub_flush(bench->hub);
    }
}

static void everyone_gets_what_is_published_after_the_snapshot(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription june = follows(CONVERSATION, 4, 3);
    bench_attach(&bench, 0, JUNE, &june, 1);
    bench_attach(&bench, 1, PRIYA, &june, 1);
    bench_publish(&bench, CONVERSATION, 4, "x");
    bench_publish(&bench, CONVERSATION, 5, "x");
    assert_string_equal(bench_seqs(&bench, 0), "4 5");
    assert_string_equal(bench_seqs(&bench, 1), "4 5");
    assert_int_equal(bench.slices_asked, 0);
    bench_close(&bench);
}

static void a_cursor_below_the_ring_takes_a_slice_then_goes_on_live(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription june = follows(CONVERSATION, 2, 5);
    bench_attach(&bench, 0, JUNE, &june, 1);
    assert_int_equal(bench.slice_from, 2);
    bench_publish(&bench, CONVERSATION, 6, "x");
    assert_string_equal(bench_seqs(&bench, 0), "");
    bench_slice(&bench, 2, 4, "x");
    assert_string_equal(bench_seqs(&bench, 0), "2 3 4");
    assert_int_equal(bench.slice_from, 5);
    bench_slice(&bench, 5, 5, "x");
    assert_string_equal(bench_seqs(&bench, 0), "5 6");
    bench_close(&bench);
}

static void an_event_published_while_attaching_is_not_lost(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct conn *conn = bench_register(&bench, 0, JUNE);
    bench_publish(&bench, CONVERSATION, 4, "x"); // after the snapshot at 3
    struct subscription june = follows(CONVERSATION, 4, 3);
    hub_attach(bench.hub, conn, &june, 1);
    hub_flush(bench.hub);
    bench_slice(&bench, 4, 4, "x"); // nobody followed, so a reader gives it
    assert_string_equal(bench_seqs(&bench, 0), "4");
    bench_close(&bench);
}

static void an_event_that_the_snapshot_knows_is_not_sent_again(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription june = follows(CONVERSATION, 6, 5);
    bench_attach(&bench, 0, JUNE, &june, 1);
    bench_publish(&bench, CONVERSATION, 5, "x"); // committed before the snapshot
    bench_publish(&bench, CONVERSATION, 6, "x");
    assert_string_equal(bench_seqs(&bench, 0), "6");
    bench_close(&bench);
}

static void a_joiner_starts_at_her_own_member_joined(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    bench_attach(&bench, 0, JUNE, NULL, 0);
    struct subscription priya = follows(CONVERSATION, 9, 8);
    bench_attach(&bench, 1, PRIYA, &priya, 1);
    struct subscription_change change = joins(JUNE, 9);
    bench_publish_with(&bench, bench_event(CONVERSATION, 9, "joined", NOBODY), &change);
    bench_publish(&bench, CONVERSATION, 10, "x");
    assert_string_equal(bench_seqs(&bench, 0), "9=joined 10");
    assert_string_equal(bench_seqs(&bench, 1), "9=joined 10");
    bench_close(&bench);
}

static void a_leaver_gets_everything_up_to_her_last_event(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription both = follows(CONVERSATION, 4, 3);
    bench_attach(&bench, 0, JUNE, &both, 1);
    bench_attach(&bench, 1, PRIYA, &both, 1);
    stall(&bench, 0, true);
    bench_publish(&bench, CONVERSATION, 4, "x");
    struct subscription_change change = leaves(JUNE, 5);
    bench_publish_with(&bench, bench_event(CONVERSATION, 5, "left", NOBODY), &change);
    bench_publish(&bench, CONVERSATION, 6, "secret");
    stall(&bench, 0, false);
    assert_string_equal(bench_seqs(&bench, 0), "4 5=left");
    assert_string_equal(bench_seqs(&bench, 1), "4 5=left 6=secret");
    bench_publish(&bench, CONVERSATION, 7, "secret");
    assert_string_equal(bench_seqs(&bench, 0), "");
    bench_close(&bench);
}

static void one_removed_by_staff_gets_nothing_more_at_once(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription june = follows(CONVERSATION, 4, 3);
    bench_attach(&bench, 0, JUNE, &june, 1);
    stall(&bench, 0, true);
    bench_publish(&bench, CONVERSATION, 4, "x");
    apply_change(&bench, leaves(JUNE, 0));
    stall(&bench, 0, false);
    assert_string_equal(bench_seqs(&bench, 0), "");
    bench_close(&bench);
}

static void changes_while_attaching_are_applied_after_the_snapshot(void **state)
{
    (void)state;

    struct {
        const char *name;
        struct subscription_change changes[3];
        size_t count;
        int64_t in_snapshot_since; // 0: the snapshot does not have it
        const char *seqs;          // of what is published afterwards, from 20 on
    } cases[] = {
        {"join",             {joins(JUNE, 20)},                   1, 0,  "20 21"},
        {"join, known",      {joins(JUNE, 20)},                   1, 20, "21"   },
        {"leave",            {leaves(JUNE, 19)},                  1, 1,  ""     },
        {"leave, known",     {leaves(JUNE, 19)},                  1, 0,  ""     },
        {"removal",          {leaves(JUNE, 0)},                   1, 1,  ""     },
        {"leave and rejoin", {leaves(JUNE, 18), joins(JUNE, 20)}, 2, 1,  "20 21"},
        {"the same, known",  {leaves(JUNE, 18), joins(JUNE, 20)}, 2, 20, "21"   },
        {"join and leave",   {joins(JUNE, 18), leaves(JUNE, 19)}, 2, 0,  ""     },
        {"rejoin twice",
         {joins(JUNE, 5), leaves(JUNE, 10), joins(JUNE, 20)},
         3,                                                          20,
         "21"                                                                   },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench bench;
        bench_open(&bench);
        struct subscription priya = follows(CONVERSATION, 20, 19);
        bench_attach(&bench, 1, PRIYA, &priya, 1); // keeps the ring alive
        bench.conns[1].is_stalled = true;
        struct conn *conn = bench_register(&bench, 0, JUNE);
        for (size_t j = 0; j < cases[i].count; j++) {
            apply_change(&bench, cases[i].changes[j]);
        }
        bench_publish(&bench, CONVERSATION, 20, "x");
        bool knows_join = cases[i].in_snapshot_since == 20;
        struct subscription june =
            follows(CONVERSATION, knows_join ? 21 : 20, knows_join ? 20 : 19);
        june.since_seq = cases[i].in_snapshot_since;
        hub_attach(bench.hub, conn, &june, cases[i].in_snapshot_since == 0 ? 0 : 1);
        hub_flush(bench.hub);
        bench_publish(&bench, CONVERSATION, 21, "x");
        if (bench.slice_conn != NULL) { // the one event that a short stay still shows
            bench_slice(&bench, bench.slice_from, 19, "x");
            (void)bench_seqs(&bench, 0);
        }
        if (strcmp(bench_seqs(&bench, 0), cases[i].seqs) != 0) {
            fail_msg("%s: got other events than %s", cases[i].name, cases[i].seqs);
        }
        bench_close(&bench);
    }
}

static void a_removed_text_never_reaches_a_stalled_reader(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription june = follows(CONVERSATION, 4, 3);
    bench_attach(&bench, 0, JUNE, &june, 1);
    stall(&bench, 0, true);
    bench_publish(&bench, CONVERSATION, 4, "secret");
    bench_publish(&bench, CONVERSATION, 5, "x");
    bench_publish(&bench, CONVERSATION, 4, "removed");
    bench_publish(&bench, CONVERSATION, 6, "x");
    stall(&bench, 0, false);
    assert_string_equal(bench_seqs(&bench, 0), "4=removed 5 6");
    bench_close(&bench);
}

static void a_removed_text_is_not_in_a_slice_either(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription june = follows(CONVERSATION, 1, 5);
    bench_attach(&bench, 0, JUNE, &june, 1);
    // Removed while the slice is under way, whose snapshot may be older.
    bench_publish(&bench, CONVERSATION, 2, "removed");
    bench_slice(&bench, 1, 5, "secret");
    assert_string_equal(bench_seqs(&bench, 0), "");
    assert_int_equal(bench.slices_asked, 2);
    // Removed while a slice is held for one who is stalled.
    stall(&bench, 0, true);
    bench_slice(&bench, 1, 5, "secret");
    bench_publish(&bench, CONVERSATION, 3, "removed");
    stall(&bench, 0, false);
    assert_string_equal(bench_seqs(&bench, 0), "");
    bench_slice(&bench, 1, 5, "fresh");
    assert_string_equal(bench_seqs(&bench, 0),
                        "1=fresh 2=fresh 3=fresh 4=fresh 5=fresh");
    bench_close(&bench);
}

static void what_was_published_before_a_block_is_read_anew(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription both = follows(CONVERSATION, 4, 3);
    bench_attach(&bench, 0, JUNE, &both, 1);
    bench_attach(&bench, 1, PRIYA, &both, 1);
    stall(&bench, 0, true);
    stall(&bench, 1, true);
    bench_publish(&bench, CONVERSATION, 4, "secret");
    apply_block(&bench, JUNE, 99);
    bench_publish_with(&bench,
                       bench_event(CONVERSATION, 5, "secret", (person_id){JUNE}), NULL);
    stall(&bench, 1, false);
    assert_string_equal(bench_seqs(&bench, 1), "4=secret 5=secret");
    stall(&bench, 0, false);
    assert_int_equal(bench.slice_from, 4);
    bench_slice(&bench, 4, 4, "x");
    assert_string_equal(bench_seqs(&bench, 0), "4 (5)");
    bench_close(&bench);
}

// Her other device was stalled when the block came, so the ring still has the words.
static void a_device_that_attaches_after_a_block_does_not_get_old_words(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription both = follows(CONVERSATION, 4, 3);
    bench_attach(&bench, 1, PRIYA, &both, 1);
    stall(&bench, 1, true);
    bench_publish(&bench, CONVERSATION, 4, "secret");
    apply_block(&bench, JUNE, 99);
    both.head = 4;
    bench_attach(&bench, 0, JUNE, &both, 1);
    assert_string_equal(bench_seqs(&bench, 0), "");
    assert_int_equal(bench.slice_from, 4);
    bench_slice(&bench, 4, 4, "x");
    assert_string_equal(bench_seqs(&bench, 0), "4");
    bench_close(&bench);
}

static void what_is_withheld_keeps_its_seq(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription both = follows(CONVERSATION, 4, 3);
    bench_attach(&bench, 0, JUNE, &both, 1);
    bench_attach(&bench, 1, PRIYA, &both, 1);
    bench_publish_with(&bench, bench_event(CONVERSATION, 4, "x", (person_id){JUNE}),
                       NULL);
    bench_publish(&bench, CONVERSATION, 5, "x");
    assert_string_equal(bench_seqs(&bench, 0), "(4) 5");
    assert_string_equal(bench_seqs(&bench, 1), "4 5");
    bench_close(&bench);
}

static void a_refused_slice_is_asked_for_again(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    bench.readers_are_busy = true;
    struct subscription june = follows(CONVERSATION, 2, 3);
    bench_attach(&bench, 0, JUNE, &june, 1);
    hub_retry(bench.hub);
    assert_int_equal(bench.slices_asked, 0);
    bench.readers_are_busy = false;
    hub_retry(bench.hub);
    assert_int_equal(bench.slices_asked, 1);
    bench_slice(&bench, 2, 3, "x");
    assert_string_equal(bench_seqs(&bench, 0), "2 3");
    bench_close(&bench);
}

static void
a_slice_that_fails_twice_sends_its_asker_away_and_helps_the_others(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription both = follows(CONVERSATION, 2, 3);
    bench_attach(&bench, 0, JUNE, &both, 1);
    bench_attach(&bench, 1, PRIYA, &both, 1);
    assert_int_equal(bench.slices_asked, 1);
    bench_slice_fails(&bench, ERR_NOT_FOUND);
    assert_int_equal(bench.conns[0].close_code, 0);
    assert_ptr_equal(bench.slice_conn, &bench.conns[1].conn);
    bench_slice_fails(&bench, ERR_NOT_FOUND);
    hub_retry(bench.hub);
    const int first = bench.slice_conn == &bench.conns[0].conn ? 0 : 1;
    bench_slice_fails(&bench, ERR_NOT_FOUND);
    assert_int_equal(bench.conns[first].close_code, CLOSE_MAINTENANCE);
    assert_ptr_equal(bench.slice_conn, &bench.conns[1 - first].conn);
    bench_slice(&bench, 2, 3, "x");
    assert_string_equal(bench_seqs(&bench, 1 - first), "2 3");
    assert_int_equal(bench.conns[1 - first].close_code, 0);
    bench_close(&bench);
}

static void a_reader_that_knows_of_a_removal_first_sends_nobody_away(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription june = follows(CONVERSATION, 2, 3);
    bench_attach(&bench, 0, JUNE, &june, 1);
    bench_slice_fails(&bench, ERR_NOT_FOUND);
    assert_int_equal(bench.slices_asked, 1); // not at once
    apply_change(&bench, leaves(JUNE, 0));
    hub_retry(bench.hub);
    assert_int_equal(bench.slices_asked, 1);
    assert_int_equal(bench.conns[0].close_code, 0);
    bench_close(&bench);
}

static void a_ring_goes_when_all_have_passed_it(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription both = follows(CONVERSATION, 1, 0);
    bench_attach(&bench, 0, JUNE, &both, 1);
    bench_attach(&bench, 1, PRIYA, &both, 1);
    stall(&bench, 1, true);
    bench_publish(&bench, CONVERSATION, 1, "x");
    assert_true(hub_stats(bench.hub).ring_bytes > 0);
    stall(&bench, 1, false);
    assert_int_equal(hub_stats(bench.hub).ring_bytes, 0);
    hub_unregister(bench.hub, &bench.conns[0].conn);
    hub_unregister(bench.hub, &bench.conns[1].conn);
    hub_flush(bench.hub);
    assert_int_equal(hub_stats(bench.hub).rings, 0);
    bench_close(&bench);
}

static void a_stalled_reader_costs_no_more_than_its_rings(void **state)
{
    (void)state;
    struct bench bench;
    char text[256];
    bench_open(&bench);
    memset(text, 'y', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct subscription many[20];
    for (int i = 0; i < 20; i++) {
        many[i] = follows(CONVERSATION + i, 1, 0);
    }
    bench_attach(&bench, 0, JUNE, many, 20);
    stall(&bench, 0, true);
    for (int64_t seq = 1; seq <= 30; seq++) {
        for (int i = 0; i < 20; i++) {
            bench_publish(&bench, CONVERSATION + i, seq, text);
        }
    }
    // The total, and in each ring one entry that may go beyond it.
    assert_true(hub_stats(bench.hub).ring_bytes <= 8192 + 20 * 300);
    bench_close(&bench);
}

static void frames_keep_to_their_size_and_merge_conversations(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription two[] = {follows(CONVERSATION, 1, 0), follows(OTHER, 1, 0)};
    bench_attach(&bench, 0, JUNE, two, 2);
    stall(&bench, 0, true);
    for (int64_t seq = 1; seq <= 8; seq++) {
        bench_publish(&bench, CONVERSATION, seq, "twenty bytes of words");
        bench_publish(&bench, OTHER, seq, "twenty bytes of words");
    }
    stall(&bench, 0, false);
    size_t length = 0;
    struct text seen = buf_text(&bench.conns[0].seen);
    for (size_t i = 0; i < seen.len; i++) {
        length = seen.s[i] == '\n' ? 0 : length + 1;
        assert_true(length <= 512);
    }
    assert_true(bench.conns[0].frames < 5);
    bench_close(&bench);
}

static void an_event_larger_than_a_frame_goes_alone(void **state)
{
    (void)state;
    struct bench bench;
    char text[480];
    bench_open(&bench);
    memset(text, 'y', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct subscription june = follows(CONVERSATION, 1, 0);
    bench_attach(&bench, 0, JUNE, &june, 1);
    stall(&bench, 0, true);
    bench_publish(&bench, CONVERSATION, 1, "x");
    bench_publish(&bench, CONVERSATION, 2, text);
    bench_publish(&bench, CONVERSATION, 3, "x");
    stall(&bench, 0, false);
    assert_int_equal(bench.conns[0].frames, 3);
    bench_close(&bench);
}

static void signals_are_shed_and_unread_replies_end_it(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    bench_attach(&bench, 0, JUNE, NULL, 0);
    stall(&bench, 0, true);
    struct frame *frame = frame_new(TEXT("{}"));
    for (int i = 0; i < 100; i++) {
        hub_signal_person(bench.hub, (person_id){JUNE}, NULL, frame);
    }
    assert_int_equal(bench.conns[0].conn.out_count, 8);
    assert_int_equal(hub_stats(bench.hub).signals_shed, 92);
    for (int i = 8; i < CONN_OUT_MAX; i++) {
        hub_queue(bench.hub, &bench.conns[0].conn, frame_ref(frame), true);
    }
    assert_int_equal(bench.conns[0].close_code, 0);
    hub_queue(bench.hub, &bench.conns[0].conn, frame_ref(frame), true);
    assert_int_equal(bench.conns[0].close_code, CLOSE_TOO_SLOW);
    frame_unref(frame);
    bench_close(&bench);
}

static void typing_reaches_members_but_its_author_and_leavers(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct subscription all = follows(CONVERSATION, 4, 3);
    for (int i = 0; i < 4; i++) {
        bench_attach(&bench, i, JUNE + i, &all, 1);
        stall(&bench, i, true);
    }
    bench_publish(&bench, CONVERSATION, 4, "x");
    apply_change(&bench, leaves(JUNE + 1, 4)); // still has something to get
    person_id hidden = {JUNE + 2};
    struct signal_out signal = {.conversation = {CONVERSATION},
                                .by = {JUNE},
                                .frame = frame_new(TEXT("{}")),
                                .withheld_from = &hidden,
                                .withheld_count = 1};
    struct outcome outcome = {.signals = &signal, .signal_count = 1};
    hub_apply(bench.hub, &outcome);
    frame_unref(signal.frame);
    int expected[] = {0, 0, 0, 1};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(bench.conns[i].conn.out_count, expected[i]);
    }
    bench_close(&bench);
}

static void a_revocation_closes_attaching_connections_too(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    bench_register(&bench, 0, JUNE);
    bench_attach(&bench, 1, JUNE, NULL, 0);
    bench_attach(&bench, 2, PRIYA, NULL, 0);
    struct revocation one = {.session = bench.conns[0].conn.session, .person = {JUNE}};
    struct outcome outcome = {.revocations = &one, .revocation_count = 1};
    hub_apply(bench.hub, &outcome);
    assert_int_equal(bench.conns[0].close_code, CLOSE_REVOKED);
    assert_int_equal(bench.conns[1].close_code, 0);
    one.session.v = 0;
    hub_apply(bench.hub, &outcome);
    assert_int_equal(bench.conns[1].close_code, CLOSE_REVOKED);
    assert_int_equal(bench.conns[2].close_code, 0);
    one = (struct revocation){.person = {PRIYA}, .goes_on = true};
    hub_apply(bench.hub, &outcome);
    assert_int_equal(bench.conns[2].close_code, CLOSE_NOT_ATTACHED);
    bench_close(&bench);
}

static void too_many_changes_while_attaching_start_it_again(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    bench_register(&bench, 0, JUNE);
    for (int i = 0; i <= CONN_DEFERRED_MAX; i++) {
        assert_int_equal(bench.conns[0].close_code, 0);
        apply_change(&bench, joins(JUNE, 4 + i));
    }
    assert_int_equal(bench.conns[0].close_code, CLOSE_MAINTENANCE);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everyone_gets_what_is_published_after_the_snapshot),
        TEST(a_cursor_below_the_ring_takes_a_slice_then_goes_on_live),
        TEST(an_event_published_while_attaching_is_not_lost),
        TEST(an_event_that_the_snapshot_knows_is_not_sent_again),
        TEST(a_joiner_starts_at_her_own_member_joined),
        TEST(a_leaver_gets_everything_up_to_her_last_event),
        TEST(one_removed_by_staff_gets_nothing_more_at_once),
        TEST(changes_while_attaching_are_applied_after_the_snapshot),
        TEST(a_removed_text_never_reaches_a_stalled_reader),
        TEST(a_removed_text_is_not_in_a_slice_either),
        TEST(what_was_published_before_a_block_is_read_anew),
        TEST(a_device_that_attaches_after_a_block_does_not_get_old_words),
        TEST(what_is_withheld_keeps_its_seq),
        TEST(a_refused_slice_is_asked_for_again),
        TEST(a_slice_that_fails_twice_sends_its_asker_away_and_helps_the_others),
        TEST(a_reader_that_knows_of_a_removal_first_sends_nobody_away),
        TEST(a_ring_goes_when_all_have_passed_it),
        TEST(a_stalled_reader_costs_no_more_than_its_rings),
        TEST(frames_keep_to_their_size_and_merge_conversations),
        TEST(an_event_larger_than_a_frame_goes_alone),
        TEST(signals_are_shed_and_unread_replies_end_it),
        TEST(typing_reaches_members_but_its_author_and_leavers),
        TEST(a_revocation_closes_attaching_connections_too),
        TEST(too_many_changes_while_attaching_start_it_again),
    };

    return RUN_TESTS(tests);
}
