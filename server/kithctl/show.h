// Results for people's eyes. With --json they are printed as they came instead.
#ifndef KITHCTL_SHOW_H
#define KITHCTL_SHOW_H

#include <jansson.h>

void show_organisation(const json_t *result);
void show_organisations(const json_t *result);
void show_area(const json_t *result);
void show_areas(const json_t *result);
void show_invite(const json_t *result);
void show_people(const json_t *result);
void show_token(const json_t *result);
void show_tokens(const json_t *result);
void show_sessions(const json_t *result);
void show_status(const json_t *result);
void show_backup(const json_t *result);
void show_keys(const json_t *result);
void show_retention(const json_t *result);
void show_clock(const json_t *result);

#endif
