// Events to JSON: used for live delivery, slices and history alike.
#ifndef COMMAND_ENCODE_EVENT_H
#define COMMAND_ENCODE_EVENT_H

#include "command/json_writer.h"
#include "domain/change.h"

// Owner of each frame: the caller.

// `E` of the protocol; one of kind EVENT_WITHHELD says its seq alone.
struct frame *encode_event(const struct event *event);

// {"seq":n,"kind":"withheld"}.
struct frame *encode_withheld(int64_t seq);

// [E, …], for a result that lists them.
struct frame *encode_events(const struct event *events, int count);

#endif
