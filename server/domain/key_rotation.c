#include "domain/key_rotation.h"

#include "base/log.h"
#include "domain/vault_state.h"

#define RENEW_EVERY_MS (INT64_C(24) * 3600 * 1000)
#define TELL_EVERY_MS (INT64_C(3600) * 1000) // what an operator has to do

struct masters {
    struct master_row *rows; // oldest first; the last one wraps what is new
    int count;
};

static enum err read_masters(struct change *change, struct masters *masters_out)
{
    const enum err err =
        key_store_masters(change->vault->keys, change->arena, KEYRING_MASTERS,
                          &masters_out->rows, &masters_out->count);

    return err == OK && masters_out->count == 0 ? ERR_CORRUPT : err;
}

static const struct master_row *newest_of(const struct masters *masters)
{
    return &masters->rows[masters->count - 1];
}

// ---- where the newest master key lies

static bool opens(const struct master_row *row, const struct master_key_source *source,
                  enum master_key_place place)
{
    struct secret_key key;
    const bool is_it = master_key_read_at(source, place, &key) == OK &&
                       vault_check_opens(row->check_sealed, &key);

    secret_wipe(&key, sizeof key);
    return is_it;
}

// What a command prints is not asked for: it has what no file has.
static enum master_key_place find_place(const struct master_row *row,
                                        const struct master_key_source *source)
{
    const bool has_command = source->command[0] != '\0';

    if (!has_command && opens(row, source, MASTER_KEY_FILE)) {
        return MASTER_KEY_FILE;
    }
    return opens(row, source, MASTER_KEY_NEXT)     ? MASTER_KEY_NEXT
           : opens(row, source, MASTER_KEY_FORMER) ? MASTER_KEY_FORMER
           : has_command                           ? MASTER_KEY_FILE
                                                   : MASTER_KEY_NOWHERE;
}

enum err key_rotation_status(struct change *change, struct key_status *status_out)
{
    struct masters masters;
    struct key_counts counts;
    enum err err = read_masters(change, &masters);

    if (err == OK) {
        err = key_store_count(change->vault->keys, newest_of(&masters)->id, &counts);
    }
    if (err == OK) {
        *status_out = (struct key_status){
            .master = newest_of(&masters)->id,
            .master_made_utc_ms = newest_of(&masters)->made_utc_ms,
            .keys = counts.keys,
            .renewed = counts.renewed,
            .oldest_utc_ms = counts.oldest_utc_ms,
            .is_rotating = masters.count > 1,
            .left = counts.keys - counts.under_master,
            .place = find_place(newest_of(&masters), &change->policy->master_key),
        };
    }
    return err;
}

enum err key_rotation_is_settled(struct change *change, bool *settled_out)
{
    struct masters masters;
    const enum err err = read_masters(change, &masters);

    if (err == OK) {
        const enum master_key_place place =
            find_place(newest_of(&masters), &change->policy->master_key);
        *settled_out = masters.count > 1 ||
                       (place != MASTER_KEY_NEXT && place != MASTER_KEY_FORMER);
    }
    return err;
}

static void look_at(struct vault *vault, const struct key_page *page,
                    struct key_findings *findings)
{
    for (int i = 0; i < page->count; i++) {
        const struct ad ad = ad_of_key(page->rows[i].name);
        struct secret_key key;
        findings->keys++;
        if (vault_unwrap(vault, page->rows[i].wrapped, &ad, &key) != OK) {
            findings->closed++;
        }
        secret_wipe(&key, sizeof key);
    }
}

enum err key_rotation_verify(struct vault *vault, struct key_findings *findings_out)
{
    struct key_page page = {.count = KEY_ROTATION_BATCH};
    struct key_name after = {.version = 0};
    enum err err = OK;

    *findings_out = (struct key_findings){0};
    while (err == OK && page.count == KEY_ROTATION_BATCH) {
        struct arena *arena = arena_new();
        err = key_store_page(vault->keys, arena, after, KEY_ROTATION_BATCH, &page);
        if (err == OK && page.count > 0) {
            look_at(vault, &page, findings_out);
            after = page.rows[page.count - 1].name;
        }
        arena_free(arena);
    }
    return err;
}

