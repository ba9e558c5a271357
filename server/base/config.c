// Where settings come from. inih reads the file; what a line means is decided in
// config_option.c.
#include "base/config.h"

#include "base/buf.h"
#include "base/config_option.h"
#include "base/mem.h"

#include <ini.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES                                                                 \
    ((size_t)256 * 1024) // several times a file that sets and explains all
#define OPTIONS_MAX 128

// One file or one command line while it is read.
struct source {
    struct config *config;
    const char *name; // of the file; NULL for the command line
    int line;
    struct text rest; // of the file
    bool given[OPTIONS_MAX];
    bool failed;
    struct config_problem *problem;
};

// -- one option, wherever it comes from -----------------------------------------------

static void put_place(const struct source *source, char *place, size_t size)
{
    if (source->name == NULL) {
        snprintf(place, size, "--");
    } else {
        snprintf(place, size, "%.200s:%d: ", source->name, source->line);
    }
}

__attribute__((format(printf, 2, 3))) static enum err refuse(struct source *source,
                                                             const char *format, ...)
{
    char place[256];
    va_list args;
    put_place(source, place, sizeof place);
    const int len = snprintf(source->problem->text, CONFIG_PROBLEM_MAX, "%s", place);
    va_start(args, format);
    vsnprintf(source->problem->text + len, CONFIG_PROBLEM_MAX - (size_t)len, format,
              args);
    va_end(args);
    source->failed = true;
    return ERR_BAD_REQUEST;
}

static enum err refuse_unknown(struct source *source, struct text name)
{
    return refuse(source, "%.*s is not an option; the nearest is %s%s",
                  (int)(name.len < 80 ? name.len : 80), name.s,
                  source->name == NULL ? "--" : "", config_option_nearest(name)->name);
}

static bool is_list(const struct config_option *option)
{
    return option->type == OPTION_ORIGINS || option->type == OPTION_NETWORKS;
}

static enum err set(struct source *source, const struct config_option *option,
                    struct text value)
{
    bool *given = &source->given[option - config_options];
    if (*given && !is_list(option) && source->name != NULL) {
        return refuse(source, "%s stands in this file twice", option->name);
    }
    if (!*given && is_list(option)) {
        // A list replaces the one of an earlier source and adds up within its own.
        config_option_reset(source->config, option);
    }
    *given = true;
    struct config_problem why = {0};
    if (config_option_set(source->config, option, value, &why) != OK) {
        return refuse(source, "%s %s", option->name, why.text);
    }
    return OK;
}

// -- the file -------------------------------------------------------------------------

// Hands inih the next line. Spaces in front are left out, because inih would take such
// a line as a continuation; a line that does not fit is refused, because inih would cut
// it.
static char *read_line(char *line, int size, void *stream)
{
    struct source *source = stream;
    if (source->rest.len == 0 || source->failed) {
        return NULL;
    }
    source->line++;
    const char *end = memchr(source->rest.s, '\n', source->rest.len);
    const size_t whole_len =
        end == NULL ? source->rest.len : (size_t)(end - source->rest.s) + 1;
    struct text t = {source->rest.s, whole_len};
    while (t.len > 0 && (*t.s == ' ' || *t.s == '\t')) {
        t.s++;
        t.len--;
    }
    source->rest.s += whole_len;
    source->rest.len -= whole_len;
    if (t.len >= (size_t)size) {
        (void)refuse(source, "a line has at most %d bytes", size - 1);
        return NULL;
    }
    if (memchr(t.s, '\0', t.len) != NULL) {
        (void)refuse(source, "this is not a text file");
        return NULL;
    }
    memcpy(line, t.s, t.len);
    line[t.len] = '\0';
    return line;
}

static int take_pair(void *user, const char *section, const char *name,
                     const char *value)
{
    struct source *source = user;
    if (source->failed) {
        return 0;
    }
    if (section[0] != '\0' && strcmp(section, "kithd") != 0) {
        return refuse(source, "the only section is [kithd]") == OK;
    }
    const struct config_option *option = config_option_find(text_of(name));
    if (option == NULL) {
        return refuse_unknown(source, text_of(name)) == OK;
    }
    return set(source, option, text_of(value)) == OK;
}

