// The order matters: lock before anything, master key before any database is made.
#include "engine/folder.h"

#include "base/config.h"
#include "base/log.h"
#include "base/mem.h"
#include "domain/audit_head.h"
#include "domain/key_life.h"
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

struct folder {
    int lock_fd;
    char lock_path[PATH_MAX];
    char db_path[PATH_MAX];
    char keys_path[PATH_MAX];
    struct secret_key *master;
    struct db *db;
    struct vault *vault;
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

static bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

// A new master key is made only for a folder that has nothing to lose: a key that is
// gone must be restored, not replaced.
static enum err folder_read_master_key(struct folder *folder,
                                       const struct config *config)
{
    bool is_new = !file_exists(folder->db_path) && !file_exists(folder->keys_path);
    enum err err =
        vault_master_key_read(config->master_key_file, is_new, folder->master);

    if (err == ERR_NOT_FOUND) {
        log_event(LOG_ERROR, "master_key_missing",
                  "what_to_do=restore_the_key_file_from_its_safe_place");
    } else if (err == ERR_DENIED) {
        log_event(LOG_ERROR, "master_key_refused",
                  "what_to_do=make_it_a_file_of_this_user_with_mode_0600");
    } else if (err != OK) {
        log_event(LOG_ERROR, "master_key_not_read", "err=%s", err_name(err));
    }
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
    err = vault_open(keys, folder->master, vault_out);
    if (err == ERR_DENIED) {
        log_event(LOG_ERROR, "master_key_is_another",
                  "what_to_do=restore_the_key_file_that_belongs_to_this_folder");
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
        err = folder_open_vault(folder, DB_KEYS, &folder->vault);
    }
    return err;
}

static enum err folder_read_clock(struct folder *folder, struct arena *arena,
                                  struct clock *clock)
{
    struct text offset = {0};
    enum err err = meta_store_get(folder->db, arena, "clock_offset_ms", &offset);

    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK) {
        clock->offset_ms = strtoll(offset.s, NULL, 10);
    }
    return err;
}

// Finishes, in one transaction, what a crash left half done between the two databases.
static enum err folder_resume(struct folder *folder, struct clock *clock)
{
    struct arena *arena = arena_new();
    enum err err = db_begin(folder->db);

    if (err == OK) {
        err = folder_read_clock(folder, arena, clock);
    }
    if (err == OK) {
        struct change change = {.db = folder->db,
                                .vault = folder->vault,
                                .arena = arena,
                                .now_utc_ms = clock_utc_ms(clock)};
        err = key_life_resume(&change);
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
    if (err != OK) {
        db_rollback(folder->db);
        log_event(LOG_ERROR, "folder_not_resumed", "err=%s", err_name(err));
    }
    arena_free(arena);
    return err;
}

enum err folder_open(const struct config *config, struct clock *clock,
                     struct folder **folder_out)
{
    struct folder *folder = mem_new(1, sizeof *folder);
    enum err err = folder_paths(folder, config->data_dir);

    folder->lock_fd = -1;
    folder->master = mem_new(1, sizeof *folder->master);
    if (err == OK) {
        err = folder_lock(folder, config->data_dir);
    }
    if (err == OK) {
        err = folder_read_master_key(folder, config);
    }
    if (err == OK) {
        err = folder_open_databases(folder);
    }
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

enum err folder_read_vault(const struct config *config, struct vault **vault_out)
{
    struct folder *folder = mem_new(1, sizeof *folder);
    struct secret_key master;
    enum err err = folder_paths(folder, config->data_dir);

    if (err == OK) {
        err = vault_master_key_read(config->master_key_file, false, &master);
    }
    if (err == OK) {
        folder->master = &master;
        err = folder_open_vault(folder, DB_KEYS_READER, vault_out);
    }
    secret_wipe(&master, sizeof master);
    free(folder);
    return err;
}

void folder_close(struct folder *folder)
{
    if (folder == NULL) {
        return;
    }
    vault_close(folder->vault);
    db_close(folder->db);
    if (folder->lock_fd >= 0) {
        close(folder->lock_fd);
    }
    secret_wipe(folder->master, sizeof *folder->master);
    free(folder->master);
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
