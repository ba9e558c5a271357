// Who is there: signing in, sessions, integration tokens. A token is known here only as
// its hash. An unknown handle and a wrong password cannot be told apart, neither by the
// answer nor by the time it takes.
#ifndef DOMAIN_SESSION_H
#define DOMAIN_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/secret.h"
#include "domain/change.h"
#include "model/session.h"

// One person has at most LIMIT_SESSIONS_PER_PERSON live sessions, among them at most so
// many integration tokens, so that browsers always find room.
#define SESSION_TOKENS_MAX 10

// Fill change->actor from a live session. On the writer they also note that the session
// is in use. Errors: ERR_UNAUTHENTICATED (unknown, ended, expired, idle for too long,
// person not active).
enum err session_actor_by_id(struct change *change, session_id id);
enum err session_actor_by_hash(struct change *change, struct secret_hash hash,
                               enum session_kind kind);

// What has to be known before a password is hashed.
struct session_prepared {
    const char *stored;   // what the password must give; a dummy for an unknown handle
    uint64_t account_key; // what the rate limit counts by: the account, or the device
    bool known_device; // `device_hash` is a session of this account that nobody ended
};

// `device_hash` is that of the cookie that came along, or NULL.
enum err session_prepare(struct change *change, struct text handle,
                         const struct secret_hash *device_hash,
                         struct session_prepared *prepared_out);

struct session_start {
    struct text handle;
    bool matches;       // the password gave `stored`
    const char *stored; // from session_prepare
    const char *fresh;  // a new hash to store, or ""
    struct text code;   // of the second step; empty: none
    struct text device;
};

struct session_made {
    person_id person;
    session_id session;
    struct secret_token token;
};

// Signs in. Errors: ERR_UNAUTHENTICATED; as second_factor_check.
enum err session_start(struct change *change, const struct session_start *start,
                       struct session_made *made_out);

// Makes a session for `person`; beyond the limit her oldest browser session ends. On a
// device that is called as none before it, she is told.
enum err session_create(struct change *change, person_id person, struct text device,
                        struct session_made *made_out);

// Notes that the session is in use and, unless empty, what its device is called from
// now on; the label of a token stays the operator's. A session that has ended meanwhile
// stays as it is.
enum err session_seen(struct change *change, session_id id, struct text device);

// Ends the actor's own session. Errors: ERR_UNAUTHENTICATED (has none).
enum err session_end(struct change *change);

// Ends one of the actor's own. Errors: ERR_NOT_FOUND.
enum err session_revoke(struct change *change, session_id id);

// The actor's own live sessions, newest first.
enum err session_list(struct change *change, struct session **list_out,
                      size_t *count_out);

// What the device of a session is called (empty: not known, also where the row is gone)
// and whether it is still signed in.
enum err session_device(struct change *change, session_id id, struct text *device_out,
                        bool *live_out);

// Whether `person` is signed in on any device.
enum err session_has_live(struct change *change, person_id person, bool *has_out);

// Ends all sessions of the actor but the one that she acts with.
enum err session_end_others(struct change *change);

// Ends the sessions that were signed in to with `passkey`, or in which it was made, but
// the one that the actor acts with.
enum err session_end_by_passkey(struct change *change, passkey_id passkey);

// Ends all sessions of `person`, integration tokens too. For rules that have decided
// so.
enum err session_end_all(struct change *change, person_id person);

// Ends sessions that were not used for too long or are too old, so that their open
// sockets close; a bounded number. `*more_out`: there may be more.
enum err session_end_lapsed(struct change *change, bool *more_out);

// For operators. Errors: ERR_DENIED (not an operator), ERR_NOT_FOUND.
enum err session_list_of(struct change *change, person_id person,
                         struct session **list_out, size_t *count_out);
enum err session_revoke_all_of(struct change *change, person_id person);

// An integration token for `person`. Errors: as above; ERR_TOO_LARGE (has
// SESSION_TOKENS_MAX), ERR_WRONG_STATE (not active), ERR_BAD_REQUEST (label).
enum err session_token_create(struct change *change, person_id person,
                              struct text label, struct session_made *made_out,
                              int64_t *expires_utc_ms_out);
enum err session_token_list(struct change *change, struct session **list_out,
                            size_t *count_out);
enum err session_token_revoke(struct change *change, session_id id);

// Live sessions of everybody, for an operator's status.
enum err session_count(struct change *change, int64_t *count_out);

#endif
