// Alerts: whoever is on call is told that something has to be looked at now, and again
// each ten minutes until somebody says that she looks after it. What they are told says
// nothing of it. Not for whom to tell (alert_call.h), nor for what is decided about it
// (care_case.h, concern.h).
#ifndef DOMAIN_CARE_ALERT_H
#define DOMAIN_CARE_ALERT_H

#include "domain/change.h"
#include "model/alert.h"

struct concern;

// A message with words of risk.
struct alert_cause {
    organisation_id organisation;
    area_id area;
    conversation_id conversation;
    int64_t seq;
    person_id author;
    uint32_t risks;
};

// Calls whoever is on call. Where an alert about what the author wrote in the same
// conversation waits to be acknowledged, the message joins it, and nobody is called
// once more than she is anyway.
enum err alert_raise(struct change *change, const struct alert_cause *cause);

// The same for a concern that the actor calls immediate: once for each concern, and not
// where people were called about its message, unless it is about a lead. While three
// alerts about concerns of hers (one, of a carer's) wait to be acknowledged, what she
// raises stands on the desk alone. Anything else leaves nothing to do.
enum err alert_raise_concern(struct change *change, const struct concern *concern);

// `accused` is now somebody whom `concern` is about. Where it is about a lead and
// nobody has taken it on, what she said she looks after calls the others, and so does
// what nobody was called about because people had been about its message.
enum err alert_accuse(struct change *change, const struct concern *concern,
                      person_id accused);

// The timer of an alert: everybody who could be on call is called; of a concern that
// somebody has taken on, nobody is any more.
enum err alert_call_again(struct change *change, int64_t id);

// The actor looks after it; nobody is called any more. `messages`: as many as it had
// when she read it, 0 where she does not say. Errors: ERR_NOT_FOUND (also: what is
// about her), ERR_CONFLICT where more have come since; nothing is done then.
enum err alert_acknowledge(struct change *change, alert_id id, int64_t messages,
                           struct alert *alert_out);

#endif