// ---- beginning

// What a key service gives, and what lies where we may not write, is the operator's to
// change; until then the next master key opens this folder from its file. It does not
// fail the step: nothing that is done to keys has to wait for it.
static void settle_file(struct change *change, const struct master_row *row)
{
    const struct master_key_source *source = &change->policy->master_key;
    const enum master_key_place place = find_place(row, source);
    const bool has_command = source->command[0] != '\0';
    int64_t *told_utc_ms = &change->vault->walk.told_utc_ms;

    if (place == MASTER_KEY_FILE || place == MASTER_KEY_NOWHERE) {
        return;
    }
    if (!has_command && master_key_settle(source, place) == OK) {
        log_event(LOG_INFO, "keys_rotated", "master=%lld", (long long)row->id);
        return;
    }
    if (change->now_utc_ms >= *told_utc_ms &&
        change->now_utc_ms - *told_utc_ms < TELL_EVERY_MS) {
        return;
    }
    *told_utc_ms = change->now_utc_ms;
    if (has_command) {
        log_event(LOG_WARN, "next_master_key_in_use", "master=%lld what_to_do=%s",
                  (long long)row->id, "have_the_command_give_it_and_remove_its_file");
    } else {
        log_event(LOG_ERROR, "master_key_not_in_its_place", "master=%lld what_to_do=%s",
                  (long long)row->id, "move_it_there_as_kithctl_keys_status_says");
    }
}

// The old master key is in use no more. Does nothing where none was rotated. Never in a
// batch that may still be undone: keys.db would need the old one again. Errors: ERR_IO
// (the journal still has keys under it).
static enum err settle(struct change *change, const struct master_row *row)
{
    struct key_walk *walk = &change->vault->walk;
    enum err err = OK;

    keyring_keep(change->vault->keyring, row->id);
    if (walk->has_ended) {
        err = vault_scrub(change->vault);
        walk->has_ended = err != OK;
    }
    settle_file(change, row);
    return err;
}

// Reads the next one, or makes it. Errors: ERR_NOT_FOUND (it cannot be made here),
// ERR_CONFLICT (it is the one in use), those of its file.
static enum err read_next(struct change *change, const struct master_row *row,
                          struct secret_key *next_out)
{
    const struct master_key_source *source = &change->policy->master_key;
    enum err err = OK;

    switch (find_place(row, source)) {
    case MASTER_KEY_NEXT:
    case MASTER_KEY_FORMER:
        return ERR_CONFLICT; // the last one is not over
    case MASTER_KEY_FILE:
    case MASTER_KEY_NOWHERE: // it was taken away after the start: that is allowed
        break;
    }
    err = master_key_read_next(source, false, next_out);
    if (err == ERR_NOT_FOUND && master_key_may_make_next(source)) {
        err = master_key_read_next(source, true, next_out);
    }
    if (err == OK && vault_check_opens(row->check_sealed, next_out)) {
        err = ERR_CONFLICT;
    }
    // Whoever wrote it may have left that to the kernel.
    return err == OK ? master_key_keep_next(source) : err;
}

enum err key_rotation_begin(struct change *change)
{
    struct masters masters;
    struct secret_key next;
    enum err err = read_masters(change, &masters);

    if (err == OK && masters.count > 1) {
        return ERR_WRONG_STATE;
    }
    if (err == OK && !change->vault->has_uncommitted) {
        err = settle(change, &masters.rows[0]); // where that was left undone
    }
    if (err == OK) {
        err = read_next(change, &masters.rows[0], &next);
    }
    if (err == OK) {
        err = vault_begin(change->vault);
    }
    if (err == OK) {
        const struct master_row row = {.id = masters.rows[0].id + 1,
                                       .made_utc_ms = change->now_utc_ms,
                                       .check_sealed =
                                           vault_check_seal(change->arena, &next)};
        err = key_store_put_master(change->vault->keys, &row);
    }
    secret_wipe(&next, sizeof next);
    return err;
}

// ---- the walk through all keys

static void walk_begin(struct key_walk *walk, enum key_walk_for what)
{
    walk->what = what;
    walk->after = (struct key_name){.version = 0};
}

