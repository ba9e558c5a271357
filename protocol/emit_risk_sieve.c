// Writes what the rules need a message to have before they can match: phrases as steps
// over sets of words (risk_plan.c), patterns as lists of literals (risk_literal.c). The
// shapes are those of server/domain/risk/risk_sieve_table.h.
#include "risk.h"

#include <stdlib.h>
#include <string.h>

#define NUMBERS_MAX 65535 // the server keeps numbers in 16 bits

// What is gathered before it is written.
struct sieve {
    json_t *root;
    json_t *sets;     // object: key of a set → its number
    json_t *words;    // object: atom → array of the numbers of its sets
    json_t *phrases;  // object: number of a trigger, "" for none → {rule, also, …}
    json_t *literals; // object: literal → array of the numbers of its clauses
    json_t *patterns; // array of {rule, first, count} of clauses
    size_t steps;
    size_t depth; // of choices within choices
    size_t clauses;
    FILE *out;
};

static json_t *member_new(json_t *root, const char *name, json_t *take_member)
{
    json_object_set_new(root, name, take_member);
    return take_member;
}

static struct sieve sieve_new(FILE *out)
{
    json_t *root = json_object();
    return (struct sieve){.root = root,
                          .sets = member_new(root, "sets", json_object()),
                          .words = member_new(root, "words", json_object()),
                          .phrases = member_new(root, "phrases", json_object()),
                          .literals = member_new(root, "literals", json_object()),
                          .patterns = member_new(root, "patterns", json_array()),
                          .out = out};
}

static size_t within(size_t number, const char *what)
{
    if (number > NUMBERS_MAX) {
        fail("risk", "there are more %s than the server can number", what);
    }
    return number;
}

// Adds `number` to the array that `holder` has under `key`.
static void add_number(json_t *holder, const char *key, size_t number)
{
    json_t *numbers = json_object_get(holder, key);
    if (numbers == NULL) {
        numbers = member_new(holder, key, json_array());
    }
    json_array_append_new(numbers, json_integer((json_int_t)number));
}

// The number of the set of `atoms`, the same for the same atoms.
static size_t set_number(struct sieve *sieve, json_t *atoms)
{
    char *key = json_dumps(atoms, JSON_SORT_KEYS | JSON_COMPACT);
    json_t *known = json_object_get(sieve->sets, key);
    size_t number = json_object_size(sieve->sets);
    if (known != NULL) {
        number = (size_t)json_integer_value(known);
    } else {
        const char *atom;
        json_t *unused;
        json_object_set_new(sieve->sets, key, json_integer((json_int_t)number));
        json_object_foreach (atoms, atom, unused) {
            add_number(sieve->words, atom, number);
        }
    }
    free(key);
    return within(number, "sets of words");
}

// -- phrases

static void emit_nodes(struct sieve *sieve, json_t *nodes);

static void emit_step(struct sieve *sieve, const char *kind, size_t value)
{
    fprintf(sieve->out, "    {RISK_STEP_%s, %zu},\n", kind, within(value, "steps"));
    sieve->steps++;
}

static size_t steps_of_nodes(json_t *nodes);

// How many steps the branches of `choice` are.
static size_t steps_of_choice(json_t *choice)
{
    size_t steps = 0;
    size_t at;
    json_t *branch;
    json_array_foreach (json_object_get(choice, "choice"), at, branch) {
        steps += 1 + steps_of_nodes(branch);
    }
    return steps;
}

static size_t steps_of_nodes(json_t *nodes)
{
    size_t steps = 0;
    size_t at;
    json_t *node;
    json_array_foreach (nodes, at, node) {
        steps += 1 + steps_of_choice(node);
    }
    return steps;
}

static void emit_choice(struct sieve *sieve, json_t *choice)
{
    size_t at;
    json_t *branch;
    emit_step(sieve, flag_at(choice, "may_lack") ? "OPTION" : "CHOICE",
              steps_of_choice(choice));
    json_array_foreach (json_object_get(choice, "choice"), at, branch) {
        emit_step(sieve, "BRANCH", steps_of_nodes(branch));
        emit_nodes(sieve, branch);
    }
}

