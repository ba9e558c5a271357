#include "domain/blind_name.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "domain/blind_variant.h"

#define WORDS_MAX 16 // of one name; what follows is left out

struct words {
    struct text list[WORDS_MAX];
    size_t count;
};

// Words that say nothing about who or what it is.
static const struct text TITLES[] = {
    TEXT_INIT("mr"),   TEXT_INIT("mrs"), TEXT_INIT("ms"),  TEXT_INIT("miss"),
    TEXT_INIT("mx"),   TEXT_INIT("dr"),  TEXT_INIT("rev"), TEXT_INIT("sir"),
    TEXT_INIT("dame"), TEXT_INIT("jr"),  TEXT_INIT("jnr"), TEXT_INIT("snr"),
};
static const struct text HOUSE_WORDS[] = {
    TEXT_INIT("flat"), TEXT_INIT("apartment"), TEXT_INIT("apt"), TEXT_INIT("number"),
    TEXT_INIT("no"),   TEXT_INIT("house"),     TEXT_INIT("the"), TEXT_INIT("unit"),
};
static const struct text FIRM_WORDS[] = {
    TEXT_INIT("ltd"), TEXT_INIT("limited"), TEXT_INIT("plc"), TEXT_INIT("llp"),
    TEXT_INIT("the"), TEXT_INIT("inc"),     TEXT_INIT("co"),  TEXT_INIT("company"),
    TEXT_INIT("and"), TEXT_INIT("uk"),
};

// Parts of a surname that some write as a word of their own.
static const struct text PREFIXES[] = {
    TEXT_INIT("o"),   TEXT_INIT("mc"), TEXT_INIT("mac"), TEXT_INIT("de"),
    TEXT_INIT("da"),  TEXT_INIT("di"), TEXT_INIT("du"),  TEXT_INIT("la"),
    TEXT_INIT("le"),  TEXT_INIT("el"), TEXT_INIT("al"),  TEXT_INIT("van"),
    TEXT_INIT("von"), TEXT_INIT("st"), TEXT_INIT("ap"),  TEXT_INIT("abdul"),
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_among(struct text word, const struct text *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(word, list[i])) {
            return true;
        }
    }
    return false;
}

// Letters of any script and digits make words; an apostrophe joins, anything else
// parts.
static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

// The length of an apostrophe at the start of `t`, 0 where there is none.
static size_t apostrophe_len(struct text t)
{
    static const struct text forms[] = {
        TEXT_INIT("'"), TEXT_INIT("`"), TEXT_INIT("\xe2\x80\x98"),
        TEXT_INIT("\xe2\x80\x99"), TEXT_INIT("\xca\xbc")};
    for (size_t i = 0; i < COUNT(forms); i++) {
        if (text_starts_with(t, forms[i])) {
            return forms[i].len;
        }
    }
    return 0;
}

// U+2010 to U+2015 (hyphens and dashes) and U+00A0 (which NFKD makes a plain space) are
// the only marks beyond ASCII that people type between words of a name.
static size_t dash_len(struct text t)
{
    const bool is_dash = t.len >= 3 && (unsigned char)t.s[0] == 0xe2 &&
                         (unsigned char)t.s[1] == 0x80 &&
                         (unsigned char)t.s[2] >= 0x90 && (unsigned char)t.s[2] <= 0x95;
    return is_dash ? 3 : 0;
}

// Splits `t` into its words, in the form in which they are compared.
static enum err words_split(struct arena *arena, struct text t, struct words *words)
{
    struct text plain;
    enum err err = unicode_plain(arena, t, &plain);
    if (err != OK) {
        return err;
    }
    char *out = arena_array(arena, plain.len + 1, 1);
    struct text word = {out, 0};
    *words = (struct words){.count = 0};
    for (size_t i = 0; i <= plain.len; i++) {
        const struct text rest = {plain.s + i, plain.len - i};
        const size_t skip = apostrophe_len(rest);
        if (skip > 0) {
            i += skip - 1;
        } else if (rest.len > 0 && is_letter((unsigned char)rest.s[0]) &&
                   dash_len(rest) == 0) {
            out[word.len++] = rest.s[0];
        } else {
            i += dash_len(rest) > 0 ? dash_len(rest) - 1 : 0;
            if (word.len > 0 && words->count < WORDS_MAX) {
                words->list[words->count++] = word;
            }
            out += word.len;
            word = (struct text){out, 0};
        }
    }
    return OK;
}