// The next keys in order. `is_last_out`: there are none after these.
static enum err walk_on(struct change *change, struct key_page *page_out,
                        bool *is_last_out)
{
    struct key_walk *walk = &change->vault->walk;
    const enum err err = key_store_page(change->vault->keys, change->arena, walk->after,
                                        KEY_ROTATION_BATCH, page_out);

    if (err == OK && page_out->count > 0) {
        walk->after = page_out->rows[page_out->count - 1].name;
    }
    *is_last_out = page_out->count < KEY_ROTATION_BATCH;
    return err;
}

static enum err wrap_anew(struct change *change, const struct key_row *row)
{
    struct vault *vault = change->vault;
    const struct ad ad = ad_of_key(row->name);
    struct secret_key key;
    enum err err = vault_unwrap(vault, row->wrapped, &ad, &key);

    if (err == OK) {
        err = key_store_wrap(vault->keys, row->name,
                             vault_wrap(vault, change->arena, &key, &ad));
        secret_wipe(&key, sizeof key);
    }
    return err;
}

static enum err wrap_service(struct vault *vault, struct arena *arena, const char *name)
{
    const struct ad ad = ad_of_service(name);
    struct wrapped_key wrapped;
    struct secret_key key;
    enum err err = key_store_get_service(vault->keys, arena, name, &wrapped);

    if (err == OK) {
        err = vault_unwrap(vault, wrapped, &ad, &key);
    }
    if (err == OK) {
        err = key_store_put_service(vault->keys, name,
                                    vault_wrap(vault, arena, &key, &ad));
        secret_wipe(&key, sizeof key);
    }
    return err;
}

static enum err wrap_services(struct change *change)
{
    enum err err = vault_begin(change->vault);

    for (int i = 0; err == OK && vault_service_names[i] != NULL; i++) {
        err = wrap_service(change->vault, change->arena, vault_service_names[i]);
    }
    return err;
}

static enum err wrap_page(struct change *change, int64_t newest)
{
    struct key_page page = {NULL, 0};
    bool is_last = false;
    enum err err = vault_begin(change->vault);

    if (err == OK) {
        err = walk_on(change, &page, &is_last);
    }
    for (int i = 0; err == OK && i < page.count; i++) {
        if (page.rows[i].wrapped.master != newest) {
            err = wrap_anew(change, &page.rows[i]);
        }
    }
    if (err == OK && is_last) {
        walk_begin(&change->vault->walk, KEY_WALK_VERIFY);
    }
    return err;
}

static enum err verify(struct change *change, const struct key_row *row, int64_t newest)
{
    const struct ad ad = ad_of_key(row->name);
    struct secret_key key;
    const enum err err = row->wrapped.master != newest
                             ? ERR_CORRUPT
                             : vault_unwrap(change->vault, row->wrapped, &ad, &key);

    secret_wipe(&key, sizeof key);
    return err;
}

static enum err verify_services(struct change *change, int64_t newest)
{
    enum err err = OK;

    for (int i = 0; err == OK && vault_service_names[i] != NULL; i++) {
        struct wrapped_key wrapped;
        err = key_store_get_service(change->vault->keys, change->arena,
                                    vault_service_names[i], &wrapped);
        if (err == OK && wrapped.master != newest) {
            err = ERR_CORRUPT;
        }
    }
    return err;
}

// The last step lets the old master key go from keys.db; from memory the one after it,
// when that is durable.
static enum err verify_page(struct change *change, const struct masters *masters)
{
    const int64_t newest = newest_of(masters)->id;
    struct key_page page = {NULL, 0};
    bool is_last = false;
    enum err err = walk_on(change, &page, &is_last);

    for (int i = 0; err == OK && i < page.count; i++) {
        err = verify(change, &page.rows[i], newest);
    }
    if (err == OK && is_last) {
        err = verify_services(change, newest);
    }
    if (err == OK && is_last) {
        err = vault_begin(change->vault);
    }
    if (err == OK && is_last) {
        err = key_store_delete_master(change->vault->keys, masters->rows[0].id);
        change->vault->walk.has_ended = true; // once it is durable
        walk_begin(&change->vault->walk, KEY_WALK_REST);
    }
    return err;
}

