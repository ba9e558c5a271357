// A bounded first-in first-out queue of pointers between threads.
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct queue;

// An empty queue for at most `capacity` items.
struct queue *queue_new(size_t capacity);

// Frees an empty queue that no thread uses any more; queue_free(NULL) does nothing.
void queue_free(struct queue *queue);

// Puts `item` at the end and wakes one waiter. Errors: ERR_BUSY when full or closed;
// the item stays the caller's.
enum err queue_push(struct queue *queue, void *item);

// Waits at most `timeout_ms` (negative: for ever) until there is an item or the queue
// is closed, then moves up to `max` items to `items` in order and gives their number; 0
// after a time-out or when closed and empty.
size_t queue_take(struct queue *queue, void **items, size_t max, int timeout_ms);

// From now on pushes are refused and waiters wake up; what is in it can still be taken.
void queue_close(struct queue *queue);

bool queue_is_closed(struct queue *queue);

size_t queue_length(struct queue *queue);

#endif
