// base64url without padding (RFC 4648, section 5), as browsers and tokens have it.
#ifndef BASE_BASE64URL_H
#define BASE_BASE64URL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

// `bytes` as text, in `arena`, with a NUL behind it.
struct text base64url_write(struct arena *arena, struct text bytes);

// The bytes that `text` stands for, in `arena`. Errors: ERR_BAD_REQUEST: anything but
// what base64url_write writes.
enum err base64url_read(struct arena *arena, struct text text, struct text *bytes_out);

#endif
