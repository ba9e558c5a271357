// A folder that went back: a world, and a ledger that knows what was done since.
#ifndef UNIT_DOMAIN_PAST_H
#define UNIT_DOMAIN_PAST_H

#include "domain/restore.h"
#include "scratch.h"
#include "world.h"

#include <stdio.h>

struct past {
    struct world *world; // borrowed
    struct scratch scratch;
    FILE *file;              // of the ledger; NULL while nobody adds to it
    struct secret_hash hash; // of its newest line
    int64_t seq;
};

void past_init(struct past *past, struct world *world);
void past_clear(struct past *past);

// Writes a ledger of all that kith.db has noted so far; lines can be added to it.
void past_write(struct past *past);
void past_add(struct past *past, struct safety_record record);

// Goes back with a copy of the ledger as it is now, or (`is_live`) with the folder's
// own.
enum err past_restore(struct past *past, struct restored *restored_out);
enum err past_restore_from(struct past *past, bool is_live,
                           struct restored *restored_out);

// What `sql` gives of kith.db.
int64_t past_number(struct past *past, const char *sql);

// How many lines for the lead have `words` in them.
int64_t past_listed(struct past *past, const char *words);

#define PAST_ALWAYS 2 // lines of no record: what no ledger covers, and where it ends

#endif
