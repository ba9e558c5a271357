// Events: appending one to a conversation, and bringing a stored one back to what
// people may see. The only place that knows under which key a body is sealed.
#ifndef DOMAIN_EVENT_H
#define DOMAIN_EVENT_H

#include "domain/cards.h"
#include "domain/change.h"

struct event_row; // store/event_store.h

// Appends `event` (conversation, kind, by and what the kind uses are filled) as the
// next one of its conversation, sets its epoch, seq and time, and notes it with those
// it is withheld from. Errors: ERR_NOT_FOUND (no such conversation), ERR_GONE (the
// author's key was destroyed).
enum err event_append(struct change *change, struct event *event);

// Notes a stored event once more, as it is to be shown from now on: it takes the place
// of what was sent under its seq before.
enum err event_replace(struct change *change, struct event *event);

// What `row` is to the people who may see it: text opened, names looked up, a tombstone
// where the text was removed or its key is gone. An event of an inbox is rendered for
// the actor, whose inbox it is.
enum err event_render(struct change *change, const struct event_row *row,
                      struct cards *cards, struct event *event_out);

// The body of `row` opened. Errors: ERR_GONE (removed, or its key was destroyed).
enum err event_open_body(struct change *change, const struct event_row *row,
                         struct text *text_out);

// The same with what the message lies under, empty where it has no cover.
enum err event_open_covered(struct change *change, const struct event_row *row,
                            struct text *text_out, struct text *cover_out);

// Seals row->event.text for the place that row->event has into `row`.
// Errors: ERR_GONE (the author's key was destroyed).
enum err event_seal_body(struct change *change, struct event_row *row);

#endif
