#include "domain/spoken_code.h"

#include <stdio.h>

#include "base/secret.h"

#define GROUP_MODULUS 10000 // SPOKEN_GROUP_DIGITS digits

void spoken_code_new(int groups, char *code_out)
{
    for (int i = 0; i < groups; i++) {
        char *group = code_out + i * (SPOKEN_GROUP_DIGITS + 1);
        if (i > 0) {
            group[-1] = ' ';
        }
        snprintf(group, SPOKEN_GROUP_DIGITS + 1, "%04u",
                 (unsigned)(secret_random_u64() % GROUP_MODULUS));
    }
}

struct text spoken_code_digits(struct arena *arena, struct text typed)
{
    char *digits = arena_array(arena, typed.len, 1);
    size_t len = 0;

    for (size_t i = 0; i < typed.len; i++) {
        if (typed.s[i] != ' ' && typed.s[i] != '-') {
            digits[len++] = typed.s[i];
        }
    }
    return (struct text){digits, len};
}
