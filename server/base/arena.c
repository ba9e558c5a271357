// Blocks in a list, filled from the front; a block is as large as what asked for it.
#include "base/arena.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/secret.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Most requests fit into one block; the malloc header keeps it within a page.
#define BLOCK_BYTES 4000
#define GROW_FIRST 4

struct block {
    struct block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *blocks; // the one being filled first
};

static struct block *block_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct block)) {
        unreachable_state("arena block too large");
    }
    struct block *block = mem_new(1, sizeof(struct block) + size);
    block->size = size;
    return block;
}

static size_t rounded(size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX - unit) {
        unreachable_state("arena allocation too large");
    }
    return (size + unit - 1) / unit * unit;
}

struct arena *arena_new(void)
{
    return mem_new(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    struct block *block = arena->blocks;
    while (block != NULL) {
        struct block *next = block->next;
        secret_wipe(block->bytes, block->used);
        free(block);
        block = next;
    }
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t need = rounded(size == 0 ? 1 : size);
    struct block *block = arena->blocks;
    if (block == NULL || block->size - block->used < need) {
        struct block *fresh = block_new(need > BLOCK_BYTES ? need : BLOCK_BYTES);
        // A block made for one large thing is full at once: keep filling the old one.
        if (block != NULL && need > BLOCK_BYTES) {
            fresh->next = block->next;
            block->next = fresh;
        } else {
            fresh->next = block;
            arena->blocks = fresh;
        }
        block = fresh;
    }
    void *memory = block->bytes + block->used;
    block->used += need;
    return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        unreachable_state("arena array too large");
    }
    return arena_alloc(arena, count * size);
}

struct text arena_text(struct arena *arena, struct text t)
{
    if (t.len == SIZE_MAX) {
        unreachable_state("arena text too large");
    }
    char *copy = arena_alloc(arena, t.len + 1);
    if (t.len > 0) {
        memcpy(copy, t.s, t.len);
    }
    return (struct text){copy, t.len};
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                 size_t size)
{
    if (count < *capacity) {
        return items;
    }
    if (count > SIZE_MAX / 2) {
        unreachable_state("arena array too large");
    }
    const size_t wider = count < GROW_FIRST ? GROW_FIRST : count * 2;
    void *grown = arena_array(arena, wider, size);
    if (count > 0) {
        memcpy(grown, items, count * size);
    }
    *capacity = wider;
    return grown;
}
