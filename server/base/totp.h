// One-time codes that an authenticator app shows: the only file that includes liboath.
// Sources: RFC 6238 (TOTP) with what all apps understand: SHA-1, six digits, steps of
// 30 s; RFC 4226 section 4 (R6: a shared secret of 160 bits); RFC 4648 (base32).
#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

#define TOTP_SECRET_BYTES 20
#define TOTP_BASE32_LEN 32
#define TOTP_DIGITS 6
#define TOTP_STEP_S 30

// A telephone's clock is rarely further off; each step more is one more code that fits.
#define TOTP_STEPS_AROUND 1

struct totp_secret {
    unsigned char bytes[TOTP_SECRET_BYTES];
};

// Must have returned OK before anything else here is used. Errors: ERR_INTERNAL.
enum err totp_init(void);

// A secret of random bytes.
void totp_secret_new(struct totp_secret *secret_out);

// `secret` as people type it into an app, ended by NUL: A-Z and 2-7. Errors:
// ERR_INTERNAL (out of memory).
enum err totp_base32(const struct totp_secret *secret,
                     char base32_out[static TOTP_BASE32_LEN + 1]);

// Which step's code `code` is, of those around now. Errors: ERR_NOT_FOUND: of none, or
// not six digits.
enum err totp_step_of(const struct totp_secret *secret, struct text code,
                      int64_t now_utc_ms, int64_t *step_out);

#endif
