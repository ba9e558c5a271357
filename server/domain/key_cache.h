// Unwrapped keys of one vault, in memory that is locked and left out of core dumps. Any
// thread may empty it, so that a key that was destroyed is soon nowhere.
#ifndef DOMAIN_KEY_CACHE_H
#define DOMAIN_KEY_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/secret.h"

struct key_cache;

// Whose key, for what: conversation.v == 0 means the person's own key.
struct key_scope {
    conversation_id conversation;
    person_id person;
};

// A copy, for one use: wipe it afterwards.
struct held_key {
    int64_t version;
    struct secret_key key;
};

// Empty. Owner: the caller, who gives it back with key_cache_free.
struct key_cache *key_cache_new(void);

// key_cache_free(NULL) does nothing.
void key_cache_free(struct key_cache *cache);

// Copies the key of `scope` with `version`, or the newest one for 0. Returns whether it
// is here.
bool key_cache_find(struct key_cache *cache, struct key_scope scope, int64_t version,
                    struct held_key *held_out);

// Taken before a key is read from keys.db, and given to key_cache_add.
uint64_t key_cache_moment(struct key_cache *cache);

// Keeps it, unless something was wiped since `moment`: then it may be destroyed
// already. `is_newest`: of its scope, as far as anyone has seen. What was used longest
// ago may give way.
void key_cache_add(struct key_cache *cache, uint64_t moment, struct key_scope scope,
                   bool is_newest, const struct held_key *held);

// Wipes all keys of `scope`.
void key_cache_drop(struct key_cache *cache, struct key_scope scope);

// Wipes all. A key that somebody holds at that moment is wiped by its user.
void key_cache_flush(struct key_cache *cache);

#endif
