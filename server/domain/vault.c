// Keys in memory over store/key_store.h, and what ciphertexts are bound to.
#include "domain/vault.h"

#include "store/db.h"
#include "store/key_store.h"

#include <assert.h>
#include <string.h>

// The cache: 1,024 sets of 4 entries, the one used longest ago of a set gives way. A
// server's busy hour touches a few hundred keys.
#define CACHE_SETS 1024
#define CACHE_SET_BITS 10
#define CACHE_WAYS 4

// Names of tables and columns are words of ours.
#define AD_MAX_BYTES 256

#define FIRST_VERSION 1

struct cached_key {
    conversation_id conversation;
    person_id person;
    int64_t version; // 0: the entry is free
    bool is_newest;  // of its scope, as far as anyone has seen
    uint64_t used;
    struct secret_key key;
};

struct vault {
    struct db *keys;
    struct secret_key master;
    struct secret_key handle_key;
    struct secret_key blind_key;
    struct secret_signer signer;
    struct secret_public_key public_key;
    bool has_uncommitted;
    uint64_t clock; // counts uses
    struct cached_key cache[CACHE_SETS][CACHE_WAYS];
};

static const struct text check_plain = {"kith", 4};

// What a ciphertext is bound to

struct ad {
    char bytes[AD_MAX_BYTES];
    size_t len;
};

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

static struct text ad_text(const struct ad *ad)
{
    return (struct text){ad->bytes, ad->len};
}

static struct ad ad_of_place(struct seal_place place, int64_t version)
{
    struct ad ad = {.len = 0};

    ad_add_word(&ad, "kith1");
    ad_add_word(&ad, place.table);
    ad_add_word(&ad, place.column);
    ad_add_int(&ad, place.key_a);
    ad_add_int(&ad, place.key_b);
    ad_add_int(&ad, place.scope.person.v);
    ad_add_int(&ad, version);
    return ad;
}

static struct ad ad_of_key(struct key_name name)
{
    struct ad ad = {.len = 0};

    ad_add_word(&ad, "kith1dek");
    ad_add_int(&ad, name.conversation.v);
    ad_add_int(&ad, name.person.v);
    ad_add_int(&ad, name.version);
    return ad;
}

static struct ad ad_of_service(const char *name)
{
    struct ad ad = {.len = 0};

    ad_add_word(&ad, "kith1service");
    ad_add_word(&ad, name);
    return ad;
}

// The cache

static struct cached_key *cache_set(struct vault *vault, struct key_scope scope)
{
    const uint64_t mixed =
        (uint64_t)scope.conversation.v * UINT64_C(0x9e3779b97f4a7c15) ^
        (uint64_t)scope.person.v * UINT64_C(0xc2b2ae3d27d4eb4f);

    return vault->cache[mixed >> (64 - CACHE_SET_BITS)];
}

static bool is_of_scope(const struct cached_key *entry, struct key_scope scope)
{
    return entry->version != 0 &&
           conversation_id_equal(entry->conversation, scope.conversation) &&
           person_id_equal(entry->person, scope.person);
}

// The key of `scope` with `version`, or the newest one for 0; NULL where it is not
// cached.
static struct cached_key *cache_find(struct vault *vault, struct key_scope scope,
                                     int64_t version)
{
    struct cached_key *set = cache_set(vault, scope);

    for (int i = 0; i < CACHE_WAYS; i++) {
        if (is_of_scope(&set[i], scope) &&
            (version == 0 ? set[i].is_newest : set[i].version == version)) {
            set[i].used = ++vault->clock;
            return &set[i];
        }
    }
    return NULL;
}

static struct cached_key *cache_add(struct vault *vault, struct key_name name,
                                    bool is_newest, const struct secret_key *key)
{
    struct key_scope scope = {name.conversation, name.person};
    struct cached_key *set = cache_set(vault, scope);
    struct cached_key *oldest = &set[0];

    for (int i = 0; i < CACHE_WAYS; i++) {
        if (is_of_scope(&set[i], scope) && set[i].version == name.version) {
            oldest = &set[i];
            break;
        }
        if (set[i].used < oldest->used) {
            oldest = &set[i];
        }
    }
    *oldest = (struct cached_key){
        .conversation = name.conversation,
        .person = name.person,
        .version = name.version,
        .is_newest = is_newest,
        .used = ++vault->clock,
        .key = *key,
    };
    return oldest;
}

static void cache_drop(struct vault *vault, struct key_scope scope)
{
    struct cached_key *set = cache_set(vault, scope);

    for (int i = 0; i < CACHE_WAYS; i++) {
        if (is_of_scope(&set[i], scope)) {
            secret_wipe(&set[i], sizeof set[i]);
        }
    }
}

void vault_flush(struct vault *vault)
{
    secret_wipe(vault->cache, sizeof vault->cache);
}

// Keys in keys.db

static enum err unwrap(const struct secret_key *master, struct text wrapped,
                       const struct ad *ad, struct secret_key *key_out)
{
    struct arena *scratch = arena_new();
    struct text plain;
    enum err err = secret_open(scratch, master, wrapped, ad_text(ad), &plain);

    if (err == OK && plain.len != sizeof key_out->bytes) {
        err = ERR_CORRUPT;
    }
    if (err == OK) {
        memcpy(key_out->bytes, plain.s, sizeof key_out->bytes);
    }
    arena_free(scratch);
    return err;
}

