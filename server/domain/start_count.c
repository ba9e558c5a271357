#include "domain/start_count.h"

#include "domain/safety.h"
#include "domain/vault_state.h"
#include "store/meta_store.h"

static const char STARTS[] = "starts";
static const char STARTING[] = "starting"; // of keys.db: what kith.db may say as well
static const char COUNTED[] = "counted";   // of keys.db: when that was

struct counts {
    int64_t in_db;
    int64_t in_keys;
    int64_t begun;
};

enum err start_count_has_begun(struct db *db, bool *has_out)
{
    int64_t count = 0;
    const enum err err = meta_store_number(db, STARTS, &count);

    *has_out = err == OK && count > 0;
    return err;
}

static enum err read_counts(struct db *db, struct vault *vault,
                            struct counts *counts_out)
{
    enum err err = meta_store_number(db, STARTS, &counts_out->in_db);

    if (err == OK) {
        err = key_store_number(vault->keys, STARTS, &counts_out->in_keys);
    }
    if (err == OK) {
        err = key_store_number(vault->keys, STARTING, &counts_out->begun);
    }
    return err;
}

enum err start_count_check(struct db *db, struct vault *vault)
{
    struct counts counts;
    const enum err err = read_counts(db, vault, &counts);

    if (err != OK || counts.in_db == counts.in_keys || counts.in_db == counts.begun) {
        return err;
    }
    return counts.in_db < counts.in_keys ? ERR_CURSOR_AHEAD : ERR_EPOCH_CHANGED;
}

static enum err put_number(struct vault *vault, const char *name, int64_t count)
{
    enum err err = vault_begin(vault);

    if (err == OK) {
        err = key_store_put_number(vault->keys, name, count);
    }
    return err;
}

enum err start_count_begin(struct db *db, struct vault *vault)
{
    int64_t count = 0;
    enum err err = meta_store_number(db, STARTS, &count);

    // What kith.db says holds: a start that began and was not made counts as none.
    if (err == OK) {
        err = put_number(vault, STARTS, count);
    }
    if (err == OK) {
        err = put_number(vault, STARTING, count + 1);
    }
    if (err == OK) {
        return vault_commit(vault);
    }
    vault_rollback(vault);
    return err;
}

enum err start_count_note(struct change *change)
{
    int64_t begun = 0;
    enum err err = key_store_number(change->vault->keys, STARTING, &begun);

    if (err == OK) {
        err = put_number(change->vault, COUNTED, change->now_utc_ms);
    }
    if (err == OK) {
        err = meta_store_put_number(change->db, STARTS, begun);
    }
    return err == OK ? safety_note(change, (struct safety_record){.kind = SAFETY_START,
                                                                  .a = begun})
                     : err;
}

enum err start_count_finish(struct vault *vault)
{
    int64_t begun = 0;
    enum err err = key_store_number(vault->keys, STARTING, &begun);

    if (err == OK) {
        err = put_number(vault, STARTS, begun);
    }
    if (err == OK) {
        return vault_commit(vault);
    }
    vault_rollback(vault);
    return err;
}

// Errors: ERR_NOT_FOUND (not yet).
static enum err check_due(struct change *change)
{
    int64_t at_utc_ms = 0;
    const enum err err = key_store_number(change->vault->keys, COUNTED, &at_utc_ms);
    const int64_t ago_ms = change->now_utc_ms - at_utc_ms;

    // What is said to come is of a clock that was wrong.
    return err == OK && ago_ms >= 0 && ago_ms < START_COUNT_EVERY_MS ? ERR_NOT_FOUND
                                                                     : err;
}

static enum err raise_by_one(struct change *change, int64_t in_db, bool *more_out)
{
    enum err err = check_due(change);

    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        err = put_number(change->vault, STARTING, in_db + 1);
    }
    if (err == OK) {
        err = start_count_note(change);
    }
    *more_out = err == OK;
    return err;
}

enum err start_count_run_due(struct change *change, bool *more_out)
{
    struct counts counts;
    const enum err err = read_counts(change->db, change->vault, &counts);

    // What keys.db says may not be durable yet.
    *more_out = err == OK && vault_has_uncommitted(change->vault);
    if (err != OK || *more_out) {
        return err;
    }
    if (counts.in_keys >= counts.begun) {
        return raise_by_one(change, counts.in_db, more_out);
    }
    return counts.in_db == counts.begun
               ? put_number(change->vault, STARTS, counts.begun)
               : start_count_note(change);
}

enum err start_count_newest(struct db *db, struct vault *vault, int64_t *count_out)
{
    struct counts counts;
    const enum err err = read_counts(db, vault, &counts);

    if (err == OK) {
        const int64_t in_keys =
            counts.begun > counts.in_keys ? counts.begun : counts.in_keys;
        *count_out = counts.in_db > in_keys ? counts.in_db : in_keys;
    }
    return err;
}

enum err start_count_raise(struct change *change, int64_t count)
{
    enum err err = put_number(change->vault, STARTING, count);

    if (err == OK) {
        err = meta_store_put_number(change->db, STARTS, count);
    }
    return err == OK
               ? safety_note(change, (struct safety_record){.kind = SAFETY_RESTORED,
                                                            .a = count})
               : err;
}
