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

struct vault;
struct db;

// Whose key, for what: conversation.v == 0 means the person's own key.
struct key_scope {
    conversation_id conversation;
    person_id person;
};

// What a ciphertext is bound to and whose key seals it. Its encoding is "kith1", table,
// column, primary key (each part as 8 bytes), author, key version, each length-prefixed
// (4 bytes little-endian). Numbers are little-endian too; the author is the person of
// the key's scope.
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
// key. One vault per thread; it caches at most 4,096 unwrapped keys in locked memory.
// Over a writing connection it brings the schema of keys.db up to date and makes what
// is missing. Errors: ERR_DENIED when the master key is not the one that wrapped what
// is there; ERR_WRONG_STATE when keys.db is newer than this program; ERR_CORRUPT,
// ERR_IO. `take_keys` is closed then.
enum err vault_open(struct db *take_keys, const struct secret_key *master,
                    struct vault **vault_out);
void vault_close(struct vault *vault);

// Makes the first key of `scope` unless it has one; it is durable after vault_commit.
// Writer only.
enum err vault_key_make(struct vault *vault, struct key_scope scope);

// Seals under the newest key of place.scope. Errors: ERR_GONE when it has none.
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

// The salt with which what goes into the private check is stretched, and the keyed hash
// under which the stretched is stored: both are of this service alone.
struct secret_salt vault_blind_salt(struct vault *vault);
struct secret_hash vault_blind_hash(struct vault *vault, struct secret_hash stretched);

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

// Destroys every key of `scope` in keys.db, durably, and drops it from this vault's
// cache: the other threads' vaults have to be flushed. Only domain/key_life.c calls it,
// since the intent has to be durable before. Not while keys made are uncommitted.
enum err vault_key_destroy(struct vault *vault, struct key_scope scope);

// Up to `max` scopes that have keys, in order, after `after` (zeroes at first).
enum err vault_scopes(struct vault *vault, struct key_scope after, size_t max,
                      struct key_scope *scopes_out, size_t *count_out);

// Forgets every cached key, wiping it.
void vault_flush(struct vault *vault);

// Reads the master key file at `path`, 64 hexadecimal digits; where `create` is true
// and there is none, makes one with mode 0600, durably. Errors: ERR_DENIED (readable or
// writable by group or others, or not a regular file of ours), ERR_NOT_FOUND,
// ERR_CORRUPT, ERR_IO.
enum err vault_master_key_read(const char *path, bool create,
                               struct secret_key *key_out);

#endif
