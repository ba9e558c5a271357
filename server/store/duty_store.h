// Rows of duty: the rota.
#ifndef STORE_DUTY_STORE_H
#define STORE_DUTY_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/group.h"
#include "store/db.h"

struct duty_row {
    struct duty duty;
    organisation_id organisation;
    person_id made_by;
    int64_t made_utc_ms;
};

enum err duty_store_insert(struct db *db, const struct duty_row *row);

// Errors: ERR_NOT_FOUND.
enum err duty_store_get(struct db *db, struct arena *arena, duty_id id,
                        struct duty_row *row_out);

enum err duty_store_delete(struct db *db, duty_id id);
enum err duty_store_end(struct db *db, duty_id id, int64_t until_utc_ms);

// Duties of one post that end after `after_utc_ms`, of people who are active and still
// have that part: a coordinator one with `area`, where that is given, a facilitator one
// of the group's keepers.
struct duty_post {
    organisation_id organisation;
    enum duty_part part;
    conversation_id conversation;
    area_id area;
    int64_t after_utc_ms;
    size_t limit;
};

struct duty_list {
    struct duty *rows;
    size_t count;
};

// By when they begin, at most `limit`.
enum err duty_store_of_post(struct db *db, struct arena *arena,
                            const struct duty_post *post, struct duty_list *list_out);

// Whose duties are counted: those of `person` that end after `after_utc_ms`, and how
// many of them overlap the duty `row`.
enum err duty_store_count(struct db *db, const struct duty_row *row,
                          int64_t after_utc_ms, int64_t *count_out,
                          int64_t *overlap_out);

// Duties of an organisation that end after `from` and begin before `until`.
struct duty_range {
    organisation_id organisation;
    conversation_id conversation; // v == 0: of any group, and of none
    int64_t from_utc_ms;
    int64_t until_utc_ms;
    struct duty after; // its time of beginning and id: where to go on; zero at first
    size_t limit;
};

// By when they begin, then by id.
enum err duty_store_range(struct db *db, struct arena *arena,
                          const struct duty_range *range, struct duty_list *list_out);

#endif
