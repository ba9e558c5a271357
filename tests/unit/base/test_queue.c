#include "support.h"

#include <pthread.h>

#include "base/clock.h"
#include "base/queue.h"

#define PRODUCERS 4
#define ITEMS_EACH 20000
#define CAPACITY 64

struct producer {
    struct queue *queue;
    int items[ITEMS_EACH];
};

static void *push_all(void *cookie)
{
    struct producer *producer = cookie;
    for (int i = 0; i < ITEMS_EACH; i++) {
        producer->items[i] = i;
        while (queue_push(producer->queue, &producer->items[i]) != OK) {
            sched_yield();
        }
    }
    return NULL;
}

static int owner_of(const struct producer *producers, const int *item)
{
    for (int p = 0; p < PRODUCERS; p++) {
        if (item >= producers[p].items && item < producers[p].items + ITEMS_EACH) {
            return p;
        }
    }
    return -1;
}

static void every_item_arrives_once_in_its_producers_order(void **state)
{
    (void)state;
    static struct producer producers[PRODUCERS];
    struct queue *queue = queue_new(CAPACITY);
    pthread_t threads[PRODUCERS];
    int next[PRODUCERS] = {0};
    for (int p = 0; p < PRODUCERS; p++) {
        producers[p].queue = queue;
        assert_int_equal(pthread_create(&threads[p], NULL, push_all, &producers[p]), 0);
    }
    for (int taken = 0; taken < PRODUCERS * ITEMS_EACH;) {
        void *items[16];
        const size_t count = queue_take(queue, items, 16, 10000);
        assert_true(count > 0);
        for (size_t i = 0; i < count; i++) {
            const int *item = items[i];
            const int owner = owner_of(producers, item);
            assert_true(owner >= 0);
            assert_int_equal(*item, next[owner]);
            next[owner]++;
        }
        taken += (int)count;
    }
    for (int p = 0; p < PRODUCERS; p++) {
        pthread_join(threads[p], NULL);
    }
    assert_int_equal(queue_length(queue), 0);
    queue_free(queue);
}

static void a_full_queue_refuses_at_once(void **state)
{
    (void)state;
    int item = 0;
    void *taken[4];
    struct queue *queue = queue_new(2);
    assert_ok(queue_push(queue, &item));
    assert_ok(queue_push(queue, &item));
    assert_err(queue_push(queue, &item), ERR_BUSY);
    assert_int_equal(queue_take(queue, taken, 1, 0), 1);
    assert_ok(queue_push(queue, &item));
    assert_int_equal(queue_take(queue, taken, 4, 0), 2);
    queue_free(queue);
}

static void taking_from_an_empty_queue_ends_with_its_time(void **state)
{
    (void)state;
    void *taken[1];
    struct queue *queue = queue_new(1);
    const int64_t from_ms = clock_steady_ms();
    assert_int_equal(queue_take(queue, taken, 1, 20), 0);
    assert_true(clock_steady_ms() - from_ms >= 19);
    queue_free(queue);
}

static void *take_for_ever(void *cookie)
{
    struct queue *queue = cookie;
    void *taken[1];
    while (queue_take(queue, taken, 1, -1) > 0) {
    }
    return NULL;
}

static void closing_wakes_waiters_and_keeps_what_was_in_it(void **state)
{
    (void)state;
    int item = 0;
    void *taken[2];
    pthread_t waiter;
    struct queue *queue = queue_new(2);
    assert_int_equal(pthread_create(&waiter, NULL, take_for_ever, queue), 0);
    queue_close(queue);
    pthread_join(waiter, NULL);
    assert_true(queue_is_closed(queue));
    assert_err(queue_push(queue, &item), ERR_BUSY);
    queue_free(queue);

    queue = queue_new(2);
    assert_ok(queue_push(queue, &item));
    queue_close(queue);
    assert_int_equal(queue_take(queue, taken, 2, -1), 1);
    assert_int_equal(queue_take(queue, taken, 2, -1), 0);
    queue_free(queue);
    queue_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_item_arrives_once_in_its_producers_order),
        TEST(a_full_queue_refuses_at_once),
        TEST(taking_from_an_empty_queue_ends_with_its_time),
        TEST(closing_wakes_waiters_and_keeps_what_was_in_it),
    };
    return RUN_TESTS(tests);
}
