#include "domain/risk/risk_feature.h"

#include <math.h>
#include <string.h>

#define FNV_OFFSET 2166136261U
#define FNV_PRIME 16777619U
#define LETTERS_MIN 3
#define LETTERS_MAX 5
// Features added to each kind, so that short messages do not shout.
#define EVENED_OUT 30.0

// Keeps features of different kinds, or places within a kind, apart.
enum seed {
    SEED_WORD = 1,
    SEED_FIRST_WORD,
    SEED_PAIR,
    SEED_SKIP,
    SEED_CLASS,
    SEED_BEFORE_CLASS,
    SEED_BEHIND_CLASS,
    SEED_CLASSES,
    SEED_LETTERS
};

// Found by cross-validation: a word tells more than that two stand side by side.
static const double kind_weight[RISK_FEATURE_KINDS] = {
    [RISK_FEATURE_WORD] = 1.5,         [RISK_FEATURE_NEIGHBOURS] = 1.0,
    [RISK_FEATURE_LETTERS] = 1.5,      [RISK_FEATURE_CLASS] = 1.0,
    [RISK_FEATURE_CLASS_BESIDE] = 1.0, [RISK_FEATURE_CLASSES] = 1.0,
};

// Source: Fowler, Noll, Vo (FNV-1a, 32 bits).
static uint32_t hash_byte(uint32_t hash, uint32_t byte)
{
    return (hash ^ byte) * FNV_PRIME;
}

static uint32_t hash_word(uint32_t hash, const struct risk_word *word)
{
    for (size_t i = 0; i < word->len; i++) {
        hash = hash_byte(hash, (unsigned char)word->letters[i]);
    }
    return hash_byte(hash, 0);
}

static uint32_t hash_seed(enum seed seed)
{
    return hash_byte(FNV_OFFSET, (uint32_t)seed);
}

// Spreads `hash` over the buckets. Source: the finaliser of MurmurHash3.
static uint16_t bucket_of(uint32_t hash)
{
    hash ^= hash >> 16;
    hash *= 0x85EBCA6BU;
    hash ^= hash >> 13;
    hash *= 0xC2B2AE35U;
    hash ^= hash >> 16;
    return (uint16_t)(hash % RISK_FEATURES);
}

static void put(struct risk_feature_reader *reader, enum risk_feature_kind kind,
                uint32_t hash)
{
    if (reader->count < RISK_FEATURES_PER_WORD) {
        reader->features[reader->count++] =
            (struct risk_feature){bucket_of(hash), (uint8_t)kind};
    }
}

static void put_words(struct risk_feature_reader *reader)
{
    const struct risk_word *word = &reader->word;
    put(reader, RISK_FEATURE_WORD, hash_word(hash_seed(SEED_WORD), word));
    if (reader->words == 0) {
        put(reader, RISK_FEATURE_NEIGHBOURS,
            hash_word(hash_seed(SEED_FIRST_WORD), word));
        return;
    }
    put(reader, RISK_FEATURE_NEIGHBOURS,
        hash_word(hash_word(hash_seed(SEED_PAIR), &reader->previous[0]), word));
    if (reader->words > 1) {
        put(reader, RISK_FEATURE_NEIGHBOURS,
            hash_word(hash_word(hash_seed(SEED_SKIP), &reader->previous[1]), word));
    }
}

// Three to five letters in a row, with the edges of the word as letters.
static void put_letters(struct risk_feature_reader *reader)
{
    const struct risk_word *word = &reader->word;
    if (word->len < LETTERS_MIN) {
        return;
    }
    char edged[RISK_WORD_MAX + 2] = "<";
    memcpy(edged + 1, word->letters, word->len);
    size_t len = word->len + 2;
    edged[len - 1] = '>';
    for (size_t first = 0; first + LETTERS_MIN <= len; first++) {
        uint32_t hash = hash_seed(SEED_LETTERS);
        for (size_t i = 0; i < LETTERS_MAX && first + i < len; i++) {
            hash = hash_byte(hash, (unsigned char)edged[first + i]);
            if (i + 1 >= LETTERS_MIN) {
                put(reader, RISK_FEATURE_LETTERS, hash_byte(hash, (uint32_t)i));
            }
        }
    }
}

static struct risk_classes *classes_of(struct risk_feature_reader *reader, size_t word)
{
    return &reader->window[word % (RISK_FEATURE_WINDOW + 1)];
}

static void put_classes(struct risk_feature_reader *reader)
{
    const struct risk_classes *here = classes_of(reader, reader->words);
    for (uint8_t i = 0; i < here->count; i++) {
        put(reader, RISK_FEATURE_CLASS,
            hash_byte(hash_seed(SEED_CLASS), here->numbers[i]));
        if (reader->words > 0) {
            uint32_t hash = hash_byte(hash_seed(SEED_BEFORE_CLASS), here->numbers[i]);
            put(reader, RISK_FEATURE_CLASS_BESIDE,
                hash_word(hash, &reader->previous[0]));
        }
    }
    if (reader->words == 0) {
        return;
    }
    const struct risk_classes *before = classes_of(reader, reader->words - 1);
    for (uint8_t i = 0; i < before->count; i++) {
        uint32_t hash = hash_byte(hash_seed(SEED_BEHIND_CLASS), before->numbers[i]);
        put(reader, RISK_FEATURE_CLASS_BESIDE, hash_word(hash, &reader->word));
    }
}

static void put_class_pairs(struct risk_feature_reader *reader, uint8_t number)
{
    size_t reach =
        reader->words < RISK_FEATURE_WINDOW ? reader->words : RISK_FEATURE_WINDOW;
    for (size_t back = 1; back <= reach; back++) {
        const struct risk_classes *there = classes_of(reader, reader->words - back);
        for (uint8_t i = 0; i < there->count; i++) {
            uint32_t hash = hash_byte(hash_seed(SEED_CLASSES), there->numbers[i]);
            put(reader, RISK_FEATURE_CLASSES, hash_byte(hash, number));
        }
    }
}

void risk_feature_begin(struct risk_feature_reader *reader,
                        const struct risk_lexicon *lexicon, struct text message)
{
    *reader = (struct risk_feature_reader){.lexicon = lexicon, .message = message};
}

bool risk_feature_next(struct risk_feature_reader *reader)
{
    struct risk_word word;
    if (!risk_word_next(reader->message, &reader->at, &word)) {
        return false;
    }
    if (reader->count > 0) { // a word was read before this one
        reader->previous[1] = reader->previous[0];
        reader->previous[0] = reader->word;
        reader->words++;
    }
    reader->word = word;
    reader->count = 0;
    struct risk_classes *classes = classes_of(reader, reader->words);
    *classes =
        risk_lexicon_classes(reader->lexicon, (struct text){word.letters, word.len});
    put_words(reader);
    put_letters(reader);
    put_classes(reader);
    for (uint8_t i = 0; i < classes->count; i++) {
        put_class_pairs(reader, classes->numbers[i]);
    }
    return true;
}

double risk_feature_value(enum risk_feature_kind kind, unsigned count)
{
    return kind_weight[kind] / sqrt((double)count + EVENED_OUT);
}
