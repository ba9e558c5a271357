// The master keys of this process, and the caches of all vaults that work with them.
// Usually it has one master key; two while one gives way to the next
// (domain/key_rotation.h). Every thread may use it.
#ifndef DOMAIN_KEYRING_H
#define DOMAIN_KEYRING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "domain/key_cache.h"

struct keyring;

// The one in use, the next one, and at a start one more that may be it (master_key.h).
#define KEYRING_MASTERS 3

// A ring with this master key. Free it when the last vault over it is closed.
struct keyring *keyring_new(const struct secret_key *master);

// keyring_free(NULL) does nothing.
void keyring_free(struct keyring *keyring);

// Has one master key more. Errors: ERR_CONFLICT when it is there already,
// ERR_WRONG_STATE when there are KEYRING_MASTERS.
enum err keyring_add(struct keyring *keyring, const struct secret_key *master);

// The `at`th master key, for trying which is which. Returns whether there is one.
bool keyring_at(struct keyring *keyring, int at, struct secret_key *key_out);

// From now on `master` is the one called `id` in keys.db.
void keyring_name(struct keyring *keyring, const struct secret_key *master, int64_t id);

// The master key called `id`. Returns whether it is there.
bool keyring_get(struct keyring *keyring, int64_t id, struct secret_key *key_out);

// The one with the highest id, which wraps what is new. Its id; 0: none is named.
int64_t keyring_newest(struct keyring *keyring, struct secret_key *key_out);

// Wipes all but the master key called `id`.
void keyring_keep(struct keyring *keyring, int64_t id);

// `cache` is flushed with the others until it leaves. At most KEYRING_CACHES.
#define KEYRING_CACHES 16 // a vault for each thread that reads or writes
void keyring_join(struct keyring *keyring, struct key_cache *cache);
void keyring_leave(struct keyring *keyring, const struct key_cache *cache);

// Wipes the keys that any thread has unwrapped: after it, a key that is no longer in
// keys.db is nowhere.
void keyring_flush(struct keyring *keyring);

#endif
