#include "base/hex.h"

static const char hex_digits[] = "0123456789abcdef";

void hex_write(const unsigned char *bytes, size_t len, char *digits_out)
{
    for (size_t i = 0; i < len; i++) {
        digits_out[2 * i] = hex_digits[bytes[i] >> 4];
        digits_out[2 * i + 1] = hex_digits[bytes[i] & 0xf];
    }
    digits_out[2 * len] = '\0';
}

static int value_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_read(struct text digits, unsigned char *bytes_out, size_t len)
{
    if (digits.len != 2 * len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        const int high = value_of(digits.s[2 * i]);
        const int low = value_of(digits.s[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes_out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}
