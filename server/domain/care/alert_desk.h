// What safeguarding leads see of alerts: a list in which nobody finds what is about
// herself, and how well people can be called at all.
#ifndef DOMAIN_CARE_ALERT_DESK_H
#define DOMAIN_CARE_ALERT_DESK_H

#include "domain/change.h"
#include "model/alert.h"

#define ALERT_DESK_PAGE 100 // of a list

// What the list says of an alert.
struct alert_view {
    struct alert alert;
    care_case_id care_case; // about the first message; v == 0: none
    int64_t next_utc_ms;    // when people are called again; 0: not any more
    bool reached;           // something left this server
    struct person_card acknowledged_by;
};

struct alert_list {
    struct alert_view *views;
    int count;
    int64_t waiting;   // how many nobody has acknowledged
    int64_t unscanned; // conversations that cannot be looked through now
    bool more;
};

// Alerts of the actor's organisation that are not about her, after `after` (v == 0:
// from the start). Errors: ERR_DENIED, ERR_NOT_FOUND (no such alert to go on after).
enum err alert_desk_list(struct change *change, alert_id after,
                         struct alert_list *list_out);

// alert_acknowledge, with what the list says of it. Errors: as there.
enum err alert_desk_acknowledge(struct change *change, alert_id id, int64_t messages,
                                struct alert_view *view_out);

#endif
