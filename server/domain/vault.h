// The vault: who may have which key. Message bodies and titles are sealed under a key
// per (conversation, author), personal fields and everything in somebody's inbox under
// that person's own key; all are wrapped by the master key and kept in keys.db. A key
// that is gone reads as a tombstone (ERR_GONE), never as a failure.
#ifndef DOMAIN_VAULT_H
#define DOMAIN_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/text.h"
#include "domain/keyring.h"

struct vault;
struct db;

// What a ciphertext is bound to and whose key seals it. Its encoding is "kith2", table,
// column, primary key (each part as 8 bytes), author, key version, each length-prefixed
// (4 bytes little-endian). Numbers are little-endian too; the author is the person of
// the key's scope. What was sealed before there was padding has "kith1" instead and
// opens like any other.
struct seal_place {
    const char *table;
    const char *column;
    int64_t key_a; // primary key, first part
    int64_t key_b; // second part, 0 where there is none
    struct key_scope scope;
};

struct sealed {
    struct text bytes; // empty: nothing stored
    int64_t key_version;
};

// A vault over the open keys.db `keys` (owned by the vault from now on) and the master
// keys of `keyring` (borrowed). One vault per thread. Over a writing connection it
// brings the schema of keys.db up to date and makes what is missing. Errors: ERR_DENIED
// when no master key is the one that wrapped what is there; ERR_NOT_FOUND when one was
// giving way to the next, and that next one is not in the ring; ERR_WRONG_STATE when
// keys.db is newer than this program; ERR_CORRUPT, ERR_IO. `take_keys` is closed then.
enum err vault_open(struct db *take_keys, struct keyring *keyring,
                    struct vault **vault_out);
void vault_close(struct vault *vault);

// Makes the first key of `scope` unless it has one; it is durable after vault_commit.
// Writer only.
enum err vault_key_make(struct vault *vault, struct key_scope scope,
                        int64_t now_utc_ms);

// Makes one more key of `scope`, which seals from now on; what was sealed before stays
// under the older ones. Durable after vault_commit. Writer only. Errors: ERR_GONE when
// it has none.
enum err vault_key_renew(struct vault *vault, struct key_scope scope,
                         int64_t now_utc_ms);

// Seals under the newest key of place.scope, padded to a whole number of 64 bytes:
// "yes" and "no" are as long as each other. Errors: ERR_GONE when it has none.
enum err vault_seal(struct vault *vault, struct arena *arena, struct seal_place place,
                    struct text plain, struct sealed *sealed_out);

// Opens; an empty `sealed.bytes` gives the empty text. Errors: ERR_GONE when the key is
// gone, ERR_CORRUPT when the ciphertext belongs elsewhere or was changed.
enum err vault_open_sealed(struct vault *vault, struct arena *arena,
                           struct seal_place place, struct sealed sealed,
                           struct text *plain_out);

// Keyed hash by which a sign-in handle is found.
enum err vault_handle_hash(struct vault *vault, struct text handle,
                           struct secret_hash *hash_out);

// Keyed hash of a code that `person` was given once for `purpose`, a word of ours: no
// such hash is one of a handle, nor of the same code given for anything else.
enum err vault_code_hash(struct vault *vault, const char *purpose, person_id person,
                         struct text code, struct secret_hash *hash_out);

// The salt with which what goes into the private check is stretched, and the keyed hash
// under which the stretched is stored: both are of this service alone.
struct secret_salt vault_blind_salt(struct vault *vault);
struct secret_hash vault_blind_hash(struct vault *vault, struct secret_hash stretched);

// Keyed hash of a record of the safety ledger: only who has keys.db and the master key
// can add one.
struct secret_hash vault_ledger_hash(struct vault *vault, struct text t);

// Signs with the key of this service's audit log, of which anybody may have the public
// half.
struct secret_signature vault_sign(struct vault *vault, struct text t);
struct secret_public_key vault_public_key(struct vault *vault);

// Makes the keys made since the last call durable; called by the writer before
// kith.db's COMMIT. vault_rollback forgets them instead.
enum err vault_commit(struct vault *vault);
void vault_rollback(struct vault *vault);

// Whether it was a full disk that kept the keys made since the last call from being
// stored.
bool vault_failed_for_space(const struct vault *vault);

// Destroys every key of the `count` `scopes` in keys.db, durably, all or none, and
// drops them from this vault's cache: vault_flush_all makes the other threads forget
// them. What keys.db's journal held of them is overwritten. Only domain/key_life.c
// calls it, since the intent has to be durable before. Not while keys made are
// uncommitted.
enum err vault_keys_destroy(struct vault *vault, const struct key_scope *scopes,
                            size_t count);

// Whether keys were made since the last vault_commit.
bool vault_has_uncommitted(const struct vault *vault);

// kith.db's open transaction says that keys are to be destroyed, until vault_commit or
// vault_rollback.
void vault_note_intent(struct vault *vault);

// Whether keys can be destroyed now: none was made, and no intent to destroy any was
// noted, since the last vault_commit.
bool vault_may_destroy(const struct vault *vault);

// Up to `max` scopes that have keys, in order, after `after` (zeroes at first).
enum err vault_scopes(struct vault *vault, struct key_scope after, size_t max,
                      struct key_scope *scopes_out, size_t *count_out);

// Wipes what the vaults of all threads over the same ring have unwrapped.
void vault_flush_all(struct vault *vault);

#endif
