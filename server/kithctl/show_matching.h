// Reports of matching for people's eyes.
#ifndef KITHCTL_SHOW_MATCHING_H
#define KITHCTL_SHOW_MATCHING_H

#include <jansson.h>

void show_matching_report(const json_t *result);
void show_matching_replay(const json_t *result);

#endif
