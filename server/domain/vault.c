// Keys in memory over store/key_store.h, and what ciphertexts are bound to.
#include "domain/vault_state.h"

#include "store/db.h"
#include "store/key_store.h"

#include <assert.h>
#include <string.h>

#define FIRST_VERSION 1

#define FORMAT_BARE "kith1" // before there was padding; is read, and written no more
#define FORMAT_PADDED "kith2"

// What a ciphertext is bound to

static void ad_add(struct ad *ad, const void *part, size_t len)
{
    if (len > AD_MAX_BYTES - 4 || ad->len > AD_MAX_BYTES - 4 - len) {
        unreachable_state("associated data too long");
    }
    for (int i = 0; i < 4; i++) {
        ad->bytes[ad->len++] = (char)(len >> (8 * i) & 0xff);
    }
    memcpy(ad->bytes + ad->len, part, len);
    ad->len += len;
}

static void ad_add_word(struct ad *ad, const char *word)
{
    ad_add(ad, word, strlen(word));
}

static void ad_add_int(struct ad *ad, int64_t value)
{
    unsigned char bytes[8];

    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)value >> (8 * i) & 0xff);
    }
    ad_add(ad, bytes, sizeof bytes);
}

struct text ad_text(const struct ad *ad)
{
    return (struct text){ad->bytes, ad->len};
}

static struct ad ad_of_place(const char *format, struct seal_place place,
                             int64_t version)
{
    struct ad ad = {.len = 0};

    ad_add_word(&ad, format);
    ad_add_word(&ad, place.table);
    ad_add_word(&ad, place.column);
    ad_add_int(&ad, place.key_a);
    ad_add_int(&ad, place.key_b);
    ad_add_int(&ad, place.scope.person.v);
    ad_add_int(&ad, version);
    return ad;
}

struct ad ad_of_key(struct key_name name)
{
    struct ad ad = {.len = 0};

    ad_add_word(&ad, "kith1dek");
    ad_add_int(&ad, name.conversation.v);
    ad_add_int(&ad, name.person.v);
    ad_add_int(&ad, name.version);
    return ad;
}

struct ad ad_of_service(const char *name)
{
    struct ad ad = {.len = 0};

    ad_add_word(&ad, "kith1service");
    ad_add_word(&ad, name);
    return ad;
}

// Wrapping

enum err vault_unwrap(struct vault *vault, struct wrapped_key wrapped,
                      const struct ad *ad, struct secret_key *key_out)
{
    struct secret_key master;
    struct text plain = {0};

    if (!keyring_get(vault->keyring, wrapped.master, &master)) {
        return ERR_CORRUPT;
    }
    struct arena *scratch = arena_new();
    enum err err = secret_open(scratch, &master, wrapped.bytes, ad_text(ad), &plain);
    secret_wipe(&master, sizeof master);
    if (err == OK && plain.len != sizeof key_out->bytes) {
        err = ERR_CORRUPT;
    }
    if (err == OK) {
        memcpy(key_out->bytes, plain.s, sizeof key_out->bytes);
        secret_wipe((char *)(uintptr_t)plain.s, plain.len);
    }
    arena_free(scratch);
    return err;
}

struct wrapped_key vault_wrap(struct vault *vault, struct arena *arena,
                              const struct secret_key *key, const struct ad *ad)
{
    struct secret_key master;
    struct wrapped_key wrapped = {.master = keyring_newest(vault->keyring, &master)};

    wrapped.bytes = secret_seal(
        arena, &master, (struct text){(const char *)key->bytes, sizeof key->bytes},
        ad_text(ad));
    secret_wipe(&master, sizeof master);
    return wrapped;
}

// Keys in keys.db

