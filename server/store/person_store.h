// Rows of person and role_grant. Names are ciphertext here.
#ifndef STORE_PERSON_STORE_H
#define STORE_PERSON_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/person.h"
#include "store/db.h"

struct person_row {
    person_id id;
    organisation_id organisation;
    enum person_state state;
    struct text name_sealed;
    int64_t name_version;
};

struct person_rows {
    struct person_row *rows;
    size_t count;
};

enum err person_store_insert(struct db *db, const struct person_row *row,
                             conversation_id inbox, int64_t now_utc_ms);
enum err person_store_set_state(struct db *db, person_id id, enum person_state state);

// Errors: ERR_NOT_FOUND.
enum err person_store_find(struct db *db, struct arena *arena, person_id id,
                           struct person_row *row_out);

// Fills at most ROLES_PER_PERSON_MAX of `roles`.
// The state that `word` of the column stands for. Errors: ERR_CORRUPT.
enum err person_store_state(struct text word, enum person_state *state_out);

enum err person_store_roles(struct db *db, person_id id, struct role_grant *roles,
                            int *count_out);

// Errors: ERR_CONFLICT (has it already).
enum err person_store_grant(struct db *db, const struct person_row *row,
                            struct role_grant role);

// Errors: ERR_NOT_FOUND (does not have it).
enum err person_store_revoke(struct db *db, person_id id, struct role_grant role);

// Which people a page holds: those of `organisation` after `after`, former ones left
// out.
struct person_store_filter {
    organisation_id organisation;
    area_id area; // v == 0: any; else those with a role there or everywhere
    bool by_role; // only those with `role` (in `area`)
    enum role role;
    // v == 0: all; else those of the areas she coordinates, but for whom staff keep
    // apart from her.
    person_id coordinator;
    person_id after;
    size_t limit;
};
enum err person_store_page(struct db *db, struct arena *arena,
                           const struct person_store_filter *filter,
                           struct person_rows *page_out);

enum err person_store_count(struct db *db, int64_t *count_out);

#endif
