// Conversations, stays in them and what a member sees of them.
#ifndef MODEL_CONVERSATION_H
#define MODEL_CONVERSATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"
#include "model/person.h"

enum conversation_kind {
    CONVERSATION_PAIR,
    CONVERSATION_GROUP,
    CONVERSATION_DESK,
    CONVERSATION_INBOX
};

struct conversation {
    conversation_id id;
    organisation_id organisation;
    area_id area; // v == 0: the whole organisation
    enum conversation_kind kind;
    int64_t epoch;
    int64_t head; // seq of the newest event, 0 when there is none
    int64_t last_at_utc_ms;
    struct text title; // opened; empty for pairs and inboxes
};

enum stay_end {
    STAY_CURRENT, // has not ended
    STAY_LEFT,    // by the person; what was visible stays visible
    STAY_REMOVED  // by staff; ends all visibility at once
};

// One membership row: events from `since_seq` up to and including `until_seq` are hers.
struct stay {
    person_id person;
    enum role role;
    enum stay_end end;
    int64_t since_seq;
    int64_t until_seq; // INT64_MAX while current
    int64_t since_utc_ms;
};

// One row of the list of conversations: `C` of the protocol.
struct conversation_view {
    struct conversation conversation;
    int64_t floor;
    int64_t read;
    int unread; // 0–100, messages of others after `read` that she may see
    bool resync;
    bool away; // a group that she has left for a while
};

#endif
