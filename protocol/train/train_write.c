// Writes what was learnt as C tables.
#include <math.h>

#include "train.h"

static void write_lexicon(FILE *out, const struct risk_lexicon *lexicon)
{
    fputs("static const struct risk_lexicon_row rows[] = {\n", out);
    for (size_t i = 0; i < lexicon->count; i++) {
        const struct risk_lexicon_row *row = &lexicon->rows[i];
        fprintf(out, "    {TEXT_INIT(\"%s\"), %s, {{", row->word.s,
                row->is_stem ? "true" : "false");
        for (int j = 0; j < row->classes.count; j++) {
            fprintf(out, "%s%d", j > 0 ? ", " : "", row->classes.numbers[j]);
        }
        fprintf(out, "}, %d}},\n", row->classes.count);
    }
    fputs("};\n\nstatic const uint16_t starts[RISK_LEXICON_STARTS] = {\n", out);
    for (size_t i = 0; i < RISK_LEXICON_STARTS; i++) {
        fprintf(out, "%u,%s", lexicon->starts[i],
                i % RISK_LEXICON_LETTERS == RISK_LEXICON_LETTERS - 1 ? "\n" : " ");
    }
    fputs("};\n\n", out);
}

static void write_weights(FILE *out, const struct machine machines[RISK_SCORES])
{
    fputs("static const int8_t weights[][RISK_SCORES] = {\n", out);
    for (size_t i = 0; i < RISK_FEATURES; i++) {
        fputs("{", out);
        for (int score = 0; score < RISK_SCORES; score++) {
            double steps = round(machines[score].weights[i] / machines[score].step);
            fprintf(out, "%s%d", score > 0 ? "," : "", (int)steps);
        }
        fputs("},\n", out);
    }
    fputs("};\n\n", out);
}

static void write_numbers(FILE *out, const char *name, const double *numbers)
{
    fprintf(out, "    .%s = {", name);
    for (int i = 0; i < RISK_SCORES; i++) {
        fprintf(out, "%s%.17g", i > 0 ? ", " : "", numbers[i]);
    }
    fputs("},\n", out);
}

void tables_write(const char *file, const struct risk_lexicon *lexicon,
                  const struct machine machines[RISK_SCORES],
                  const int16_t thresholds[RISK_SCORES])
{
    FILE *out = fopen(file, "w");
    if (out == NULL) {
        fail(file, 0, "cannot be written");
    }
    double steps[RISK_SCORES];
    double biases[RISK_SCORES];
    for (int i = 0; i < RISK_SCORES; i++) {
        steps[i] = machines[i].step;
        biases[i] = machines[i].bias;
    }
    fputs("// Made by protocol/train from protocol/risk. Do not edit.\n"
          "#include \"domain/risk/risk_model.h\"\n\n",
          out);
    write_lexicon(out, lexicon);
    write_weights(out, machines);
    fputs("const struct risk_model_table risk_model_table = {\n"
          "    .lexicon = {rows, sizeof(rows) / sizeof(rows[0]), starts},\n"
          "    .weights = weights,\n",
          out);
    write_numbers(out, "scale", steps);
    write_numbers(out, "bias", biases);
    fputs("    .thresholds = {", out);
    for (int i = 0; i < RISK_SCORES; i++) {
        fprintf(out, "%s%d", i > 0 ? ", " : "", thresholds[i]);
    }
    fputs("},\n};\n", out);
    if (fclose(out) != 0) {
        fail(file, 0, "cannot be written");
    }
}
