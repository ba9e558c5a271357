// What people agreed to: each consent with its date and how it was given. Withdrawing
// is as easy as giving and takes effect at once (UK GDPR, article 7(3)).
#ifndef DOMAIN_CONSENT_H
#define DOMAIN_CONSENT_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/change.h"
#include "model/profile.h"

// The actor agrees; a second time changes nothing.
enum err consent_give(struct change *change, enum consent_kind what);

// The actor takes it back; without one nothing changes. Offers under way are withdrawn
// with the consent to be matched, answers of special categories deleted with that to
// them.
enum err consent_withdraw(struct change *change, enum consent_kind what);

struct consent_told {
    person_id person;
    enum consent_kind what;
    enum consent_how how;
    bool given; // false: withdrawn
};

// A coordinator records what somebody of her areas told her. Errors: ERR_NOT_FOUND;
// ERR_BAD_REQUEST (how: only people themselves give consents as self).
enum err consent_record(struct change *change, const struct consent_told *told);

// Whether `person`'s consent to `what` stands.
enum err consent_stands(struct change *change, person_id person, enum consent_kind what,
                        bool *stands_out);

// Those of `person` that stand.
enum err consent_list(struct change *change, person_id person,
                      struct consent **list_out, size_t *count_out);

#endif
