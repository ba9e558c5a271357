// The people around a conversation and what each of them may see of an event: applies
// access_event_visible to everyone at once. Decides nothing itself.
#ifndef DOMAIN_AUDIENCE_H
#define DOMAIN_AUDIENCE_H

#include "domain/access.h"
#include "domain/change.h"
#include "model/event.h"

struct audience {
    struct viewer *viewers;
    int count;
};

// Everyone who may read anything of `conversation`, with stays and hidden authors.
enum err audience_load(struct change *change, conversation_id conversation,
                       struct audience *audience_out);

// Sets event->withheld_from to those of `audience` who may not see it.
void audience_withhold(struct change *change, const struct audience *audience,
                       struct event *event);

// The same for a single event, with as few queries as its kind allows: for a message
// only those between whom and its author a block stands.
enum err audience_withhold_one(struct change *change, struct event *event);

// What the actor may see of what `grant` lets her read.
enum err audience_viewer(struct change *change, const struct grant *grant,
                         struct viewer *viewer_out);

#endif
