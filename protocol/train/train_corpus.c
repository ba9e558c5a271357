// Reads labelled messages: a line is labels, a tab, the text.
#include <stdlib.h>
#include <string.h>

#include "train.h"

#define FEATURES_MAX 65536 // of one message
#define GROWTH 1024        // examples for which room is made at a time

// Labels "R1 R4" or "-". R8 and above are left to rules.
static void read_labels(struct example *example, char *labels, const char *file,
                        int line)
{
    char *rest = NULL;
    for (char *label = strtok_r(labels, " ", &rest); label != NULL;
         label = strtok_r(NULL, " ", &rest)) {
        char *end = NULL;
        long number = *label == 'R' ? strtol(label + 1, &end, 10) : 0;
        if (strcmp(label, "-") != 0 && (number < 1 || *end != '\0')) {
            fail(file, line, "labels are \"-\" or like \"R1 R4\"");
        }
        if (number > 0 && number < RISK_SCORES) {
            example->is[number] = true;
        }
        if (number > 0 && number <= RISK_SCORE_URGENT) {
            example->is[RISK_SCORE_ANY] = true;
        }
    }
}

// The different features of `message`. Their number.
static size_t read_features(const struct risk_lexicon *lexicon, struct text message,
                            struct risk_feature features[FEATURES_MAX])
{
    static uint8_t seen[RISK_FEATURES];
    static struct risk_feature_reader reader;
    size_t count = 0;
    risk_feature_begin(&reader, lexicon, message);
    while (risk_feature_next(&reader)) {
        for (size_t i = 0; i < reader.count && count < FEATURES_MAX; i++) {
            struct risk_feature feature = reader.features[i];
            if (!seen[feature.bucket]) {
                seen[feature.bucket] = 1;
                features[count++] = feature;
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        seen[features[i].bucket] = 0;
    }
    return count;
}

static void read_message(struct example *example, const struct risk_lexicon *lexicon)
{
    static struct risk_feature features[FEATURES_MAX];
    unsigned of_kind[RISK_FEATURE_KINDS] = {0};
    example->count = read_features(lexicon, example->message, features);
    for (size_t i = 0; i < example->count; i++) {
        of_kind[features[i].kind]++;
    }
    example->buckets = allocate(example->count + 1, sizeof(*example->buckets));
    example->values = allocate(example->count + 1, sizeof(*example->values));
    for (size_t i = 0; i < example->count; i++) {
        enum risk_feature_kind kind = (enum risk_feature_kind)features[i].kind;
        example->buckets[i] = features[i].bucket;
        example->values[i] = risk_feature_value(kind, of_kind[kind]);
    }
}

static struct example *new_example(struct corpus *corpus)
{
    if (corpus->count % GROWTH == 0) {
        size_t bytes = (corpus->count + GROWTH) * sizeof(*corpus->examples);
        corpus->examples = realloc(corpus->examples, bytes);
        if (corpus->examples == NULL) {
            fail("corpus", 0, "no memory");
        }
    }
    struct example *example = &corpus->examples[corpus->count++];
    *example = (struct example){.count = 0};
    return example;
}

void corpus_load(struct corpus *corpus, const struct risk_lexicon *lexicon,
                 const char *file, int author)
{
    int line_number = 0;
    char *lines = NULL;
    for (char *line = strtok_r(file_read(file), "\n", &lines); line != NULL;
         line = strtok_r(NULL, "\n", &lines)) {
        line_number++;
        char *tab = strchr(line, '\t');
        if (tab == NULL) {
            fail(file, line_number, "a line is labels, a tab, the text");
        }
        *tab = '\0';
        struct example *example = new_example(corpus);
        example->message = text_of(tab + 1);
        example->author = author;
        read_labels(example, line, file, line_number);
        read_message(example, lexicon);
    }
}
