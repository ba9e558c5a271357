// The settings reader: whatever a file holds, it is read or refused with a reason, and
// what was read is within the ranges.
#include "base/config.h"
#include "base/config_option.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_ranges(struct config *config)
{
    for (size_t i = 0; i < config_option_count; i++) {
        const struct config_option *option = &config_options[i];
        const char *member = (const char *)config + option->offset;
        if (option->type != OPTION_INTEGER) {
            continue;
        }
        const int64_t value = *(const int64_t *)(const void *)member;
        if (value < option->min || value > option->max) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config config;
    struct config_problem problem = {0};
    const struct text ini = {(const char *)data, size};
    config_init(&config);
    const enum err err = config_load_text(&config, ini, "fuzz.ini", &problem);
    if (err != OK && problem.text[0] == '\0') {
        abort();
    }
    check_ranges(&config);
    config_set_port(&config, 8080);
    (void)config_is_local(&config);
    config_clear(&config);
    return 0;
}
