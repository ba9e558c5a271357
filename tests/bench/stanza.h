// The pieces of an XMPP stream (RFC 6120), as bytes: nothing is parsed beyond where one
// ends.
#ifndef BENCH_STANZA_H
#define BENCH_STANZA_H

#include <stdbool.h>
#include <stddef.h>

// Length of the first stanza of `bytes`, or of what opens or closes the stream; 0 while
// it is not whole.
size_t stanza_len(const char *bytes, size_t len);

// Whether the stanza's element has this name.
bool stanza_is(const char *bytes, size_t len, const char *name);

// Whether `what` stands in it.
bool stanza_has(const char *bytes, size_t len, const char *what);

// The number in its first attribute of that name; 0 where there is none.
unsigned long stanza_number(const char *bytes, size_t len, const char *attribute);

#endif
