#include "support.h"

#include <stdio.h>

#include "transport/ticket.h"

static void a_ticket_is_used_up_at_first_sight(void **state)
{
    (void)state;
    struct tickets *tickets = tickets_new();
    struct ticket ticket = {.session = {7}, .person = {8}, .expires_ms = 100};
    struct ticket used;

    assert_true(tickets_add(tickets, TEXT("one"), &ticket));
    assert_false(tickets_use(tickets, TEXT("two"), 50, &used));
    assert_true(tickets_use(tickets, TEXT("one"), 50, &used));
    assert_int_equal(used.session.v, 7);
    assert_int_equal(used.person.v, 8);
    assert_false(tickets_use(tickets, TEXT("one"), 50, &used));
    tickets_free(tickets);
}

static void an_expired_ticket_is_none_and_gone(void **state)
{
    (void)state;
    struct tickets *tickets = tickets_new();
    struct ticket ticket = {.session = {7}, .person = {8}, .expires_ms = 100};
    struct ticket used;

    assert_true(tickets_add(tickets, TEXT("one"), &ticket));
    assert_false(tickets_use(tickets, TEXT("one"), 100, &used));
    assert_false(tickets_use(tickets, TEXT("one"), 50, &used));
    tickets_free(tickets);
}

static void there_is_a_most_and_sweeping_makes_room(void **state)
{
    (void)state;
    struct tickets *tickets = tickets_new();
    struct ticket ticket = {.session = {7}, .person = {8}, .expires_ms = 100};
    struct ticket used;
    char token[16];

    for (int i = 0; i < TICKETS_MAX; i++) {
        snprintf(token, sizeof token, "%d", i);
        assert_true(tickets_add(tickets, text_of(token), &ticket));
    }
    assert_false(tickets_add(tickets, TEXT("too many"), &ticket));
    assert_false(tickets_use(tickets, TEXT("too many"), 50, &used));
    tickets_sweep(tickets, 100);
    ticket.expires_ms = 200;
    assert_true(tickets_add(tickets, TEXT("late"), &ticket));
    assert_true(tickets_use(tickets, TEXT("late"), 150, &used));
    tickets_free(tickets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_ticket_is_used_up_at_first_sight),
        TEST(an_expired_ticket_is_none_and_gone),
        TEST(there_is_a_most_and_sweeping_makes_room),
    };

    return RUN_TESTS(tests);
}
