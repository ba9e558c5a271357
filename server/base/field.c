#include "base/field.h"

#include <string.h>

#define NUMBER_DIGITS_MAX 19 // of INT64_MAX

bool field_split(struct text line, struct text *fields_out, int count)
{
    size_t at = 0;

    for (int i = 0; i < count; i++) {
        const char *start = line.s + at;
        const char *space = memchr(start, ' ', line.len - at);
        const size_t len = space == NULL ? line.len - at : (size_t)(space - start);
        if ((space == NULL) != (i == count - 1)) {
            return false;
        }
        fields_out[i] = (struct text){start, len};
        at += len + 1;
    }
    return true;
}

bool field_number(struct text digits, int64_t *number_out)
{
    int64_t number = 0;

    if (digits.len == 0 || digits.len > NUMBER_DIGITS_MAX ||
        (digits.len > 1 && digits.s[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.s[i] < '0' || digits.s[i] > '9' ||
            __builtin_mul_overflow(number, INT64_C(10), &number) ||
            __builtin_add_overflow(number, (int64_t)(digits.s[i] - '0'), &number)) {
            return false;
        }
    }
    *number_out = number;
    return true;
}
