// Words that people use: what occurs in the messages the model learns from is no slip
// of the finger for a word of the rules that is spelt nearly so; and how often it does
// tells which word of a phrase to look for first.
#include "risk.h"

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MIN 5  // letters: the server corrects nothing shorter
#define WORD_MAX 40 // letters: longer ones are nobody's word

static bool is_letter(int c)
{
    return isalpha(c) != 0 && c < 0x80;
}

// Apostrophes and letters with accents: what touches them is read otherwise there.
static bool is_odd(int c)
{
    return c == '\'' || c == '`' || c >= 0x80;
}

static void add_word(json_t *said, const char *begin, size_t len)
{
    char word[WORD_MAX + 1];
    if (len < WORD_MIN || len > WORD_MAX) {
        return;
    }
    for (size_t i = 0; i < len; i++) {
        word[i] = (char)tolower((unsigned char)begin[i]);
    }
    word[len] = '\0';
    json_object_set_new(said, word, json_true());
}

static void add_text(json_t *said, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        const unsigned char *begin = at;
        while (is_letter(*at)) {
            at++;
        }
        const bool follows_odd =
            begin > (const unsigned char *)text && is_odd(begin[-1]);
        if (at > begin && !follows_odd && !is_odd(*at)) {
            add_word(said, (const char *)begin, (size_t)(at - begin));
        }
        at += at == begin ? 1 : 0;
    }
}

static void count_word(json_t *counts, const char *word)
{
    const json_int_t before = json_integer_value(json_object_get(counts, word));
    json_object_set_new(counts, word, json_integer(before + 1));
}

// Counts `word` as the server reads it, text speak written out.
static void count_meant(const struct risk_data *data, const char *word)
{
    char meant[BUFFER_MAX];
    char *rest = NULL;
    const char *spelt = string_at(data->spellings, word);
    snprintf(meant, sizeof(meant), "%s", spelt == NULL ? word : spelt);
    for (char *one = strtok_r(meant, " ", &rest); one != NULL;
         one = strtok_r(NULL, " ", &rest)) {
        count_word(data->counts, one);
    }
}

// Every digit of a number is one: "#".
static void count_text(const struct risk_data *data, const char *text)
{
    char word[WORD_MAX + 1];
    size_t len = 0;
    for (const char *at = text;; at++) {
        const unsigned char c = (unsigned char)*at;
        if ((is_letter(c) || isdigit(c) || c == '\'') && len < WORD_MAX) {
            word[len++] = (char)tolower(c);
            continue;
        }
        word[len] = '\0';
        if (len > 0) {
            count_meant(data, strspn(word, "0123456789") == len ? "#" : word);
        }
        len = 0;
        if (c == '\0') {
            return;
        }
    }
}

static void add_file(const struct risk_data *data, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    if (file == NULL) {
        fail(path, "cannot be read");
    }
    while (getline(&line, &room, file) > 0) {
        const char *text = strchr(line, '\t');
        add_text(data->said, text == NULL ? "" : text + 1);
        count_text(data, text == NULL ? "" : text + 1);
    }
    free(line);
    (void)fclose(file);
}

void risk_words_load(const char *folder, struct risk_data *data)
{
    char pattern[4096];
    glob_t files;
    snprintf(pattern, sizeof(pattern), "%s/risk/corpus/*.tsv", folder);
    if (glob(pattern, 0, NULL, &files) != 0) {
        fail(pattern, "there are none");
    }
    for (size_t i = 0; i < files.gl_pathc; i++) {
        add_file(data, files.gl_pathv[i]);
    }
    globfree(&files);
}

// "mothers" beside "mother", "attack" beside "attacks": read as the word of the rules.
static bool is_form_of(const char *word, const char *known)
{
    const size_t len = strlen(word);
    const size_t known_len = strlen(known);
    const size_t shorter = len < known_len ? len : known_len;
    return shorter >= WORD_MIN && len + known_len == 2 * shorter + 1 &&
           strncmp(word, known, shorter) == 0;
}

static bool is_form_of_any(const struct risk_data *data, const char *word)
{
    const char *known;
    json_t *value;
    json_object_foreach (data->vocabulary, known, value) {
        if (is_form_of(word, known)) {
            return true;
        }
    }
    return false;
}

json_t *risk_words_kept(const struct risk_data *data)
{
    json_t *kept = json_object();
    const char *word;
    json_t *value;
    size_t at;
    json_array_foreach (data->kept, at, value) {
        json_object_set_new(kept, json_string_value(value), json_true());
    }
    json_object_foreach (data->said, word, value) {
        if (json_object_get(data->vocabulary, word) == NULL &&
            !is_form_of_any(data, word)) {
            json_object_set_new(kept, word, json_true());
        }
    }
    return kept;
}
