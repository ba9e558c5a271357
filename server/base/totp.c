#include "base/totp.h"

#include "base/secret.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#define MS_PER_S 1000

enum err totp_init(void)
{
    return oath_init() == OATH_OK ? OK : ERR_INTERNAL;
}

void totp_secret_new(struct totp_secret *secret_out)
{
    secret_random(secret_out->bytes, sizeof secret_out->bytes);
}

enum err totp_base32(const struct totp_secret *secret,
                     char base32_out[static TOTP_BASE32_LEN + 1])
{
    char *written = NULL;
    size_t len = 0;
    enum err err = ERR_INTERNAL;

    if (oath_base32_encode((const char *)secret->bytes, sizeof secret->bytes, &written,
                           &len) == OATH_OK &&
        len == TOTP_BASE32_LEN) {
        memcpy(base32_out, written, len);
        base32_out[len] = '\0';
        err = OK;
    }
    if (written != NULL) {
        secret_wipe(written, len);
        free(written);
    }
    return err;
}

static bool is_code(struct text code)
{
    for (size_t i = 0; i < code.len; i++) {
        if (code.s[i] < '0' || code.s[i] > '9') {
            return false;
        }
    }
    return code.len == TOTP_DIGITS;
}

enum err totp_step_of(const struct totp_secret *secret, struct text code,
                      int64_t now_utc_ms, int64_t *step_out)
{
    char digits[TOTP_DIGITS + 1] = {0};
    int position = 0;
    uint64_t step = 0;

    if (!is_code(code)) {
        return ERR_NOT_FOUND;
    }
    memcpy(digits, code.s, code.len);
    if (oath_totp_validate3((const char *)secret->bytes, sizeof secret->bytes,
                            (time_t)(now_utc_ms / MS_PER_S), TOTP_STEP_S, 0,
                            TOTP_STEPS_AROUND, &position, &step, digits) < 0) {
        return ERR_NOT_FOUND;
    }
    *step_out = (int64_t)step;
    return OK;
}
