// Heap memory that is there or the program is not.
#include "base/mem.h"

#include "base/err.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *mem_new(size_t count, size_t size)
{
    void *memory = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
    if (memory == NULL) {
        unreachable_state("out of memory");
    }
    return memory;
}

void *mem_resize(void *old, size_t count, size_t size)
{
    if (count == 0) {
        count = 1;
    }
    if (size == 0) {
        size = 1;
    }
    void *memory = reallocarray(old, count, size);
    if (memory == NULL) {
        unreachable_state("out of memory");
    }
    return memory;
}

char *mem_copy(const char *s, size_t len)
{
    if (len == SIZE_MAX) {
        unreachable_state("out of memory");
    }
    char *copy = mem_new(len + 1, 1);
    if (len > 0) {
        memcpy(copy, s, len);
    }
    return copy;
}