static void emit_nodes(struct sieve *sieve, json_t *nodes)
{
    size_t at;
    json_t *node;
    json_array_foreach (nodes, at, node) {
        json_t *gap = json_object_get(node, "gap");
        if (json_object_get(node, "choice") != NULL) {
            emit_choice(sieve, node);
        } else if (json_object_get(node, "set") != NULL) {
            emit_step(sieve, "SET", set_number(sieve, json_object_get(node, "set")));
        } else if (gap != NULL) {
            emit_step(sieve, flag_at(node, "wide") ? "WIDE" : "GAP",
                      (size_t)json_integer_value(gap));
        } else {
            emit_step(sieve, flag_at(node, "edge") ? "OPENS" : "CLOSES", 0);
        }
    }
}

// How deep choices stand in choices.
static size_t depth_of(json_t *nodes)
{
    size_t depth = 0;
    size_t at;
    json_t *node;
    json_array_foreach (nodes, at, node) {
        size_t by;
        json_t *branch;
        json_array_foreach (json_object_get(node, "choice"), by, branch) {
            const size_t within_branch = 1 + depth_of(branch);
            depth = within_branch > depth ? within_branch : depth;
        }
    }
    return depth;
}

static void emit_phrase(struct sieve *sieve, const struct risk_data *data, size_t rule,
                        json_t *nodes)
{
    const size_t first = sieve->steps;
    const size_t depth = depth_of(nodes);
    char key[BUFFER_MAX] = "";
    size_t also_number = 0;
    json_t *trigger = risk_plan_trigger(nodes, data->counts, NULL);
    json_t *also = risk_plan_trigger(nodes, data->counts, trigger);
    if (trigger != NULL) {
        snprintf(key, sizeof(key), "%zu", set_number(sieve, trigger));
        also_number = set_number(sieve, also == NULL ? trigger : also);
    }
    emit_nodes(sieve, nodes);
    json_t *phrase =
        json_pack("{s:I,s:I,s:I,s:I}", "rule", (json_int_t)rule, "also",
                  (json_int_t)also_number, "first", (json_int_t)first, "count",
                  (json_int_t)within(sieve->steps - first, "steps"));
    if (json_object_get(sieve->phrases, key) == NULL) {
        json_object_set_new(sieve->phrases, key, json_array());
    }
    json_array_append_new(json_object_get(sieve->phrases, key), phrase);
    sieve->depth = depth > sieve->depth ? depth : sieve->depth;
    json_decref(trigger);
    json_decref(also);
}

// The phrases of all rules; what they consist of is known since they were written.
static void emit_steps(struct sieve *sieve, const struct risk_data *data)
{
    size_t row;
    json_t *rule;
    fprintf(sieve->out, "const struct risk_step risk_steps[] = {\n");
    json_array_foreach (data->rules, row, rule) {
        json_t *plan = json_object_get(data->plans, string_at(rule, "id"));
        size_t at;
        json_t *phrase;
        json_array_foreach (json_object_get(json_array_get(plan, 0), "choice"), at,
                            phrase) {
            risk_plan_simplify(phrase);
            emit_phrase(sieve, data, row, phrase);
        }
    }
    fprintf(sieve->out, "};\n\n");
}

static long long number_at(json_t *object, const char *key)
{
    return (long long)json_integer_value(json_object_get(object, key));
}

// Writes the phrases that the set `trigger` tells of, "" those that none does. Their
// number.
static size_t emit_phrases_of(struct sieve *sieve, const char *trigger)
{
    size_t at;
    json_t *phrase;
    json_t *phrases = json_object_get(sieve->phrases, trigger);
    json_array_foreach (phrases, at, phrase) {
        fprintf(sieve->out, "    {%lld, %lld, %lld, %lld},\n",
                number_at(phrase, "rule"), number_at(phrase, "also"),
                number_at(phrase, "first"), number_at(phrase, "count"));
    }
    return json_array_size(phrases);
}

