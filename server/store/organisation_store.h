// Rows of organisation and area.
#ifndef STORE_ORGANISATION_STORE_H
#define STORE_ORGANISATION_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/person.h"
#include "store/db.h"

struct organisation_row {
    organisation_id id;
    struct text name;
};

struct organisation_rows {
    struct organisation_row *rows;
    size_t count;
};

struct area_rows {
    struct area *rows;
    size_t count;
};

enum err organisation_store_insert(struct db *db, const struct organisation_row *row,
                                   int64_t now_utc_ms);

// Errors: ERR_NOT_FOUND.
enum err organisation_store_find(struct db *db, struct arena *arena, organisation_id id,
                                 struct organisation_row *row_out);

// The oldest `limit`, oldest first.
enum err organisation_store_list(struct db *db, struct arena *arena, size_t limit,
                                 struct organisation_rows *list_out);

// Errors: ERR_CONFLICT (the name is taken in this organisation).
enum err organisation_store_insert_area(struct db *db, organisation_id organisation,
                                        const struct area *area);

// The first `limit` areas in id order: who looks one up relies on it.
enum err organisation_store_areas(struct db *db, struct arena *arena,
                                  organisation_id organisation, size_t limit,
                                  struct area_rows *list_out);

// Errors: ERR_NOT_FOUND (no such area, or one of another organisation).
enum err organisation_store_has_area(struct db *db, organisation_id organisation,
                                     area_id area);

#endif
