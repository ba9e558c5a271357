// A hash map from 64-bit keys (ids) to pointers. Key 0 is not allowed (no id is 0).
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

struct map;

struct map *map_new(void);

// Frees the map, not the values; map_free(NULL) does nothing.
void map_free(struct map *map);

// The value under `key`, or NULL.
void *map_get(const struct map *map, uint64_t key);

// Puts `value` (not NULL) under `key`, replacing what was there.
void map_put(struct map *map, uint64_t key, void *value);

// Takes `key` away and gives its value, or NULL.
void *map_remove(struct map *map, uint64_t key);

size_t map_count(const struct map *map);

// Walks in no particular order: start with *cursor == 0; gives NULL at the end.
// `key_out` may be NULL. The map must not be changed during the walk, except by
// removing the entry just given.
void *map_next(const struct map *map, size_t *cursor, uint64_t *key_out);

#endif
