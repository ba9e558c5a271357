// Planning the rota: who puts whom down for what. Not for asking who is there (rota.h).
#ifndef DOMAIN_CARE_ROTA_PLAN_H
#define DOMAIN_CARE_ROTA_PLAN_H

#include <stddef.h>

#include "domain/change.h"
#include "model/group.h"

// wanted->id is not looked at. A facilitator is put down by whoever looks after the
// group, a coordinator by coordinators and leads, a lead by leads. Errors:
// ERR_BAD_REQUEST (at_fault: until, from, conversation), ERR_DENIED, ERR_NOT_FOUND (the
// group; nobody active of that id who has the part), ERR_WRONG_STATE (not a group),
// ERR_CONFLICT (she is down for it then), ERR_TOO_LARGE (ROTA_PLAN_MAX).
enum err rota_plan_add(struct change *change, const struct duty *wanted,
                       duty_id *duty_out);

#define ROTA_PLAN_MAX 400 // duties of one person to come: a year of every day

// One to come is gone, one under way ends now. Errors: ERR_NOT_FOUND, ERR_DENIED,
// ERR_WRONG_STATE (is over).
enum err rota_plan_remove(struct change *change, duty_id id);

#define ROTA_PLAN_PAGE 100 // duties: a fortnight of several groups

struct rota_query {
    conversation_id conversation; // v == 0: whatever the actor may see
    int64_t from_utc_ms;          // duties that end after it
    int64_t until_utc_ms;         // and begin before it
    duty_id after;                // the last one of the page before, v == 0: none
};

struct rota_entry {
    struct duty duty;
    struct person_card card;
    struct text title; // of the group, empty: none
};

struct rota_page {
    struct rota_entry *entries;
    size_t count;
    bool more;
};

// By when they begin. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (not a group).
enum err rota_plan_list(struct change *change, const struct rota_query *query,
                        struct rota_page *page_out);

#endif
