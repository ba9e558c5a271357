#include "domain/keyring.h"

#include <pthread.h>
#include <string.h>

struct master {
    bool is_there;
    int64_t id; // 0: nobody knows yet
    struct secret_key key;
};

struct keyring {
    pthread_mutex_t mutex; // over all of it
    struct master masters[KEYRING_MASTERS];
    struct key_cache *caches[KEYRING_CACHES];
    int cache_count;
};

struct keyring *keyring_new(const struct secret_key *master)
{
    struct keyring *keyring = secret_memory_new(sizeof *keyring);

    pthread_mutex_init(&keyring->mutex, NULL);
    keyring->masters[0] = (struct master){.is_there = true, .key = *master};
    return keyring;
}

void keyring_free(struct keyring *keyring)
{
    if (keyring == NULL) {
        return;
    }
    pthread_mutex_destroy(&keyring->mutex);
    secret_memory_free(keyring);
}

static bool key_equal(const struct secret_key *a, const struct secret_key *b)
{
    struct secret_hash of_a =
        secret_hash((struct text){(const char *)a->bytes, sizeof a->bytes});
    struct secret_hash of_b =
        secret_hash((struct text){(const char *)b->bytes, sizeof b->bytes});

    return secret_hash_equal(of_a, of_b);
}

static struct master *master_like(struct keyring *keyring, const struct secret_key *key)
{
    for (int i = 0; i < KEYRING_MASTERS; i++) {
        struct master *master = &keyring->masters[i];
        if (master->is_there && key_equal(&master->key, key)) {
            return master;
        }
    }
    return NULL;
}

static struct master *master_called(struct keyring *keyring, int64_t id)
{
    for (int i = 0; i < KEYRING_MASTERS; i++) {
        struct master *master = &keyring->masters[i];
        if (master->is_there && master->id == id) {
            return master;
        }
    }
    return NULL;
}

enum err keyring_add(struct keyring *keyring, const struct secret_key *master)
{
    enum err err = ERR_WRONG_STATE;

    pthread_mutex_lock(&keyring->mutex);
    if (master_like(keyring, master) != NULL) {
        err = ERR_CONFLICT;
    }
    for (int i = 0; i < KEYRING_MASTERS && err == ERR_WRONG_STATE; i++) {
        if (!keyring->masters[i].is_there) {
            keyring->masters[i] = (struct master){.is_there = true, .key = *master};
            err = OK;
        }
    }
    pthread_mutex_unlock(&keyring->mutex);
    return err;
}

bool keyring_at(struct keyring *keyring, int at, struct secret_key *key_out)
{
    pthread_mutex_lock(&keyring->mutex);
    const bool is_there = keyring->masters[at].is_there;
    if (is_there) {
        *key_out = keyring->masters[at].key;
    }
    pthread_mutex_unlock(&keyring->mutex);
    return is_there;
}

void keyring_name(struct keyring *keyring, const struct secret_key *master, int64_t id)
{
    pthread_mutex_lock(&keyring->mutex);
    struct master *named = master_like(keyring, master);
    if (named != NULL) {
        named->id = id;
    }
    pthread_mutex_unlock(&keyring->mutex);
}

bool keyring_get(struct keyring *keyring, int64_t id, struct secret_key *key_out)
{
    pthread_mutex_lock(&keyring->mutex);
    const struct master *master = master_called(keyring, id);
    if (master != NULL) {
        *key_out = master->key;
    }
    pthread_mutex_unlock(&keyring->mutex);
    return master != NULL;
}

int64_t keyring_newest(struct keyring *keyring, struct secret_key *key_out)
{
    int64_t newest = 0;

    pthread_mutex_lock(&keyring->mutex);
    for (int i = 0; i < KEYRING_MASTERS; i++) {
        const struct master *master = &keyring->masters[i];
        if (master->is_there && master->id > newest) {
            newest = master->id;
            *key_out = master->key;
        }
    }
    pthread_mutex_unlock(&keyring->mutex);
    return newest;
}

void keyring_keep(struct keyring *keyring, int64_t id)
{
    pthread_mutex_lock(&keyring->mutex);
    for (int i = 0; i < KEYRING_MASTERS; i++) {
        if (keyring->masters[i].id != id) {
            secret_wipe(&keyring->masters[i], sizeof keyring->masters[i]);
        }
    }
    pthread_mutex_unlock(&keyring->mutex);
}

void keyring_join(struct keyring *keyring, struct key_cache *cache)
{
    pthread_mutex_lock(&keyring->mutex);
    if (keyring->cache_count == KEYRING_CACHES) {
        unreachable_state("more vaults than threads");
    }
    keyring->caches[keyring->cache_count++] = cache;
    pthread_mutex_unlock(&keyring->mutex);
}

void keyring_leave(struct keyring *keyring, const struct key_cache *cache)
{
    pthread_mutex_lock(&keyring->mutex);
    for (int i = 0; i < keyring->cache_count; i++) {
        if (keyring->caches[i] == cache) {
            keyring->caches[i] = keyring->caches[--keyring->cache_count];
            break;
        }
    }
    pthread_mutex_unlock(&keyring->mutex);
}

void keyring_flush(struct keyring *keyring)
{
    pthread_mutex_lock(&keyring->mutex);
    for (int i = 0; i < keyring->cache_count; i++) {
        key_cache_flush(keyring->caches[i]);
    }
    pthread_mutex_unlock(&keyring->mutex);
}
