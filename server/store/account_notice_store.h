// Rows of account_notice: what people are told about their accounts.
#ifndef STORE_ACCOUNT_NOTICE_STORE_H
#define STORE_ACCOUNT_NOTICE_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/account.h"
#include "store/db.h"

// Stores a new one.
enum err account_notice_store_insert(struct db *db,
                                     const struct account_notice *notice);

struct account_notices {
    struct account_notice *items;
    size_t count;
};

struct account_notice_query {
    person_id person;
    int64_t since_utc_ms;
    size_t limit;
};

// Those of `query->person` that are open and not older than that, newest first.
enum err account_notice_store_open(struct db *db, struct arena *arena,
                                   const struct account_notice_query *query,
                                   struct account_notices *notices_out);

struct account_notice_page {
    person_id person;
    int64_t after; // an id
    size_t limit;
};

// All of `page->person` that are kept, closed or not, in the order of their ids.
enum err account_notice_store_kept(struct db *db, struct arena *arena,
                                   const struct account_notice_page *page,
                                   struct account_notices *notices_out);

// What `person` was told of one kind from a moment on, of what `by` did (v == 0: of
// whoever did it), closed or not.
struct account_notice_tally {
    person_id person;
    enum account_news news;
    person_id by;
    int64_t since_utc_ms;
};

// How often, and when first; 0: never.
enum err account_notice_store_count(struct db *db,
                                    const struct account_notice_tally *tally,
                                    int64_t *count_out, int64_t *first_utc_ms_out);

// Closes those of `person` after `after_utc_ms`, up to now, but what is about
// `session`.
enum err account_notice_store_close(struct db *db, person_id person, session_id session,
                                    int64_t after_utc_ms, int64_t now_utc_ms);

// Deletes what `person` was told before `before_utc_ms`.
enum err account_notice_store_forget(struct db *db, person_id person,
                                     int64_t before_utc_ms);

#endif
