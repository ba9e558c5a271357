// A small organisation in a real database and a real vault, for tests of the domain.
// Amara coordinates North; June, Dorothy and Mo are carers and Priya is a supporter
// there; Sid coordinates South and Nell is a carer there; Ada administers everything.
#ifndef UNIT_WORLD_H
#define UNIT_WORLD_H

#include "domain/change.h"
#include "domain/history.h"
#include "domain/message.h"
#include "model/safety.h"

struct world {
    char folder[64];
    struct db *db;
    struct vault *vault;
    struct keyring *keyring;
    struct policy policy;
    struct change change; // the current unit of work, and what came of the last one
    int64_t now_utc_ms;
    organisation_id organisation;
    area_id north;
    area_id south;
    person_id amara;
    person_id june;
    person_id dorothy;
    person_id mo;
    person_id priya;
    person_id sid;
    person_id nell;
    person_id ada;
    bool breaks_rules; // a test wrote rows itself that no unit of work would
};

void world_open(struct world *world);
void world_close(struct world *world);

// keys.db and kith.db know that they belong together, as after a start.
void world_introduce(struct world *world);

// Begins a unit of work as `person` (v == 0: an operator), a second after the last one.
struct change *world_as(struct world *world, person_id person);

// The unit of work goes on as somebody else.
void world_act(struct world *world, person_id person);

// Ends it: kept durably where `result` is OK, else undone. Gives `result`. What came of
// it stays in world->change until the next one begins.
enum err world_end(struct world *world, enum err result);

// Shorthands that must succeed, each a unit of work of its own.
conversation_id world_group(struct world *world); // Amara, June, Dorothy and Mo
conversation_id world_pair(struct world *world);  // June and Priya

// Within a unit of work: `person`, who is in `group`, has accepted its agreement.
void world_accept(struct world *world, conversation_id group, person_id person);
int64_t world_say(struct world *world, person_id by, conversation_id conversation,
                  const char *text);
void world_block(struct world *world, person_id person, person_id blocked);

void world_grant(struct world *world, person_id person, enum role role); // everywhere

// Whether the last unit of work told `person` that there is something to look at.
bool world_is_told(struct world *world, person_id person);

// How many notes for the safety ledger are of `kind`.
int64_t world_noted(struct world *world, enum safety_kind kind);

// What `person` reads of everything; what is in the page lives until the next unit of
// work.
struct history_page world_read(struct world *world, person_id person,
                               conversation_id conversation);

// The event at `seq` of the page, or NULL.
const struct event *world_event(const struct history_page *page, int64_t seq);

#define assert_text_is(t, literal)                                                     \
    do {                                                                               \
        struct text got = (t);                                                         \
        assert_int_equal(got.len, sizeof(literal) - 1);                                \
        assert_memory_equal(got.s, literal, sizeof(literal) - 1);                      \
    } while (0)

#endif
