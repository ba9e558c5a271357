// Runs of matching and what stands around them, as JSON.
#ifndef COMMAND_ENCODE_MATCHING_H
#define COMMAND_ENCODE_MATCHING_H

#include <jansson.h>

#include "domain/matching/matching_view.h"
#include "domain/matching/matching_waiting.h"

// `requested_by` with id.v == 0: the timetable. Owner: the caller, of this and the next
// two.
json_t *encode_matching_run(const struct matching_run *run,
                            const struct person_card *requested_by);

// {matched, worst?, total}.
json_t *encode_matching_figures(const struct matching_run *run);

json_t *encode_matching_waiting(const struct matching_waiting *person);

// Fill `object`.
void encode_matching_view(json_t *object, const struct matching_view *view);
void encode_matching_pair(json_t *object, const struct matching_view_pair *pair);

#endif
