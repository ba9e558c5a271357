// Rows of session. A live session has not ended, is before `expires` and, for browsers,
// was seen after a moment that the caller gives.
#ifndef STORE_SESSION_STORE_H
#define STORE_SESSION_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "model/person.h"
#include "model/session.h"
#include "store/db.h"

struct session_row {
    session_id id;
    person_id person;
    organisation_id organisation;
    enum session_kind kind;
    struct text device_sealed;
    int64_t device_version;
    int64_t created_utc_ms;
    int64_t seen_utc_ms;
    int64_t expires_utc_ms;
    bool ended;
    int64_t ended_utc_ms; // 0: has not
    bool by_passkey;      // read by session_store_acting* only
};

struct session_rows {
    struct session_row *rows;
    size_t count;
};

// What makes a session live.
struct session_store_moment {
    int64_t now_utc_ms;
    int64_t seen_after_utc_ms;
};

enum err session_store_insert(struct db *db, const struct session_row *row,
                              struct secret_hash hash);

// Ended and expired ones too. Errors: ERR_NOT_FOUND.
enum err session_store_find(struct db *db, struct arena *arena, session_id id,
                            struct session_row *row_out);

enum err session_store_find_by_hash(struct db *db, struct arena *arena,
                                    struct secret_hash hash,
                                    struct session_row *row_out);

// A session with whose it is, as every request asks for it.
struct session_acting {
    struct session_row session; // without its device
    organisation_id organisation;
    enum person_state state;
    struct role_grant roles[ROLES_PER_PERSON_MAX];
    int role_count;
};

// Errors: ERR_NOT_FOUND.
enum err session_store_acting(struct db *db, session_id id,
                              struct session_acting *acting_out);
enum err session_store_acting_by_hash(struct db *db, struct secret_hash hash,
                                      struct session_acting *acting_out);

// Live sessions of `person`, newest first.
enum err session_store_live(struct db *db, struct arena *arena, person_id person,
                            struct session_store_moment moment,
                            struct session_rows *list_out);

// Live sessions that were proved with `passkey` at last.
enum err session_store_live_by_passkey(struct db *db, struct arena *arena,
                                       passkey_id passkey,
                                       struct session_store_moment moment,
                                       struct session_rows *list_out);

// Whether a session that `person` signed in to ended at `since_utc_ms` or later.
enum err session_store_ended_since(struct db *db, person_id person,
                                   int64_t since_utc_ms, bool *ended_out);

// The newest `limit` sessions of `person` that people signed in to, ended or not,
// newest first.
enum err session_store_recent(struct db *db, struct arena *arena, person_id person,
                              size_t limit, struct session_rows *list_out);

// Live integration tokens of everybody, at most `limit`, newest first.
enum err session_store_tokens(struct db *db, struct arena *arena, int64_t now_utc_ms,
                              size_t limit, struct session_rows *list_out);

// At most `limit` that are not live any more and have not been ended.
enum err session_store_lapsed(struct db *db, struct arena *arena,
                              struct session_store_moment moment, size_t limit,
                              struct session_rows *list_out);

// From now on it is one whose owner proved it with `passkey`.
enum err session_store_set_passkey(struct db *db, session_id id, passkey_id passkey);

enum err session_store_touch(struct db *db, session_id id, int64_t now_utc_ms);

// Replaces the device label.
enum err session_store_set_device(struct db *db, const struct session_row *row);

enum err session_store_end(struct db *db, session_id id, int64_t now_utc_ms);
enum err session_store_end_all(struct db *db, person_id person, int64_t now_utc_ms);

// Deletes sessions of `person` that would have expired by now.
enum err session_store_forget_expired(struct db *db, person_id person,
                                      int64_t now_utc_ms);

enum err session_store_count(struct db *db, struct session_store_moment moment,
                             int64_t *count_out);

#endif
