// What a line has heard so far, as session.attach wants it back.
#ifndef BENCH_CURSOR_H
#define BENCH_CURSOR_H

#include <stddef.h>
#include <stdint.h>

// `{"c…":["e…",17],…}` from the conversations of an attach reply, each `behind` events
// before its head; where there are no more than that, at its head. Free with free().
char *cursor_new(const char *reply, size_t len, int64_t behind);

// The place that `cursor` has in `conversation`; 0 where it has none.
int64_t cursor_place(const char *cursor, const char *conversation);

#endif
