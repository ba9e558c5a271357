// Memory that lives as long as one request: everything is freed at once.
// Running out of memory logs and aborts, so sizes from outside are capped beforehand.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/text.h"

struct arena;

// An empty arena. Owner: the caller, who ends it with arena_free.
struct arena *arena_new(void);

// Frees everything that `arena` ever handed out; arena_free(NULL) does nothing. Memory
// is wiped first, since requests carry passwords and message text.
void arena_free(struct arena *arena);

// `size` zeroed bytes, aligned for any type.
void *arena_alloc(struct arena *arena, size_t size);

// `count` zeroed elements of `size` bytes; a product that overflows aborts.
void *arena_array(struct arena *arena, size_t count, size_t size);

// A copy of `t`, followed by a NUL that its length does not count.
struct text arena_text(struct arena *arena, struct text t);

// An array `items` (element size `size`) of `count` elements with room for one more:
// doubles when full, starting at 4. `capacity` is kept by the caller, 0 at first.
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                 size_t size);

#endif
