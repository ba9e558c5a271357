// Writes the reference page: the preface, which is written by hand, then every command,
// event, signal, error, type, limit and close code.
#include "generate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void copy_preface(const char *folder, FILE *out)
{
    char path[4096];
    char chunk[4096];
    size_t len = 0;
    snprintf(path, sizeof(path), "%s/preface.md", folder);
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        fail(path, "cannot be read");
    }
    while ((len = fread(chunk, 1, sizeof(chunk), in)) > 0) {
        fwrite(chunk, 1, len, out);
    }
    fclose(in);
}

// A pair of bounds, and what they count.
struct range {
    const char *least;
    const char *most;
    const char *unit;
};

static void emit_range(const struct definitions *definitions, json_t *schema,
                       const struct range *range, FILE *out)
{
    int64_t min = schema_bound(definitions, schema, range->least, 0);
    int64_t max = schema_bound(definitions, schema, range->most, INT32_MAX);
    if (max < INT32_MAX) {
        fprintf(out, ", %" PRId64 "–%" PRId64 "%s", min, max, range->unit);
    }
}

static void emit_ranges(const struct definitions *definitions, json_t *schema,
                        FILE *out)
{
    static const struct range ranges[] = {
        {"minLength", "maxLength", " code points"},
        {"minBytes",  "maxBytes",  " bytes"      },
        {"minimum",   "maximum",   ""            },
    };
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        emit_range(definitions, schema, &ranges[i], out);
    }
}

static void emit_members(const struct definitions *definitions, json_t *schema,
                         int depth, FILE *out);

// The type of `schema` in words, then the members of what it holds as a nested list.
static void emit_words(const struct definitions *definitions, json_t *schema, int depth,
                       FILE *out)
{
    const char *type = string_at(schema, "type");
    const char *ref = schema_ref(definitions, schema);
    json_t *holds = NULL;
    if (ref != NULL) {
        fprintf(out, "[%s](#type-%s)", ref, ref);
    } else if (strcmp(type, "map") == 0) {
        holds = json_object_get(schema, "values");
        const char *key = schema_ref(definitions, json_object_get(schema, "keys"));
        fprintf(out, "map by [%s](#type-%s)", key, key);
    } else if (strcmp(type, "array") == 0) {
        holds = json_object_get(schema, "items");
        fprintf(out, "list, at most %" PRId64,
                schema_bound(definitions, schema, "maxItems", 0));
    } else {
        fprintf(out, "%s", strcmp(type, "tuple") == 0 ? "fixed list" : type);
        emit_ranges(definitions, schema, out);
    }
    fprintf(out, "%s", flag_at(schema, "nullable") ? " or null" : "");
    if (string_at(schema, "description") != NULL) {
        fprintf(out, ": %s", string_at(schema, "description"));
    }
    if (holds != NULL && schema_ref(definitions, holds) != NULL) {
        fprintf(out, ", of ");
        emit_words(definitions, holds, depth, out);
        return;
    }
    fputc('\n', out);
    if (holds != NULL) {
        fprintf(out, "%*s- of ", 2 * depth + 2, "");
        emit_words(definitions, holds, depth + 1, out);
    } else if (ref == NULL) {
        emit_members(definitions, schema, depth + 1, out);
    }
}

static void emit_members(const struct definitions *definitions, json_t *schema,
                         int depth, FILE *out)
{
    size_t at;
    const char *name;
    json_t *member;
    json_object_foreach (json_object_get(schema, "properties"), name, member) {
        fprintf(out, "%*s- `%s%s` ", 2 * depth, "", name,
                list_has(json_object_get(schema, "required"), name) ? "" : "?");
        emit_words(definitions, member, depth, out);
    }
    json_array_foreach (json_object_get(schema, "members"), at, member) {
        fprintf(out, "%*s- `%s` ", 2 * depth, "", string_at(member, "name"));
        emit_words(definitions, member, depth, out);
    }
}

// What may be given together, where that is limited.
static void emit_alternatives(json_t *schema, FILE *out)
{
    size_t at;
    size_t within;
    json_t *alternative;
    json_t *name;
    json_t *alternatives = json_object_get(schema, "oneOfRequired");
    if (alternatives == NULL) {
        return;
    }
    fprintf(out, "\nExactly one of:");
    json_array_foreach (alternatives, at, alternative) {
        fprintf(out, "%s", at == 0 ? " " : "; ");
        if (json_array_size(alternative) == 0) {
            fprintf(out, "none of them");
        }
        json_array_foreach (alternative, within, name) {
            fprintf(out, "%s`%s`", within == 0 ? "" : " with ",
                    json_string_value(name));
        }
    }
    fprintf(out, ".\n");
}

