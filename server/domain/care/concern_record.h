// The record of a concern: what was said, what is a fact and what somebody concludes,
// who was told, what was decided, and every step. Entries are added and never changed;
// each is signed by who wrote it.
#ifndef DOMAIN_CARE_CONCERN_RECORD_H
#define DOMAIN_CARE_CONCERN_RECORD_H

#include "domain/care/concern.h"

#define CONCERN_RECORDS_MAX 1000 // of one concern; beyond, it is time for another one

// Adds `record` (kind, and what belongs to it) as the actor's next entry of `id`.
// Errors: ERR_GONE (the concern's key was destroyed), ERR_TOO_LARGE
// (CONCERN_RECORDS_MAX), ERR_CONFLICT (its cid was used).
enum err concern_record_add(struct change *change, concern_id id,
                            const struct concern_record *record);

// The same of what somebody writes by hand: exact words, a fact, an inference and so
// on. A second time with the same cid changes nothing. Errors: as concern_find_for,
// ERR_CID_CONFLICT.
enum err concern_record_write(struct change *change,
                              const struct concern_record *record);

// The entry that the actor wrote under `cid`. Errors: ERR_NOT_FOUND, ERR_GONE.
enum err concern_record_by_cid(struct change *change, struct text cid,
                               struct concern_record *record_out);

// All that is in a concern.
struct concern_full {
    struct concern_view view;
    struct text what;
    struct text where;
    struct text summary;
    struct text keep_reason;
    struct concern_record *records; // a page of them, oldest first
    size_t record_count;
    bool more;
    struct referral *referrals;
    size_t referral_count;
};

#define CONCERN_PAGE_BYTES (30 * 1024) // of entries; what stands around them takes more

// Reads it, its entries after the number `after`. What the actor does not see of it
// stays empty. Errors: ERR_NOT_FOUND, ERR_GONE.
enum err concern_record_read(struct change *change, concern_id id, int64_t after,
                             struct concern_full *full_out);

#endif
