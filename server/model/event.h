// Events: what a conversation consists of. Their numbers stand in the database and in
// protocol/events/ and are never reused.
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"
#include "model/care.h"
#include "model/conversation.h"
#include "model/matching.h"

enum event_kind {
    EVENT_MESSAGE_SENT = 1,
    EVENT_MESSAGE_EDITED = 2,
    EVENT_MESSAGE_REMOVED = 3,
    EVENT_MESSAGE_HIDDEN = 4,
    EVENT_MESSAGE_REACTED = 5,
    EVENT_MEMBER_JOINED = 6,
    EVENT_MEMBER_LEFT = 7,
    EVENT_CONVERSATION_CHANGED = 8,
    EVENT_MEMBERSHIP_BEGAN = 9,
    EVENT_MEMBERSHIP_ENDED = 10,
    EVENT_WITHHELD = 11, // never stored: what stands in place of one she may not see
    EVENT_MATCHING_CHANGED = 12, // in an inbox; `subject` is its owner, `news` what of
    EVENT_CARE_CHANGED = 13,     // in an inbox; `care` what of, `care_id` which
    EVENT_HELP_CARD = 14,        // in an inbox; about the message `ref` of `about`
    EVENT_MESSAGE_RESTORED = 15  // shown again; `by` is its author, as of a hidden one
};

// An event as everyone who may see it gets it. Members that a kind does not use are 0.
struct event {
    conversation_id conversation;
    int64_t epoch; // of the conversation
    int64_t seq;
    enum event_kind kind;
    person_id by; // v == 0: the system
    int64_t at_utc_ms;
    int64_t ref;           // the message that an edit, removal or reaction is about
    int64_t reply_to;      // the message answered
    int64_t edited_utc_ms; // of a message: when its text last changed, 0 if never
    bool removed;          // tombstone: `text` is empty
    struct text cid;       // of a message
    struct text text;      // message text, reaction word (empty: taken back), title
    struct text cover;     // what a message lies under until it is opened, or empty
    struct person_card subject; // whom a member event is about
    struct conversation about;  // what a membership event is about
    int64_t about_floor;
    enum matching_news news; // of a change of matching
    enum care_news care;     // of a change of care
    int64_t care_id;         // the case, concern, … that changed; 0: none
    enum help_card card;
    // People who are members and may not see this event: it reaches them as withheld.
    const person_id *withheld_from;
    int withheld_count;
};

#endif
