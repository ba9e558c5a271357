#include "base/guess.h"

#include "base/secret.h"

#include <string.h>
#include <zxcvbn.h>

#define WORD_BYTES 64

// NUL-ended, cut where it is longer than the space.
static void copy(char *space, size_t size, struct text t)
{
    const size_t len = t.len < size ? t.len : size - 1;

    memcpy(space, t.s, len);
    space[len] = '\0';
}

double guess_bits(struct text password, const struct text *words, int count)
{
    char spaces[GUESS_WORDS_MAX][WORD_BYTES];
    const char *known[GUESS_WORDS_MAX + 1] = {NULL};
    char beginning[GUESS_BYTES_MAX + 1];
    int used = 0;

    for (int i = 0; i < count && used < GUESS_WORDS_MAX; i++) {
        if (words[i].len > 0) {
            copy(spaces[used], WORD_BYTES, words[i]);
            known[used] = spaces[used];
            used++;
        }
    }
    copy(beginning, sizeof beginning, password);
    const double bits = ZxcvbnMatch(beginning, known, NULL);
    secret_wipe(beginning, sizeof beginning);
    return bits;
}
