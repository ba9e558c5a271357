// The order matters: lock before anything, master key before any database is made.
#include "engine/folder.h"

#include "base/config.h"
#include "base/log.h"
#include "base/mem.h"
#include "domain/audit_head.h"
#include "domain/backup_seal.h"
#include "domain/key_life.h"
#include "domain/keyring.h"
#include "domain/master_key.h"
#include "domain/safety.h"
#include "domain/safety_ledger.h"
#include "domain/start_count.h"
#include "domain/vault.h"
#include "store/db.h"
#include "store/meta_store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0700
#define HOUR_MS INT64_C(3600000)

struct folder {
    int lock_fd;
    char lock_path[PATH_MAX];
    char db_path[PATH_MAX];
    char keys_path[PATH_MAX];
    struct keyring *keyring;
    struct db *db;
    struct vault *vault;
    struct safety_ledger *ledger;
};

static enum err folder_paths(struct folder *folder, const char *data_dir)
{
    const int sizes[] = {
        snprintf(folder->lock_path, PATH_MAX, "%s/kith.lock", data_dir),
        snprintf(folder->db_path, PATH_MAX, "%s/kith.db", data_dir),
        snprintf(folder->keys_path, PATH_MAX, "%s/keys.db", data_dir),
    };

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        if (sizes[i] < 0 || sizes[i] >= PATH_MAX) {
            log_event(LOG_ERROR, "data_dir_too_long", "max=%d", PATH_MAX);
            return ERR_BAD_REQUEST;
        }
    }
    return OK;
}