static void words_drop(struct words *words, const struct text *list, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (!is_among(words->list[i], list, count)) {
            words->list[kept++] = words->list[i];
        }
    }
    words->count = kept;
}

static struct text joined(struct arena *arena, const struct text *parts, size_t count,
                          struct text between)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        len += parts[i].len + between.len;
    }
    char *s = arena_array(arena, len + 1, 1);
    len = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            memcpy(s + len, between.s, between.len);
            len += between.len;
        }
        memcpy(s + len, parts[i].s, parts[i].len);
        len += parts[i].len;
    }
    return (struct text){s, len};
}

// Joins "o neill", "mc donald" and "de la cruz" into one word each, and writes "mac" as
// "mc".
static void words_join_prefixes(struct arena *arena, struct words *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        size_t parts = 1;
        while (kept > 0 && i + parts < words->count &&
               is_among(words->list[i + parts - 1], PREFIXES, COUNT(PREFIXES))) {
            parts++;
        }
        struct text word = joined(arena, &words->list[i], parts, TEXT(""));
        i += parts - 1;
        if (word.len > 4 && text_starts_with(word, TEXT("mac"))) {
            const struct text halves[] = {
                TEXT("mc"), {word.s + 3, word.len - 3}
            };
            word = joined(arena, halves, 2, TEXT(""));
        }
        words->list[kept++] = word;
    }
    words->count = kept;
}

static int text_order(const void *a, const void *b)
{
    const struct text *one = a;
    const struct text *other = b;
    const size_t shorter = one->len < other->len ? one->len : other->len;
    const int order = memcmp(one->s, other->s, shorter);
    return order != 0 ? order : (one->len > other->len) - (one->len < other->len);
}

// Two words in alphabetical order: some write the surname first.
static struct text pair_form(struct arena *arena, struct text one, struct text other)
{
    struct text pair[] = {one, other};
    qsort(pair, 2, sizeof(pair[0]), text_order);
    return joined(arena, pair, 2, TEXT(" "));
}

enum err blind_name_person(struct arena *arena, struct text name,
                           struct text forms[BLIND_NAME_FORMS], size_t *count_out)
{
    struct words words;
    enum err err = words_split(arena, name, &words);
    if (err != OK) {
        return err;
    }
    words_drop(&words, TITLES, COUNT(TITLES));
    words_join_prefixes(arena, &words);
    for (size_t i = 0; i < words.count; i++) {
        words.list[i] = blind_variant_of(words.list[i]);
    }
    const size_t count = words.count;
    *count_out = count > 2 ? 2 : count > 0;
    if (count == 1) {
        forms[0] = words.list[0];
    } else if (count > 1) {
        forms[0] = pair_form(arena, words.list[0], words.list[count - 1]);
        forms[1] = pair_form(arena, words.list[0], words.list[count - 2]);
    }
    return OK;
}

enum err blind_name_postcode(struct arena *arena, struct text postcode,
                             struct text *form_out)
{
    struct words words;
    enum err err = words_split(arena, postcode, &words);
    if (err == OK) {
        *form_out = joined(arena, words.list, words.count, TEXT(""));
    }
    return err;
}

enum err blind_name_house(struct arena *arena, struct text house, struct text *form_out)
{
    struct words words;
    enum err err = words_split(arena, house, &words);
    if (err == OK) {
        words_drop(&words, HOUSE_WORDS, COUNT(HOUSE_WORDS));
        *form_out = joined(arena, words.list, words.count, TEXT(" "));
    }
    return err;
}

enum err blind_name_employer(struct arena *arena, struct text name,
                             struct text *form_out)
{
    struct words words;
    enum err err = words_split(arena, name, &words);
    if (err == OK) {
        words_drop(&words, FIRM_WORDS, COUNT(FIRM_WORDS));
        *form_out = joined(arena, words.list, words.count, TEXT(" "));
    }
    return err;
}
