// Whom an alert calls, and that they are called: news on the desk, and a letter by mail
// and by the command. Never whoever wrote the message, nor anybody whom the concern is
// about. Not for when: see alert.h.
#ifndef DOMAIN_CARE_ALERT_CALL_H
#define DOMAIN_CARE_ALERT_CALL_H

#include "domain/change.h"
#include "model/alert.h"

#define ALERT_AGAIN_MS (10 * 60000LL) // each 10 minutes, until acknowledged

// Letters about what one author wrote, to one address by one way, within
// ALERT_AGAIN_MS: a phone that rings more often cannot be answered. The desk shows all
// alerts at once.
#define ALERT_LETTERS_PER_AUTHOR_MAX 6

// Calls whoever is on duty, else the leads of `area`, else all leads; and sets the
// timer for the next time. Counts the call in *alert.
enum err alert_call_first(struct change *change, struct alert *alert, area_id area);

// The same with everybody who could be on call.
enum err alert_call_everybody(struct change *change, struct alert *alert);

#endif
