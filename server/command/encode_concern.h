// Concerns and openings as JSON.
#ifndef COMMAND_ENCODE_CONCERN_H
#define COMMAND_ENCODE_CONCERN_H

#include <jansson.h>

#include "command/request.h"
#include "domain/cards.h"
#include "domain/care/concern_record.h"
#include "domain/care/opening.h"

// "C-48213".
json_t *encode_concern_number(const struct concern *concern);

// Sets `name` to {person, name}; nothing where `person` is nobody.
enum err encode_person_named(struct change *change, struct cards *cards, json_t *object,
                             const char *name, person_id person);

// Sets `name` to a text; nothing where it is empty.
void encode_text_in(json_t *object, const char *name, struct text t);

// A concern as whoever raised it is told of it, and an opening as those are told whose
// talk it was. Owner: the caller.
json_t *encode_concern_own(const struct concern *concern);
json_t *encode_opening_own(const struct opening *opening);

// Each fills `object`, which the caller owns.
enum err encode_concern_row(struct change *change, struct cards *cards,
                            const struct concern_view *view, json_t *object);
enum err encode_concern_full(struct change *change, struct cards *cards,
                             const struct concern_full *full, json_t *object);
enum err encode_opening_row(struct change *change, struct cards *cards,
                            const struct opening_view *view, json_t *object);

#endif
