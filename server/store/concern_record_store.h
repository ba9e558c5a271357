// Rows of concern_entry and concern_referral. What was written is ciphertext here.
#ifndef STORE_CONCERN_RECORD_STORE_H
#define STORE_CONCERN_RECORD_STORE_H

#include "store/concern_store.h"

// An entry whose words are sealed: record.text and record.whom are not looked at.
struct concern_record_row {
    struct concern_record record;
    struct concern_sealed text;
    struct concern_sealed whom;
};

#define CONCERN_RECORDS_PAGE 100
#define REFERRALS_MAX 20 // of one concern: there are not more whom it could go to twice

struct concern_record_rows {
    struct concern_record_row *rows;
    size_t count;
    bool more;
};

// The number of the newest entry, 0: there is none.
enum err concern_record_store_last(struct db *db, concern_id id, int64_t *n_out);

// Errors: ERR_CONFLICT (its writer used the cid before).
enum err concern_record_store_insert(struct db *db,
                                     const struct concern_record_row *row);

// Entries after the number `after`, at most CONCERN_RECORDS_PAGE.
enum err concern_record_store_after(struct db *db, struct arena *arena, concern_id id,
                                    int64_t after,
                                    struct concern_record_rows *rows_out);

// What `person` wrote under `cid`. Errors: ERR_NOT_FOUND.
enum err concern_record_store_by_cid(struct db *db, struct arena *arena,
                                     person_id person, struct text cid,
                                     struct concern_record_row *row_out);

enum err concern_record_store_refer(struct db *db, const struct referral *referral);
enum err concern_record_store_reply(struct db *db, referral_id id, int64_t at_utc_ms);

// Errors: ERR_NOT_FOUND.
enum err concern_record_store_referral(struct db *db, struct arena *arena,
                                       referral_id id, struct referral *referral_out);

// Those of a concern, oldest first, at most REFERRALS_MAX.
enum err concern_record_store_referrals(struct db *db, struct arena *arena,
                                        concern_id id, struct referral **list_out,
                                        size_t *count_out);

#endif
