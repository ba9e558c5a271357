// What the parts of the trainer share. It makes the tables of the trained model
// (server/domain/risk/risk_model.h) from labelled messages: a short-lived program with
// one thread and a fixed order, so that the same text gives the same bytes. A fault in
// a file ends it with the file and line named.
#ifndef PROTOCOL_TRAIN_H
#define PROTOCOL_TRAIN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "domain/risk/risk_decide.h"
#include "domain/risk/risk_feature.h"

// One labelled message as a row of numbers.
struct example {
    struct text message;
    bool is[RISK_SCORES]; // by score: its labels
    int author;           // number of the author
    uint16_t *buckets;
    double *values;
    size_t count;
};

struct corpus {
    struct example *examples;
    size_t count;
};

// One score as learnt: a weight for each bucket, in whole steps.
struct machine {
    double weights[RISK_FEATURES];
    double step;
    double bias;
};

// Says what is wrong with `file` at `line` (0: as a whole) and exits with 1.
void fail(const char *file, int line, const char *problem) __attribute__((noreturn));

// Memory for `count` things of `size` bytes, zeroed; ends the program where there is
// none.
void *allocate(size_t count, size_t size);

// The whole of `file`, NUL-terminated.
char *file_read(const char *file);

// -- train_lexicon.c

// The classes of protocol/risk/model/classes.txt as sorted rows.
struct risk_lexicon lexicon_load(const char *file);

// -- train_corpus.c

// Adds the messages of `file`, which are by `author`, to `corpus`.
void corpus_load(struct corpus *corpus, const struct risk_lexicon *lexicon,
                 const char *file, int author);

// -- train_machine.c

// Learns `score` from all examples but those of author `without` (-1: from all).
void machine_learn(struct machine *machine, const struct corpus *corpus, int score,
                   int without);

// What `machine` says about `example`; above 0 it is rather a member than not.
double machine_score(const struct machine *machine, const struct example *example);

// -- train_write.c

// Writes the tables as C to `file`. `thresholds` by score.
void tables_write(const char *file, const struct risk_lexicon *lexicon,
                  const struct machine machines[RISK_SCORES],
                  const int16_t thresholds[RISK_SCORES]);

// -- train_try.c

// Prints how well messages of each author are judged by what was learnt from the
// others; or, where `is_list`, each message with its scores ("+" labelled, "!" found).
void try_out(const struct corpus *corpus, const int16_t thresholds[RISK_SCORES],
             const char *const *names, bool is_list);

#endif