static void emit_block(const struct definitions *definitions, const char *title,
                       json_t *schema, FILE *out)
{
    if (json_object_size(json_object_get(schema, "properties")) == 0) {
        fprintf(out, "\n%s: none.\n", title);
        return;
    }
    fprintf(out, "\n%s:\n\n", title);
    emit_members(definitions, schema, 0, out);
    emit_alternatives(schema, out);
}

static void emit_json(const char *lead, json_t *value, FILE *out)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    fprintf(out, "%s%s\n", lead, text);
    free(text);
}

static void emit_refusal(const struct definitions *definitions, json_t *refused,
                         FILE *out)
{
    const char *name = string_at(refused, "error");
    const json_t *error = json_object_get(definitions->errors, name);
    json_t *data = json_copy(refused);
    json_object_set(data, "retry", json_object_get(error, "retry"));
    json_t *shown =
        json_pack("{s:O, s:O, s:o}", "code", json_object_get(error, "code"), "message",
                  json_object_get(error, "sentence"), "data", data);
    emit_json("← error ", shown, out);
    json_decref(shown);
}

static void emit_examples(const struct definitions *definitions, json_t *examples,
                          FILE *out)
{
    size_t at;
    json_t *example;
    json_array_foreach (examples, at, example) {
        json_t *refused = json_object_get(example, "refused");
        fprintf(out, "\n%s:\n\n```\n", string_at(example, "title"));
        emit_json("→ params ", json_object_get(example, "params"), out);
        if (refused != NULL) {
            emit_refusal(definitions, refused, out);
        } else {
            emit_json("← result ", json_object_get(example, "result"), out);
        }
        fprintf(out, "```\n");
    }
}

static void emit_words_of(const char *lead, json_t *list, FILE *out)
{
    size_t at;
    json_t *word;
    fprintf(out, "%s", lead);
    json_array_foreach (list, at, word) {
        fprintf(out, "%s%s", at == 0 ? "" : ", ", json_string_value(word));
    }
}

static void emit_command(const struct definitions *definitions, const char *name,
                         json_t *command, FILE *out)
{
    const char *error_name;
    json_t *error;
    json_t *roles = json_object_get(command, "roles");
    json_t *rate = json_object_get(command, "rate");
    const char *via = string_at(command, "via");
    fprintf(out, "\n### %s\n\n%s\n\nFor ", name, string_at(command, "summary"));
    if (json_is_string(roles)) {
        fprintf(out, "%s", json_string_value(roles));
    } else {
        emit_words_of("", roles, out);
    }
    fprintf(out, "; over %s; rate `%s` × %" JSON_INTEGER_FORMAT "%s.\n",
            strcmp(via, "both") == 0    ? "WebSocket and HTTP"
            : strcmp(via, "ws") == 0    ? "WebSocket"
            : strcmp(via, "admin") == 0 ? "the admin socket, by `kithctl`"
                                        : "HTTP",
            string_at(rate, "bucket"),
            json_integer_value(json_object_get(rate, "cost")),
            flag_at(command, "audited") ? "; audited" : "");
    emit_block(definitions, "Params", json_object_get(command, "params"), out);
    emit_block(definitions, "Result", json_object_get(command, "result"), out);
    const char *gap = "\nErrors: ";
    json_object_foreach (definitions->errors, error_name, error) {
        if (command_may_fail(definitions, command, error_name)) {
            fprintf(out, "%s[%s](#errors)", gap, error_name);
            gap = ", ";
        }
    }
    fprintf(out, ".\n");
    if (json_array_size(json_object_get(command, "events")) > 0) {
        emit_words_of("\nEvents: ", json_object_get(command, "events"), out);
        fprintf(out, ".\n");
    }
    emit_examples(definitions, json_object_get(command, "examples"), out);
}

