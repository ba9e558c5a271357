// The data folder: its lock, the master key, keys.db and kith.db, opened in the order
// in which they depend on each other. Used by kithd and, when no kithd runs, by
// kithctl.
#ifndef ENGINE_FOLDER_H
#define ENGINE_FOLDER_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/err.h"
#include "domain/change.h"
#include "domain/master_key.h"

struct config;
struct db;
struct vault;
struct folder;
struct safety_ledger;

// Opens (and at first start makes) the data folder that `config` names: takes
// kith.lock, reads or makes the master key, opens both databases, migrates, sets the
// clock's offset as stored, and finishes what a crash left half done in keys.db.
// Errors, each logged with what to do: ERR_CONFLICT (another process has the lock),
// ERR_DENIED and ERR_NOT_FOUND (master key), ERR_WRONG_STATE (schema newer than this
// program), ERR_CURSOR_AHEAD (kith.db went back), ERR_EPOCH_CHANGED (keys.db did),
// ERR_GONE (the safety ledger is another folder's), ERR_HELD (a lead has to read first
// what could not be restored), ERR_IO, ERR_CORRUPT.
enum err folder_open(const struct config *config, struct clock *clock,
                     struct folder **folder_out);

// Opens a folder that is known to have gone back, for domain/restore.h: without looking
// whether its files are of one moment, without a start being counted, and without
// folder_ledger.
enum err folder_open_past(const struct config *config, struct clock *clock,
                          struct folder **folder_out);

// Closes the databases and gives the lock back; folder_close(NULL) does nothing.
void folder_close(struct folder *folder);

// The writing connection and its vault, owned by the folder.
struct db *folder_db(struct folder *folder);
struct vault *folder_vault(struct folder *folder);

// To which the notes of each commit are added before anybody is told of it; what is
// missing at the end is added by folder_close. The folder's.
struct safety_ledger *folder_ledger(struct folder *folder);

// Opens kith.db of the folder that `config` names for reading, or only its keys, whose
// vault is folder_vault's, beside a kithd that may be running: neither takes the lock,
// makes or changes anything. Owner: the caller, who closes it. Errors: ERR_WRONG_STATE
// (another version's schema), ERR_EPOCH_CHANGED (there is no keys.db), as folder_open.
enum err folder_read_db(const struct config *config, struct db **db_out);
enum err folder_read_keys(const struct config *config, struct folder **folder_out);

// Where the settings say that the master key is.
struct master_key_source folder_master_key(const struct config *config);

// What the settings say of backups; borrowed from `config`.
struct backup_settings folder_backup(const struct config *config);

// Whether the folder holds the made-up organisation, whose passwords everybody knows.
enum err folder_is_demo(struct folder *folder, bool *demo_out);

// Opens a reading connection and a vault of its own for one more thread. Owner: the
// caller, who closes both.
enum err folder_open_reader(struct folder *folder, struct db **db_out,
                            struct vault **vault_out);

#endif
