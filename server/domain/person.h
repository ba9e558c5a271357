// People: what others see of them, their roles, their state. Names are sealed under the
// person's own key; once it is gone a person reads as former.
#ifndef DOMAIN_PERSON_H
#define DOMAIN_PERSON_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/change.h"

// What others may see of `id`, who may belong to any organisation: the caller knows why
// he asks. Errors: ERR_NOT_FOUND.
enum err person_card(struct change *change, person_id id, struct person_card *card_out);

// The whole person with roles. Errors: ERR_NOT_FOUND.
enum err person_find(struct change *change, person_id id, struct person *person_out);

// The role that others see: staff roles before supporter before carer.
enum role person_foremost_role(const struct role_grant *roles, int count);

// Whether `person` has `role` in `area`, or in the whole organisation.
bool person_has_role(const struct person *person, enum role role, area_id area);

struct person_new {
    person_id id; // v == 0: a new one
    organisation_id organisation;
    struct text name;
    struct role_grant role;
};

// Makes the person with her key, her name, one role and her inbox. The caller has
// checked who may. Errors: ERR_BAD_REQUEST (no valid name).
enum err person_create(struct change *change, const struct person_new *new_person,
                       person_id *person_out);

// Makes the account with which `person` signs in. `handle` is normalised.
// Errors: ERR_CONFLICT (the handle is taken).
enum err person_create_account(struct change *change, person_id person,
                               struct text handle, struct text password_hash);

// With what the actor signs in; empty where she has no account, or her key is gone.
enum err person_own_handle(struct change *change, struct text *handle_out);

struct person_filter {
    organisation_id organisation; // operators only (v == 0: the only one there is)
    bool by_area;                 // only those with a role in `area` or everywhere
    area_id area;
    bool by_role;
    enum role role;
    person_id after;
};

// One page, in id order.
struct person_page {
    struct person *people;
    size_t count;
    bool more;
};

// A coordinator gets the people of her areas, safeguarding leads, administrators and
// operators all. Errors: ERR_DENIED, ERR_NOT_FOUND (area, organisation), ERR_CONFLICT
// (an operator named no organisation and there are several).
enum err person_list(struct change *change, const struct person_filter *filter,
                     struct person_page *page_out);

// Gives or takes one role. Errors: ERR_DENIED (not an operator), ERR_NOT_FOUND (person
// or area; taking: the role), ERR_CONFLICT (has it already), ERR_TOO_LARGE (more than
// ROLES_PER_PERSON_MAX), ERR_WRONG_STATE (giving: she is to be erased).
enum err person_grant_role(struct change *change, person_id id, struct role_grant role);
enum err person_revoke_role(struct change *change, person_id id,
                            struct role_grant role);

// Suspends (and ends all sessions) or restores. Errors: ERR_DENIED (not an operator),
// ERR_NOT_FOUND, ERR_WRONG_STATE.
enum err person_suspend(struct change *change, person_id id);
enum err person_restore(struct change *change, person_id id);

// The same by whoever has the right to it, which the caller has checked; letting in
// ends what staff decided about it. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE.
enum err person_shut_out(struct change *change, person_id id);
enum err person_let_in(struct change *change, person_id id);

// The name of `id` as long as its key is there, although she is former; empty then. For
// a record that has to say whom it is about. Errors: ERR_NOT_FOUND.
enum err person_former_name(struct change *change, person_id id, struct text *name_out);

// She is former from now on, for good: all her sessions end. Whoever is already is left
// alone. The caller has decided it. Errors: ERR_NOT_FOUND.
enum err person_leave(struct change *change, person_id id);

// Whose account `handle` is. Errors: ERR_DENIED (not an operator), ERR_NOT_FOUND.
enum err person_by_handle(struct change *change, struct text handle,
                          person_id *person_out);

// How many people there are, for an operator's status.
enum err person_count(struct change *change, int64_t *count_out);

#endif
