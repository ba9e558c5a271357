// Read marks: how far a person has read. State of her stay, not an event; it only grows
// and nobody else ever learns of it.
#ifndef DOMAIN_MARK_H
#define DOMAIN_MARK_H

#include <stddef.h>

#include "domain/change.h"

struct mark {
    person_id person;
    conversation_id conversation;
    int64_t read;
};

// Marks that are not written down yet, of any people.
struct mark_set {
    const struct mark *marks;
    size_t count;
};

// The actor has read `conversation` up to `read` or, if that was further, up to where
// she was; beyond the head it counts as the head. Errors: ERR_NOT_FOUND.
enum err mark_read(struct change *change, conversation_id conversation, int64_t read,
                   int64_t *read_out);

// Writes down what the loop gathered. Marks of people who have left meanwhile are
// dropped.
enum err mark_write(struct change *change, const struct mark_set *marks);

// The furthest of `stored` and what `marks` says of that person and conversation.
int64_t mark_furthest(const struct mark_set *marks, person_id person,
                      const struct conversation *conversation, int64_t stored);

// The actor types in `conversation`: to whom that must not be told, since a block
// stands between or she has left the group for a while. Errors: ERR_NOT_FOUND.
enum err mark_typing(struct change *change, conversation_id conversation,
                     person_id **withheld_from_out, int *count_out);

#endif
