// Writes a dictionary for libFuzzer: every word that means something in a request.
#include "generate.h"

static void emit_word(const char *word, FILE *out)
{
    fprintf(out, "\"\\\"%s\\\"\"\n", word);
}

void emit_dictionary(const struct definitions *definitions, FILE *out)
{
    const char *name;
    json_t *definition;
    fprintf(out, "# Generated from protocol/. Do not edit.\n");
    emit_word("jsonrpc", out);
    emit_word("2.0", out);
    emit_word("id", out);
    emit_word("method", out);
    emit_word("params", out);
    emit_word("heartbeat", out);
    json_object_foreach (definitions->commands, name, definition) {
        const char *member;
        json_t *schema;
        json_t *params = json_object_get(definition, "params");
        emit_word(name, out);
        json_object_foreach (json_object_get(params, "properties"), member, schema) {
            emit_word(member, out);
        }
    }
    json_object_foreach (definitions->types, name, definition) {
        size_t at;
        json_t *word;
        json_t *schema = json_object_get(definition, "schema");
        json_array_foreach (json_object_get(schema, "enum"), at, word) {
            emit_word(json_string_value(word), out);
        }
    }
}