static struct text key_bytes(const struct secret_key *key)
{
    return (struct text){(const char *)key->bytes, sizeof key->bytes};
}

// Reads, unwraps and caches. Errors: ERR_NOT_FOUND, ERR_CORRUPT, ERR_IO.
static enum err load_key(struct vault *vault, struct key_name name, bool is_newest,
                         struct cached_key **entry_out)
{
    struct arena *scratch = arena_new();
    struct secret_key key;
    struct text wrapped;
    enum err err = key_store_get(vault->keys, scratch, name, &wrapped);

    if (err == OK) {
        const struct ad ad = ad_of_key(name);
        err = unwrap(&vault->master, wrapped, &ad, &key);
    }
    if (err == OK) {
        *entry_out = cache_add(vault, name, is_newest, &key);
        secret_wipe(&key, sizeof key);
    }
    arena_free(scratch);
    return err;
}

// The key of `scope` with `version` (0: the newest), from the cache or from keys.db.
// Errors: ERR_GONE, ERR_CORRUPT, ERR_IO.
static enum err find_key(struct vault *vault, struct key_scope scope, int64_t version,
                         struct cached_key **entry_out)
{
    struct key_name name = {scope.conversation, scope.person, version};
    struct cached_key *entry = cache_find(vault, scope, version);
    enum err err = OK;

    if (entry != NULL) {
        *entry_out = entry;
        return OK;
    }
    if (version == 0) {
        err = key_store_newest(vault->keys, name, &name.version);
    }
    if (err == OK) {
        err = load_key(vault, name, version == 0, entry_out);
    }
    return err == ERR_NOT_FOUND ? ERR_GONE : err;
}

static enum err add_key(struct vault *vault, struct key_name name)
{
    struct arena *scratch = arena_new();
    const struct ad ad = ad_of_key(name);
    struct secret_key key;

    secret_key_new(&key);
    const struct text wrapped =
        secret_seal(scratch, &vault->master, key_bytes(&key), ad_text(&ad));
    const enum err err = key_store_put(vault->keys, name, wrapped);
    if (err == OK) {
        cache_add(vault, name, true, &key);
    }
    secret_wipe(&key, sizeof key);
    arena_free(scratch);
    return err;
}

enum err vault_key_make(struct vault *vault, struct key_scope scope)
{
    struct cached_key *entry = NULL;
    enum err err = find_key(vault, scope, 0, &entry);

    if (err != ERR_GONE) {
        return err;
    }
    if (!vault->has_uncommitted) {
        err = db_begin(vault->keys);
        if (err != OK) {
            return err;
        }
        vault->has_uncommitted = true;
    }
    return add_key(vault,
                   (struct key_name){scope.conversation, scope.person, FIRST_VERSION});
}

enum err vault_commit(struct vault *vault)
{
    if (!vault->has_uncommitted) {
        return OK;
    }
    const enum err err = db_commit(vault->keys);
    if (err == OK) {
        vault->has_uncommitted = false;
    }
    return err;
}

void vault_rollback(struct vault *vault)
{
    if (vault->has_uncommitted) {
        db_rollback(vault->keys);
        vault_flush(vault);
        vault->has_uncommitted = false;
    }
}

bool vault_failed_for_space(const struct vault *vault)
{
    return vault->has_uncommitted && db_failed_for_space(vault->keys);
}

enum err vault_key_destroy(struct vault *vault, struct key_scope scope)
{
    assert(!vault->has_uncommitted);
    cache_drop(vault, scope);
    return key_store_delete(vault->keys,
                            (struct key_name){scope.conversation, scope.person, 0});
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
    struct cached_key *entry = NULL;
    const enum err err = find_key(vault, place.scope, 0, &entry);

    if (err != OK) {
        return err;
    }
    const struct ad ad = ad_of_place(place, entry->version);
    sealed_out->bytes = secret_seal(arena, &entry->key, plain, ad_text(&ad));
    sealed_out->key_version = entry->version;
    return OK;
}

enum err vault_open_sealed(struct vault *vault, struct arena *arena,
                           struct seal_place place, struct sealed sealed,
                           struct text *plain_out)
{
    struct cached_key *entry = NULL;

    if (sealed.bytes.len == 0) {
        *plain_out = TEXT("");
        return OK;
    }
    // Versions count from 1: anything else never had a key.
    const enum err err = sealed.key_version < FIRST_VERSION
                             ? ERR_CORRUPT
                             : find_key(vault, place.scope, sealed.key_version, &entry);
    if (err != OK) {
        return err;
    }
    const struct ad ad = ad_of_place(place, entry->version);
    return secret_open(arena, &entry->key, sealed.bytes, ad_text(&ad), plain_out);
}

enum err vault_handle_hash(struct vault *vault, struct text handle,
                           struct secret_hash *hash_out)
{
    *hash_out = secret_hash_keyed(&vault->handle_key, handle);
    return OK;
}

