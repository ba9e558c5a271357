// Alerts: whoever is on call is told that something has to be looked at now, and again
// each ten minutes until somebody says that she looks after it. What they are told says
// nothing of the message. Never told to, nor listed for, whoever wrote it. Not for what
// is decided about it: see care_case.h.
#ifndef DOMAIN_CARE_ALERT_H
#define DOMAIN_CARE_ALERT_H

#include "domain/change.h"
#include "model/alert.h"

#define ALERT_PAGE 100 // of a list

// A message with words of risk.
struct alert_cause {
    organisation_id organisation;
    area_id area;
    conversation_id conversation;
    int64_t seq;
    person_id author;
    uint32_t risks;
};

// Calls whoever is on call, unless an alert about the message waits to be acknowledged,
// which knows `cause->risks` from now on.
enum err alert_raise(struct change *change, const struct alert_cause *cause);

// The timer of an alert: everybody who could be on call is called.
enum err alert_call_again(struct change *change, int64_t id);

// What the list says of an alert.
struct alert_view {
    struct alert alert;
    care_case_id care_case; // v == 0: none
    int64_t next_utc_ms;    // when people are called again; 0: not any more
    bool reached;           // something left this server
    struct person_card acknowledged_by;
};

struct alert_list {
    struct alert_view *views;
    int count;
    int64_t waiting; // how many nobody has acknowledged
    bool more;
};

// Alerts of the actor's organisation that are not about her, after `after` (v == 0:
// from the start). Errors: ERR_DENIED, ERR_NOT_FOUND (no such alert to go on after).
enum err alert_list(struct change *change, alert_id after, struct alert_list *list_out);

// The actor looks after it; nobody is called any more. Errors: ERR_NOT_FOUND.
enum err alert_acknowledge(struct change *change, alert_id id,
                           struct alert_view *view_out);

#endif