static enum err read_whole(const char *path, struct buf *buf)
{
    char block[4096];
    size_t len = 0;
    enum err err = OK;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return ERR_IO;
    }
    do {
        len = fread(block, 1, sizeof block, file);
        err = buf_append(buf, (struct text){block, len});
    } while (err == OK && len > 0);
    if (ferror(file) != 0) {
        err = ERR_IO;
    }
    (void)fclose(file);
    return err;
}

static enum err load_file(struct config *config, const char *path,
                          struct config_problem *problem_out)
{
    struct buf buf;
    buf_init(&buf, FILE_MAX_BYTES);
    enum err err = read_whole(path, &buf);
    if (err == OK) {
        err = config_load_text(config, buf_text(&buf), path, problem_out);
    } else {
        snprintf(problem_out->text, sizeof problem_out->text, "%.200s: %s", path,
                 err == ERR_IO ? "cannot be read" : "is too long for a settings file");
        err = ERR_BAD_REQUEST;
    }
    buf_clear(&buf);
    return err;
}

// -- the command line -----------------------------------------------------------------

// An argument split at '=': "--name=value" or "--name".
struct argument {
    struct text name; // without the dashes; empty when it is no option
    const char *value;
};

static struct argument split(const char *s)
{
    if (strncmp(s, "--", 2) != 0) {
        return (struct argument){TEXT(""), NULL};
    }
    const size_t len = strcspn(s + 2, "=");
    const struct text name = {s + 2, len};
    return (struct argument){name, s[2 + len] == '=' ? s + 3 + len : NULL};
}

static bool take_action(struct config *config, struct text name)
{
    if (text_equal(name, TEXT("help"))) {
        config->action = CONFIG_HELP;
    } else if (text_equal(name, TEXT("version"))) {
        config->action = CONFIG_VERSION;
    } else if (text_equal(name, TEXT("print-example-config"))) {
        config->action = CONFIG_EXAMPLE;
    } else {
        return false;
    }
    return true;
}

// Takes the argument at `*at`, and the one behind it where that is its value.
static enum err take_argument(struct source *source, char **argv, int *at,
                              struct argument *argument_out)
{
    struct argument argument = split(argv[*at]);
    if (argument.value == NULL) {
        argument.value = argv[*at + 1];
        if (argument.value == NULL) {
            return refuse(source, "%s needs a value", argv[*at] + 2);
        }
        (*at)++;
    }
    *argument_out = argument;
    return OK;
}

static bool is_known(struct text name)
{
    return text_equal(name, TEXT("config")) || config_option_find(name) != NULL;
}

// The last --config among the arguments; leaves `*file_out` alone when there is none.
static enum err find_file(struct source *source, char **argv, const char **file_out)
{
    for (int i = 1; argv[i] != NULL; i++) {
        struct argument argument = split(argv[i]);
        if (!is_known(argument.name)) {
            continue;
        }
        if (take_argument(source, argv, &i, &argument) != OK) {
            return ERR_BAD_REQUEST;
        }
        if (text_equal(argument.name, TEXT("config"))) {
            *file_out = argument.value;
        }
    }
    return OK;
}

// Sets every option among the arguments and keeps the others.
static enum err take_options(struct source *source, int *argc, char **argv)
{
    int kept = 1;
    for (int i = 1; argv[i] != NULL; i++) {
        struct argument argument = split(argv[i]);
        const struct config_option *option = config_option_find(argument.name);
        if (take_action(source->config, argument.name)) {
            continue;
        }
        if (!is_known(argument.name)) {
            argv[kept] = argv[i];
            kept++;
            continue;
        }
        if (take_argument(source, argv, &i, &argument) != OK ||
            (option != NULL && set(source, option, text_of(argument.value)) != OK)) {
            return ERR_BAD_REQUEST;
        }
    }
    *argc = kept;
    argv[kept] = NULL;
    return OK;
}

// A file that was not named is the one called `name` in the data folder.
static void set_file(const struct config *config, char **file, const char *name)
{
    if ((*file)[0] != '\0') {
        return;
    }
    free(*file);
    const size_t size = strlen(config->data_dir) + strlen(name) + 2;
    *file = mem_new(size, 1);
    snprintf(*file, size, "%s/%s", config->data_dir, name);
}

// Beside the one whose place it takes, so that it can: it is on the same file system,
// and kept apart from the data where that one is.
static void set_next_file(struct config *config)
{
    char **file = &config->master_key_next_file;
    const size_t size = strlen(config->master_key_file) + sizeof ".next";

    if ((*file)[0] == '\0') {
        free(*file);
        *file = mem_new(size, 1);
        snprintf(*file, size, "%s.next", config->master_key_file);
    }
}