struct secret_salt vault_blind_salt(struct vault *vault)
{
    const struct secret_hash hash = secret_hash_keyed(&vault->blind_key, TEXT("salt"));
    struct secret_salt salt;

    static_assert(sizeof salt.bytes <= sizeof hash.bytes, "salt");
    memcpy(salt.bytes, hash.bytes, sizeof salt.bytes);
    return salt;
}

struct secret_hash vault_blind_hash(struct vault *vault, struct secret_hash stretched)
{
    return secret_hash_keyed(
        &vault->blind_key,
        (struct text){(const char *)stretched.bytes, sizeof stretched.bytes});
}

struct secret_signature vault_sign(struct vault *vault, struct text t)
{
    return secret_sign(&vault->signer, t);
}

struct secret_public_key vault_public_key(struct vault *vault)
{
    return vault->public_key;
}

// Opening

static enum err put_service(struct vault *vault, struct arena *arena, const char *name,
                            struct text plain)
{
    const struct ad ad = ad_of_service(name);

    return key_store_put_service(
        vault->keys, name, secret_seal(arena, &vault->master, plain, ad_text(&ad)));
}

static enum err get_service(struct vault *vault, struct arena *arena, const char *name,
                            struct text *plain_out)
{
    const struct ad ad = ad_of_service(name);
    struct text wrapped;
    const enum err err = key_store_get_service(vault->keys, arena, name, &wrapped);

    if (err != OK) {
        return err;
    }
    return secret_open(arena, &vault->master, wrapped, ad_text(&ad), plain_out);
}

// Makes what a new keys.db has to hold, in one transaction.
static enum err make_service(struct vault *vault, struct arena *arena)
{
    struct secret_key handle_key;
    enum err err = db_begin(vault->keys);

    if (err != OK) {
        return err;
    }
    secret_key_new(&handle_key);
    err = put_service(vault, arena, "check", check_plain);
    if (err == OK) {
        err = put_service(vault, arena, "handle", key_bytes(&handle_key));
    }
    secret_wipe(&handle_key, sizeof handle_key);
    if (err == OK) {
        err = db_commit(vault->keys);
    }
    if (err != OK) {
        db_rollback(vault->keys);
    }
    return err;
}

// A folder from before there was a key called `name` gets it when it is next opened to
// write.
static enum err make_later_key(struct vault *vault, struct arena *arena,
                               const char *name)
{
    struct text plain;
    struct secret_key key;
    enum err err = get_service(vault, arena, name, &plain);

    if (err == OK || db_is_reader(vault->keys)) {
        return OK; // without one, reading it says what is wrong
    }
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    secret_key_new(&key);
    err = put_service(vault, arena, name, key_bytes(&key));
    secret_wipe(&key, sizeof key);
    return err;
}

static enum err read_service_key(struct vault *vault, struct arena *arena,
                                 const char *name, struct secret_key *key_out)
{
    struct text plain;
    const enum err err = get_service(vault, arena, name, &plain);

    if (err == OK && plain.len == sizeof key_out->bytes) {
        memcpy(key_out->bytes, plain.s, plain.len);
        return OK;
    }
    return err == OK || err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

static enum err read_signer(struct vault *vault, struct arena *arena)
{
    struct secret_key seed;
    const enum err err = read_service_key(vault, arena, "audit", &seed);

    if (err == OK) {
        secret_signer_from(&seed, &vault->signer, &vault->public_key);
        secret_wipe(&seed, sizeof seed);
    }
    return err;
}

static enum err read_service(struct vault *vault, struct arena *arena)
{
    struct text plain;
    enum err err = get_service(vault, arena, "check", &plain);

    if (err == ERR_NOT_FOUND && !db_is_reader(vault->keys)) {
        err = make_service(vault, arena);
        if (err == OK) {
            err = get_service(vault, arena, "check", &plain);
        }
    }
    if (err == ERR_CORRUPT) {
        return ERR_DENIED;
    }
    if (err == OK) {
        err = make_later_key(vault, arena, "blind");
    }
    if (err == OK) {
        err = make_later_key(vault, arena, "audit");
    }
    if (err == OK) {
        err = read_service_key(vault, arena, "handle", &vault->handle_key);
    }
    if (err == OK) {
        err = read_service_key(vault, arena, "blind", &vault->blind_key);
    }
    if (err == OK) {
        err = read_signer(vault, arena);
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

enum err vault_open(struct db *take_keys, const struct secret_key *master,
                    struct vault **vault_out)
{
    struct vault *vault = secret_memory_new(sizeof *vault);
    struct arena *arena = arena_new();

    vault->keys = take_keys;
    vault->master = *master;
    enum err err = db_is_reader(take_keys) ? OK : key_store_migrate(take_keys);
    if (err == OK) {
        err = read_service(vault, arena);
    }
    arena_free(arena);
    if (err != OK) {
        vault_close(vault);
        return err;
    }
    *vault_out = vault;
    return OK;
}

void vault_close(struct vault *vault)
{
    if (vault == NULL) {
        return;
    }
    vault_rollback(vault);
    db_close(vault->keys);
    secret_memory_free(vault);
}
