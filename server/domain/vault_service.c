// Opening the vault: which master key is which, and the service's own keys.
#include "domain/vault_state.h"

#include "base/log.h"
#include "store/db.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define CODE_MAX_BYTES 96 // purposes are words of ours, codes a dozen digits

static const struct text check_plain = {"kith", 4};

// Sign-in handles are found by "handle", the private check hashes with "blind", the
// audit log is signed with "audit", records of the safety ledger are chained by
// "ledger".
const char *const vault_service_names[] = {"handle", "blind", "audit", "ledger", NULL};

// Which master key is which

struct text vault_check_seal(struct arena *arena, const struct secret_key *master)
{
    const struct ad ad = ad_of_service("check");

    return secret_seal(arena, master, check_plain, ad_text(&ad));
}

bool vault_check_opens(struct text sealed, const struct secret_key *master)
{
    const struct ad ad = ad_of_service("check");
    struct arena *scratch = arena_new();
    struct text plain;
    const bool opens = secret_open(scratch, master, sealed, ad_text(&ad), &plain) == OK;

    arena_free(scratch);
    return opens;
}

// Errors: ERR_DENIED when no key of the ring is this one.
static enum err name_master(struct vault *vault, const struct master_row *row)
{
    struct secret_key key;
    enum err err = ERR_DENIED;

    for (int i = 0; i < KEYRING_MASTERS; i++) {
        if (keyring_at(vault->keyring, i, &key) &&
            vault_check_opens(row->check_sealed, &key)) {
            keyring_name(vault->keyring, &key, row->id);
            err = OK;
        }
    }
    secret_wipe(&key, sizeof key);
    return err;
}

// The first master key of a new keys.db.
static enum err make_master(struct vault *vault, struct arena *arena)
{
    struct secret_key key;
    struct master_row row = {.id = 1};

    if (!keyring_at(vault->keyring, 0, &key)) {
        unreachable_state("a ring without a key");
    }
    row.check_sealed = vault_check_seal(arena, &key);
    keyring_name(vault->keyring, &key, row.id);
    secret_wipe(&key, sizeof key);
    return key_store_put_master(vault->keys, &row);
}

// Errors: ERR_DENIED: none of the ring is the oldest in use; ERR_NOT_FOUND: that one is
// here, and the next one, to which it was giving way, is not.
static enum err name_masters(struct vault *vault, struct arena *arena)
{
    struct master_row *rows = NULL;
    int count = 0;
    enum err err =
        key_store_masters(vault->keys, arena, KEYRING_MASTERS, &rows, &count);

    if (err == OK && count == 0) {
        return db_is_reader(vault->keys) ? ERR_CORRUPT : make_master(vault, arena);
    }
    for (int i = 0; i < count && err == OK; i++) {
        err = name_master(vault, &rows[i]);
        if (err == ERR_DENIED && i > 0) {
            err = ERR_NOT_FOUND;
        }
    }
    return err;
}

// The service's own keys

static enum err get_service(struct vault *vault, struct arena *arena, const char *name,
                            struct secret_key *key_out)
{
    const struct ad ad = ad_of_service(name);
    struct wrapped_key wrapped;
    const enum err err = key_store_get_service(vault->keys, arena, name, &wrapped);

    return err == OK ? vault_unwrap(vault, wrapped, &ad, key_out) : err;
}

// Makes it where there is none: a new folder, or one from before there was such a key.
static enum err make_service(struct vault *vault, struct arena *arena, const char *name,
                             struct secret_key *key_out)
{
    const struct ad ad = ad_of_service(name);

    secret_key_new(key_out);
    return key_store_put_service(vault->keys, name,
                                 vault_wrap(vault, arena, key_out, &ad));
}

static enum err read_service(struct vault *vault, struct arena *arena, const char *name,
                             struct secret_key *key_out)
{
    const enum err err = get_service(vault, arena, name, key_out);

    if (err != ERR_NOT_FOUND) {
        return err;
    }
    return db_is_reader(vault->keys) ? ERR_CORRUPT
                                     : make_service(vault, arena, name, key_out);
}

static enum err read_services(struct vault *vault, struct arena *arena)
{
    struct secret_key seed;
    enum err err = read_service(vault, arena, "handle", &vault->handle_key);

    if (err == OK) {
        err = read_service(vault, arena, "blind", &vault->blind_key);
    }
    if (err == OK) {
        err = read_service(vault, arena, "ledger", &vault->ledger_key);
    }
    if (err == OK) {
        err = read_service(vault, arena, "audit", &seed);
    }
    if (err == OK) {
        secret_signer_from(&seed, &vault->signer, &vault->public_key);
        secret_wipe(&seed, sizeof seed);
    }
    return err;
}

// In one transaction where something has to be made.
static enum err make_or_read(struct vault *vault, struct arena *arena)
{
    const bool may_make = !db_is_reader(vault->keys);
    enum err err = may_make ? key_store_migrate(vault->keys) : OK;

    if (err == OK && may_make) {
        err = vault_begin(vault);
    }
    if (err == OK) {
        err = name_masters(vault, arena);
    }
    if (err == OK) {
        err = read_services(vault, arena);
    }
    return err == OK && may_make ? vault_commit(vault) : err;
}

enum err vault_open(struct db *take_keys, struct keyring *keyring,
                    struct vault **vault_out)
{
    struct vault *vault = secret_memory_new(sizeof *vault);
    struct arena *arena = arena_new();

    vault->keys = take_keys;
    vault->keyring = keyring;
    vault->cache = key_cache_new();
    keyring_join(keyring, vault->cache);
    const enum err err = make_or_read(vault, arena);
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
    keyring_leave(vault->keyring, vault->cache);
    key_cache_free(vault->cache);
    secret_memory_free(vault);
}

// What they are for

enum err vault_handle_hash(struct vault *vault, struct text handle,
                           struct secret_hash *hash_out)
{
    *hash_out = secret_hash_keyed(&vault->handle_key, handle);
    return OK;
}

enum err vault_code_hash(struct vault *vault, const char *purpose, person_id person,
                         struct text code, struct secret_hash *hash_out)
{
    char place[CODE_MAX_BYTES]; // a handle has no line feed
    const int len = snprintf(place, sizeof place, "%s\n%s\n%.*s", purpose,
                             person_id_text(person).s, (int)code.len, code.s);

    if (len < 0 || (size_t)len >= sizeof place) {
        return ERR_BAD_REQUEST;
    }
    *hash_out =
        secret_hash_keyed(&vault->handle_key, (struct text){place, (size_t)len});
    secret_wipe(place, sizeof place);
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

struct secret_hash vault_ledger_hash(struct vault *vault, struct text t)
{
    return secret_hash_keyed(&vault->ledger_key, t);
}

struct secret_signature vault_sign(struct vault *vault, struct text t)
{
    return secret_sign(&vault->signer, t);
}

struct secret_public_key vault_public_key(struct vault *vault)
{
    return vault->public_key;
}
