// Rows of blind_hash: what keeps relatives, people of one household and colleagues
// apart. Nothing here can be read back.
#ifndef STORE_BLIND_STORE_H
#define STORE_BLIND_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "model/profile.h"
#include "store/db.h"

struct blind_row {
    person_id person;
    enum blind_kind kind;
    int64_t entry;
    struct secret_hash hash;
};

// Adds the hash unless it is there.
enum err blind_store_insert(struct db *db, const struct blind_row *row);

// Whether the person of `row` has its hash already in an entry of its kind.
enum err blind_store_has(struct db *db, const struct blind_row *row, bool *has_out);

// Entries of each kind, BLIND_KINDS of `counts`; `last_out`: the highest number of one.
enum err blind_store_counts(struct db *db, struct arena *arena, person_id person,
                            int64_t *counts, int64_t *last_out);

enum err blind_store_delete(struct db *db, person_id person, enum blind_kind kind);

// Kinds of `a`'s and of `b`'s entries that have a hash in common, as bits 1 << kind.
enum err blind_store_common(struct db *db, struct arena *arena, person_id a,
                            person_id b, unsigned *kinds_out);

// One person who has a hash that others have, too: rows of one `group` share one.
struct blind_store_link {
    int64_t group;
    person_id person;
    enum blind_kind kind;
};

// All of them in `organisation`, by group.
enum err blind_store_links(struct db *db, struct arena *arena,
                           organisation_id organisation,
                           struct blind_store_link **links_out, size_t *count_out);

#endif
