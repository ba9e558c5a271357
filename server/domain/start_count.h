// How often the program has started on a data folder, and each day that it ran on: a
// number in kith.db, in keys.db and in the safety ledger, so that a file that was
// copied back, or a machine that was rolled back, is noticed. keys.db says before that
// a start begins and afterwards that it was made, with kith.db's commit in between: so
// a crash at any point leaves two numbers that can be told from those of a file that
// went back, by even one start.
#ifndef DOMAIN_START_COUNT_H
#define DOMAIN_START_COUNT_H

#include "domain/change.h"
#include "domain/vault.h"

// Whether kith.db has been started with a keys.db before.
enum err start_count_has_begun(struct db *db, bool *has_out);

// Whether the two belong to one moment. Errors: ERR_CURSOR_AHEAD (kith.db is older than
// keys.db), ERR_EPOCH_CHANGED (keys.db is older than kith.db).
enum err start_count_check(struct db *db, struct vault *vault);

// In this order: durably in keys.db; in the change that the caller commits to kith.db,
// with a note for the safety ledger; durably in keys.db again.
enum err start_count_begin(struct db *db, struct vault *vault);
enum err start_count_note(struct change *change);
enum err start_count_finish(struct vault *vault);

// While the program runs on: raises the number where that was last done this long ago,
// in the same steps. `more_out`: the last of them is to come, after the commit. Writer
// only.
#define START_COUNT_EVERY_MS INT64_C(86400000) // a file of another day is noticed
enum err start_count_run_due(struct change *change, bool *more_out);

// The newest of the two numbers.
enum err start_count_newest(struct db *db, struct vault *vault, int64_t *count_out);

// Sets the number of kith.db in `change`, and the one that keys.db takes next to it:
// after going back, higher than any before. start_count_finish is the caller's.
enum err start_count_raise(struct change *change, int64_t count);

#endif
