// A binary heap in an array.
#include "domain/matching/matching_solve_heap.h"

#include "base/mem.h"

#include <stdlib.h>

#define CAPACITY_FIRST 256

void matching_solve_heap_clear(struct matching_heap *heap)
{
    free(heap->stops);
    *heap = (struct matching_heap){0};
}

void matching_solve_heap_push(struct matching_heap *heap, struct matching_stop stop)
{
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity == 0 ? CAPACITY_FIRST : heap->capacity * 2;
        heap->stops =
            mem_resize(heap->stops, (size_t)heap->capacity, sizeof *heap->stops);
    }
    struct matching_stop *stops = heap->stops;
    int at = heap->count++;
    while (at > 0 &&
           matching_cost_is_below(stop.distance, stops[(at - 1) / 2].distance)) {
        stops[at] = stops[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    stops[at] = stop;
}

bool matching_solve_heap_pop(struct matching_heap *heap, struct matching_stop *stop_out)
{
    struct matching_stop *stops = heap->stops;
    if (heap->count == 0) {
        return false;
    }
    *stop_out = stops[0];
    const struct matching_stop last = stops[--heap->count];
    int at = 0;
    int below = 1;
    while (below < heap->count) {
        below +=
            below + 1 < heap->count &&
            matching_cost_is_below(stops[below + 1].distance, stops[below].distance);
        if (!matching_cost_is_below(stops[below].distance, last.distance)) {
            break;
        }
        stops[at] = stops[below];
        at = below;
        below = 2 * at + 1;
    }
    stops[at] = last;
    return true;
}
