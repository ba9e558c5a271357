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

static enum err are_doors_closed(struct change *change, bool *closed_out)
{
    struct text value;
    const enum err err =
        meta_store_get(change->db, change->arena, SAFETY_DOORS, &value);

    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *closed_out = err == OK;
    return OK;
}

// Whether a ledger that ends with `last` was done again before this time: nobody has
// read the list of that yet, so that nothing was done since, and kith.db goes on from
// it.
static enum err was_done_again(struct change *change, const struct safety_record *last,
                               bool *done_out)
{
    struct safety_record known;
    bool closed = false;
    enum err err = are_doors_closed(change, &closed);

    *done_out = false;
    if (err != OK || !closed) {
        return err;
    }
    err = safety_store_get(change->db, last->seq, &known);
    *done_out = err == OK && secret_hash_equal(known.hash, last->hash);
    return err == ERR_NOT_FOUND ? OK : err;
}

// What nobody knows, where the ledger ends with `last`, and kith.db with `newest`.
static enum err list_unknown(struct change *change, const struct restore_ledger *ledger,
                             const struct safety_record *last, int64_t newest,
                             struct restored *restored)
{
    bool tells = last->seq > newest;
    const enum err err = tells ? OK : was_done_again(change, last, &tells);

    // One that ends before kith.db tells nothing of the time since.
    if (err == OK && !tells) {
        return restore_list_nothing_known(change, &restored->issues);
    }
    return err == OK && !ledger->is_live
               ? restore_list_end(change, restored->ledger_utc_ms, &restored->issues)
               : err;
}

// Reads the ledger up to where kith.db ends, and does again what comes after.
static enum err replay(struct change *change, const struct restore_ledger *ledger,
                       struct restored *restored)
{
    struct safety_record newest;
    struct safety_record record = {0};
    enum err err = safety_store_last(change->db, &newest);
    enum err read = OK;

    while (err == OK && (read = safety_reader_next(ledger->reader, &record)) == OK) {
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
    return err == OK ? list_unknown(change, ledger, &record, newest.seq, restored)
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

    // What is listed already is of a time that nobody has read of yet: it stays.
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

enum err restore_issues(struct change *change, const struct restore_issue *after,
                        struct restore_issues *issues_out)
{
    return safety_store_issues(change->db, change->arena, after, RESTORE_ISSUES_PAGE,
                               issues_out);
}

enum err restore_acknowledge(struct change *change)
{
    bool closed = false;
    enum err err = are_doors_closed(change, &closed);

    if (err == OK && !closed) {
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
