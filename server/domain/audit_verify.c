#include "domain/audit_verify.h"

#include <stdlib.h>

#include "store/audit_walk.h"

#define KEEP_MIN_MS (AUDIT_KEEP_DAYS_MIN * INT64_C(86400000))

// A walk on its way: the heads that it has not come to, exported ones and the folder's.
struct walk {
    const struct audit_verify *verify;
    struct audit_verdict verdict;
    size_t next_head;
    struct audit_head folder_head;
    enum err folder_err; // ERR_NOT_FOUND: no further one
    int64_t last_seq;
};

static void found(struct walk *walk, enum audit_fault fault, int64_t seq,
                  int64_t number)
{
    walk->verdict.faults++;
    walk->verify->found(walk->verify->ctx, fault, seq, number);
}

static void next_folder_head(struct walk *walk)
{
    const int64_t seq = walk->folder_head.link.seq;
    walk->folder_err =
        audit_head_store_after(walk->verify->db, seq, &walk->folder_head);
    // What cannot be read keeps nobody from reading on, unless it is the disk.
    if (walk->folder_err == ERR_CORRUPT && walk->folder_head.link.seq == seq) {
        walk->folder_err = ERR_IO;
    }
}

static bool has_folder_head(const struct walk *walk, int64_t until_seq)
{
    return walk->folder_err != ERR_NOT_FOUND && walk->folder_err != ERR_IO &&
           walk->folder_head.link.seq <= until_seq;
}

static bool is_of(const struct audit_head *head, const struct audit_link *link)
{
    return head->link.seq == link->seq &&
           secret_hash_equal(head->link.hash, link->hash);
}

static void look_at_folder_heads(struct walk *walk, const struct audit_link *link)
{
    while (has_folder_head(walk, link->seq)) {
        const struct audit_head *head = &walk->folder_head;
        if (walk->folder_err != OK || !is_of(head, link) ||
            !audit_head_is_signed(walk->verify->key, AUDIT_HEAD, head)) {
            found(walk, AUDIT_FAULT_FOLDER_HEAD, head->link.seq, 0);
        }
        next_folder_head(walk);
    }
}

// A head between two rows that are there is of one that is missing, which is told.
static void look_at_exported_heads(struct walk *walk, const struct audit_link *link)
{
    const struct audit_verify *verify = walk->verify;

    while (walk->next_head < verify->head_count &&
           verify->heads[walk->next_head].link.seq <= link->seq) {
        const struct audit_head *head = &verify->heads[walk->next_head++];
        if (head->link.seq == link->seq && !is_of(head, link)) {
            found(walk, AUDIT_FAULT_OTHER, link->seq, 0);
        }
    }
}

static void look_at_cover(struct walk *walk, const struct audit_step *step)
{
    const struct audit_verify *verify = walk->verify;

    if (verify->head_count > 0 &&
        step->link.seq <= verify->heads[verify->head_count - 1].link.seq) {
        walk->verdict.covered_seq = step->link.seq;
        return;
    }
    if (walk->verdict.uncovered++ == 0) {
        walk->verdict.uncovered_from_utc_ms = step->at_utc_ms;
    }
}

static enum err look(void *ctx, const struct audit_step *step)
{
    struct walk *walk = ctx;

    switch (step->wrong) {
    case AUDIT_WRONG_NOTHING:
        break;
    case AUDIT_WRONG_ROW:
        found(walk, AUDIT_FAULT_ROW, step->link.seq, 0);
        break;
    case AUDIT_WRONG_MISSING:
        found(walk, AUDIT_FAULT_MISSING, step->link.seq, step->missing);
        break;
    case AUDIT_WRONG_REASON:
        found(walk, AUDIT_FAULT_REASON, step->link.seq, 0);
        break;
    }
    walk->verdict.rows++;
    walk->last_seq = step->link.seq;
    look_at_exported_heads(walk, &step->link);
    look_at_folder_heads(walk, &step->link);
    look_at_cover(walk, step);
    return OK;
}

// Heads of rows that were let go say when these were there.
static void look_at_let_go(struct walk *walk, const struct audit_head *anchor)
{
    const struct audit_verify *verify = walk->verify;

    if (anchor->link.seq == 0) {
        return;
    }
    walk->verdict.let_go = anchor->link.seq;
    walk->last_seq = anchor->link.seq;
    if (!audit_head_is_signed(verify->key, AUDIT_ANCHOR, anchor)) {
        found(walk, AUDIT_FAULT_ANCHOR, anchor->link.seq, 0);
    }
    for (; walk->next_head < verify->head_count; walk->next_head++) {
        const struct audit_head *head = &verify->heads[walk->next_head];
        if (head->link.seq > anchor->link.seq) {
            break;
        }
        if (head->link.seq == anchor->link.seq && !is_of(head, &anchor->link)) {
            found(walk, AUDIT_FAULT_OTHER, head->link.seq, 0);
        }
        if (anchor->at_utc_ms - head->at_utc_ms < KEEP_MIN_MS) {
            found(walk, AUDIT_FAULT_EARLY, head->link.seq, 0);
        }
    }
}

static void look_at_end(struct walk *walk)
{
    const struct audit_verify *verify = walk->verify;
    int64_t last_seq = 0;

    if (verify->head_count > 0) {
        last_seq = verify->heads[verify->head_count - 1].link.seq;
    }
    while (has_folder_head(walk, INT64_MAX)) {
        const struct audit_head *head = &walk->folder_head;
        last_seq = head->link.seq > last_seq ? head->link.seq : last_seq;
        next_folder_head(walk);
    }
    if (last_seq > walk->last_seq) {
        found(walk, AUDIT_FAULT_CUT, last_seq, last_seq - walk->last_seq);
    }
}

static enum err look_at_reasons(struct walk *walk)
{
    int64_t stray = 0;
    const enum err err = audit_walk_stray_reasons(walk->verify->db, &stray);

    if (err == OK && stray > 0) {
        found(walk, AUDIT_FAULT_STRAY, 0, stray);
    }
    return err;
}

static enum err walk_all(struct walk *walk)
{
    struct audit_head anchor = {0};
    enum err err = audit_head_store_anchor(walk->verify->db, &anchor);

    if (err == ERR_CORRUPT) {
        found(walk, AUDIT_FAULT_ANCHOR, anchor.link.seq, 0);
        err = OK;
    }
    if (err != OK) {
        return err;
    }
    next_folder_head(walk);
    look_at_let_go(walk, &anchor);
    err = audit_walk(walk->verify->db, anchor.link, look, walk);
    if (err == OK) {
        look_at_end(walk);
        err = look_at_reasons(walk);
    }
    return err == OK && walk->folder_err == ERR_IO ? ERR_IO : err;
}

static int by_seq(const void *a, const void *b)
{
    const struct audit_head *one = a;
    const struct audit_head *other = b;

    return (one->link.seq > other->link.seq) - (one->link.seq < other->link.seq);
}

enum err audit_verify_run(const struct audit_verify *verify,
                          struct audit_verdict *verdict_out)
{
    struct walk walk = {.verify = verify};

    if (verify->head_count > 1) {
        qsort(verify->heads, verify->head_count, sizeof *verify->heads, by_seq);
    }
    const enum err err = walk_all(&walk);
    if (err == OK) {
        *verdict_out = walk.verdict;
    }
    return err;
}
