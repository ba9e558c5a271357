// Small facts about the database itself: whether it is a demo, the clock's offset.
#ifndef STORE_META_STORE_H
#define STORE_META_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

struct db;

// Writes `value` under `key`, replacing what was there.
enum err meta_store_put(struct db *db, const char *key, struct text value);

// Nothing is under `key` any more.
enum err meta_store_remove(struct db *db, const char *key);

// The value under `key`. Errors: ERR_NOT_FOUND.
enum err meta_store_get(struct db *db, struct arena *arena, const char *key,
                        struct text *value_out);

// The same of a number; 0 where nothing is under `key`.
enum err meta_store_put_number(struct db *db, const char *key, int64_t value);
enum err meta_store_number(struct db *db, const char *key, int64_t *value_out);

#endif
