// Turns the definitions under protocol/ into tables for the server, types for the
// client, schemas for the tests and pages for people. It generates data, never logic:
// what the rows mean is decided in server/command/decode.c and dispatch.c.
//
// Use: generate PROTOCOL_DIR OUT_DIR DOCS_DIR, or generate --check PROTOCOL_DIR.
#include "generate.h"
#include "access.h"
#include "matching.h"
#include "risk.h"

#include <stdlib.h>
#include <string.h>

static FILE *file_open(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        fail(path, "cannot be written");
    }
    return file;
}

static void file_close(FILE *take_file, const char *name)
{
    if (ferror(take_file) != 0 || fclose(take_file) != 0) {
        fail(name, "could not be written whole");
    }
}

static void write_text(const struct definitions *definitions, const char *folder,
                       const char *name,
                       void (*emit)(const struct definitions *, FILE *))
{
    FILE *file = file_open(folder, name);
    emit(definitions, file);
    file_close(file, name);
}

// The data of matching in all its forms.
static void write_matching(const struct matching_data *data, const char *folder,
                           const char *docs)
{
    static const struct {
        const char *name;
        void (*emit)(const struct matching_data *, FILE *);
    } FILES[] = {
        {"matching_data.h", emit_matching_header    },
        {"matching_data.c", emit_matching_source    },
        {"matching.ts",     emit_matching_typescript},
    };

    for (size_t i = 0; i < sizeof(FILES) / sizeof(FILES[0]); i++) {
        FILE *file = file_open(folder, FILES[i].name);
        FILES[i].emit(data, file);
        file_close(file, FILES[i].name);
    }
    FILE *page = file_open(docs, "matching-tables.md");
    emit_matching_page(data, page);
    file_close(page, "matching-tables.md");
}

// The data of risk words in all its forms.
static void write_risk(const struct risk_data *data, const char *folder)
{
    static const struct {
        const char *name;
        void (*emit)(const struct risk_data *, FILE *);
    } FILES[] = {
        {"risk_data.c", emit_risk_source    },
        {"risk_data.h", emit_risk_header    },
        {"risk.ts",     emit_risk_typescript},
    };

    for (size_t i = 0; i < sizeof(FILES) / sizeof(FILES[0]); i++) {
        FILE *file = file_open(folder, FILES[i].name);
        FILES[i].emit(data, file);
        file_close(file, FILES[i].name);
    }
}

// The table of permissions, as a page.
static void write_access(const json_t *access, const char *docs)
{
    FILE *page = file_open(docs, "access.md");
    emit_access_page(access, page);
    file_close(page, "access.md");
}

static void write_json(json_t *take_document, const char *folder, const char *name)
{
    FILE *file = file_open(folder, name);
    if (json_dumpf(take_document, file, JSON_INDENT(1)) != 0) {
        fail(name, "is not a JSON document");
    }
    fputc('\n', file);
    file_close(file, name);
    json_decref(take_document);
}

int main(int argc, char **argv)
{
    struct definitions definitions;
    struct matching_data matching;
    struct risk_data risk;
    json_t *access;
    bool only_check = argc == 3 && strcmp(argv[1], "--check") == 0;
    if (!only_check && argc != 4) {
        fprintf(stderr, "use: generate PROTOCOL_DIR OUT_DIR DOCS_DIR\n"
                        "     generate --check PROTOCOL_DIR\n");
        return EXIT_FAILURE;
    }
    const char *folder = only_check ? argv[2] : argv[1];
    definitions_load(folder, &definitions);
    definitions_check(&definitions);
    matching_load(folder, &matching);
    risk_load(folder, &risk);
    risk_try(&risk);
    access = access_load(folder);
    if (!only_check) {
        write_text(&definitions, argv[2], "protocol_limits.h", emit_limits_header);
        write_text(&definitions, argv[2], "protocol.h", emit_c_header);
        write_text(&definitions, argv[2], "protocol.c", emit_c_source);
        write_text(&definitions, argv[2], "protocol.ts", emit_typescript);
        write_text(&definitions, argv[2], "protocol.dict", emit_dictionary);
        write_json(emit_schema(&definitions), argv[2], "protocol.schema.json");
        write_json(emit_index(&definitions), argv[2], "protocol.index.json");
        write_json(emit_asyncapi(&definitions), argv[3], "asyncapi.json");
        write_matching(&matching, argv[2], argv[3]);
        write_risk(&risk, argv[2]);
        write_access(access, argv[3]);
        FILE *page = file_open(argv[3], "protocol.md");
        emit_markdown(&definitions, folder, page);
        file_close(page, "protocol.md");
    }
    json_decref(access);
    json_decref(risk.root);
    json_decref(matching.root);
    json_decref(definitions.root);
    return EXIT_SUCCESS;
}
