// Reads the classes of words: a line is "name: word word* …", a star behind a word
// makes it a stem, "#" begins a remark.
#include <stdlib.h>
#include <string.h>

#include "train.h"

#define ROWS_MAX 20000
#define CLASSES_MAX 255

static int compare_rows(const void *a, const void *b)
{
    const struct risk_lexicon_row *one = (const struct risk_lexicon_row *)a;
    const struct risk_lexicon_row *other = (const struct risk_lexicon_row *)b;
    int order = strcmp(one->word.s, other->word.s);
    if (order != 0) {
        return order;
    }
    return (int)one->is_stem - (int)other->is_stem;
}

static bool is_plain(const char *word)
{
    return strspn(word, "abcdefghijklmnopqrstuvwxyz0") == strlen(word) && *word != '\0';
}

// Takes the NUL-terminated `word` (kept) into `row`.
static void read_word(struct risk_lexicon_row *row, char *word, uint8_t number,
                      const char *file, int line)
{
    size_t len = strlen(word);
    bool is_stem = word[len - 1] == '*';
    if (is_stem) {
        word[--len] = '\0';
    }
    if (!is_plain(word) || len > RISK_WORD_MAX) {
        fail(file, line, "a word is of a to z and 0, or a stem with a star behind it");
    }
    *row = (struct risk_lexicon_row){
        .word = {word, len},
          .is_stem = is_stem
    };
    risk_lexicon_add(&row->classes, number);
}

// Makes one row of rows with the same word. Their number.
static size_t join_rows(struct risk_lexicon_row *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && compare_rows(&rows[kept - 1], &rows[i]) == 0) {
            risk_lexicon_add(&rows[kept - 1].classes, rows[i].classes.numbers[0]);
        } else {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

struct risk_lexicon lexicon_load(const char *file)
{
    struct risk_lexicon_row *rows = allocate(ROWS_MAX, sizeof(*rows));
    size_t count = 0;
    int classes = 0;
    int line_number = 0;
    char *lines = NULL;
    for (char *line = strtok_r(file_read(file), "\n", &lines); line != NULL;
         line = strtok_r(NULL, "\n", &lines)) {
        line_number++;
        if (*line == '#') {
            continue;
        }
        char *words = NULL;
        char *name = strtok_r(line, " ", &words);
        if (name == NULL || name[strlen(name) - 1] != ':' || classes == CLASSES_MAX) {
            fail(file, line_number, "a line is \"name: word word\"");
        }
        for (char *word = strtok_r(NULL, " ", &words); word != NULL;
             word = strtok_r(NULL, " ", &words)) {
            if (count == ROWS_MAX) {
                fail(file, line_number, "too many words");
            }
            read_word(&rows[count++], word, (uint8_t)classes, file, line_number);
        }
        classes++;
    }
    uint16_t *starts = allocate(RISK_LEXICON_STARTS, sizeof(*starts));
    qsort(rows, count, sizeof(*rows), compare_rows);
    count = join_rows(rows, count);
    risk_lexicon_find_starts(rows, count, starts);
    return (struct risk_lexicon){rows, count, starts};
}
