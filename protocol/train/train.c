// Makes the trained model of risk wordings.
//
// Use: train CLASSES.txt THRESHOLDS.tsv OUT.c|--try|--list FILE.tsv...
#include "train.h"

#include <stdlib.h>
#include <string.h>

#define AUTHORS_MAX 64

struct authors {
    const char *names[AUTHORS_MAX];
    int count;
};

void fail(const char *file, int line, const char *problem)
{
    fprintf(stderr, "train: %s:%d: %s\n", file, line, problem);
    exit(EXIT_FAILURE);
}

void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) {
        fail("train", 0, "no memory");
    }
    return memory;
}

char *file_read(const char *file)
{
    FILE *in = fopen(file, "r");
    if (in == NULL || fseek(in, 0, SEEK_END) != 0) {
        fail(file, 0, "cannot be read");
    }
    long size = ftell(in);
    rewind(in);
    char *bytes = allocate((size_t)size + 1, 1);
    if (fread(bytes, 1, (size_t)size, in) != (size_t)size) {
        fail(file, 0, "cannot be read");
    }
    fclose(in);
    return bytes;
}

// "any" or "R1" to "R7".
static int score_named(const char *name, const char *file, int line)
{
    if (strcmp(name, "any") == 0) {
        return RISK_SCORE_ANY;
    }
    if (name[0] == 'R' && name[1] >= '1' && name[1] < '0' + RISK_SCORES &&
        name[2] == '\0') {
        return name[1] - '0';
    }
    fail(file, line, "a score is \"any\" or R1 to R7");
}

// A line is a score, a tab, its threshold in thousandths, a tab, the reason.
static void thresholds_load(const char *file, int16_t thresholds[RISK_SCORES])
{
    int line_number = 0;
    int found = 0;
    char *lines = NULL;
    for (char *line = strtok_r(file_read(file), "\n", &lines); line != NULL;
         line = strtok_r(NULL, "\n", &lines)) {
        line_number++;
        if (*line == '#') {
            continue;
        }
        char *rest = NULL;
        const char *name = strtok_r(line, "\t", &rest);
        const char *number = strtok_r(NULL, "\t", &rest);
        if (name == NULL || number == NULL || strtok_r(NULL, "\t", &rest) == NULL) {
            fail(file, line_number, "a line is a score, its threshold, the reason");
        }
        thresholds[score_named(name, file, line_number)] =
            (int16_t)strtol(number, NULL, 10);
        found++;
    }
    if (found != RISK_SCORES) {
        fail(file, 0, "each score has one threshold");
    }
}

// The author of "DIR/NAME-2.tsv" is NAME. Its number in `authors`, where it is put if
// it is not there.
static int author_of(const char *file, struct authors *authors)
{
    const char *slash = strrchr(file, '/');
    const char *name = slash == NULL ? file : slash + 1;
    int len = (int)strcspn(name, "-.");
    for (int i = 0; i < authors->count; i++) {
        if (strncmp(authors->names[i], name, (size_t)len) == 0 &&
            authors->names[i][len] == '\0') {
            return i;
        }
    }
    if (authors->count == AUTHORS_MAX) {
        fail(file, 0, "too many authors");
    }
    char *copy = allocate((size_t)len + 1, 1);
    memcpy(copy, name, (size_t)len);
    authors->names[authors->count] = copy;
    return authors->count++;
}

static void learn(const char *out, const struct risk_lexicon *lexicon,
                  const struct corpus *corpus, const int16_t thresholds[RISK_SCORES])
{
    static struct machine machines[RISK_SCORES];
    for (int score = 0; score < RISK_SCORES; score++) {
        machine_learn(&machines[score], corpus, score, -1);
    }
    tables_write(out, lexicon, machines, thresholds);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("Use: train CLASSES.txt THRESHOLDS.tsv OUT.c|--try|--list FILE.tsv...\n",
              stderr);
        return EXIT_FAILURE;
    }
    struct risk_lexicon lexicon = lexicon_load(argv[1]);
    int16_t thresholds[RISK_SCORES];
    thresholds_load(argv[2], thresholds);
    struct corpus corpus = {.count = 0};
    static struct authors authors;
    for (int i = 4; i < argc; i++) {
        corpus_load(&corpus, &lexicon, argv[i], author_of(argv[i], &authors));
    }
    bool is_list = strcmp(argv[3], "--list") == 0;
    if (is_list || strcmp(argv[3], "--try") == 0) {
        try_out(&corpus, thresholds, authors.names, is_list);
    } else {
        learn(argv[3], &lexicon, &corpus, thresholds);
    }
    return EXIT_SUCCESS;
}
