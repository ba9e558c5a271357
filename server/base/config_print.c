// How settings are shown: --help and the commented ini file, both from the table.
#include "base/config_option.h"

#include <string.h>

#define HELP_COLUMNS 76

// How much of `text` goes into a line of `room` bytes: up to the last space that fits.
static size_t line_length(const char *text, size_t room)
{
    size_t len = strlen(text);
    if (len <= room) {
        return len;
    }
    len = room;
    while (len > 0 && text[len] != ' ') {
        len--;
    }
    return len > 0 ? len : room;
}

// Prints `text` in lines that start with `margin` and break at spaces.
static void print_wrapped(FILE *out, const char *margin, const char *text)
{
    while (*text != '\0') {
        const size_t len = line_length(text, HELP_COLUMNS - strlen(margin));
        fprintf(out, "%s%.*s\n", margin, (int)len, text);
        text += len;
        text += strspn(text, " ");
    }
}

static void print_facts(FILE *out, const struct config_option *option)
{
    fprintf(out, "%s", config_option_type_name(option));
    if (option->type == OPTION_INTEGER) {
        fprintf(out, " %lld to %lld %s", (long long)option->min, (long long)option->max,
                option->unit);
    }
    fprintf(out, ", default %s",
            option->fallback[0] == '\0' ? "empty" : option->fallback);
}

void config_print_help(FILE *out)
{
    fprintf(out, "  --config FILE\n"
                 "      An ini file with any of the options below as NAME = VALUE.\n");
    for (size_t i = 0; i < config_option_count; i++) {
        const struct config_option *option = &config_options[i];
        fprintf(out, "  --%s VALUE\n      (", option->name);
        print_facts(out, option);
        fprintf(out, ")\n");
        print_wrapped(out, "      ", option->help);
    }
}

void config_print_example(FILE *out)
{
    fprintf(out, "; Settings of kithd, each with its default. Start it with --config\n"
                 "; and the name of this file; every option can also stand on the\n"
                 "; command line as --name value.\n\n[kithd]\n");
    for (size_t i = 0; i < config_option_count; i++) {
        const struct config_option *option = &config_options[i];
        fprintf(out, "\n");
        print_wrapped(out, "; ", option->help);
        fprintf(out, "; (");
        print_facts(out, option);
        fprintf(out, ")\n;%s =%s%s\n", option->name,
                option->fallback[0] == '\0' ? "" : " ", option->fallback);
    }
}