static void set_files(struct config *config)
{
    set_file(config, &config->master_key_file, "master.key");
    set_next_file(config);
    set_file(config, &config->safety_ledger_file, "safety.ledger");
    set_file(config, &config->backup_work_dir, "backup.work");
    set_file(config, &config->audit_heads_file, "audit-heads");
}

// -- public ---------------------------------------------------------------------------

void config_init(struct config *config)
{
    struct config_problem problem;
    *config = (struct config){.action = CONFIG_RUN};
    for (size_t i = 0; i < config_option_count; i++) {
        const struct config_option *option = &config_options[i];
        if (config_option_set(config, option, text_of(option->fallback), &problem) !=
            OK) {
            unreachable_state(option->name);
        }
    }
}

void config_clear(struct config *config)
{
    for (size_t i = 0; i < config_option_count; i++) {
        config_option_reset(config, &config_options[i]);
    }
}

enum err config_load(struct config *config, int *argc, char **argv,
                     struct config_problem *problem_out)
{
    struct source line = {.config = config, .problem = problem_out};
    const char *file = NULL;
    enum err err = find_file(&line, argv, &file);
    if (err == OK && file != NULL) {
        err = load_file(config, file, problem_out);
    }
    if (err == OK) {
        err = take_options(&line, argc, argv);
    }
    if (err == OK) {
        set_files(config);
    }
    return err;
}

enum err config_load_text(struct config *config, struct text ini, const char *name,
                          struct config_problem *problem_out)
{
    struct source source = {
        .config = config, .name = name, .rest = ini, .problem = problem_out};
    const int bad_line = ini_parse_stream(read_line, &source, take_pair, &source);
    if (!source.failed && bad_line != 0) {
        source.line = bad_line;
        return refuse(&source, "this is not NAME = VALUE");
    }
    return source.failed ? ERR_BAD_REQUEST : OK;
}

void config_unknown(const char *argument, struct config_problem *problem_out)
{
    struct source line = {.problem = problem_out};
    const struct argument parts = split(argument);
    if (parts.name.len == 0) {
        snprintf(problem_out->text, sizeof problem_out->text,
                 "%.80s: options start with --", argument);
        return;
    }
    (void)refuse_unknown(&line, parts.name);
}

static void add_origin(struct config *config, const char *origin)
{
    struct config_problem problem;
    const struct config_option *option = config_option_find(TEXT("allowed-origins"));
    if (config_option_set(config, option, text_of(origin), &problem) != OK) {
        unreachable_state("origin of public-url");
    }
}

void config_set_port(struct config *config, int port)
{
    const bool had_origins = config->allowed_origins.count > 0;
    if (config->public_url[0] == '\0') {
        const struct address_text host = address_text(config->listen.address);
        const bool is_ipv4 = address_is_ipv4(config->listen.address);
        char url[128];
        snprintf(url, sizeof url, is_ipv4 ? "http://%s:%d" : "http://[%s]:%d", host.s,
                 port);
        free(config->public_url);
        config->public_url = mem_copy(url, strlen(url));
        if (!had_origins && address_is_loopback(config->listen.address)) {
            snprintf(url, sizeof url, "http://localhost:%d", port);
            add_origin(config, url);
        }
    }
    if (!had_origins) {
        add_origin(config, config->public_url);
    }
}

bool config_can_mail(const struct config *config)
{
    return config->smtp_url[0] != '\0' && config->smtp_from[0] != '\0';
}

bool config_is_local(const struct config *config)
{
    static const struct text prefix = {"http://", 7};
    const struct text url = text_of(config->public_url);
    struct endpoint endpoint;
    // What people type says nothing about who else can reach the port.
    if (!address_is_loopback(config->listen.address)) {
        return false;
    }
    if (url.len == 0) {
        return true;
    }
    if (!text_starts_with(url, prefix)) {
        return false;
    }
    struct text host = {url.s + prefix.len, url.len - prefix.len};
    if (endpoint_parse(host, &endpoint) == OK) {
        return address_is_loopback(endpoint.address);
    }
    return text_equal(host, TEXT("localhost")) ||
           text_starts_with(host, TEXT("localhost:")) ||
           (address_parse(host, &endpoint.address) == OK &&
            address_is_loopback(endpoint.address));
}
