// What people told about themselves: answers to the fields of matching, each sealed
// under its person's own key, and what staff may see of them. Not for what answers
// mean: domain/matching_profile.h knows.
#ifndef DOMAIN_PROFILE_H
#define DOMAIN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/case_people.h"
#include "domain/change.h"
#include "domain/matching/matching_profile.h"
#include "domain/supporter.h"
#include "model/profile.h"

// An answer as it comes in: no value is a field skipped or taken back.
struct profile_told {
    person_id person; // v == 0: the actor's own
    struct text field;
    struct text *values;
    size_t value_count;
    bool has_shown; // false: as it was, or as the field begins
    bool shown;
};

// Stores the answer: the actor's own or, as a coordinator, that of somebody of her
// areas. Errors, with the parameter in *field_out: ERR_BAD_REQUEST (unknown field or
// value, or not asked of that person), ERR_TOO_LARGE, ERR_WRONG_STATE (the field is of
// a special category and the consent for those does not stand). ERR_NOT_FOUND.
enum err profile_answer_take(struct change *change, const struct profile_told *told,
                             const char **field_out);

// What `person` answered, opened, by field; what no longer opens is left out. Asks for
// no right: callers hold it.
enum err profile_load(struct change *change, person_id person,
                      struct profile_answer **answers_out, size_t *count_out);

// Deletes `person`'s answers of special categories.
enum err profile_forget_special(struct change *change, person_id person);

// What a profile holds.
struct profile {
    struct profile_answer *answers;
    size_t answer_count;
    struct consent *consents;
    size_t consent_count;
};

// The actor's own, with the entries of her private check by kind.
enum err profile_own(struct change *change, struct profile *profile_out,
                     int64_t private_checks[BLIND_KINDS]);

// What staff see of somebody.
struct profile_view {
    struct person person;
    struct profile profile;
    bool on_hold;
    struct person_card *no_contact;
    size_t no_contact_count;
    struct case_member *case_people;
    size_t case_count;
    bool is_supporter;
    struct supporter supporter;
};

// For a coordinator of the person's area and, with a `reason` that is kept with the
// audit row, for safeguarding leads; not for whoever works on the person's case. A
// reason (empty: none) that need not be given is kept, too. Errors: ERR_NOT_FOUND,
// ERR_BAD_REQUEST (a lead gave no reason).
enum err profile_view(struct change *change, person_id id, struct text reason,
                      struct profile_view *view_out);

// A person who has no account, entered by a coordinator of `area` as a carer or a
// supporter. Errors: ERR_NOT_FOUND (no area of hers), ERR_BAD_REQUEST (no valid name).
enum err profile_enter(struct change *change, struct text name, struct role_grant role,
                       person_id *person_out);

#endif
