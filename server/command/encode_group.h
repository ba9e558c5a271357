// Groups as JSON.
#ifndef COMMAND_ENCODE_GROUP_H
#define COMMAND_ENCODE_GROUP_H

#include <jansson.h>

#include "domain/care/group_view.h"

// Sets what group.get answers.
void encode_group(json_t *object, const struct group_view *view, int64_t now_utc_ms);

// Sets what group.quiet answers.
void encode_quiet(json_t *object, const struct group_notices *notices);

#endif
