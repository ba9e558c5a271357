// Rows of consent: every one ever given; the newest of a kind says whether it stands.
#ifndef STORE_CONSENT_STORE_H
#define STORE_CONSENT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/profile.h"
#include "store/db.h"

struct consent_put {
    person_id person;
    struct consent consent;
    person_id recorded_by;
};
enum err consent_store_insert(struct db *db, const struct consent_put *put);

// Withdraws the one that stands; whether there was one stands in *withdrawn_out.
enum err consent_store_withdraw(struct db *db, person_id person, enum consent_kind what,
                                int64_t now_utc_ms, bool *withdrawn_out);

// Those that stand, at most CONSENT_KINDS of `consents`, by kind.
enum err consent_store_standing(struct db *db, struct arena *arena, person_id person,
                                struct consent *consents, size_t *count_out);

#endif
