// The table of options and what can be done with one row. For config.c and its printing
// only; everybody else reads struct config.
#ifndef BASE_CONFIG_OPTION_H
#define BASE_CONFIG_OPTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/config.h"

enum option_type {
    OPTION_INTEGER,
    OPTION_PATH,
    OPTION_TEXT,
    OPTION_URL,
    OPTION_MAIL_SERVER,
    OPTION_MAIL_ADDRESS,
    OPTION_KEY,
    OPTION_LOG_LEVEL,
    OPTION_DEMAND,
    OPTION_ENDPOINT,
    OPTION_ORIGINS,
    OPTION_NETWORKS
};

struct config_option {
    const char *name;
    enum option_type type;
    size_t offset; // of the member of struct config
    int64_t min;   // integers only
    int64_t max;
    const char *fallback; // the default as a user would write it
    const char *unit;
    const char *help; // what it does and why the default is what it is
};

extern const struct config_option config_options[];
extern const size_t config_option_count;

// The option called `name`, or NULL.
const struct config_option *config_option_find(struct text name);

// The option whose name takes the fewest changes to get to from `name`.
const struct config_option *config_option_nearest(struct text name);

// Sets the member of `config` from `value`; lists grow until config_option_reset.
// Errors: ERR_BAD_REQUEST with the reason, without name and place, in `problem_out`.
enum err config_option_set(struct config *config, const struct config_option *option,
                           struct text value, struct config_problem *problem_out);

// Frees and zeroes the member.
void config_option_reset(struct config *config, const struct config_option *option);

// What a value looks like: "integer", "path", …
const char *config_option_type_name(const struct config_option *option);

#endif