static void emit_events(const struct definitions *definitions, FILE *out)
{
    const char *name;
    json_t *event;
    fprintf(out, "\n## Events\n");
    json_object_foreach (definitions->events, name, event) {
        json_t *data = json_object_get(event, "data");
        fprintf(out, "\n### %s\n\n%s\n", name, string_at(event, "summary"));
        if (data != NULL) {
            emit_block(definitions, "Data", data, out);
        }
        fprintf(out, "\n```\n");
        emit_json("", json_object_get(event, "example"), out);
        fprintf(out, "```\n");
    }
    fprintf(out, "\n## Signals\n");
    json_object_foreach (definitions->signals, name, event) {
        fprintf(out, "\n### signal: %s\n\n%s\n", name, string_at(event, "summary"));
        emit_block(definitions, "Params beside `type`",
                   json_object_get(event, "params"), out);
        fprintf(out, "\n```\n");
        emit_json("", json_object_get(event, "example"), out);
        fprintf(out, "```\n");
    }
}

static void emit_types(const struct definitions *definitions, FILE *out)
{
    const char *name;
    json_t *type;
    fprintf(out, "\n## Types\n");
    json_object_foreach (definitions->types, name, type) {
        json_t *schema = json_object_get(type, "schema");
        json_t *words = json_object_get(schema, "enum");
        fprintf(out, "\n### Type: %s\n\n%s\n", name, string_at(type, "summary"));
        if (words != NULL) {
            emit_words_of("\nOne of: ", words, out);
            fprintf(out, ".\n");
        } else if (strcmp(string_at(schema, "type"), "event") == 0) {
            fprintf(out,
                    "\n- `seq` [seq](#type-seq)\n- `kind` string\n"
                    "- `by` [person_id](#type-person_id) or null: who did it; null: "
                    "the system\n- `at` [utc_ms](#type-utc_ms)\n"
                    "- `data` object, see [Events](#events)\n");
        } else if (strcmp(string_at(schema, "type"), "object") == 0) {
            fputc('\n', out);
            emit_members(definitions, schema, 0, out);
        } else {
            fputc('\n', out);
            emit_words(definitions, schema, 0, out);
        }
    }
}

static void emit_tables(const struct definitions *definitions, FILE *out)
{
    size_t at;
    const char *name;
    json_t *entry;
    fprintf(out, "\n## Errors\n\n| error | code | retry | meaning | said to people |\n"
                 "| --- | --- | --- | --- | --- |\n");
    json_object_foreach (definitions->errors, name, entry) {
        fprintf(out, "| %s | %" JSON_INTEGER_FORMAT " | %s | %s | %s |\n", name,
                json_integer_value(json_object_get(entry, "code")),
                string_at(entry, "retry"), string_at(entry, "summary"),
                string_at(entry, "sentence"));
    }
    fprintf(out, "\n## Limits\n\n| limit | value | unit | reported | reason |\n"
                 "| --- | --- | --- | --- | --- |\n");
    json_array_foreach (definitions->limits, at, entry) {
        const char *setting = string_at(entry, "setting");
        fprintf(out, "| %s | %" JSON_INTEGER_FORMAT " | %s | %s | %s%s%s%s |\n",
                string_at(entry, "name"),
                json_integer_value(json_object_get(entry, "value")),
                string_at(entry, "unit"), flag_at(entry, "reported") ? "yes" : "no",
                string_at(entry, "reason"), setting == NULL ? "" : " (setting `",
                setting == NULL ? "" : setting, setting == NULL ? "" : "`)");
    }
    fprintf(out, "\n## Close codes\n\n| code | name | connect again | meaning |\n"
                 "| --- | --- | --- | --- |\n");
    json_array_foreach (definitions->close_codes, at, entry) {
        fprintf(out, "| %" JSON_INTEGER_FORMAT " | %s | %s | %s |\n",
                json_integer_value(json_object_get(entry, "code")),
                string_at(entry, "name"), flag_at(entry, "reconnect") ? "yes" : "no",
                string_at(entry, "summary"));
    }
}

void emit_markdown(const struct definitions *definitions, const char *folder, FILE *out)
{
    const char *name;
    json_t *command;
    copy_preface(folder, out);
    fprintf(out, "\n## Commands\n");
    json_object_foreach (definitions->commands, name, command) {
        emit_command(definitions, name, command, out);
    }
    emit_events(definitions, out);
    emit_types(definitions, out);
    emit_tables(definitions, out);
}
