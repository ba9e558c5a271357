#include "domain/restore.h"

#include "domain/key_life.h"
#include "domain/restore_replay.h"
#include "domain/safety.h"
#include "domain/start_count.h"
#include "store/meta_store.h"
#include "store/restore_store.h"

#define EPOCHS_AT_ONCE 200

static enum err renew_epochs(struct change *change)
{
    int64_t after = 0;
    int count = EPOCHS_AT_ONCE;
    enum err err = OK;

    while (err == OK && count == EPOCHS_AT_ONCE) {
        err = restore_store_renew_epochs(change->db, &after, EPOCHS_AT_ONCE, &count);
    }
    return err;
}

static enum err end_all(struct change *change, struct restored *restored)
{
    enum err err =
        restore_store_end_sessions(change->db, change->now_utc_ms, &restored->sessions);

    if (err == OK) {
        err = restore_store_end_invites(change->db, change->now_utc_ms,
                                        &restored->invites);
    }
    return err == OK ? restore_store_forget_codes(change->db) : err;
}

// Reads the ledger up to where kith.db ends, and does again what comes after.
static enum err replay(struct change *change, const struct restore_ledger *ledger,
                       struct restored *restored)
{
    struct safety_record newest;
    struct safety_record record = {0};
    enum err err = safety_store_last(change->db, &newest);
    enum err read = OK;
    int64_t seen = 0;

    while (err == OK && (read = safety_reader_next(ledger->reader, &record)) == OK) {
        seen = record.seq;
        restored->ledger_utc_ms = record.at_utc_ms;
        if (record.seq == newest.seq && !secret_hash_equal(record.hash, newest.hash)) {
            err = ERR_GONE;
        } else if (record.seq > newest.seq) {
            err = restore_replay(change, &record, &restored->issues);
            restored->replayed++;
        }
    }
    if (err == OK && read != ERR_NOT_FOUND) {
        err = read;
    }
    // One that ends before kith.db tells nothing of the time since.
    if (err == OK && seen <= newest.seq) {
        return restore_list_nothing_known(change, &restored->issues);
    }
    return err == OK && !ledger->is_live
               ? restore_list_end(change, restored->ledger_utc_ms, &restored->issues)
               : err;
}

static enum err raise_count(struct change *change)
{
    int64_t count = 0;
    enum err err = start_count_newest(change->db, change->vault, &count);

    return err == OK ? start_count_raise(change, count + 1) : err;
}

static enum err close_doors(struct change *change, const struct restored *restored)
{
    // restore_list_uncovered has listed what somebody always has to read.
    const enum err err = restored->issues > 0
                             ? meta_store_put(change->db, SAFETY_DOORS, TEXT("1"))
                             : ERR_INTERNAL;

    return err == OK ? change_audit(change, "folder.restore", 0, NULL) : err;
}

enum err restore_run(struct change *change, const struct restore_ledger *ledger,
                     struct restored *restored_out)
{
    struct restored restored = {0};
    enum err err = key_life_belongs(change);

    if (err == OK) {
        err = safety_store_forget_issues(change->db); // of the last time
    }
    if (err == OK) {
        err = restore_list_uncovered(change, &restored.issues);
    }
    if (err == OK) {
        err = ledger->reader == NULL
                  ? restore_list_nothing_known(change, &restored.issues)
                  : replay(change, ledger, &restored);
    }
    if (err == OK) {
        err = restore_list_erasures(change, &restored.issues);
    }
    if (err == OK) {
        err = renew_epochs(change);
    }
    if (err == OK) {
        err = end_all(change, &restored);
    }
    if (err == OK) {
        err = raise_count(change);
    }
    if (err == OK) {
        err = close_doors(change, &restored);
    }
    if (err == OK) {
        *restored_out = restored;
    }
    return err;
}

enum err restore_finish(struct change *change)
{
    enum err err = key_life_intend_again(change);

    if (err == OK) {
        err = key_life_resume(change);
    }
    return err == OK ? start_count_finish(change->vault) : err;
}

enum err restore_issues(struct change *change, struct restore_issues *issues_out)
{
    return safety_store_issues(change->db, change->arena, RESTORE_ISSUES_MAX,
                               issues_out);
}

enum err restore_acknowledge(struct change *change)
{
    struct text value;
    enum err err = meta_store_get(change->db, change->arena, SAFETY_DOORS, &value);

    if (err == ERR_NOT_FOUND) {
        return ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = meta_store_remove(change->db, SAFETY_DOORS);
    }
    if (err == OK) {
        err = safety_store_forget_issues(change->db);
    }
    return err == OK ? change_audit(change, "folder.restore_read", 0, NULL) : err;
}
