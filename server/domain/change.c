// Units of work over the transactions of store/db.h.
#include "domain/change.h"

#include "domain/vault.h"
#include "store/audit_store.h"
#include "store/db.h"

#define DENIED_EVERY_MS 60000 // one row a minute shows that somebody keeps trying

enum err change_begin(struct change *change)
{
    return db_is_reader(change->db) ? db_begin(change->db) : db_savepoint(change->db);
}

static void forget_effects(struct change *change)
{
    change->event_count = 0;
    change->subscription_count = 0;
    change->revocation_count = 0;
    change->block_count = 0;
    change->audit_count = 0;
}

enum err change_end(struct change *change, enum err result)
{
    if (db_is_reader(change->db)) {
        db_rollback(change->db);
        return result;
    }
    const enum err err = result == OK ? db_release(change->db) : result;
    if (err == OK) {
        return OK;
    }
    const bool keys_full =
        change->vault != NULL && vault_failed_for_space(change->vault);
    const bool is_full =
        err == ERR_IO && (db_failed_for_space(change->db) || keys_full);
    db_rollback_savepoint(change->db);
    forget_effects(change);
    return is_full ? ERR_READ_ONLY : err;
}

void change_add_event(struct change *change, const struct event *what)
{
    change->events = arena_grow(change->arena, change->events, change->event_count,
                                &change->event_capacity, sizeof *change->events);
    change->events[change->event_count++] = *what;
}

void change_add_subscription(struct change *change,
                             const struct subscription_change *what)
{
    change->subscriptions =
        arena_grow(change->arena, change->subscriptions, change->subscription_count,
                   &change->subscription_capacity, sizeof *change->subscriptions);
    change->subscriptions[change->subscription_count++] = *what;
}

void change_add_revocation(struct change *change, const struct revocation *what)
{
    change->revocations =
        arena_grow(change->arena, change->revocations, change->revocation_count,
                   &change->revocation_capacity, sizeof *change->revocations);
    change->revocations[change->revocation_count++] = *what;
}

void change_add_block(struct change *change, const struct block_pair *what)
{
    change->blocks = arena_grow(change->arena, change->blocks, change->block_count,
                                &change->block_capacity, sizeof *change->blocks);
    change->blocks[change->block_count++] = *what;
}

static struct audit_row audit_row_of(const struct change *change, const char *action,
                                     int64_t object, const char *outcome)
{
    return (struct audit_row){
        .organisation = change->actor.organisation,
        .at_utc_ms = change->now_utc_ms,
        .actor = change->actor.person,
        .action = text_of(action),
        .object = object,
        .outcome = text_of(outcome),
    };
}

enum err change_audit(struct change *change, const char *action, int64_t object,
                      const char *outcome)
{
    const struct audit_row row = audit_row_of(change, action, object, outcome);
    const enum err err = audit_store_append(change->db, &row);

    if (err == OK) {
        change->audit_count++;
    }
    return err;
}

enum err change_audit_denied(struct change *change, const char *action, int64_t object)
{
    const struct audit_row row = audit_row_of(change, action, object, "denied");
    bool has_recent = false;
    enum err err = db_savepoint(change->db);

    if (err != OK) {
        return err;
    }
    err = audit_store_has_recent(change->db, &row, change->now_utc_ms - DENIED_EVERY_MS,
                                 &has_recent);
    if (err == OK && !has_recent) {
        err = audit_store_append(change->db, &row);
    }
    if (err == OK) {
        err = db_release(change->db);
    }
    if (err != OK) {
        db_rollback_savepoint(change->db);
    }
    return err;
}