// Phrases in the order of the sets that tell of them, those without one first.
static void emit_phrases(struct sieve *sieve)
{
    const size_t sets = json_object_size(sieve->sets);
    json_t *ranges = json_array();
    fprintf(sieve->out, "const struct risk_phrase_row risk_phrases[] = {\n");
    const size_t always = emit_phrases_of(sieve, "");
    size_t first = always;
    for (size_t set = 0; set < sets; set++) {
        char trigger[BUFFER_MAX];
        snprintf(trigger, sizeof(trigger), "%zu", set);
        const size_t count = emit_phrases_of(sieve, trigger);
        json_array_append_new(ranges,
                              json_pack("[I,I]", (json_int_t)first, (json_int_t)count));
        first += count;
    }
    fprintf(sieve->out,
            "};\n\nconst uint16_t risk_phrases_always = %zu;\n\n"
            "const struct risk_range risk_set_phrases[RISK_SETS] = {\n",
            always);
    size_t at;
    json_t *range;
    json_array_foreach (ranges, at, range) {
        fprintf(sieve->out, "    {%lld, %lld},\n",
                (long long)json_integer_value(json_array_get(range, 0)),
                (long long)json_integer_value(json_array_get(range, 1)));
    }
    fprintf(sieve->out, "};\n\n");
    (void)within(first, "phrases");
    json_decref(ranges);
}

// -- numbers by name

// Writes the numbers of all arrays in `holder`, one after the other.
static void emit_numbers(const struct sieve *sieve, const char *name, json_t *holder)
{
    const char *key;
    json_t *numbers;
    fprintf(sieve->out, "const uint16_t %s[] = {\n", name);
    json_object_foreach (holder, key, numbers) {
        size_t at;
        json_t *number;
        json_array_foreach (numbers, at, number) {
            fprintf(sieve->out, "%s%lld,", at == 0 ? "    " : " ",
                    (long long)json_integer_value(number));
        }
        fprintf(sieve->out, "\n");
    }
    fprintf(sieve->out, "};\n\n");
}

static void emit_words(const struct sieve *sieve)
{
    size_t first = 0;
    const char *atom;
    json_t *sets;
    emit_numbers(sieve, "risk_word_sets", sieve->words);
    fprintf(sieve->out,
            "const struct risk_word_row risk_phrase_words[RISK_PHRASE_WORDS] = {\n");
    json_object_foreach (sieve->words, atom, sets) {
        const size_t len = strlen(atom);
        const bool is_beginning = len > 1 && atom[len - 1] == '*';
        fprintf(sieve->out, "    {TEXT_INIT(\"%.*s\"), %s, {%zu, %zu}},\n",
                (int)(is_beginning ? len - 1 : len), atom,
                is_beginning ? "true" : "false", first, json_array_size(sets));
        first = within(first + json_array_size(sets), "words of sets");
    }
    fprintf(sieve->out, "};\n\n");
}

// -- patterns

static char *pattern_text(const struct risk_data *data, const json_t *rule,
                          const json_t *pattern)
{
    const struct risk_source source = {string_at(rule, "file"), string_at(rule, "id")};
    char *text = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&text, &len);
    if (memory == NULL) {
        fail("risk", "out of memory");
    }
    risk_pattern_emit(data, json_string_value(pattern), source, memory);
    if (fclose(memory) != 0) {
        fail("risk", "out of memory");
    }
    return text;
}

static void gather_pattern(struct sieve *sieve, size_t rule, const char *pattern)
{
    size_t at;
    json_t *clause;
    json_t *clauses = risk_literals(pattern);
    json_array_append_new(sieve->patterns,
                          json_pack("{s:I,s:I,s:I}", "rule", (json_int_t)rule, "first",
                                    (json_int_t)sieve->clauses, "count",
                                    (json_int_t)json_array_size(clauses)));
    json_array_foreach (clauses, at, clause) {
        size_t one;
        json_t *literal;
        json_array_foreach (clause, one, literal) {
            add_number(sieve->literals, json_string_value(literal), sieve->clauses);
        }
        sieve->clauses = within(sieve->clauses + 1, "clauses");
    }
    json_decref(clauses);
}