// In the batch that begins the rotation: were it undone, what the ring then wraps would
// name a master key that keys.db does not know.
static bool must_wait(const struct change *change, const struct master_row *row)
{
    struct secret_key next;
    const bool has_it = keyring_get(change->vault->keyring, row->id, &next);

    secret_wipe(&next, sizeof next);
    return !has_it && change->vault->has_uncommitted;
}

// Only now, when keys.db durably knows the next master key, does the ring take it: what
// is new is wrapped by it from here on.
static enum err take_next(struct change *change, const struct master_row *row)
{
    struct keyring *ring = change->vault->keyring;
    struct secret_key next;
    enum err err = OK;

    if (keyring_get(ring, row->id, &next)) {
        secret_wipe(&next, sizeof next);
        return OK;
    }
    err = master_key_read_next(&change->policy->master_key, false, &next);
    if (err == OK && !vault_check_opens(row->check_sealed, &next)) {
        err = ERR_DENIED;
    }
    if (err == OK) {
        err = keyring_add(ring, &next);
        err = err == ERR_CONFLICT ? OK : err;
    }
    if (err == OK) {
        keyring_name(ring, &next, row->id);
    }
    secret_wipe(&next, sizeof next);
    return err;
}

static enum err rotate(struct change *change, const struct masters *masters)
{
    struct key_walk *walk = &change->vault->walk;
    enum err err = take_next(change, newest_of(masters));

    if (err == OK && walk->what != KEY_WALK_WRAP && walk->what != KEY_WALK_VERIFY) {
        walk_begin(walk, KEY_WALK_WRAP);
        err = wrap_services(change);
    }
    if (err == OK) {
        err = walk->what == KEY_WALK_WRAP ? wrap_page(change, newest_of(masters)->id)
                                          : verify_page(change, masters);
    }
    if (err != OK) {
        log_event(LOG_ERROR, "keys_not_rotated", "err=%s", err_name(err));
        walk_begin(walk, KEY_WALK_REST);
    }
    return err;
}

// ---- afterwards

static enum err renew_old(struct change *change, const struct key_row *row)
{
    const struct key_scope scope = {row->name.conversation, row->name.person};
    struct key_name newest = row->name;
    const bool is_old = change->now_utc_ms - row->made_utc_ms > KEY_RENEW_MS;

    if (!is_old || row->made_utc_ms == 0) {
        return OK;
    }
    const enum err err = key_store_newest(change->vault->keys, newest, &newest.version);
    if (err != OK || newest.version != row->name.version) {
        return err;
    }
    return vault_key_renew(change->vault, scope, change->now_utc_ms);
}

static enum err renew_page(struct change *change, bool *more_out)
{
    struct key_page page = {NULL, 0};
    bool is_last = false;
    enum err err = walk_on(change, &page, &is_last);

    for (int i = 0; err == OK && i < page.count; i++) {
        err = renew_old(change, &page.rows[i]);
    }
    if (err == OK && is_last) {
        walk_begin(&change->vault->walk, KEY_WALK_REST);
    }
    *more_out = err == OK && !is_last;
    return err;
}

enum err key_rotation_step(struct change *change, bool *more_out)
{
    struct key_walk *walk = &change->vault->walk;
    struct masters masters;
    enum err err = read_masters(change, &masters);

    *more_out = false;
    if (err != OK) {
        return err;
    }
    if (masters.count > 1 && must_wait(change, newest_of(&masters))) {
        *more_out = true;
        return OK;
    }
    if (masters.count > 1) {
        err = rotate(change, &masters);
        *more_out = err == OK;
        return err;
    }
    if (walk->what == KEY_WALK_RENEW) {
        return renew_page(change, more_out);
    }
    if (change->vault->has_uncommitted) {
        *more_out = true;
        return OK;
    }
    err = settle(change, &masters.rows[0]);
    if (err == OK && change->now_utc_ms - walk->renewed_utc_ms > RENEW_EVERY_MS) {
        walk->renewed_utc_ms = change->now_utc_ms;
        walk_begin(walk, KEY_WALK_RENEW);
        *more_out = true;
    }
    return err;
}
