// The steps by which keys end.
#include "domain/key_life.h"

#include "base/log.h"
#include "domain/safety.h"
#include "store/key_life_store.h"
#include "store/meta_store.h"

#define SWEEP_PAGE 256

// Hashed with the secret of keys.db it names that file, and says nothing about it. No
// handle has spaces.
#define KEYS_NAME TEXT("the keys of this database")

enum err key_life_intend(struct change *change, struct key_scope scope)
{
    const struct key_use use = {scope.conversation, scope.person};

    vault_note_intent(change->vault);
    const enum err err = key_life_store_intend(change->db, use, change->now_utc_ms);
    return err == OK
               ? safety_note(change, (struct safety_record){.kind = SAFETY_ERASE,
                                                            .a = scope.conversation.v,
                                                            .b = scope.person.v})
               : err;
}

enum err key_life_destroy(struct change *change, bool *more_out)
{
    struct key_use uses[KEY_LIFE_BATCH];
    struct key_scope scopes[KEY_LIFE_BATCH];
    size_t count = 0;
    enum err err = key_life_store_intended(change->db, KEY_LIFE_BATCH, uses, &count);

    for (size_t i = 0; err == OK && i < count; i++) {
        scopes[i] = (struct key_scope){uses[i].conversation, uses[i].person};
    }
    if (err == OK && count > 0) {
        err = vault_keys_destroy(change->vault, scopes, count);
    }
    for (size_t i = 0; err == OK && i < count; i++) {
        err = key_life_store_done(change->db, uses[i], change->now_utc_ms);
    }
    if (err == OK) {
        *more_out = count == KEY_LIFE_BATCH;
    }
    return err;
}

enum err key_life_run(struct change *change, bool *more_out)
{
    struct key_use use;
    size_t count = 0;
    enum err err = key_life_store_intended(change->db, 1, &use, &count);

    *more_out = err == OK && count > 0;
    if (err != OK || count == 0 || !vault_may_destroy(change->vault)) {
        return err;
    }
    err = key_life_destroy(change, more_out);
    if (err == OK) {
        vault_flush_all(change->vault);
    }
    return err;
}

static struct text hex_of(struct arena *arena, struct secret_hash hash)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_alloc(arena, 2 * sizeof hash.bytes);

    for (size_t i = 0; i < sizeof hash.bytes; i++) {
        hex[2 * i] = digits[hash.bytes[i] >> 4];
        hex[2 * i + 1] = digits[hash.bytes[i] & 0xf];
    }
    return (struct text){hex, 2 * sizeof hash.bytes};
}

// A kith.db that has never seen keys.db, beside keys that are in use: it is not theirs,
// and sweeping would destroy them all.
static enum err introduce(struct change *change, struct text name)
{
    struct key_scope first;
    size_t count = 0;
    const enum err err =
        vault_scopes(change->vault, (struct key_scope){{0}, {0}}, 1, &first, &count);

    if (err != OK) {
        return err;
    }
    return count > 0 ? ERR_WRONG_STATE : meta_store_put(change->db, "keys", name);
}

enum err key_life_belongs(struct change *change)
{
    struct secret_hash hash;
    struct text known;
    enum err err = vault_handle_hash(change->vault, KEYS_NAME, &hash);

    if (err != OK) {
        return err;
    }
    const struct text name = hex_of(change->arena, hash);
    err = meta_store_get(change->db, change->arena, "keys", &known);
    if (err == ERR_NOT_FOUND) {
        err = introduce(change, name);
    } else if (err == OK && !text_equal(name, known)) {
        err = ERR_WRONG_STATE;
    }
    if (err == ERR_WRONG_STATE) {
        log_event(LOG_ERROR, "keys_of_another_database",
                  "advice=\"restore the keys.db that belongs to this kith.db\"");
    }
    return err;
}

// Destroys those of the `count` keys `scopes` that nothing in kith.db can be sealed
// under.
static enum err sweep_page(struct change *change, const struct key_scope *scopes,
                           size_t count, int *swept)
{
    enum err err = OK;

    for (size_t i = 0; err == OK && i < count; i++) {
        const struct key_use use = {scopes[i].conversation, scopes[i].person};
        bool is_used = true;
        err = key_life_store_is_used(change->db, use, &is_used);
        if (err == OK && !is_used) {
            err = vault_keys_destroy(change->vault, &scopes[i], 1);
            *swept += 1;
        }
    }
    return err;
}

static enum err sweep(struct change *change)
{
    struct key_scope scopes[SWEEP_PAGE];
    struct key_scope after = {{0}, {0}};
    size_t count = SWEEP_PAGE;
    int swept = 0;
    enum err err = OK;

    while (err == OK && count == SWEEP_PAGE) {
        err = vault_scopes(change->vault, after, SWEEP_PAGE, scopes, &count);
        if (err == OK && count > 0) {
            after = scopes[count - 1];
            err = sweep_page(change, scopes, count, &swept);
        }
    }
    if (swept > 0) {
        log_event(LOG_INFO, "keys_swept", "count=%d", swept);
    }
    return err;
}

enum err key_life_intend_again(struct change *change)
{
    return key_life_store_intend_again(change->db);
}

enum err key_life_resume(struct change *change)
{
    bool more = true;
    enum err err = key_life_belongs(change);

    while (err == OK && more) {
        err = key_life_destroy(change, &more);
    }
    // What a crash kept from being overwritten.
    if (err == OK) {
        err = vault_keys_destroy(change->vault, NULL, 0);
    }
    return err == OK ? sweep(change) : err;
}
