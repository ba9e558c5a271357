// The columns that a search comes to next.
#ifndef DOMAIN_MATCHING_SOLVE_HEAP_H
#define DOMAIN_MATCHING_SOLVE_HEAP_H

#include <stdbool.h>

#include "domain/matching/matching_solve_cost.h"

struct matching_stop {
    struct matching_cost distance;
    int col;
};

struct matching_heap {
    struct matching_stop *stops;
    int count;
    int capacity;
};

void matching_solve_heap_clear(struct matching_heap *heap);

void matching_solve_heap_push(struct matching_heap *heap, struct matching_stop stop);

// The nearest stop, taken out; false when there is none.
bool matching_solve_heap_pop(struct matching_heap *heap,
                             struct matching_stop *stop_out);

#endif