static void gather_patterns(struct sieve *sieve, const struct risk_data *data)
{
    size_t row;
    json_t *rule;
    json_array_foreach (data->rules, row, rule) {
        size_t at;
        json_t *pattern;
        json_array_foreach (json_object_get(rule, "patterns"), at, pattern) {
            char *text = pattern_text(data, rule, pattern);
            gather_pattern(sieve, row, text);
            free(text);
        }
    }
}

static void emit_literal(const struct sieve *sieve, const char *literal)
{
    for (const char *c = literal; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\' || *c < ' ') {
            fprintf(sieve->out, "\\%03o", (unsigned)*c);
        } else {
            fputc(*c, sieve->out);
        }
    }
}

static void emit_patterns(const struct sieve *sieve)
{
    size_t first = 0;
    const char *literal;
    json_t *clauses;
    emit_numbers(sieve, "risk_literal_clauses", sieve->literals);
    fprintf(sieve->out,
            "const struct risk_literal_row risk_literals[RISK_LITERALS] = {\n");
    json_object_foreach (sieve->literals, literal, clauses) {
        fprintf(sieve->out, "    {TEXT_INIT(\"");
        emit_literal(sieve, literal);
        fprintf(sieve->out, "\"), {%zu, %zu}},\n", first, json_array_size(clauses));
        first = within(first + json_array_size(clauses), "clauses of literals");
    }
    fprintf(sieve->out, "};\n\n"
                        "const struct risk_pattern_row risk_patterns[RISK_PATTERNS] = "
                        "{\n");
    size_t at;
    json_t *pattern;
    json_array_foreach (sieve->patterns, at, pattern) {
        fprintf(sieve->out, "    {%lld, {%lld, %lld}},\n", number_at(pattern, "rule"),
                number_at(pattern, "first"), number_at(pattern, "count"));
    }
    fprintf(sieve->out, "};\n\n");
}

// -- both

static void emit_sieve(struct sieve *sieve, const struct risk_data *data)
{
    emit_steps(sieve, data);
    emit_phrases(sieve);
    emit_words(sieve);
    gather_patterns(sieve, data);
    emit_patterns(sieve);
}

void emit_risk_sieve_header(const struct risk_data *data, FILE *out)
{
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere == NULL) {
        fail("/dev/null", "cannot be written");
    }
    struct sieve sieve = sieve_new(nowhere);
    emit_sieve(&sieve, data);
    (void)fclose(nowhere);
    fprintf(out,
            "#define RISK_STEPS_DEEP %zu // choices within choices\n"
            "extern const struct risk_step risk_steps[];\n\n"
            "// In the order of the sets of words that tell of them; before these\n"
            "// `risk_phrases_always`, which no word tells of.\n"
            "extern const struct risk_phrase_row risk_phrases[];\n"
            "extern const uint16_t risk_phrases_always;\n\n"
            "// By set: of risk_phrases, those that it tells of.\n"
            "#define RISK_SETS %zu\n"
            "extern const struct risk_range risk_set_phrases[RISK_SETS];\n\n"
            "#define RISK_PHRASE_WORDS %zu\n"
            "extern const struct risk_word_row risk_phrase_words[RISK_PHRASE_WORDS];\n"
            "extern const uint16_t risk_word_sets[];\n\n"
            "#define RISK_LITERALS %zu\n"
            "extern const struct risk_literal_row risk_literals[RISK_LITERALS];\n"
            "extern const uint16_t risk_literal_clauses[];\n\n"
            "#define RISK_CLAUSES %zu\n"
            "#define RISK_PATTERNS %zu\n"
            "extern const struct risk_pattern_row risk_patterns[RISK_PATTERNS];\n\n",
            sieve.depth, json_object_size(sieve.sets), json_object_size(sieve.words),
            json_object_size(sieve.literals), sieve.clauses,
            json_array_size(sieve.patterns));
    json_decref(sieve.root);
}

void emit_risk_sieve_source(const struct risk_data *data, FILE *out)
{
    struct sieve sieve = sieve_new(out);
    emit_sieve(&sieve, data);
    json_decref(sieve.root);
}
