// 1,024 sets of 4 keys: a server's busy hour touches a few hundred.
#include "domain/key_cache.h"

#include "base/secret.h"

#include <pthread.h>

#define CACHE_SETS 1024
#define CACHE_SET_BITS 10
#define CACHE_WAYS 4

struct cached_key {
    struct key_scope scope;
    int64_t version; // 0: the entry is free
    bool is_newest;
    uint64_t used;
    struct secret_key key;
};

struct key_cache {
    pthread_mutex_t mutex; // over all of it
    uint64_t clock;        // counts uses
    uint64_t wipings;
    struct cached_key sets[CACHE_SETS][CACHE_WAYS];
};

struct key_cache *key_cache_new(void)
{
    struct key_cache *cache = secret_memory_new(sizeof *cache);

    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

void key_cache_free(struct key_cache *cache)
{
    if (cache == NULL) {
        return;
    }
    pthread_mutex_destroy(&cache->mutex);
    secret_memory_free(cache);
}

static struct cached_key *set_of(struct key_cache *cache, struct key_scope scope)
{
    const uint64_t mixed =
        (uint64_t)scope.conversation.v * UINT64_C(0x9e3779b97f4a7c15) ^
        (uint64_t)scope.person.v * UINT64_C(0xc2b2ae3d27d4eb4f);

    return cache->sets[mixed >> (64 - CACHE_SET_BITS)];
}

static bool is_of_scope(const struct cached_key *entry, struct key_scope scope)
{
    return entry->version != 0 &&
           conversation_id_equal(entry->scope.conversation, scope.conversation) &&
           person_id_equal(entry->scope.person, scope.person);
}

bool key_cache_find(struct key_cache *cache, struct key_scope scope, int64_t version,
                    struct held_key *held_out)
{
    bool is_found = false;

    pthread_mutex_lock(&cache->mutex);
    struct cached_key *set = set_of(cache, scope);
    for (int i = 0; i < CACHE_WAYS && !is_found; i++) {
        if (is_of_scope(&set[i], scope) &&
            (version == 0 ? set[i].is_newest : set[i].version == version)) {
            set[i].used = ++cache->clock;
            *held_out = (struct held_key){set[i].version, set[i].key};
            is_found = true;
        }
    }
    pthread_mutex_unlock(&cache->mutex);
    return is_found;
}

// The entry for `version` of `scope`: its own, or that which was used longest ago.
static struct cached_key *place_for(struct cached_key *set, struct key_scope scope,
                                    int64_t version)
{
    struct cached_key *oldest = &set[0];

    for (int i = 0; i < CACHE_WAYS; i++) {
        if (is_of_scope(&set[i], scope) && set[i].version == version) {
            return &set[i];
        }
        if (set[i].used < oldest->used) {
            oldest = &set[i];
        }
    }
    return oldest;
}

uint64_t key_cache_moment(struct key_cache *cache)
{
    pthread_mutex_lock(&cache->mutex);
    const uint64_t moment = cache->wipings;
    pthread_mutex_unlock(&cache->mutex);
    return moment;
}

static void put(struct key_cache *cache, struct key_scope scope, bool is_newest,
                const struct held_key *held)
{
    struct cached_key *set = set_of(cache, scope);

    for (int i = 0; i < CACHE_WAYS; i++) {
        if (is_newest && is_of_scope(&set[i], scope)) {
            set[i].is_newest = false;
        }
    }
    *place_for(set, scope, held->version) = (struct cached_key){
        .scope = scope,
        .version = held->version,
        .is_newest = is_newest,
        .used = ++cache->clock,
        .key = held->key,
    };
}

void key_cache_add(struct key_cache *cache, uint64_t moment, struct key_scope scope,
                   bool is_newest, const struct held_key *held)
{
    pthread_mutex_lock(&cache->mutex);
    if (cache->wipings == moment) {
        put(cache, scope, is_newest, held);
    }
    pthread_mutex_unlock(&cache->mutex);
}

void key_cache_drop(struct key_cache *cache, struct key_scope scope)
{
    pthread_mutex_lock(&cache->mutex);
    struct cached_key *set = set_of(cache, scope);
    cache->wipings++;
    for (int i = 0; i < CACHE_WAYS; i++) {
        if (is_of_scope(&set[i], scope)) {
            secret_wipe(&set[i], sizeof set[i]);
        }
    }
    pthread_mutex_unlock(&cache->mutex);
}

void key_cache_flush(struct key_cache *cache)
{
    pthread_mutex_lock(&cache->mutex);
    cache->wipings++;
    secret_wipe(cache->sets, sizeof cache->sets);
    pthread_mutex_unlock(&cache->mutex);
}