// Reads, unwraps and caches. Errors: ERR_NOT_FOUND, ERR_CORRUPT, ERR_IO.
static enum err load_key(struct vault *vault, struct key_name name, bool is_newest,
                         struct held_key *held_out)
{
    const uint64_t moment = key_cache_moment(vault->cache);
    const struct key_scope scope = {name.conversation, name.person};
    const struct ad ad = ad_of_key(name);
    struct arena *scratch = arena_new();
    struct wrapped_key wrapped;
    enum err err = key_store_get(vault->keys, scratch, name, &wrapped);

    if (err == OK) {
        held_out->version = name.version;
        err = vault_unwrap(vault, wrapped, &ad, &held_out->key);
    }
    if (err == OK) {
        key_cache_add(vault->cache, moment, scope, is_newest, held_out);
    }
    arena_free(scratch);
    return err;
}

// The key of `scope` with `version` (0: the newest), from the cache or from keys.db;
// the caller wipes it. Errors: ERR_GONE, ERR_CORRUPT, ERR_IO.
static enum err find_key(struct vault *vault, struct key_scope scope, int64_t version,
                         struct held_key *held_out)
{
    struct key_name name = {scope.conversation, scope.person, version};
    enum err err = OK;

    if (key_cache_find(vault->cache, scope, version, held_out)) {
        return OK;
    }
    if (version == 0) {
        err = key_store_newest(vault->keys, name, &name.version);
    }
    if (err == OK) {
        err = load_key(vault, name, version == 0, held_out);
    }
    return err == ERR_NOT_FOUND ? ERR_GONE : err;
}

static enum err add_key(struct vault *vault, struct key_name name, int64_t now_utc_ms)
{
    const uint64_t moment = key_cache_moment(vault->cache);
    const struct key_scope scope = {name.conversation, name.person};
    const struct ad ad = ad_of_key(name);
    struct arena *scratch = arena_new();
    struct held_key held = {.version = name.version};

    secret_key_new(&held.key);
    const struct wrapped_key wrapped = vault_wrap(vault, scratch, &held.key, &ad);
    const enum err err = key_store_put(vault->keys, name, wrapped, now_utc_ms);
    if (err == OK) {
        key_cache_add(vault->cache, moment, scope, true, &held);
    }
    secret_wipe(&held, sizeof held);
    arena_free(scratch);
    return err;
}

enum err vault_begin(struct vault *vault)
{
    if (vault->has_uncommitted) {
        return OK;
    }
    const enum err err = db_begin(vault->keys);
    vault->has_uncommitted = err == OK;
    return err;
}

enum err vault_key_make(struct vault *vault, struct key_scope scope, int64_t now_utc_ms)
{
    struct held_key held;
    enum err err = find_key(vault, scope, 0, &held);

    if (err != ERR_GONE) {
        secret_wipe(&held, sizeof held);
        return err;
    }
    err = vault_begin(vault);
    if (err != OK) {
        return err;
    }
    return add_key(vault,
                   (struct key_name){scope.conversation, scope.person, FIRST_VERSION},
                   now_utc_ms);
}

enum err vault_key_renew(struct vault *vault, struct key_scope scope,
                         int64_t now_utc_ms)
{
    struct key_name name = {scope.conversation, scope.person, 0};
    enum err err = key_store_newest(vault->keys, name, &name.version);

    if (err == OK) {
        err = vault_begin(vault);
    }
    if (err != OK) {
        return err == ERR_NOT_FOUND ? ERR_GONE : err;
    }
    name.version++;
    return add_key(vault, name, now_utc_ms);
}

enum err vault_commit(struct vault *vault)
{
    const enum err err = vault->has_uncommitted ? db_commit(vault->keys) : OK;

    if (err == OK) {
        vault->has_uncommitted = false;
        vault->has_intents = false;
    }
    return err;
}

void vault_rollback(struct vault *vault)
{
    vault->has_intents = false;
    if (vault->has_uncommitted) {
        db_rollback(vault->keys);
        key_cache_flush(vault->cache);
        vault->walk.what = KEY_WALK_REST; // what it did may be undone
        vault->has_uncommitted = false;
    }
}

