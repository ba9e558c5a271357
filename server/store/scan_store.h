// Rows of risk_progress and risk_total: how far conversations have been looked through.
#ifndef STORE_SCAN_STORE_H
#define STORE_SCAN_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "store/db.h"

// A conversation that has not been looked through to its end.
struct scan_behind {
    conversation_id conversation;
    organisation_id organisation;
    int64_t scanned_seq;
    int64_t head;
};

struct scan_behinds {
    struct scan_behind *rows;
    size_t count;
};

// Pairs and groups with events behind what was looked through, the longest quiet first;
// the first `skip` of them are left out.
enum err scan_store_behind(struct db *db, struct arena *arena, int skip, int limit,
                           struct scan_behinds *list_out);

// How far `conversation` has been looked through; 0: not at all.
enum err scan_store_progress(struct db *db, conversation_id conversation,
                             int64_t *scanned_out);

// From now on it has been looked through up to `scanned_seq`.
enum err scan_store_advance(struct db *db, conversation_id conversation,
                            int64_t scanned_seq);

// Everything there is counts as looked through.
enum err scan_store_advance_all(struct db *db);

struct scan_total {
    int64_t messages;
    int64_t alerts;
};

// Adds `more` to the figures of `organisation`.
enum err scan_store_add(struct db *db, organisation_id organisation,
                        struct scan_total more);
enum err scan_store_total(struct db *db, organisation_id organisation,
                          struct scan_total *total_out);

#endif
