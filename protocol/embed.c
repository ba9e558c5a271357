// Turns files into C tables, so that the programs need nothing but themselves at run
// time.
//
// Use: embed migrations DIR OUT.c (struct migration of server/store/migrations.h)
//      embed assets DIR OUT.c     (struct asset of server/transport/assets.h)
#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 256
#define PATH_MAX_BYTES 1024

struct file {
    char path[PATH_MAX_BYTES]; // below the folder, with a slash in front
    unsigned char *bytes;
    size_t len;
};

struct files {
    struct file items[FILES_MAX];
    size_t count;
};

struct content_type {
    const char *ending;
    const char *type;
};

static const struct content_type content_types[] = {
    {".css",         "text/css; charset=utf-8"       },
    {".html",        "text/html; charset=utf-8"      },
    {".ico",         "image/x-icon"                  },
    {".js",          "text/javascript; charset=utf-8"},
    {".json",        "application/json"              },
    {".png",         "image/png"                     },
    {".svg",         "image/svg+xml"                 },
    {".txt",         "text/plain; charset=utf-8"     },
    {".webmanifest", "application/manifest+json"     },
    {".woff2",       "font/woff2"                    },
};

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format,
                                                                 ...)
{
    va_list args;
    va_start(args, format);
    fputs("embed: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(EXIT_FAILURE);
}

static bool has_ending(const char *path, const char *ending)
{
    const size_t len = strlen(path);
    const size_t ending_len = strlen(ending);
    return len >= ending_len && strcmp(path + len - ending_len, ending) == 0;
}

static void read_file(const char *full_path, struct file *file)
{
    FILE *in = fopen(full_path, "rb");
    struct stat status;
    if (in == NULL || fstat(fileno(in), &status) != 0) {
        fail("cannot read %s", full_path);
    }
    file->len = (size_t)status.st_size;
    file->bytes = malloc(file->len + 1);
    if (file->bytes == NULL || fread(file->bytes, 1, file->len, in) != file->len) {
        fail("cannot read %s whole", full_path);
    }
    file->bytes[file->len] = '\0';
    fclose(in);
}

static void read_folder(const char *root, const char *below, struct files *files);

static void read_entry(const char *root, const char *path, struct files *files)
{
    char full[PATH_MAX_BYTES * 2];
    struct stat status;
    snprintf(full, sizeof full, "%s%s", root, path);
    if (stat(full, &status) != 0) {
        fail("cannot look at %s", full);
    }
    if (S_ISDIR(status.st_mode)) {
        read_folder(root, path, files);
        return;
    }
    if (files->count == FILES_MAX) {
        fail("more than %d files in %s", FILES_MAX, root);
    }
    struct file *file = &files->items[files->count];
    snprintf(file->path, sizeof file->path, "%s", path);
    read_file(full, file);
    files->count++;
}

static void read_folder(const char *root, const char *below, struct files *files)
{
    char full[PATH_MAX_BYTES * 2];
    snprintf(full, sizeof full, "%s%s", root, below);
    DIR *folder = opendir(full);
    if (folder == NULL) {
        fail("cannot open %s", full);
    }
    for (struct dirent *entry = readdir(folder); entry != NULL;
         entry = readdir(folder)) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char path[PATH_MAX_BYTES];
        const int len = snprintf(path, sizeof path, "%s/%s", below, entry->d_name);
        if (len < 0 || (size_t)len >= sizeof path) {
            fail("path too long below %s", full);
        }
        read_entry(root, path, files);
    }
    closedir(folder);
}

static int compare_paths(const void *a, const void *b)
{
    const struct file *first = a;
    const struct file *second = b;
    return strcmp(first->path, second->path);
}

static const struct file *find_file(const struct files *files, const char *path,
                                    const char *ending)
{
    char wanted[PATH_MAX_BYTES + 8];
    snprintf(wanted, sizeof wanted, "%s%s", path, ending);
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->items[i].path, wanted) == 0) {
            return &files->items[i];
        }
    }
    return NULL;
}

// As numbers: the only form that has no length limit and no escapes.
static void write_bytes(FILE *out, const char *name, size_t number,
                        const struct file *file)
{
    fprintf(out, "static const unsigned char %s%zu[] = {", name, number);
    for (size_t i = 0; i <= file->len; i++) {
        fprintf(out, "%s%u,", i % 24 == 0 ? "\n" : "", file->bytes[i]);
    }
    fprintf(out, "\n};\n");
}

