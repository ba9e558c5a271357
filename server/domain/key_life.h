// The end of keys, which undoes everything sealed under them. keys.db and kith.db
// cannot commit together, so destruction goes in steps that a crash may come between:
// an intent in kith.db, once that is durable the deletion in keys.db, then the intent
// is done. Keys of changes that a crash kept from being committed are orphans, swept at
// start.
#ifndef DOMAIN_KEY_LIFE_H
#define DOMAIN_KEY_LIFE_H

#include <stdbool.h>

#include "domain/change.h"
#include "domain/vault.h"

// Notes that every key of `scope` is to be destroyed; nothing is gone yet. A rule's
// part of its own change.
enum err key_life_intend(struct change *change, struct key_scope scope);

// Destroys what is intended, at most KEY_LIFE_BATCH scopes; `more_out` says whether
// that was not all. The intents must have been committed: so never in the batch in
// which key_life_intend ran: vault_may_destroy says whether they can be. Afterwards
// the vaults of the readers have to be flushed.
#define KEY_LIFE_BATCH 64 // one fsync, and a page or two for each
enum err key_life_destroy(struct change *change, bool *more_out);

// The same where keys may be destroyed now; else there is more. No thread has them any
// more then.
enum err key_life_run(struct change *change, bool *more_out);

// Whether keys.db and kith.db belong together; at first they are made to. Errors:
// ERR_WRONG_STATE (keys.db of another kith.db), logged.
enum err key_life_belongs(struct change *change);

// After going back to a backup: keys that were destroyed are to be destroyed again, in
// case that keys.db is older.
enum err key_life_intend_again(struct change *change);

// At start, before anything else uses the databases, in a transaction that the caller
// commits: checks that keys.db and kith.db belong together, finishes destructions and
// sweeps orphans. Errors: ERR_WRONG_STATE (keys.db of another kith.db), ERR_IO,
// ERR_CORRUPT.
enum err key_life_resume(struct change *change);

#endif
