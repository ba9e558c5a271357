// The data of risk words under protocol/risk/, as the generator reads it:
// categories.json, words.json, signs.json and a file of rules for each category.
#ifndef PROTOCOL_RISK_H
#define PROTOCOL_RISK_H

#include "generate.h"

struct risk_data {
    json_t *root;
    json_t *categories; // array
    json_t *rules;      // array, of all categories in their order
    json_t *signs;      // array
    json_t *sets;       // object: name → array of phrases
    json_t *spellings;  // object: as typed → as meant
    json_t *kept;       // array
    json_t *said;       // object: every word of the messages the model learns from
    json_t *fragments;  // object: name → piece of a pattern
    json_t *vocabulary; // object: every word that a phrase names, as member
    json_t *counts;     // object: word of those messages → how often it is there
    json_t *plans;      // object: rule or sign → its phrases, see risk_plan.c
};

// -- risk.c

// Reads the files; ends the program at the first fault, naming file and entry.
void risk_load(const char *folder, struct risk_data *data);

// The number of the sign called `name`, or -1.
int risk_sign_number(const struct risk_data *data, const char *name);

// -- risk_words.c

// Reads and counts the words of the messages under `folder`; ends the program where
// there are none.
void risk_words_load(const char *folder, struct risk_data *data);

// The words that mean themselves, as members of an object, once the vocabulary is
// whole: those that the data names and those that were said, but for other forms of a
// word of the rules. Owner: the caller.
json_t *risk_words_kept(const struct risk_data *data);

// -- risk_check.c

// Ends the program at the first entry that is unknown, doubled or refers to nothing.
void risk_check(const struct risk_data *data);

// -- risk_phrase.c

// Where a phrase stands, for complaints.
struct risk_source {
    const char *file;
    const char *entry;
};

// Writes the pattern that finds any of `phrases` in the normal form of a message; with
// `at_end` only where one ends it. Words go into the vocabulary, what the phrases
// consist of goes into the plans.
void risk_phrases_emit(const struct risk_data *data, json_t *phrases, bool at_end,
                       struct risk_source source, FILE *out);

// Writes `pattern`, a pattern over a message as typed, with its fragments put in.
void risk_pattern_emit(const struct risk_data *data, const char *pattern,
                       struct risk_source source, FILE *out);

// -- risk_plan.c: what a phrase consists of, as a list of nodes in JSON

// Adds the word `atom`, "suicid*" for words that begin so, "#" for a number.
void risk_plan_atom(json_t *nodes, const char *atom);

// Adds up to `most` words of any kind; with `is_wide` sentences may end among them.
void risk_plan_gap(json_t *nodes, long most, bool is_wide);

// Adds the beginning of a sentence, or its end.
void risk_plan_edge(json_t *nodes, bool is_beginning);

// Adds a choice, which `may_lack` altogether; it is given its branches, each a list of
// nodes, by risk_plan_branch. Borrowed.
json_t *risk_plan_choice(json_t *nodes, bool may_lack);
json_t *risk_plan_branch(json_t *choice);

// Makes one set of atoms of every choice between single atoms, down to the last.
void risk_plan_simplify(json_t *nodes);

// The set of atoms, as members of an object, of which one stands wherever `nodes` are
// met: that which is met least often, judging by `counts`, and is not `but` (or NULL).
// NULL: there is none. Owner: the caller.
json_t *risk_plan_trigger(json_t *nodes, const json_t *counts, const json_t *but);

// -- risk_literal.c

#define RISK_LITERAL_WIDE "\x01" // a byte beyond ASCII

// What stands in every text that `pattern` matches: a list of lists of literals, of
// each of which at least one does. Literals are in small letters, every digit is '0'.
// In any case an s may be U+017F there and a k U+212A. Empty where nothing is known.
// Owner: the caller.
json_t *risk_literals(const char *pattern);

// -- emit_risk_sieve.c

// Writes the tables by which the server knows which rules can match at all.
void emit_risk_sieve_header(const struct risk_data *data, FILE *out);
void emit_risk_sieve_source(const struct risk_data *data, FILE *out);

// -- emit_risk.c, emit_risk_typescript.c

// Writes the rules to nowhere: ends the program at the first phrase or pattern that is
// wrong.
void risk_try(const struct risk_data *data);

void emit_risk_header(const struct risk_data *data, FILE *out);
void emit_risk_source(const struct risk_data *data, FILE *out);
void emit_risk_typescript(const struct risk_data *data, FILE *out);

#endif
