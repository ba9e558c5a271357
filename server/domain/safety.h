// Notes for the safety ledger: what a backup that somebody goes back to must not undo.
// A rule notes it in the change that does it; the ledger (domain/safety_ledger.h)
// writes it out before anybody is told that it is done. Ids only.
#ifndef DOMAIN_SAFETY_H
#define DOMAIN_SAFETY_H

#include "domain/change.h"
#include "model/safety.h"

// In `meta` from going back to a backup until the lead has read what could not be
// restored: meanwhile nobody comes in.
#define SAFETY_DOORS "doors_closed"

// What the hash of `record` must be after a record with the hash `before`.
struct secret_hash safety_hash(struct vault *vault, const struct secret_hash *before,
                               const struct safety_record *record);

// Adds `record` at the end of kith.db's chain; its seq and hash are set here.
enum err safety_append(struct change *change, struct safety_record *record);

// Notes what the kind of `record` says with its a, b and c; the rest is set here.
enum err safety_note(struct change *change, struct safety_record record);

// The same for a kind that says something of one person.
enum err safety_note_person(struct change *change, enum safety_kind kind,
                            person_id person);

// The same for one that says something of her and of `thing`.
enum err safety_note_thing(struct change *change, enum safety_kind kind,
                           person_id person, int64_t thing);

#endif
