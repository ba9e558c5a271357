// Looking after people: reports, cases, concerns, alerts. What rooms and screens of
// safeguarding share.
#ifndef MODEL_CARE_H
#define MODEL_CARE_H

#include <stdint.h>

#include "base/id.h"

// What sort of thing somebody is told to look at again.
enum care_news {
    CARE_NEWS_REPORT,   // one that she made
    CARE_NEWS_DECISION, // one about what she wrote
    CARE_NEWS_CASE,     // staff: one on their desk
    CARE_NEWS_CONCERN,
    CARE_NEWS_ALERT,
    CARE_NEWS_OPENING,
    CARE_NEWS_ROTA,
    CARE_NEWS_GROUP
};

// The card of help that somebody gets beside what she has just written.
enum help_card {
    HELP_CARD_CRISIS,     // of suicide and self-harm, or a child in danger now
    HELP_CARD_CONTACT,    // of somebody who harms or follows her: is it safe to write?
    HELP_CARD_SUPPORTIVE, // of a child who hurts others
    HELP_CARD_KIND        // of a breaking point
};

#endif
