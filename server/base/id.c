// Crockford's base32 (https://www.crockford.com/base32.html), lower case, most
// significant digit first. Only the one form that we write ourselves is read back.
#include "base/id.h"

#include "base/secret.h"

#include <stddef.h>
#include <string.h>

#define DIGITS EPOCH_TEXT_LEN
#define DIGIT_BITS 5

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static int64_t random_positive(void)
{
    uint64_t value = 0;
    while (value == 0) {
        value = secret_random_u64() & (uint64_t)INT64_MAX;
    }
    return (int64_t)value;
}

static void write_digits(int64_t value, char *digits)
{
    uint64_t rest = (uint64_t)value;
    for (size_t i = DIGITS; i > 0; i--) {
        digits[i - 1] = alphabet[rest % 32];
        rest >>= DIGIT_BITS;
    }
}

// 13 digits have 65 bits: the first one is at most 7 in a number of 63.
static int64_t read_digits(const char *digits)
{
    uint64_t value = 0;
    for (size_t i = 0; i < DIGITS; i++) {
        const char *at = memchr(alphabet, digits[i], sizeof alphabet - 1);
        if (at == NULL || (i == 0 && at - alphabet > 7)) {
            return 0;
        }
        value = value << DIGIT_BITS | (uint64_t)(at - alphabet);
    }
    return (int64_t)value;
}

static int64_t id_read(struct text t, char letter)
{
    if (t.len != ID_TEXT_LEN || t.s[0] != letter) {
        return 0;
    }
    return read_digits(t.s + 1);
}

static struct id_text id_write(int64_t value, char letter)
{
    struct id_text text = {.s = {letter}};
    write_digits(value, text.s + 1);
    return text;
}

#define ID_DEFINE(kind, letter)                                                        \
    kind##_id kind##_id_new(void)                                                      \
    {                                                                                  \
        return (kind##_id){random_positive()};                                         \
    }                                                                                  \
    kind##_id kind##_id_parse(struct text t)                                           \
    {                                                                                  \
        return (kind##_id){id_read(t, letter)};                                        \
    }                                                                                  \
    struct id_text kind##_id_text(kind##_id id)                                        \
    {                                                                                  \
        return id_write(id.v, letter);                                                 \
    }                                                                                  \
    bool kind##_id_equal(kind##_id a, kind##_id b)                                     \
    {                                                                                  \
        return a.v == b.v;                                                             \
    }

ID_KINDS(ID_DEFINE)

int64_t epoch_new(void)
{
    return random_positive();
}

int64_t epoch_parse(struct text t)
{
    return t.len == EPOCH_TEXT_LEN ? read_digits(t.s) : 0;
}

struct id_text epoch_text(int64_t epoch)
{
    struct id_text text = {0};
    write_digits(epoch, text.s);
    return text;
}
