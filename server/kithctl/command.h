// The table of what kithctl can do, and running one row of it.
#ifndef KITHCTL_COMMAND_H
#define KITHCTL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "kithctl/ctl.h"

enum param_kind {
    PARAM_TEXT,
    PARAM_PERSON,   // an id, or what the person signs in with
    PARAM_AREA,     // an id, or the area's name
    PARAM_ROLE,     // with _ or -
    PARAM_ID,       // of a session
    PARAM_DURATION, // 14d, 12h, 30m
    PARAM_FLAG,     // --option, without a value
    PARAM_FILE,     // --option FILE: text that is best named
};

// A parameter: the next word of the command line, or `--option VALUE`.
struct ctl_param {
    const char *option; // NULL ends the list
    enum param_kind kind;
    bool is_optional;
    const char *key; // of the request's member
};

#define CTL_PARAMS_MAX 6

struct ctl_command {
    const char *words; // "role grant"
    const char *summary;
    const char *method; // NULL where `run` does all
    struct ctl_param params[CTL_PARAMS_MAX + 1];
    bool in_organisation; // takes --organisation
    bool names_areas;     // what it shows has areas in it
    enum ctl_exit (*run)(struct ctl *ctl);
    void (*show)(const json_t *result);
    const char *done; // lines to print where there is no `show`
};

extern const struct ctl_command ctl_commands[];
extern const size_t ctl_command_count;

// The command that the `*argc` words at `argv` begin with; the words that name it are
// taken out. NULL when there is none.
const struct ctl_command *ctl_command_find(int *argc, char **argv);

// The command whose words are nearest to those at `argv`.
const struct ctl_command *ctl_command_nearest(int argc, char **argv);

// "role grant PERSON ROLE [AREA]", "restore [ARCHIVE] [--ledger FILE] [--adopt]".
void ctl_command_print_usage(const struct ctl_command *command);

// Runs `command` with what is left of the command line.
enum ctl_exit ctl_command_run(struct ctl *ctl, const struct ctl_command *command,
                              int argc, char **argv);

#endif
