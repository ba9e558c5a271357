// What the gates of matching ask about people and pairs beside their answers: of one
// person or two for a check, of everybody for a run. Reads only; the rows belong to
// other rooms.
#ifndef STORE_POOL_STORE_H
#define STORE_POOL_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/person.h"
#include "store/db.h"

// Days and times in ms since 1970 UTC, 0: none.
struct pool_person {
    person_id person;
    organisation_id organisation;
    bool is_active;
    bool consents_matching;
    bool consents_sharing;
    bool is_on_hold;
    bool is_heavy;
    bool is_crisis_allowed;
    bool dbs_is_needed;
    int64_t gate_version; // 0: nothing ever changed
    int capacity;
    int load;    // live matches as a supporter
    int pending; // offers that are not answered by both yet
    int64_t paused_until_utc_ms;
    int64_t resting_until_utc_ms;
    int64_t trained_utc_ms;
    int64_t references_utc_ms;
    int64_t agreement_utc_ms;
    int64_t supervision_due_utc_ms;
};

// `own` (v == 0: none) is a match that takes no place. Errors: ERR_NOT_FOUND.
enum err pool_store_person(struct db *db, person_id person, match_id own,
                           struct pool_person *row_out);

// What may stand between two people; bits.
#define POOL_BLOCKED 1u
#define POOL_NO_CONTACT 2u
#define POOL_LINKED_FAMILY 4u
#define POOL_SAME_HOUSEHOLD 8u
#define POOL_SAME_EMPLOYER 16u
#define POOL_DECLINED 32u // one of them said no since the time asked for
#define POOL_ENDED_FOR_CAUSE 64u
#define POOL_ON_CASE 128u  // `b` works on the case of the carer `a`
#define POOL_ASSESSOR 256u // `b` assesses the carer `a`
#define POOL_ONE_WAY (POOL_ON_CASE | POOL_ASSESSOR) // the others hold both ways round

struct pool_pair {
    person_id a;
    person_id b;
    unsigned bits;
};

// Sets pair.bits.
enum err pool_store_pair(struct db *db, int64_t declined_since_utc_ms,
                         struct pool_pair *pair);

struct pool_pairs {
    struct pool_pair *pairs;
    size_t count;
};

// Every pair of `organisation` with something between them, in no order; a pair may
// come several times, with different bits.
enum err pool_store_pairs(struct db *db, struct arena *arena,
                          organisation_id organisation, int64_t declined_since_utc_ms,
                          struct pool_pairs *pairs_out);

struct pool_neighbours {
    struct pool_neighbour {
        area_id area;
        area_id neighbour;
    } * pairs;

    size_t count;
};

// Areas that lie beside each other, by area and neighbour.
enum err pool_store_neighbours(struct db *db, struct arena *arena,
                               struct pool_neighbours *neighbours_out);

// Who waits: requests in the state waiting with a clock that runs, longest first.
struct pool_request {
    request_id request;
    person_id carer;
    area_id area;
    bool is_urgent; // by a mark of staff
    int64_t waiting_since_utc_ms;
};

struct pool_requests {
    struct pool_request *rows;
    size_t count;
};
enum err pool_store_waiting(struct db *db, struct arena *arena,
                            organisation_id organisation, size_t limit,
                            struct pool_requests *requests_out);

// Up to `limit` active people of `organisation` who are supporters somewhere, in id
// order.
enum err pool_store_supporters(struct db *db, struct arena *arena,
                               organisation_id organisation, size_t limit,
                               struct person_ids *people_out);

#endif
