// Unicode normalisation: the only file that includes utf8proc.
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

// What is left of `t` (valid UTF-8) when compatibility forms are taken apart (NFKD),
// accents dropped, upper and lower case made one, and ignorable characters left out:
// for comparing what different people typed, never for showing. In `arena`.
// Errors: ERR_BAD_REQUEST (no valid UTF-8).
// Source: Unicode Standard Annex 15 and section 3.13.
enum err unicode_plain(struct arena *arena, struct text t, struct text *plain_out);

// Whether the `len` bytes of `t` (valid UTF-8) from `at` on stand by themselves: no
// letter, mark or digit right before them or right after. Source: general categories L,
// M and N of the Unicode Standard, section 4.5.
bool unicode_stands_alone(struct text t, size_t at, size_t len);

#endif
