// Holds on a person and orders that two people have no contact: placed by coordinators
// and safeguarding leads, on staff by leads alone, lifted by leads; nobody on herself.
// Nobody whom they are about is told of them.
#ifndef DOMAIN_SAFEGUARDING_H
#define DOMAIN_SAFEGUARDING_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/change.h"

// No new match for this person, offers under way are withdrawn, matches rest. A second
// time changes nothing. Errors: ERR_NOT_FOUND, ERR_DENIED (staff, the actor no lead).
enum err safeguarding_place_hold(struct change *change, person_id id);

// The same where another rule has said that it has to be: an allegation is recorded.
enum err safeguarding_hold(struct change *change, person_id person);

// Errors: ERR_NOT_FOUND; ERR_WRONG_STATE (no hold stands).
enum err safeguarding_lift_hold(struct change *change, person_id id);

enum err safeguarding_is_held(struct change *change, person_id person, bool *held_out);

// Neither sees what the other writes, they are never matched, a match of theirs rests.
// A second time changes nothing. Errors: ERR_NOT_FOUND (one of them), ERR_DENIED (one
// is staff, the actor no lead), ERR_WRONG_STATE (one person; or one is a lead, the
// deputy or an administrator, who would lose sight of whom she decides about).
enum err safeguarding_place_no_contact(struct change *change, person_id a, person_id b);

// One of the two may only where no other lead could: an order is never there for good.
// Errors: ERR_NOT_FOUND (one of them); ERR_WRONG_STATE (no order stands).
enum err safeguarding_lift_no_contact(struct change *change, person_id a, person_id b);

enum err safeguarding_has_no_contact(struct change *change, person_id a, person_id b,
                                     bool *stands_out);

// The same of the actor and `person`: whether nothing that she reads as one of the
// people here may name her. What she decides as a lead or administrator does not ask.
enum err safeguarding_is_apart(struct change *change, person_id person,
                               bool *apart_out);

// With whom `person` may have no contact.
enum err safeguarding_no_contact_of(struct change *change, person_id person,
                                    person_id **people_out, size_t *count_out);

#endif