static void write_migrations(const struct files *files, FILE *out)
{
    fprintf(out, "#include \"store/migrations.h\"\n\n");
    for (size_t i = 0; i < files->count; i++) {
        write_bytes(out, "sql", i, &files->items[i]);
    }
    fprintf(out, "\nconst struct migration migrations[] = {\n");
    for (size_t i = 0; i < files->count; i++) {
        const char *name = files->items[i].path + 1;
        const long number = strtol(name, NULL, 10);
        if (!has_ending(name, ".sql") || number != (long)i + 1) {
            fail("%s: expected %04zu_what.sql", name, i + 1);
        }
        fprintf(out, "    { %ld, \"%.*s\", (const char *)sql%zu },\n", number,
                (int)(strlen(name) - strlen(".sql")), name, i);
    }
    fprintf(out, "};\nconst int migration_count = %zu;\n", files->count);
}

static const char *content_type_of(const char *path)
{
    for (size_t i = 0; i < sizeof content_types / sizeof *content_types; i++) {
        if (has_ending(path, content_types[i].ending)) {
            return content_types[i].type;
        }
    }
    fail("%s: no content type known for it", path);
}

// FNV-1a, 64 bit: tells versions of one file apart, protects nothing.
static uint64_t fingerprint(const struct file *file)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < file->len; i++) {
        hash = (hash ^ file->bytes[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static bool is_compressed(const struct file *file)
{
    return has_ending(file->path, ".gz") || has_ending(file->path, ".br");
}

static void write_variant(FILE *out, const struct files *files,
                          const struct file *plain, const char *ending)
{
    const struct file *packed = find_file(files, plain->path, ending);
    if (packed == NULL || packed->len >= plain->len) {
        fprintf(out, "NULL, 0, ");
        return;
    }
    fprintf(out, "asset%zu, %zu, ", (size_t)(packed - files->items), packed->len);
}

static void write_assets(const struct files *files, FILE *out)
{
    int count = 0;
    fprintf(out, "#include \"transport/assets.h\"\n\n");
    for (size_t i = 0; i < files->count; i++) {
        write_bytes(out, "asset", i, &files->items[i]);
    }
    fprintf(out, "\nconst struct asset assets[] = {\n");
    for (size_t i = 0; i < files->count; i++) {
        const struct file *file = &files->items[i];
        if (is_compressed(file)) {
            continue;
        }
        const bool is_index = strcmp(file->path, "/index.html") == 0;
        const bool immutable = strncmp(file->path, "/assets/", 8) == 0;
        fprintf(out, "    { \"%s\", \"%s\", \"\\\"%016llx\\\"\", asset%zu, %zu, ",
                is_index ? "/" : file->path, content_type_of(file->path),
                (unsigned long long)fingerprint(file), i, file->len);
        write_variant(out, files, file, ".gz");
        write_variant(out, files, file, ".br");
        fprintf(out, "%s },\n", immutable ? "true" : "false");
        count++;
    }
    // C has no empty arrays: one unused row stands in a table without files.
    fprintf(out, "%s};\nconst int asset_count = %d;\n",
            count == 0 ? "    { .path = \"\" },\n" : "", count);
}

int main(int argc, char **argv)
{
    static struct files files;
    const bool migrations = argc == 4 && strcmp(argv[1], "migrations") == 0;
    if (!migrations && (argc != 4 || strcmp(argv[1], "assets") != 0)) {
        fail("use: embed migrations|assets DIR OUT.c");
    }
    read_folder(argv[2], "", &files);
    qsort(files.items, files.count, sizeof *files.items, compare_paths);
    FILE *out = fopen(argv[3], "w");
    if (out == NULL) {
        fail("cannot write %s", argv[3]);
    }
    if (migrations) {
        write_migrations(&files, out);
    } else {
        write_assets(&files, out);
    }
    if (ferror(out) != 0 || fclose(out) != 0) {
        fail("cannot write %s whole", argv[3]);
    }
    for (size_t i = 0; i < files.count; i++) {
        free(files.items[i].bytes);
    }
    return EXIT_SUCCESS;
}
