// What people may be called and may sign in with: handles, names, passwords. Bounds are
// those of protocol/limits.json; the password bound is that of NIST SP 800-63B.
#ifndef DOMAIN_HANDLE_H
#define DOMAIN_HANDLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

// `in` with ASCII letters lower-cased: a user name ([a-z0-9._-], 2–32) or an e-mail
// address (one @, printable ASCII, at most 254 bytes). Errors: ERR_BAD_REQUEST.
enum err handle_normalise(struct arena *arena, struct text in, struct text *handle_out);

// 1–80 code points, not blank, without control characters.
bool handle_name_is_valid(struct text name);

// 8–256 bytes.
bool handle_password_is_valid(struct text password);

#endif
