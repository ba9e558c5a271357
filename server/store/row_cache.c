#include "store/row_cache.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "store/db_state.h"

// 1,500 people who talk at a time, each with a session, a stay, who is hidden and what
// is between the two of a pair; pages of it that nobody needs cost nothing. Four places
// for a key, so that few lose theirs to another one.
#define WAYS 4
#define BUCKET_BITS 11
#define BUCKETS (1 << BUCKET_BITS)

struct row_slot {
    struct row_key key;
    uint64_t version; // of the connection when it was kept
    unsigned char row[ROW_BYTES_MAX];
};

struct row_cache {
    struct row_slot slots[BUCKETS][WAYS];
};

// What the kept kinds of rows are read from.
static const char *const tables[] = {
    "session", "person",     "role_grant",       "stay",       "conversation",
    "block",   "no_contact", "group_stay",       "group_mute", "group_setting",
    "match",   "pair",       "safeguarding_hold"};

// Columns of these that change all the time: whoever writes one drops the one row that
// has it (session_store_touch, stay_store_mark, group_stay_store_wrote and …_away,
// match_store_touch), reads it anew where it is needed (stay_store_of), or it is no
// part of a kept row.
static const struct {
    const char *table;
    const char *column;
} columns_apart[] = {
    {"session",      "seen_utc_ms"          },
    {"stay",         "read_seq"             },
    {"group_stay",   "wrote_utc_ms"         },
    {"group_stay",   "away_utc_ms"          },
    {"conversation", "head"                 },
    {"conversation", "last_at_utc_ms"       },
    {"conversation", "scanned_seq"          },
    {"conversation", "unscanned_utc_ms"     },
    {"match",        "first_contact_utc_ms" },
    {"match",        "last_supporter_utc_ms"},
    {"match",        "quiet_since_utc_ms"   },
    {"match",        "changed_utc_ms"       },
};

bool row_cache_depends_on(const char *table, const char *column)
{
    for (size_t i = 0;
         column != NULL && i < sizeof columns_apart / sizeof *columns_apart; i++) {
        if (strcmp(columns_apart[i].table, table) == 0 &&
            strcmp(columns_apart[i].column, column) == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i], table) == 0) {
            return true;
        }
    }
    return false;
}

// Source: Fibonacci hashing, Knuth, The Art of Computer Programming 3, section 6.4.
static struct row_slot *bucket_of(struct row_cache *cache, struct row_key key)
{
    const uint64_t mixed = ((uint64_t)key.a * UINT64_C(0x9e3779b97f4a7c15)) ^
                           ((uint64_t)key.b * UINT64_C(0xc2b2ae3d27d4eb4f)) ^
                           ((uint64_t)key.kind * UINT64_C(0x165667b19e3779f9));
    return cache->slots[mixed * UINT64_C(0x9e3779b97f4a7c15) >> (64 - BUCKET_BITS)];
}

static bool is_of(const struct row_slot *slot, struct row_key key)
{
    return slot->key.kind == key.kind && slot->key.a == key.a && slot->key.b == key.b;
}

// Where the row of `key` is kept; NULL where it is not.
static struct row_slot *find(struct row_cache *cache, struct row_key key)
{
    struct row_slot *bucket = bucket_of(cache, key);
    for (int i = 0; i < WAYS; i++) {
        if (is_of(&bucket[i], key)) {
            return &bucket[i];
        }
    }
    return NULL;
}

bool row_cache_get(const struct db *db, struct row_key key, void *row_out, size_t bytes)
{
    const struct row_slot *slot = db->rows == NULL ? NULL : find(db->rows, key);
    if (slot == NULL || slot->version != db->rows_version) {
        return false;
    }
    memcpy(row_out, slot->row, bytes);
    return true;
}

// A place for a row that is not kept yet: an old one, or that of the row that has been
// kept for longest.
static struct row_slot *place_for(struct row_cache *cache, struct row_key key,
                                  uint64_t version)
{
    struct row_slot *bucket = bucket_of(cache, key);
    for (int i = 0; i < WAYS; i++) {
        if (bucket[i].key.kind == ROW_NONE || bucket[i].version != version) {
            return &bucket[i];
        }
    }
    memmove(&bucket[0], &bucket[1], (WAYS - 1) * sizeof *bucket);
    return &bucket[WAYS - 1];
}

void row_cache_put(struct db *db, struct row_key key, const void *row, size_t bytes)
{
    if (bytes > ROW_BYTES_MAX) {
        unreachable_state("a row is larger than a slot");
    }
    if (db->kind != DB_WRITER) {
        return;
    }
    if (db->rows == NULL) {
        db->rows = mem_new(1, sizeof *db->rows);
    }
    struct row_slot *slot = find(db->rows, key);
    if (slot == NULL) {
        slot = place_for(db->rows, key, db->rows_version);
    }
    slot->key = key;
    slot->version = db->rows_version;
    memcpy(slot->row, row, bytes);
}

void row_cache_drop(struct db *db, struct row_key key)
{
    struct row_slot *slot = db->rows == NULL ? NULL : find(db->rows, key);
    if (slot != NULL) {
        slot->key = (struct row_key){.kind = ROW_NONE};
    }
}
