// Runs requests: finds out who asks, opens the unit of work, calls the handler of the
// command's row, encodes what came of it. Below it nobody sees JSON, above it nobody
// sees the database.
#ifndef COMMAND_DISPATCH_H
#define COMMAND_DISPATCH_H

#include <stddef.h>

#include "base/clock.h"
#include "command/outcome.h"
#include "command/request.h"
#include "domain/change.h"

struct backup;
struct limit_row;
struct risk_scanner;
struct search_turns;

// What the program tells of itself in server.hello.
struct server_facts {
    const char *version;
    // Limits that the configuration sets: these values instead of those in limit_rows.
    const struct limit_row *settings;
    size_t setting_count;
};

// What one thread runs requests with. All borrowed; on the loop and the hashers, which
// have no database, `db` and `vault` are NULL.
struct dispatcher {
    struct db *db;
    struct vault *vault;
    const struct policy *policy;
    const struct clock *clock;
    const struct server_facts *facts; // what server.hello tells
    // On the scanner: where it keeps what it looks with, made when it first does.
    // NULL elsewhere.
    struct risk_scanner **scanner;
    struct backup *backup;      // on the writer: the one under way; NULL elsewhere
    struct search_turns *turns; // who searches; shared by all that read, or NULL
};

// Where a request has to go next.
enum lane {
    LANE_LOOP, // answered without the database
    LANE_READER,
    LANE_WRITER,
    LANE_WORKER,
    LANE_SCANNER,
    LANE_KEEPER,
    LANE_SENDER,
    LANE_HASHER
};

// The lane for `request` in its current stage.
enum lane dispatch_lane(const struct request *request);

// Runs `request` (taken) on this thread's lane and gives its outcome. On the writer it
// runs inside the open batch, in a savepoint of its own; on a reader in a transaction
// of its own; a stage that solves needs none. A stage before the last one moves the
// request to the next and gives an outcome without a reply that `goes_on`; so does each
// piece but the last of one that stores. Faults of ours (ERR_IO, ERR_CORRUPT,
// ERR_INTERNAL) are logged here, with the `ref` that the reply has.
struct outcome *dispatch_run(const struct dispatcher *dispatcher,
                             struct request *take_request);

// What the scanner's thread looks through messages with. Owner: the slot.
const struct risk_scanner *dispatch_scanner(const struct dispatcher *dispatcher);

// Does the hashing of `request`, which is at STAGE_HASH, and moves it to STAGE_RUN: of
// a password, checks it against what is stored and hashes it anew where nothing is
// stored yet or with too little effort; else stretches what prepare left. Takes about
// 10 ms; needs no database.
void dispatch_hash(struct request *request);

// An outcome with the error reply `err` for a request that was not run. `after_ms` (or
// 0) says when to try again.
struct outcome *dispatch_refuse(struct request *take_request, enum err err,
                                int64_t after_ms);

#endif
