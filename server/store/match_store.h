// Rows of match. What somebody wrote and the card of an introduction are ciphertext
// here.
#ifndef STORE_MATCH_STORE_H
#define STORE_MATCH_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/matching.h"
#include "store/db.h"

struct match_row {
    struct match match;
    person_id carer_told_by;     // the coordinator who wrote her answer down
    person_id supporter_told_by; // v == 0: answered by herself
    person_id approved_by;
    person_id ended_by;      // v == 0: has not ended, or by itself
    struct text card_sealed; // under the carer's key
    int64_t card_version;
};

struct match_list {
    struct match *rows;
    size_t count;
};

enum err match_store_insert(struct db *db, const struct match_row *row,
                            int64_t now_utc_ms);

enum err match_store_set_card(struct db *db, const struct match_row *row);

// Everything that may change but the card and the reason.
enum err match_store_update(struct db *db, const struct match_row *row,
                            int64_t now_utc_ms);

// Stores what a word of one of the two changes (first_contact, last_supporter and
// quiet_since of `match`) with `now_utc_ms` as the time of the change; nothing else.
enum err match_store_touch(struct db *db, const struct match *match,
                           int64_t now_utc_ms);

// Errors: ERR_NOT_FOUND.
enum err match_store_get(struct db *db, struct arena *arena, match_id id,
                         struct match_row *row_out);

// The match whose conversation it is and that has not ended. Errors: ERR_NOT_FOUND.
enum err match_store_by_conversation(struct db *db, struct arena *arena,
                                     conversation_id conversation,
                                     struct match *match_out);

// Matches of `person`: those that have not ended, and those that ended, were declined
// or expired since `since_utc_ms`; newest first, at most `limit`.
struct match_of {
    person_id person;
    int64_t since_utc_ms;
    size_t limit;
};
enum err match_store_of(struct db *db, struct arena *arena,
                        const struct match_of *query, struct match_list *list_out);

// Which matches staff list, in id order.
struct match_query {
    organisation_id organisation;
    area_id area;          // v == 0: any
    person_id coordinator; // v == 0: any; else those of the areas she coordinates
    person_id viewer;      // carers whose case she works on are left out; v == 0: none
    bool by_state;
    enum match_state state;
    match_id after;
    size_t limit;
};
enum err match_store_list(struct db *db, struct arena *arena,
                          const struct match_query *query, struct match_list *list_out);

// What a supporter has taken on, without the match `own` (v == 0: none left out).
struct match_load {
    int64_t current; // introduced and not ended
    int64_t pending; // approved or offered
};
enum err match_store_load(struct db *db, person_id supporter, match_id own,
                          struct match_load *load_out);

// What was between two people before.
struct match_past {
    bool declined;        // since the time asked for
    bool ended_for_cause; // ever
};
enum err match_store_past(struct db *db, person_id carer, person_id supporter,
                          int64_t since_utc_ms, struct match_past *past_out);

// Whether `person` works on the carer's case.
enum err match_store_on_case(struct db *db, person_id carer, person_id person,
                             bool *on_case_out);

// What stands between two people now.
struct match_holds {
    // Hold or no-contact, one works on the other's case, or one is not active.
    bool safeguarding;
    bool blocked; // by one of the two
};
enum err match_store_holds(struct db *db, person_id a, person_id b,
                           struct match_holds *holds_out);

#endif
