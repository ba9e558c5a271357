// Requests asked of a real database with the people of domain/world.h, each run on the
// lane that it belongs to.
#ifndef UNIT_ASKING_H
#define UNIT_ASKING_H

#include "support.h"

#include "command/dispatch.h"
#include "domain/session.h"
#include "domain/world.h"

struct asking {
    struct world world;
    struct clock clock;
    struct db *reader_db;
    struct dispatcher writer;
    struct dispatcher reader;
    struct session_made june;
    struct session_made amara;
};

// Of the running test.
extern struct asking asking;

#define ASKING_TEST(function)                                                          \
    cmocka_unit_test_setup_teardown(function, asking_begin, asking_end)

int asking_begin(void **state);
int asking_end(void **state);

// A session of `person`, and what it is known by.
struct session_made asking_sign_in(person_id person);
struct credential session_of(const struct session_made *made);
struct credential cookie_of(const struct session_made *made);

extern const struct credential nobody;

// The request that a client's frame becomes; its reply has the id 7.
struct request *asking_request(const char *method, const char *params,
                               struct credential credential);

// Runs `take_request`; what the writer did is durable.
struct outcome *asking_run(struct request *take_request);

// Both.
struct outcome *asking_ask(const char *method, const char *params,
                           struct credential credential);

// {"conversation":…, and what else there is; until the next call.
const char *asking_params(conversation_id conversation, const char *rest);

#define MESSAGE ",\"cid\":\"one\",\"text\":\"She slept.\""

// The number that the query `sql` gives.
int64_t asking_count(const char *sql);

void assert_frame_has(const struct frame *frame, const char *part);

// That the outcome is nothing but a refusal, or a result. Each ends it.
void assert_refused(struct outcome *take_outcome, enum err err);
void assert_done(struct outcome *take_outcome);

#endif
