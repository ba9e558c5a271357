// Rows of group_setting and group_pin: what a group has settled, and what stands at its
// top.
#ifndef STORE_GROUP_STORE_H
#define STORE_GROUP_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/group.h"
#include "store/db.h"

struct group_setting_row {
    int64_t agreement;
    struct text agreement_sealed;
    int64_t agreement_version;
    struct text theme_sealed;
    int64_t theme_version;
    enum group_open open;
    int64_t slow_s;
};

// Errors: ERR_NOT_FOUND (nothing is settled).
enum err group_store_setting(struct db *db, struct arena *arena, conversation_id id,
                             struct group_setting_row *row_out);
enum err group_store_put_setting(struct db *db, conversation_id id,
                                 const struct group_setting_row *row);

struct group_pin {
    conversation_id conversation;
    int64_t seq;
    person_id by;
    int64_t at_utc_ms;
};

// A second time changes nothing.
enum err group_store_pin(struct db *db, const struct group_pin *pin);
enum err group_store_unpin(struct db *db, conversation_id id, int64_t seq,
                           bool *was_out);

// A message at the top.
struct group_pinned {
    int64_t seq;
    person_id author;
};

struct group_pins {
    struct group_pinned *rows;
    size_t count;
};

// Those that are not removed, in their order.
enum err group_store_pins(struct db *db, struct arena *arena, conversation_id id,
                          struct group_pins *pins_out);

#endif
