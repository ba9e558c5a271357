#include "domain/audit_keep.h"

#include "domain/audit_head.h"

// Rows wait for one another, so that not each of them gets an anchor of its own.
#define GATHER_MS INT64_C(86400000)

// Whether the oldest row is due. Once it is, all go that are.
static enum err is_due(struct change *change, int64_t before_utc_ms, bool *due_out)
{
    struct audit_link link;
    const enum err err =
        audit_head_store_old(change->db, before_utc_ms - GATHER_MS, 1, &link);

    *due_out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err let_go(struct change *change, int64_t before_utc_ms, int max,
                       bool *more_out)
{
    struct audit_head anchor = {.at_utc_ms = change->now_utc_ms};
    struct audit_head former;
    struct audit_link last;
    enum err err = audit_head_store_old(change->db, before_utc_ms, max, &anchor.link);

    if (err == OK) {
        err = audit_head_store_anchor(change->db, &former);
    }
    if (err == OK) {
        err = audit_store_last(change->db, &last);
    }
    if (err != OK) {
        return err;
    }
    anchor.held = last.seq - anchor.link.seq;
    audit_head_sign(change->vault, AUDIT_ANCHOR, &anchor);
    err = audit_head_store_let_go(change->db, &anchor);
    *more_out = anchor.link.seq - former.link.seq == max;
    return err == OK ? change_audit(change, "audit.let_go", anchor.link.seq, AUDIT_DONE)
                     : err;
}

enum err audit_keep_run_due(struct change *change, int max, bool *more_out)
{
    const int64_t before_utc_ms = change->now_utc_ms - change->policy->audit_keep_ms;
    bool due = false;
    bool more = false;
    const bool keeps_all = change->policy->audit_keep_ms == 0;
    enum err err = keeps_all ? OK : is_due(change, before_utc_ms, &due);

    if (err == OK && due) {
        err = let_go(change, before_utc_ms, max, &more);
    }
    *more_out = more;
    return err;
}
