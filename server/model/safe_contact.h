// When and how it is safe to reach somebody, and what the service looks like on her
// screen.
#ifndef MODEL_SAFE_CONTACT_H
#define MODEL_SAFE_CONTACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

// What the page is called and looks like to whoever glances at it. Stored as numbers:
// they stay.
enum safe_look {
    SAFE_LOOK_MESSAGES,
    SAFE_LOOK_NOTES,
    SAFE_LOOK_WEATHER,
    SAFE_LOOK_SHOPPING,
    SAFE_LOOKS
};

struct safe_contact {
    person_id person;
    enum safe_look look;
    bool disguise; // mails name neither the service nor messages
    bool phone;    // these ways are safe
    bool voicemail;
    bool texts;
    bool letters;
    int safe_from_min; // of the day, by a British clock; as safe_until_min: any hour
    int safe_until_min;
    struct text code_word; // empty: none
    struct text not_told;  // who must not know; empty: not said
    int64_t said_utc_ms;   // 0: she has said nothing
};

#endif
