// Heap memory. Running out of it logs and aborts, so nobody checks for NULL, and sizes
// that come from outside are capped before they get here.
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

// `count` zeroed elements of `size` bytes; a product that overflows aborts.
// Owner: the caller, who ends it with free().
void *mem_new(size_t count, size_t size);

// `old` (NULL at first) with room for `count` elements of `size` bytes; what is new is
// not zeroed. Owner: the caller, `old` is gone.
void *mem_resize(void *old, size_t count, size_t size);

// A NUL-terminated copy of the `len` bytes at `s`. Owner: the caller.
char *mem_copy(const char *s, size_t len);

#endif
