// Units of work over the transactions of store/db.h.
#include "domain/change.h"

#include "domain/vault.h"
#include "store/db.h"

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

enum err change_undo(struct change *change, enum err why)
{
    if (err_is_of_the_disk(why) || err_is_of_the_disk(change_end(change, why))) {
        return why;
    }
    return change_begin(change);
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
