// Open addressing with linear probing. A removed entry keeps its key and loses its
// value, so that walks and later probes go on past it; growing leaves such entries
// behind.
#include "base/map.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

#define FIRST_SLOTS 16

struct slot {
    uint64_t key; // 0: never used
    void *value;  // NULL: removed
};

struct map {
    struct slot *slots;
    size_t slot_count; // a power of two
    size_t used;       // slots with a key, removed ones included
    size_t live;
};

// The finaliser of SplitMix64: every bit of the key reaches the low bits.
static size_t mix(uint64_t key)
{
    key ^= key >> 30;
    key *= UINT64_C(0xbf58476d1ce4e5b9);
    key ^= key >> 27;
    key *= UINT64_C(0x94d049bb133111eb);
    key ^= key >> 31;
    return (size_t)key;
}

// The slot that holds `key`, or the one never used where it would go.
static struct slot *find_slot(const struct map *map, uint64_t key)
{
    const size_t mask = map->slot_count - 1;
    size_t i = mix(key) & mask;
    while (map->slots[i].key != 0 && map->slots[i].key != key) {
        i = (i + 1) & mask;
    }
    return &map->slots[i];
}

static void rebuild(struct map *map)
{
    struct slot *old = map->slots;
    const size_t old_count = map->slot_count;
    size_t wanted = FIRST_SLOTS;
    while (wanted < map->live * 4) {
        wanted *= 2;
    }
    map->slots = mem_new(wanted, sizeof(struct slot));
    map->slot_count = wanted;
    map->used = map->live;
    for (size_t i = 0; i < old_count; i++) {
        if (old[i].value != NULL) {
            *find_slot(map, old[i].key) = old[i];
        }
    }
    free(old);
}

struct map *map_new(void)
{
    struct map *map = mem_new(1, sizeof(struct map));
    map->slots = mem_new(FIRST_SLOTS, sizeof(struct slot));
    map->slot_count = FIRST_SLOTS;
    return map;
}

void map_free(struct map *map)
{
    if (map == NULL) {
        return;
    }
    free(map->slots);
    free(map);
}

void *map_get(const struct map *map, uint64_t key)
{
    return key == 0 ? NULL : find_slot(map, key)->value;
}

void map_put(struct map *map, uint64_t key, void *value)
{
    assert(key != 0);
    assert(value != NULL);
    // A quarter of the slots stays unused: probes stay short and always end.
    if ((map->used + 1) * 4 > map->slot_count * 3) {
        rebuild(map);
    }
    struct slot *slot = find_slot(map, key);
    if (slot->key == 0) {
        slot->key = key;
        map->used++;
    }
    if (slot->value == NULL) {
        map->live++;
    }
    slot->value = value;
}

void *map_remove(struct map *map, uint64_t key)
{
    if (key == 0) {
        return NULL;
    }
    struct slot *slot = find_slot(map, key);
    void *value = slot->value;
    if (value != NULL) {
        slot->value = NULL;
        map->live--;
    }
    return value;
}

size_t map_count(const struct map *map)
{
    return map->live;
}

void *map_next(const struct map *map, size_t *cursor, uint64_t *key_out)
{
    while (*cursor < map->slot_count) {
        const struct slot *slot = &map->slots[*cursor];
        (*cursor)++;
        if (slot->value != NULL) {
            if (key_out != NULL) {
                *key_out = slot->key;
            }
            return slot->value;
        }
    }
    return NULL;
}
