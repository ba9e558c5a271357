// The vault from inside: shared by vault.c (keys and what they seal), vault_service.c
// (opening, and the service's own keys) and key_rotation.c (from one master key to the
// next).
#ifndef DOMAIN_VAULT_STATE_H
#define DOMAIN_VAULT_STATE_H

#include "domain/keyring.h"
#include "domain/vault.h"
#include "store/key_store.h"

// How far key_rotation.c is on its way through all keys. After a restart it begins
// again, and finds done what is done.
enum key_walk_for {
    KEY_WALK_REST,
    KEY_WALK_WRAP,   // under the next master key
    KEY_WALK_VERIFY, // that each opens under it
    KEY_WALK_RENEW   // those that are old
};

struct key_walk {
    enum key_walk_for what;
    struct key_name after;
    int64_t renewed_utc_ms; // when the last walk to renew began
    bool has_ended;         // a rotation, of which the journal may still hold keys
    int64_t told_utc_ms; // when it was last said that the operator has to do something
};

struct vault {
    struct db *keys;
    struct key_walk walk;
    struct keyring *keyring;
    struct key_cache *cache;
    struct secret_key handle_key;
    struct secret_key blind_key;
    struct secret_key ledger_key;
    struct secret_signer signer;
    struct secret_public_key public_key;
    bool has_uncommitted; // a transaction of keys.db is open
    bool has_intents;     // kith.db's open transaction wants keys destroyed
};

// ---- vault.c

// What a wrapped key is bound to: its name, so that none can be put in another's place.
#define AD_MAX_BYTES 256 // names of tables and columns are words of ours

struct ad {
    char bytes[AD_MAX_BYTES];
    size_t len;
};

// What a wrapped key is bound to, so that it opens under its own name only; ad_text
// borrows from `ad`.
struct ad ad_of_key(struct key_name name);
struct ad ad_of_service(const char *name);
struct text ad_text(const struct ad *ad);

// Unwraps with the master key that `wrapped` names. Errors: ERR_CORRUPT.
enum err vault_unwrap(struct vault *vault, struct wrapped_key wrapped,
                      const struct ad *ad, struct secret_key *key_out);

// Wraps with the newest master key, into `arena`.
struct wrapped_key vault_wrap(struct vault *vault, struct arena *arena,
                              const struct secret_key *key, const struct ad *ad);

// Opens a transaction of keys.db unless one is open; vault_commit ends it.
enum err vault_begin(struct vault *vault);

// Overwrites what the journal of keys.db still holds of what its tables hold no more.
// Not while keys made are uncommitted. Errors: ERR_IO.
enum err vault_scrub(struct vault *vault);

// ---- vault_service.c

// The names of the service's own keys, ended by NULL.
extern const char *const vault_service_names[];

// What the row of a master key seals, so that it can be told from others.
struct text vault_check_seal(struct arena *arena, const struct secret_key *master);
bool vault_check_opens(struct text sealed, const struct secret_key *master);

#endif
