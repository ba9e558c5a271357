// Bytes as lower-case hexadecimal digits, two each.
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

// Writes the 2 * `len` digits of `bytes` and a NUL to `digits_out`.
void hex_write(const unsigned char *bytes, size_t len, char *digits_out);

// Reads `len` bytes; false unless `digits` are exactly theirs, in either case.
bool hex_read(struct text digits, unsigned char *bytes_out, size_t len);

#endif
