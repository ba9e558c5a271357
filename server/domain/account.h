// Whose account it is that somebody names when she signs in.
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "domain/change.h"
#include "store/account_store.h"

// The account of `handle`, and the hash it is counted by. A handle that cannot be one
// is looked up all the same, so that it takes the same time. Errors: ERR_NOT_FOUND.
enum err account_find(struct change *change, struct text handle,
                      struct account_row *row_out, struct secret_hash *hash_out);

// What the rate limit of the account counts by.
uint64_t account_key_of(const struct secret_hash *hash);

// The same for a device that is known by its session: it has tries of its own.
uint64_t account_key_on(const struct secret_hash *hash, session_id session);

#endif
