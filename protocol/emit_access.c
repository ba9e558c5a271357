// Writes the table of permissions as a page: the policy first, then each command.
#include "access.h"

#include "generate.h"

#include <string.h>

static const char *const ROLES[] = {
    "carer",       "supporter",         "facilitator",
    "coordinator", "safeguarding_lead", "administrator"};

#define ROLE_COUNT (sizeof(ROLES) / sizeof(ROLES[0]))

static const char HEADING[] =
    "| carer | supporter | facilitator | coordinator | lead | administrator |";
static const char RULE[] = " --- | --- | --- | --- | --- | --- |";

static const char INTRODUCTION[] =
    "<!-- Generated from protocol/access.json. Do not edit. -->\n\n"
    "# Who may do what to whom\n\n"
    "%s\n\n"
    "`tests/integration/access.test.js` tries every cell against a running server.\n";

static const char POLICY[] = "\n## The policy\n\n"
                             "own: her own, or what she is assigned to; all: the whole "
                             "organisation; reason: with "
                             "a reason, noted; two: with a second person; veto: may "
                             "refuse; no: never. Where this "
                             "version differs, that is said.\n\n";

json_t *access_load(const char *folder)
{
    char path[4096];
    json_error_t error;
    snprintf(path, sizeof(path), "%s/access.json", folder);
    json_t *access = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (access == NULL) {
        fail(path, "line %d: %s", error.line, error.text);
    }
    return access;
}

static void emit_words(json_t *words, FILE *out)
{
    size_t at;
    json_t *word;
    json_array_foreach (words, at, word) {
        fprintf(out, "%s%s", at == 0 ? "" : ", ", json_string_value(word));
    }
}

// ---- the policy

static void emit_commands(json_t *by, FILE *out)
{
    bool is_first = true;
    const char *name;
    json_t *relations;
    json_object_foreach (by, name, relations) {
        fprintf(out, "%s`%s` (", is_first ? "" : "; ", name);
        emit_words(relations, out);
        fputc(')', out);
        is_first = false;
    }
}

static void emit_action(const json_t *action, FILE *out)
{
    const json_t *differs = json_object_get(action, "differs");
    fprintf(out, "| %s |", string_at(action, "action"));
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        const char *why = string_at(differs, ROLES[i]);
        fprintf(out, " %s", string_at(json_object_get(action, "policy"), ROLES[i]));
        if (why != NULL) {
            fprintf(out, " (%s)", why);
        }
        fputs(" |", out);
    }
    fputc(' ', out);
    emit_commands(json_object_get(action, "by"), out);
    fputs(" |\n", out);
}

static void emit_policy(const json_t *access, FILE *out)
{
    size_t at;
    json_t *action;
    fputs(POLICY, out);
    fprintf(out, "| action %s commands |\n| --- |%s --- |\n", HEADING, RULE);
    json_array_foreach (json_object_get(access, "actions"), at, action) {
        emit_action(action, out);
    }
}

// ---- the commands

static void emit_cell(json_t *outcomes, FILE *out)
{
    bool is_first = true;
    const char *outcome;
    json_t *relations;
    if (json_object_size(outcomes) == 0) {
        fputs(" – |", out);
        return;
    }
    fputc(' ', out);
    json_object_foreach (outcomes, outcome, relations) {
        fputs(is_first ? "" : "; ", out);
        if (strcmp(outcome, "allowed") != 0) {
            fprintf(out, "*%s:* ", outcome);
        }
        emit_words(relations, out);
        is_first = false;
    }
    fputs(" |", out);
}

static void emit_row(const char *name, const json_t *row, FILE *out)
{
    fprintf(out, "| `%s` |", name);
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        json_t *outcomes = json_object_get(row, ROLES[i]);
        emit_cell(outcomes != NULL ? outcomes : json_object_get(row, "anyone"), out);
    }
    fputc('\n', out);
}

static void emit_relations(json_t *relations, FILE *out)
{
    const char *relation;
    json_t *meaning;
    json_object_foreach (relations, relation, meaning) {
        fprintf(out, "- %s: %s\n", relation, json_string_value(meaning));
    }
}

static void emit_object(const json_t *access, const char *object, json_t *relations,
                        FILE *out)
{
    const char *name;
    json_t *row;
    fprintf(out, "\n## On: %s\n\n", object);
    emit_relations(relations, out);
    fprintf(out, "\n| command %s\n| --- |%s\n", HEADING, RULE);
    json_object_foreach (json_object_get(access, "commands"), name, row) {
        if (strcmp(string_at(row, "on"), object) == 0) {
            emit_row(name, row, out);
        }
    }
}

void emit_access_page(const json_t *access, FILE *out)
{
    const char *name;
    json_t *value;
    fprintf(out, INTRODUCTION, string_at(access, "summary"));
    emit_policy(access, out);
    fputs("\n## The outcomes\n\n", out);
    emit_relations(json_object_get(access, "outcomes"), out);
    json_object_foreach (json_object_get(access, "objects"), name, value) {
        emit_object(access, name, value, out);
    }
}