bool vault_failed_for_space(const struct vault *vault)
{
    return vault->has_uncommitted && db_failed_for_space(vault->keys);
}

bool vault_has_uncommitted(const struct vault *vault)
{
    return vault->has_uncommitted;
}

void vault_note_intent(struct vault *vault)
{
    vault->has_intents = true;
}

bool vault_may_destroy(const struct vault *vault)
{
    return !vault->has_uncommitted && !vault->has_intents;
}

enum err vault_scrub(struct vault *vault)
{
    assert(!vault->has_uncommitted);
    return db_scrub_journal(vault->keys);
}

enum err vault_keys_destroy(struct vault *vault, const struct key_scope *scopes,
                            size_t count)
{
    assert(!vault->has_uncommitted);
    enum err err = db_begin(vault->keys);
    for (size_t i = 0; err == OK && i < count; i++) {
        const struct key_name name = {scopes[i].conversation, scopes[i].person, 0};
        key_cache_drop(vault->cache, scopes[i]);
        err = key_store_delete(vault->keys, name);
    }
    if (err == OK) {
        err = db_commit(vault->keys);
    }
    if (err != OK) {
        db_rollback(vault->keys);
        return err;
    }
    return vault_scrub(vault);
}

void vault_flush_all(struct vault *vault)
{
    keyring_flush(vault->keyring);
}

#define SCOPES_MAX 256

enum err vault_scopes(struct vault *vault, struct key_scope after, size_t max,
                      struct key_scope *scopes_out, size_t *count_out)
{
    struct key_name names[SCOPES_MAX];
    const struct key_name start = {after.conversation, after.person, 0};
    const enum err err = key_store_list(
        vault->keys, start, max < SCOPES_MAX ? max : SCOPES_MAX, names, count_out);

    for (size_t i = 0; err == OK && i < *count_out; i++) {
        scopes_out[i] = (struct key_scope){names[i].conversation, names[i].person};
    }
    return err;
}

// Sealing

enum err vault_seal(struct vault *vault, struct arena *arena, struct seal_place place,
                    struct text plain, struct sealed *sealed_out)
{
    struct held_key held;
    const enum err err = find_key(vault, place.scope, 0, &held);

    if (err != OK) {
        return err;
    }
    const struct ad ad = ad_of_place(FORMAT_PADDED, place, held.version);
    sealed_out->bytes = secret_seal_padded(arena, &held.key, plain, ad_text(&ad));
    sealed_out->key_version = held.version;
    secret_wipe(&held, sizeof held);
    return OK;
}

// Only one of the two formats opens: each is bound to its name.
static enum err open_with(struct arena *arena, const struct held_key *held,
                          struct seal_place place, struct text sealed,
                          struct text *plain_out)
{
    const struct ad padded = ad_of_place(FORMAT_PADDED, place, held->version);

    if (secret_open_padded(arena, &held->key, sealed, ad_text(&padded), plain_out) ==
        OK) {
        return OK;
    }
    const struct ad bare = ad_of_place(FORMAT_BARE, place, held->version);
    return secret_open(arena, &held->key, sealed, ad_text(&bare), plain_out);
}

enum err vault_open_sealed(struct vault *vault, struct arena *arena,
                           struct seal_place place, struct sealed sealed,
                           struct text *plain_out)
{
    struct held_key held;

    if (sealed.bytes.len == 0) {
        *plain_out = TEXT("");
        return OK;
    }
    // Versions count from 1: anything else never had a key.
    enum err err = sealed.key_version < FIRST_VERSION
                       ? ERR_CORRUPT
                       : find_key(vault, place.scope, sealed.key_version, &held);
    if (err != OK) {
        return err;
    }
    err = open_with(arena, &held, place, sealed.bytes, plain_out);
    secret_wipe(&held, sizeof held);
    return err;
}
