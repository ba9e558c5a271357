// Rows of matching_request.
#ifndef STORE_REQUEST_STORE_H
#define STORE_REQUEST_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/matching.h"
#include "store/db.h"

// What is written once, beside the request itself.
struct request_origin {
    struct text source; // self, team, coordinator
    person_id referred_by;
};

// Errors: ERR_CONFLICT (the carer has an open one).
enum err request_store_insert(struct db *db, const struct matching_request *request,
                              const struct request_origin *origin);

// Everything that may change but the reason of a closed one.
enum err request_store_update(struct db *db, const struct matching_request *request,
                              int64_t now_utc_ms);

// Why it was closed, as ciphertext.
enum err request_store_set_reason(struct db *db, request_id id, struct text sealed,
                                  int64_t version);

// Errors: ERR_NOT_FOUND.
enum err request_store_get(struct db *db, struct arena *arena, request_id id,
                           struct matching_request *request_out);

// The carer's open request. Errors: ERR_NOT_FOUND.
enum err request_store_open_of(struct db *db, struct arena *arena, person_id carer,
                               struct matching_request *request_out);

// How many of the organisation's waiting requests come before `request`: urgent ones
// first, then by the time waited.
enum err request_store_ahead(struct db *db, const struct matching_request *request,
                             int64_t *count_out);

// Whether the carer's consent to matching stands.
enum err request_store_has_consent(struct db *db, person_id carer, bool *consent_out);

// Which requests are listed: urgent ones first, then by the time waited.
struct request_query {
    organisation_id organisation;
    area_id area;          // v == 0: any
    person_id coordinator; // v == 0: any; else those of the areas she coordinates
    person_id viewer;      // carers whose case she works on are left out; v == 0: none
    bool waiting_only;     // only those that take part in runs; else all that are open
                           // and not matched
    const struct matching_request *after; // NULL: from the first
    size_t limit;
};

struct request_list {
    struct matching_request *rows;
    size_t count;
};

enum err request_store_list(struct db *db, struct arena *arena,
                            const struct request_query *query,
                            struct request_list *list_out);

#endif
