// What staff do about other people's accounts: a coordinator for the carers and
// supporters of her areas, an administrator for staff; nobody for herself. Told to whom
// it is about, and audited.
#ifndef DOMAIN_ACCOUNT_HELP_H
#define DOMAIN_ACCOUNT_HELP_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/change.h"
#include "model/person.h"

// Somebody whom the actor may help so. Errors: ERR_NOT_FOUND (also herself), ERR_DENIED
// (for a coordinator a colleague, for an administrator who is no staff, or is staff
// also where the actor does not administer).
enum err account_help_find(struct change *change, person_id id);

// Whether `helper` may help `id` so, whoever acts now. Errors: as above; ERR_DENIED
// (is not active any more).
enum err account_help_may(struct change *change, person_id helper, person_id id);

// Whether she has a role other than carer and supporter.
bool account_help_is_staff(const struct person *person);

// Turning a second step off and giving a code for a new password open an account
// together. Since when whoever did one of them leaves the other to a colleague: as long
// as a code of that time could still count.
int64_t account_help_apart_since(const struct change *change);

// Somebody lost what makes her codes: her second step is off, all her sessions end.
// Errors: as account_help_find; ERR_WRONG_STATE (it is not on, or the actor gave her a
// code for a new password since account_help_apart_since, or one that still counts:
// then with at_fault "recovery").
enum err account_help_reset(struct change *change, person_id person,
                            struct text reason);

// The same at the machine. Errors: ERR_DENIED (not an operator), ERR_NOT_FOUND,
// ERR_WRONG_STATE.
enum err account_help_reset_by_operator(struct change *change, person_id person);

#endif
