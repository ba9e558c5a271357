#include "command/facts.h"

#include <string.h>

#include "base/err.h"
#include "protocol.h"

int64_t facts_limit(const struct server_facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->setting_count; i++) {
        if (strcmp(facts->settings[i].name, name) == 0) {
            return facts->settings[i].value;
        }
    }
    for (const struct limit_row *limit = limit_rows; limit->name != NULL; limit++) {
        if (strcmp(limit->name, name) == 0) {
            return limit->value;
        }
    }
    unreachable_state("a limit that the protocol does not have");
}
