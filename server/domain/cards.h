// Cards of people looked up in one request: each of them is read and opened once.
#ifndef DOMAIN_CARDS_H
#define DOMAIN_CARDS_H

#include "domain/change.h"

// Zero at first; lives in the change's arena.
struct cards {
    struct person_card *items; // in the order in which they were asked for
    size_t count;
    size_t capacity;
    conversation_id group; // v != 0: people are called what they are called there
    bool sees_all; // read by somebody from whom nobody is kept there, order or not
};

// The card of `id`, which is in `cards` from now on; of somebody whose row is gone that
// of a former person. An id of 0 (the system) gives an empty card and is not kept.
enum err cards_get(struct change *change, struct cards *cards, person_id id,
                   struct person_card *card_out);

// The same as the actor may see it: unless she sees all, an empty card of somebody with
// whom staff allow her no contact.
enum err cards_see(struct change *change, struct cards *cards, person_id id,
                   struct person_card *card_out);

#endif
