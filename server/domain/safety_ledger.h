// The safety ledger: a file of its own, best on another disk, to which every safety
// note is added once it is committed and before its outcome leaves the writer. kith.db
// has all notes, too, so that a crash between the two has nothing to repair: what the
// file lacks is added at the next start. The other way round, a file that knows more
// than kith.db shows that kith.db went back.
#ifndef DOMAIN_SAFETY_LEDGER_H
#define DOMAIN_SAFETY_LEDGER_H

#include <stdbool.h>

#include "base/err.h"
#include "model/safety.h"

struct db;
struct safety_ledger;
struct vault;

// Opens the file (made with mode 0600 where there is none: then all notes are written
// to it anew). Compares its last record with kith.db, and cuts off, logged, what a
// crash or a power cut left of those that come after it in kith.db. Where kith.db went
// back to a backup since, what was left stays, logged, and is passed over. Errors:
// ERR_CURSOR_AHEAD (the file has records that kith.db does not know), ERR_GONE (it is
// the ledger of another kith.db), ERR_CORRUPT (it ends with something else, or records
// are missing or were changed near its end), ERR_IO.
enum err safety_ledger_open(const char *path, struct db *db,
                            struct safety_ledger **ledger_out);

// safety_ledger_close(NULL) does nothing.
void safety_ledger_close(struct safety_ledger *ledger);

// Before a commit: takes the notes of the open transaction and sees that the disk has
// room for them. Errors: ERR_IO, with `*no_space_out` for a full disk.
enum err safety_ledger_gather(struct safety_ledger *ledger, struct db *db,
                              bool *no_space_out);

// After it: writes what was gathered, durably. Errors: ERR_IO, logged; nobody may then
// be told anything of that batch.
enum err safety_ledger_write(struct safety_ledger *ledger);

// Instead, where the commit failed.
void safety_ledger_forget(struct safety_ledger *ledger);

// Writes all that `db` has committed and the file has not. Errors: as above.
enum err safety_ledger_catch_up(struct safety_ledger *ledger, struct db *db);

// A file that is read from its beginning, whatever it holds.
struct safety_reader;

// `vault`, of the folder whose ledger it is, is borrowed. Errors: ERR_NOT_FOUND,
// ERR_IO.
enum err safety_reader_open(const char *path, struct vault *vault,
                            struct safety_reader **reader_out);
void safety_reader_close(struct safety_reader *reader);

// The next record, whose hash follows from the one before. What a crash or a power cut
// left of one, and one that is there twice, is passed over. Errors: ERR_NOT_FOUND
// (there are no more), ERR_CORRUPT (records are missing, or are none), ERR_DENIED (one
// that was changed, or that was not written with the keys of this folder), ERR_IO.
enum err safety_reader_next(struct safety_reader *reader,
                            struct safety_record *record_out);

#endif
