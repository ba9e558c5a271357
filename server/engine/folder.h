// The data folder: its lock, the master key, keys.db and kith.db, opened in the order
// in which they depend on each other. Used by kithd and, when no kithd runs, by
// kithctl.
#ifndef ENGINE_FOLDER_H
#define ENGINE_FOLDER_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/err.h"

struct config;
struct db;
struct vault;
struct folder;

// Opens (and at first start makes) the data folder that `config` names: takes
// kith.lock, reads or makes the master key, opens both databases, migrates, sets the
// clock's offset as stored, and finishes what a crash left half done in keys.db.
// Errors, each logged with what to do: ERR_CONFLICT (another process has the lock),
// ERR_DENIED and ERR_NOT_FOUND (master key), ERR_WRONG_STATE (schema newer than this
// program), ERR_IO, ERR_CORRUPT.
enum err folder_open(const struct config *config, struct clock *clock,
                     struct folder **folder_out);

// Closes the databases and gives the lock back; folder_close(NULL) does nothing.
void folder_close(struct folder *folder);

// The writing connection and its vault, owned by the folder.
struct db *folder_db(struct folder *folder);
struct vault *folder_vault(struct folder *folder);

// Opens kith.db of the folder that `config` names for reading, or its keys, beside a
// kithd that may be running: neither takes the lock, makes or changes anything. Owner:
// the caller, who closes it. Errors: ERR_WRONG_STATE (another version's schema), as
// folder_open.
enum err folder_read_db(const struct config *config, struct db **db_out);
enum err folder_read_vault(const struct config *config, struct vault **vault_out);

// Whether the folder holds the made-up organisation, whose passwords everybody knows.
enum err folder_is_demo(struct folder *folder, bool *demo_out);

// Opens a reading connection and a vault of its own for one more thread. Owner: the
// caller, who closes both.
enum err folder_open_reader(struct folder *folder, struct db **db_out,
                            struct vault **vault_out);

#endif
