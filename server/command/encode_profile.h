// Profiles and supporters as JSON.
#ifndef COMMAND_ENCODE_PROFILE_H
#define COMMAND_ENCODE_PROFILE_H

#include <jansson.h>

#include "domain/profile.h"
#include "domain/supporter.h"

// Sets fields_version, answers and consents of `object`.
void encode_profile(json_t *object, const struct profile *profile);

// Sets what staff see of somebody.
void encode_profile_view(json_t *object, const struct profile_view *view);

// Sets capacity, load, pauses and weather. Times that are none are left out.
void encode_supporting(json_t *object, const struct supporter *supporter);

// What is recorded of readiness, and what is missing. Owner: the caller.
json_t *encode_readiness(const struct supporter *supporter);

// The words of `missing`, SUPPORTER_NEEDS_* bits. Owner: the caller.
json_t *encode_missing(unsigned missing);

// The areas in which `person` has the role `role`; none: everywhere. Owner: the caller.
json_t *encode_areas(const struct person *person, enum role role);

// Sets `name` to `utc_ms` unless it is 0.
void encode_time(json_t *object, const char *name, int64_t utc_ms);

#endif
