// Rows of invite.
#ifndef STORE_INVITE_STORE_H
#define STORE_INVITE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "model/person.h"
#include "store/db.h"

struct invite_row {
    invite_id id;
    organisation_id organisation;
    struct role_grant role;
    person_id person; // whom accepting makes
    struct text name_sealed;
    int64_t name_version;
    person_id created_by; // v == 0: an operator
    int64_t created_utc_ms;
    int64_t expires_utc_ms;
    bool accepted;
};

// `code_hash` may be NULL: it has no code.
enum err invite_store_insert(struct db *db, const struct invite_row *row,
                             struct secret_hash hash,
                             const struct secret_hash *code_hash);

// Accepted and expired ones too. Errors: ERR_NOT_FOUND.
enum err invite_store_find(struct db *db, struct arena *arena, struct secret_hash hash,
                           struct invite_row *row_out);

// The same, by the hash of its code.
enum err invite_store_find_code(struct db *db, struct arena *arena,
                                struct secret_hash code_hash,
                                struct invite_row *row_out);

// Errors: ERR_NOT_FOUND (was accepted before).
enum err invite_store_accept(struct db *db, invite_id id, int64_t now_utc_ms);

#endif