static enum err folder_lock(struct folder *folder, const char *data_dir)
{
    if (mkdir(data_dir, FOLDER_MODE) != 0 && errno != EEXIST) {
        log_event(LOG_ERROR, "data_dir_not_made", "errno=%d", errno);
        return ERR_IO;
    }
    folder->lock_fd = open(folder->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (folder->lock_fd < 0) {
        log_event(LOG_ERROR, "lock_not_opened", "errno=%d", errno);
        return ERR_IO;
    }
    if (flock(folder->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        return ERR_CONFLICT;
    }
    return OK;
}

// What lies there is removed at each start, under names that the data folder and the
// safety ledger have, too.
static enum err folder_check_work(const struct config *config)
{
    const char *ledger = config->safety_ledger_file;
    const char *slash = strrchr(ledger, '/');
    char ledger_dir[PATH_MAX] = ".";
    const char *const others[] = {config->data_dir, ledger_dir};
    struct stat work;
    struct stat other;

    if (slash != NULL) {
        (void)snprintf(ledger_dir, sizeof ledger_dir, "%.*s", (int)(slash - ledger + 1),
                       ledger);
    }
    if (stat(config->backup_work_dir, &work) != 0) {
        return OK;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (stat(others[i], &other) == 0 && other.st_dev == work.st_dev &&
            other.st_ino == work.st_ino) {
            log_event(LOG_ERROR, "backup_work_dir_refused",
                      "what_to_do=let_it_name_a_folder_that_holds_nothing_else");
            return ERR_BAD_REQUEST;
        }
    }
    return OK;
}

static bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

struct master_key_source folder_master_key(const struct config *config)
{
    return (struct master_key_source){.file = config->master_key_file,
                                      .command = config->master_key_command,
                                      .next_file = config->master_key_next_file,
                                      .data_dir = config->data_dir};
}

struct backup_settings folder_backup(const struct config *config)
{
    return (struct backup_settings){.work_dir = config->backup_work_dir,
                                    .dir = config->backup_dir,
                                    .keys_dir = config->backup_keys_dir,
                                    .public_key = config->backup_public_key,
                                    .every_ms = config->backup_every_hours * HOUR_MS,
                                    .keep = (int)config->backup_keep};
}

static void folder_tell_master_key(enum err err)
{
    if (err == ERR_NOT_FOUND) {
        log_event(LOG_ERROR, "master_key_missing",
                  "what_to_do=restore_the_key_file_from_its_safe_place");
    } else if (err == ERR_DENIED) {
        log_event(LOG_ERROR, "master_key_refused",
                  "what_to_do=make_it_a_file_of_this_user_with_mode_0600");
    } else if (err == ERR_CORRUPT) {
        log_event(LOG_ERROR, "master_key_is_none",
                  "what_to_do=restore_a_line_of_64_hexadecimal_digits");
    } else if (err != OK) {
        log_event(LOG_ERROR, "master_key_not_read",
                  "err=%s what_to_do=see_that_the_file_or_command_gives_it",
                  err_name(err));
    }
}

// One that is to be the master key next, while keys are wrapped anew, or has become it
// in the moment before a crash. One that cannot be read may not be needed: where it is,
// the vault does not open.
static enum err folder_take_key_at(struct folder *folder,
                                   const struct master_key_source *source,
                                   enum master_key_place place)
{
    struct secret_key next;
    enum err err = master_key_read_at(source, place, &next);

    if (err == OK) {
        err = keyring_add(folder->keyring, &next);
        err = err == ERR_CONFLICT ? OK : err;
        secret_wipe(&next, sizeof next);
    } else if (err != ERR_NOT_FOUND) {
        log_event(LOG_WARN, "next_master_key_not_read", "err=%s what_to_do=%s",
                  err_name(err),
                  "make_it_a_file_of_this_user_with_mode_0600_or_remove_it");
        err = OK;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err folder_take_next_key(struct folder *folder,
                                     const struct master_key_source *source)
{
    const enum err err = folder_take_key_at(folder, source, MASTER_KEY_NEXT);

    return err == OK ? folder_take_key_at(folder, source, MASTER_KEY_FORMER) : err;
}

// A new master key is made only for a folder that has nothing to lose: a key that is
// gone must be restored, not replaced.
static enum err folder_read_master_key(struct folder *folder,
                                       const struct config *config, bool may_make)
{
    const struct master_key_source source = folder_master_key(config);
    const bool is_new =
        !file_exists(folder->db_path) && !file_exists(folder->keys_path);
    struct secret_key master;
    enum err err = master_key_read(&source, may_make && is_new, &master);

    if (err == OK) {
        folder->keyring = keyring_new(&master);
        secret_wipe(&master, sizeof master);
        err = folder_take_next_key(folder, &source);
    }
    folder_tell_master_key(err);
    return err;
}

static enum err folder_open_vault(const struct folder *folder, enum db_kind kind,
                                  struct vault **vault_out)
{
    struct db *keys = NULL;
    enum err err = db_open(folder->keys_path, kind, &keys);

    if (err != OK) {
        log_event(LOG_ERROR, "keys_not_opened", "err=%s", err_name(err));
        return err;
    }
    err = vault_open(keys, folder->keyring, vault_out);
    if (err == ERR_DENIED) {
        log_event(LOG_ERROR, "master_key_is_another",
                  "what_to_do=restore_the_key_file_that_belongs_to_this_folder");
    } else if (err == ERR_NOT_FOUND) {
        log_event(LOG_ERROR, "next_master_key_missing",
                  "what_to_do=restore_the_next_key_file_of_the_rotation_under_way");
    }
    return err;
}

// A new keys.db must not come to stand in the place of one that is missing. Where the
// first start was cut short there was none yet.
static enum err folder_check_keys(const struct folder *folder)
{
    bool has_begun = false;

    if (file_exists(folder->keys_path)) {
        return OK;
    }
    const enum err err = start_count_has_begun(folder->db, &has_begun);
    if (err == OK && has_begun) {
        log_event(LOG_ERROR, "keys_db_missing", "advice=\"%s\"",
                  "the keys.db of this folder is missing: without it nothing can be "
                  "read; bring it back, or go back to a backup with kithctl restore");
        return ERR_EPOCH_CHANGED;
    }
    return err;
}

static enum err folder_open_databases(struct folder *folder)
{
    enum err err = db_open(folder->db_path, DB_WRITER, &folder->db);

    if (err == OK) {
        err = db_migrate(folder->db);
    }
    if (err == OK) {
        err = folder_check_keys(folder);
    }
    if (err == OK) {
        err = folder_open_vault(folder, DB_KEYS, &folder->vault);
    }
    return err;
}

static enum err folder_read_clock(struct folder *folder, struct clock *clock)
{
    int64_t offset_ms = 0;
    const enum err err = meta_store_number(folder->db, "clock_offset_ms", &offset_ms);

    if (err == OK) {
        clock->offset_ms = offset_ms;
    }
    return err;
}

// Going back: a file that was copied back, a machine that was rolled back

static enum err folder_tell_past(enum err err)
{
    static const struct {
        enum err err;
        const char *event;
        const char *advice;
    } words[] = {
        {ERR_CURSOR_AHEAD,  "kith_db_is_older",
         "this kith.db is older than its keys or its safety ledger: it was copied back "
         "or the machine was rolled back; use kithctl restore --adopt"           },
        {ERR_EPOCH_CHANGED, "keys_db_is_older",
         "this keys.db is older than its kith.db: bring the newer keys.db back, or use "
         "kithctl restore --adopt"                                               },
        {ERR_GONE,          "safety_ledger_of_another_folder",
         "the safety ledger and kith.db do not belong together: see that "
         "safety-ledger-file names the right one, or use kithctl restore --adopt"},
        {ERR_CORRUPT,       "safety_ledger_damaged",
         "the end of the safety ledger is not what kith.db says: see kithctl check; "
         "where "
         "kith.db is whole and the newest, put the ledger aside, keep it, and start: "
         "it is "
         "written anew"                                                          },
        {ERR_HELD,          "restored_and_not_read",
         "the safeguarding lead has to read first what could not be restored: kithctl "
         "restore --acknowledge shows it and opens the doors"                    },
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i].err == err) {
            log_event(LOG_ERROR, words[i].event, "advice=\"%s\"", words[i].advice);
            return err;
        }
    }
    log_event(LOG_ERROR, "safety_ledger_not_opened",
              "err=%s what_to_do=see_whether_safety_ledger_file_can_be_written",
              err_name(err));
    return err;
}

static enum err folder_check_doors(struct folder *folder)
{
    struct arena *arena = arena_new();
    struct text value = {0};
    const enum err err = meta_store_get(folder->db, arena, SAFETY_DOORS, &value);

    arena_free(arena);
    return err == OK ? ERR_HELD : err == ERR_NOT_FOUND ? OK : err;
}

// Before anything is changed: what is swept or destroyed for an old kith.db is lost.
static enum err folder_check_moment(struct folder *folder, const struct config *config)
{
    enum err err = start_count_check(folder->db, folder->vault);

    if (err == OK) {
        err =
            safety_ledger_open(config->safety_ledger_file, folder->db, &folder->ledger);
    }
    if (err == OK) {
        err = folder_check_doors(folder);
    }
    return err == OK ? OK : folder_tell_past(err);
}

// Finishes, in one transaction, what a crash left half done between the two databases.
static enum err folder_resume(struct folder *folder, struct clock *clock)
{
    struct arena *arena = arena_new();
    enum err err = start_count_begin(folder->db, folder->vault);

    if (err == OK) {
        err = db_begin(folder->db);
    }
    if (err == OK) {
        err = folder_read_clock(folder, clock);
    }
    if (err == OK) {
        struct change change = {.db = folder->db,
                                .vault = folder->vault,
                                .arena = arena,
                                .now_utc_ms = clock_utc_ms(clock)};
        err = key_life_resume(&change);
        if (err == OK) {
            err = start_count_note(&change);
        }
        // Rows of before there were heads.
        if (err == OK) {
            err = audit_head_seal(folder->db, folder->vault, change.now_utc_ms);
        }
    }
    if (err == OK) {
        err = vault_commit(folder->vault);
    }
    if (err == OK) {
        err = db_commit(folder->db);
    }
    if (err == OK) {
        err = start_count_finish(folder->vault);
    }
    if (err == OK) {
        err = safety_ledger_catch_up(folder->ledger, folder->db);
    }
    if (err != OK) {
        db_rollback(folder->db);
        log_event(LOG_ERROR, "folder_not_resumed", "err=%s", err_name(err));
    }
    arena_free(arena);
    return err;
}

static enum err folder_open_files(const struct config *config,
                                  struct folder **folder_out)
{
    struct folder *folder = mem_new(1, sizeof *folder);
    enum err err = folder_paths(folder, config->data_dir);

    folder->lock_fd = -1;
    if (err == OK) {
        err = folder_lock(folder, config->data_dir);
    }
    if (err == OK) {
        err = folder_check_work(config);
    }
    if (err == OK) { // before anything is written: it may hold the last of the room
        const struct backup_settings backup = folder_backup(config);
        backup_seal_clear(&backup);
    }
    if (err == OK) {
        err = folder_read_master_key(folder, config, true);
    }
    if (err == OK) {
        err = folder_open_databases(folder);
    }
    if (err != OK) {
        folder_close(folder);
        return err;
    }
    *folder_out = folder;
    return OK;
}

enum err folder_open(const struct config *config, struct clock *clock,
                     struct folder **folder_out)
{
    struct folder *folder = NULL;
    enum err err = folder_open_files(config, &folder);

    if (err != OK) {
        return err;
    }
    err = folder_check_moment(folder, config);
    if (err == OK) {
        err = folder_resume(folder, clock);
    }
    if (err != OK) {
        folder_close(folder);
        return err;
    }
    *folder_out = folder;
    return OK;
}

enum err folder_open_past(const struct config *config, struct clock *clock,
                          struct folder **folder_out)
{
    struct folder *folder = NULL;
    enum err err = folder_open_files(config, &folder);

    if (err == OK) {
        err = folder_read_clock(folder, clock);
    }
    if (err != OK) {
        folder_close(folder);
        return err;
    }
    *folder_out = folder;
    return OK;
}

enum err folder_read_db(const struct config *config, struct db **db_out)
{
    struct folder *folder = mem_new(1, sizeof *folder);
    struct db *db = NULL;
    enum err err = folder_paths(folder, config->data_dir);

    if (err == OK) {
        err = db_open(folder->db_path, DB_READER, &db);
    }
    if (err == OK) {
        err = db_check_schema(db);
    }
    if (err == OK) {
        *db_out = db;
    } else {
        db_close(db);
    }
    free(folder);
    return err;
}

enum err folder_read_keys(const struct config *config, struct folder **folder_out)
{
    struct folder *folder = mem_new(1, sizeof *folder);
    enum err err = folder_paths(folder, config->data_dir);

    folder->lock_fd = -1;
    if (err == OK) {
        err = folder_read_master_key(folder, config, false);
    }
    if (err == OK && !file_exists(folder->keys_path)) {
        err = ERR_EPOCH_CHANGED;
    }
    if (err == OK) {
        err = folder_open_vault(folder, DB_KEYS_READER, &folder->vault);
    }
    if (err != OK) {
        folder_close(folder);
        return err;
    }
    *folder_out = folder;
    return OK;
}

void folder_close(struct folder *folder)
{
    if (folder == NULL) {
        return;
    }
    if (folder->ledger != NULL &&
        safety_ledger_catch_up(folder->ledger, folder->db) != OK) {
        log_event(LOG_WARN, "safety_ledger_behind", "until=the_next_start");
    }
    safety_ledger_close(folder->ledger);
    vault_close(folder->vault);
    db_close(folder->db);
    if (folder->lock_fd >= 0) {
        close(folder->lock_fd);
    }
    keyring_free(folder->keyring);
    free(folder);
}

struct db *folder_db(struct folder *folder)
{
    return folder->db;
}

struct vault *folder_vault(struct folder *folder)
{
    return folder->vault;
}

struct safety_ledger *folder_ledger(struct folder *folder)
{
    return folder->ledger;
}

enum err folder_is_demo(struct folder *folder, bool *demo_out)
{
    struct arena *arena = arena_new();
    struct text value = {0};
    enum err err = meta_store_get(folder->db, arena, "demo", &value);

    if (err == OK || err == ERR_NOT_FOUND) {
        *demo_out = err == OK;
        err = OK;
    }
    arena_free(arena);
    return err;
}

enum err folder_open_reader(struct folder *folder, struct db **db_out,
                            struct vault **vault_out)
{
    struct db *db = NULL;
    enum err err = db_open(folder->db_path, DB_READER, &db);

    if (err == OK) {
        err = folder_open_vault(folder, DB_KEYS_READER, vault_out);
    }
    if (err != OK) {
        db_close(db);
        return err;
    }
    *db_out = db;
    return OK;
}
