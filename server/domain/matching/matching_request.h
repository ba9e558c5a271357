// Requests for a buddy: one enum, one table of steps, one function that takes them. The
// clock of waiting begins when the carer's consent is there and never goes back.
#ifndef DOMAIN_MATCHING_REQUEST_H
#define DOMAIN_MATCHING_REQUEST_H

#include "domain/change.h"

// By the carer or a coordinator of the area. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE.
enum err matching_request_pause(struct change *change, request_id id);
enum err matching_request_resume(struct change *change, request_id id);
enum err matching_request_withdraw(struct change *change, request_id id);

// By a coordinator of the area, `urgent` also by a lead. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE.
enum err matching_request_screen(struct change *change, request_id id, bool urgent);
enum err matching_request_urgent(struct change *change, request_id id, bool urgent);
enum err matching_request_close(struct change *change, request_id id,
                                struct text reason);

// The one function by which a request changes its state: `request` is in `next` from
// now on, its step is recorded and the carer and the desk are told.
// Errors: ERR_WRONG_STATE (the table has no such step).
enum err matching_request_advance(struct change *change,
                                  struct matching_request *request,
                                  enum matching_request_state next);

// A new request is stored in the state that it has, with a coordinator and a clock, and
// told. The caller has decided that it may be. Errors: ERR_CONFLICT (the carer has an
// open one).
enum err matching_request_open(struct change *change, struct matching_request *request,
                               struct text source);

// Whether the table has the step.
bool matching_request_may(enum matching_request_state from,
                          enum matching_request_state next);

// Errors: ERR_NOT_FOUND.
enum err matching_request_get(struct change *change, request_id id,
                              struct matching_request *request_out);
enum err matching_request_open_of(struct change *change, person_id carer,
                                  struct matching_request *request_out);

struct matching_request_page {
    struct matching_request *rows;
    size_t count;
    bool more;
};

// Which requests: urgent ones first, then by the time waited; never by name.
struct matching_request_query {
    organisation_id organisation;
    area_id area;      // v == 0: any
    bool waiting_only; // those that take part in runs; else all that are open
    bool as_actor;     // only what the actor may see: her areas, no case of hers
    request_id after;  // v == 0: from the first
    size_t limit;
};

// Errors: ERR_NOT_FOUND (no such `after`).
enum err matching_request_list(struct change *change,
                               const struct matching_request_query *query,
                               struct matching_request_page *page_out);

// Days of waiting after which staff are told without being asked.
// Source: service standard, escalation at days 7, 14 and 28.
enum err matching_request_escalate(struct change *change, int64_t id);

#endif
