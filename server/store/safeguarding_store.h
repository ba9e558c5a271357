// Rows of safeguarding_hold and no_contact. Lifted ones stay for the record.
#ifndef STORE_SAFEGUARDING_STORE_H
#define STORE_SAFEGUARDING_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/person.h"
#include "store/db.h"

// Who does it, and when.
struct safeguarding_act {
    person_id by;
    int64_t at_utc_ms;
};

// Two people; the store puts them in order itself.
struct person_pair {
    person_id a;
    person_id b;
};

struct person_pairs {
    struct person_pair *pairs;
    size_t count;
};

enum err safeguarding_store_place_hold(struct db *db, person_id person,
                                       struct safeguarding_act act);

// Lifts what stands; whether anything did stands in *lifted_out.
enum err safeguarding_store_lift_hold(struct db *db, person_id person,
                                      struct safeguarding_act act, bool *lifted_out);
enum err safeguarding_store_is_held(struct db *db, person_id person, bool *held_out);

// Everybody of `organisation` on whom a hold stands, in id order.
enum err safeguarding_store_held(struct db *db, struct arena *arena,
                                 organisation_id organisation,
                                 struct person_ids *list_out);

enum err safeguarding_store_place_no_contact(struct db *db, struct person_pair pair,
                                             struct safeguarding_act act);
enum err safeguarding_store_lift_no_contact(struct db *db, struct person_pair pair,
                                            struct safeguarding_act act,
                                            bool *lifted_out);
enum err safeguarding_store_has_no_contact(struct db *db, struct person_pair pair,
                                           bool *stands_out);

// Whether somebody active, who is neither of the two, is the lead of both.
enum err safeguarding_store_has_lead(struct db *db, struct person_pair pair,
                                     bool *has_out);

// With whom `person` may have no contact, in id order.
enum err safeguarding_store_no_contact_of(struct db *db, struct arena *arena,
                                          person_id person,
                                          struct person_ids *list_out);

// All standing orders between people of `organisation`.
enum err safeguarding_store_no_contacts(struct db *db, struct arena *arena,
                                        organisation_id organisation,
                                        struct person_pairs *list_out);

// Whether a hold closes the pair `conversation`: its supporter is held, or its carer is
// and the other is not staff, whom a held carer may always write to.
enum err safeguarding_store_closes(struct db *db, conversation_id conversation,
                                   bool *closed_out);

#endif
