// One request on its way down: decoded arguments, who asks, and what the stages of a
// slow request leave for each other. Owned by exactly one thread at a time.
#ifndef COMMAND_REQUEST_H
#define COMMAND_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/text.h"

struct backup_settings;
struct command_row;
struct call;
struct matching_job;
struct outbox_letter;
struct scan_job;

enum request_kind {
    REQUEST_COMMAND,  // a command of the protocol
    REQUEST_SLICE,    // events that a connection missed and the ring no longer has
    REQUEST_MARKS,    // read marks to be written down
    REQUEST_TOKEN,    // whose integration token is it (before attaching)
    REQUEST_PROBE,    // does the database answer (for /readyz)
    REQUEST_TICK,     // what may be due by now: each second, and when something asks
    REQUEST_HEADS,    // the audit log's newest head is to be written out
    REQUEST_MATCHING, // a run of matching that somebody requested
    REQUEST_SCAN,     // what was written is to be looked through
    REQUEST_OUTBOX,   // something is to be sent by mail or command
    REQUEST_KEYS,     // keys are to be wrapped anew, renewed or destroyed
    REQUEST_BACKUP    // a backup is to be made
};

enum credential_kind {
    CREDENTIAL_NONE,
    CREDENTIAL_SESSION, // an attached connection, or a ticket: by session id
    CREDENTIAL_TOKEN,   // a cookie or a bearer token: by hash
    CREDENTIAL_OPERATOR // the admin socket or kithctl itself
};

struct credential {
    enum credential_kind kind;
    session_id session;
    struct secret_hash token_hash;
    bool
        is_bearer; // integration token (Authorization header or attach), not the cookie
};

// In the order in which a request goes through those it has.
enum request_stage {
    STAGE_PREPARE, // on a reader or the worker: what has to be read beforehand
    STAGE_HASH,    // on a hasher
    STAGE_SOLVE,   // on the worker, without the database
    STAGE_SEND,    // on the sender
    STAGE_COPY,    // on the writer between two batches, again and again
    STAGE_STORE,   // on the writer, again and again: a bounded piece at a time
    STAGE_RUN
};

// What the stages of signing in leave for each other.
struct password_job {
    struct text password;                  // set by prepare, in the arena
    char stored[SECRET_PASSWORD_HASH_MAX]; // "" asks for a new hash only
    struct text next; // not empty: what `fresh` is to be of, where `password` matches
    bool matches;     // set by the hasher: `password` gives `stored`
    char
        fresh[SECRET_PASSWORD_HASH_MAX]; // set by the hasher where a new hash is needed
    uint64_t account_key;                // what the per-account rate limit counts by
    bool known_device; // has tries of its own: a session that nobody ended
    bool is_halfway;   // it was right, and no code was given yet: that is no guess
};

// What the stages of a command that hashes leave for each other: `stretched[i]` is of
// `texts[i]`. All in the arena, set by prepare and filled in by the hasher.
struct stretch_job {
    const struct text *texts;
    struct secret_hash *stretched;
    size_t count;
    struct secret_salt salt;
};

// What is done to keys, each in requests of its own: where one fails for good the
// others go on.
enum keys_job {
    KEYS_FORGET_PERSON, // a step of domain/erasure_step.h
    KEYS_END_RECORD,    // of domain/care/concern_end.h
    KEYS_KEEP,          // of domain/key_rotation.h
    KEYS_COUNT_DAY,     // of domain/start_count.h
    KEYS_DESTROY        // of domain/key_life.h, what nothing else has destroyed
};

#define KEYS_JOBS 5

// What may be due, each in requests of its own: where one fails for good, people are
// called all the same. In this order: what one brings about, those after it find.
enum tick_job {
    TICK_TIMERS,    // domain/timer.h: calls for help go on being made by these
    TICK_LETTERS,   // is there something to be sent
    TICK_SCAN,      // was something left out that is to be looked through again
    TICK_SESSIONS,  // that lapsed
    TICK_MATCHING,  // runs by the calendar, and the next one to be computed
    TICK_AUDIT,     // rows whose time is over
    TICK_RETENTION, // domain/retention.h
    TICK_TIDY,      // letters that were sent
    TICK_KEYS,      // is there a step for KEYS_FORGET_PERSON or KEYS_END_RECORD
    TICK_BACKUP     // is one due; and the clock by which that is known
};

#define TICK_JOBS 10

struct read_mark {
    person_id person;
    conversation_id conversation;
    int64_t read;
};

struct request {
    struct arena *arena;
    enum request_kind kind;
    enum request_stage stage;
    const struct command_row *command;
    const void *args;
    struct text rpc_id; // the JSON text of the id, for the reply
    struct credential credential;
    bool via_http;
    bool is_denied;     // by a reader: the writer says so, and notes it
    uint64_t origin;    // the connection that asked; only transport looks at it
    struct text device; // a label of the device that asks, from the User-Agent header
    size_t bytes;       // of the frame it came in, for the writer's batch limit

    struct password_job password; // EFFECTS_SIGNS_IN
    struct stretch_job stretch;   // EFFECTS_HASHES
    void *prepared; // what a command's prepare stage leaves for its handler, in `arena`
    // What is to be solved between the stages; owned. REQUEST_MATCHING: for `run`.
    struct matching_job *matching;
    run_id run;
    // attach and list: marks that are not written down yet and count as read.
    // REQUEST_MARKS: the marks to write.
    enum tick_job tick_job; // REQUEST_TICK
    bool takes_run;         // TICK_MATCHING: a run may begin
    const struct read_mark *marks;
    size_t mark_count;
    // REQUEST_SCAN: how much of it, see domain/care/scan.h; what was found, in the
    // arena.
    int scan_times;
    struct scan_job *scan;
    struct outbox_letter *letter; // REQUEST_OUTBOX: in the arena
    enum keys_job keys_job;       // REQUEST_KEYS
    // REQUEST_BACKUP: what came of the stages so far; settings in the arena.
    enum err backup_result;
    const struct backup_settings *backup;
    // REQUEST_SLICE
    conversation_id slice_conversation;
    int64_t slice_from;
    person_id slice_person;

    struct call *call; // while it runs: what its handler works with (command/call.h)
};

// A request in an arena of its own. Owner: the caller, until it is handed on.
struct request *request_new(enum request_kind kind);

// Frees the request and its arena; request_free(NULL) does nothing.
void request_free(struct request *request);

#endif
