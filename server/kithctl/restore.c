#include "kithctl/restore.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/secret.h"
#include "domain/backup_seal.h"
#include "domain/data_check.h"
#include "domain/restore_archive.h"
#include "kithctl/restore_past.h"
#include "store/db.h"
#include "store/key_store.h"

#define KEY_DIGITS (2 * SECRET_BOX_KEY_BYTES)

// While it is unpacked and looked at; only then do the files get their place.
#define PART "restore.part"

static const char *const UNPACKED[] = {
    "kith.db",       "kith.db-wal", "kith.db-shm",     "kith.db-journal",
    "safety.ledger", "keys.db",     "keys.db-journal", "kith.lock"};

// Of a journal that is to be rolled back the first bytes are no zeroes.
#define JOURNAL_HEAD_BYTES 8

struct restore {
    struct ctl *ctl;
    struct arena *arena;
    const char *paths[2]; // of the archives, by enum backup_part
    const char *part;     // the folder of that name
    int lock_fd;          // of the folder that it goes into
    struct restore_archive archives[2];
};

static const char *value(const struct ctl *ctl, enum restore_param param)
{
    return ctl->values[param];
}

static enum ctl_exit read_private(const char *path, struct secret_box_key *key_out)
{
    char digits[KEY_DIGITS + 1];
    FILE *file = fopen(path, "re");

    if (file == NULL) {
        return ctl_fail("%s: %s", path, strerrordesc_np(errno));
    }
    const size_t len = fread(digits, 1, sizeof digits, file);
    (void)fclose(file);
    const bool is_key = len >= KEY_DIGITS &&
                        (len == KEY_DIGITS || digits[KEY_DIGITS] == '\n') &&
                        hex_read((struct text){digits, KEY_DIGITS}, key_out->bytes,
                                 sizeof key_out->bytes);
    secret_wipe(digits, sizeof digits);
    return is_key ? CTL_DONE
                  : ctl_fail("%s is no private key of kithctl backup-key make", path);
}

// ---- the archives

static enum ctl_exit tell_archive(const struct restore *restore, const char *path,
                                  enum err err)
{
    switch (err) {
    case ERR_NOT_FOUND:
        return ctl_fail("%s: there is no such file", path);
    case ERR_BAD_REQUEST:
        return ctl_fail("%s is no backup of Kith", path);
    case ERR_DENIED:
        return ctl_fail("%s was sealed for another key than the one in %s: find the "
                        "private key that was in use then",
                        path, value(restore->ctl, RESTORE_PRIVATE_KEY));
    case ERR_CORRUPT:
        return ctl_fail(
            "%s is damaged or cut short: it cannot be trusted, take another "
            "backup",
            path);
    default:
        return ctl_fail("%s cannot be read, or there is no room for it: %s", path,
                        strerrordesc_np(errno));
    }
}

static enum ctl_exit open_archive(struct restore *restore, enum backup_part part,
                                  const struct secret_box_key *private)
{
    const char *path = restore->paths[part];
    const enum err err = restore_archive_open(path, private, &restore->archives[part]);

    if (err != OK) {
        return tell_archive(restore, path, err);
    }
    if (restore->archives[part].manifest.part != part) {
        return ctl_fail("%s holds %s: give the archive kith-… first, then keys-…", path,
                        part == BACKUP_KITH ? "keys" : "no keys");
    }
    return CTL_DONE;
}

static enum ctl_exit check_schema(const char *path, int64_t schema, int64_t newest)
{
    if (schema == newest) {
        return CTL_DONE;
    }
    return ctl_fail("%s was made by %s version of Kith (schema %lld, this one has "
                    "%lld): restore it with that version%s",
                    path, schema < newest ? "an older" : "a newer", (long long)schema,
                    (long long)newest,
                    schema < newest ? ", start it once, and update then" : "");
}

// Days are counted in both databases (start_count.h), the keys' first; within a day the
// clock says which is older, which may have been wrong.
static bool is_older(const struct backup_manifest *keys,
                     const struct backup_manifest *kith)
{
    return keys->starts != kith->starts ? keys->starts < kith->starts
                                        : keys->at_utc_ms < kith->at_utc_ms;
}

static enum ctl_exit check_manifests(const struct restore *restore)
{
    const struct backup_manifest *kith = &restore->archives[BACKUP_KITH].manifest;
    const struct backup_manifest *keys = &restore->archives[BACKUP_KEYS].manifest;
    const char *const *paths = restore->paths;

    if (!secret_hash_equal(kith->folder, keys->folder)) {
        return ctl_fail("%s holds the keys of another folder than %s",
                        paths[BACKUP_KEYS], paths[BACKUP_KITH]);
    }
    if (is_older(keys, kith)) {
        return ctl_fail("%s is older than %s: take the keys of the same time, or later "
                        "ones",
                        paths[BACKUP_KEYS], paths[BACKUP_KITH]);
    }
    const enum ctl_exit done =
        check_schema(paths[BACKUP_KITH], kith->schema, db_newest_schema());
    return done == CTL_DONE
               ? check_schema(paths[BACKUP_KEYS], keys->schema, key_store_schema())
               : done;
}

// ---- the folder

// Whether `name` in the folder is the master key, which may be there before.
static bool is_master_key(const struct restore *restore, const char *name)
{
    const struct config *config = &restore->ctl->config;
    struct stat named;
    struct stat found;
    const char *path = backup_seal_path(restore->arena, config->data_dir, name);

    if (lstat(path, &found) != 0 || !S_ISREG(found.st_mode)) {
        return false;
    }
    return strcmp(name, "master.key") == 0 ||
           (stat(config->master_key_file, &named) == 0 &&
            named.st_dev == found.st_dev && named.st_ino == found.st_ino);
}

// What one that was cut short left; nobody else is at work in the folder.
static bool is_part(const struct restore *restore, const char *name)
{
    struct stat found;

    return strcmp(name, PART) == 0 && lstat(restore->part, &found) == 0 &&
           S_ISDIR(found.st_mode);
}

static bool may_be_there(const struct restore *restore, const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
           is_master_key(restore, name) || is_part(restore, name);
}

// Whether nothing is in the folder but what may be; false as well where it cannot be
// read.
static bool is_free(const struct restore *restore)
{
    DIR *stream = opendir(restore->ctl->config.data_dir);
    const struct dirent *entry = NULL;
    bool is_free = stream != NULL;

    // NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread
    while (is_free && (entry = readdir(stream)) != NULL) {
        is_free = may_be_there(restore, entry->d_name);
    }
    return stream != NULL && closedir(stream) == 0 && is_free;
}

// Held until the end: two would take each other's files away.
static enum ctl_exit lock_folder(struct restore *restore)
{
    const char *dir = restore->ctl->config.data_dir;

    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        return ctl_fail("%s: %s", dir, strerrordesc_np(errno));
    }
    restore->lock_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (restore->lock_fd < 0) {
        return ctl_fail("%s: %s", dir, strerrordesc_np(errno));
    }
    if (flock(restore->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK
                   ? ctl_fail("another kithctl restore is at work in %s: wait until it "
                              "has ended",
                              dir)
                   : ctl_fail("%s: %s", dir, strerrordesc_np(errno));
    }
    return CTL_DONE;
}

static bool is_in(const struct restore *restore, const char *dir, const char *name)
{
    return access(backup_seal_path(restore->arena, dir, name), F_OK) == 0;
}

static enum ctl_exit tell_not_free(const struct restore *restore)
{
    const char *dir = restore->ctl->config.data_dir;

    // Its keys.db may be the only one that somebody has: it is not for us to remove.
    if (is_in(restore, dir, "keys.db") && !is_in(restore, dir, "kith.db") &&
        is_in(restore, restore->part, "kith.db")) {
        return ctl_fail(
            "%s holds keys.db and %s of a restore that was cut short at its "
            "end: remove both, and do it again",
            dir, PART);
    }
    return ctl_fail("%s holds more than a master key: give a new folder, and let kithd "
                    "use that one once it is restored",
                    dir);
}

static void remove_part(const struct restore *restore)
{
    for (size_t i = 0; i < sizeof UNPACKED / sizeof UNPACKED[0]; i++) {
        (void)unlink(backup_seal_path(restore->arena, restore->part, UNPACKED[i]));
    }
    (void)rmdir(restore->part);
}

static enum ctl_exit make_folder(struct restore *restore)
{
    const char *dir = restore->ctl->config.data_dir;
    const enum ctl_exit done = lock_folder(restore);

    if (done != CTL_DONE) {
        return done;
    }
    restore->part = backup_seal_path(restore->arena, dir, PART);
    if (!is_free(restore)) {
        return tell_not_free(restore);
    }
    remove_part(restore);
    if (mkdir(restore->part, 0700) != 0) {
        return errno == EEXIST ? ctl_fail("%s holds what no restore leaves: remove it, "
                                          "and do it again",
                                          restore->part)
                               : ctl_fail("%s: %s", dir, strerrordesc_np(errno));
    }
    return CTL_DONE;
}

static enum ctl_exit unpack(struct restore *restore)
{
    for (int part = BACKUP_KITH; part <= BACKUP_KEYS; part++) {
        const enum err err =
            restore_archive_unpack(&restore->archives[part], restore->part);
        if (err != OK) {
            return tell_archive(restore, restore->paths[part], err);
        }
    }
    return CTL_DONE;
}

// What is in the archives was whole when it was sealed; whoever sealed it may not have
// been kithd.
static enum ctl_exit check(const struct restore *restore)
{
    struct arena *arena = arena_new();
    struct check_finding *findings = NULL;
    struct db *db = NULL;
    int count = 0;
    enum err err = db_open(backup_seal_path(restore->arena, restore->part, "kith.db"),
                           DB_READER, &db);

    if (err == OK) {
        err = data_check_run(db, arena, &findings, &count);
    }
    if (count > 0) {
        (void)ctl_fail("%s is not whole: %s", restore->paths[BACKUP_KITH],
                       findings[0].rule);
        err = ERR_CORRUPT;
    }
    db_close(db);
    arena_free(arena);
    db = NULL;
    if (err == OK) {
        err = db_open(backup_seal_path(restore->arena, restore->part, "keys.db"),
                      DB_KEYS_READER, &db);
    }
    if (err == OK) {
        err = db_integrity_check(db);
    }
    db_close(db);
    if (err == OK || count > 0) {
        return err == OK ? CTL_DONE : CTL_FAILED;
    }
    return ctl_fail("what is in the archives cannot be read: %s", err_name(err));
}

// Whether the journal `name` has to be rolled back; true as well where that cannot be
// read.
static bool is_hot(const struct restore *restore, const char *name)
{
    char head[JOURNAL_HEAD_BYTES] = {0};
    FILE *file = fopen(backup_seal_path(restore->arena, restore->part, name), "re");

    if (file == NULL) {
        return errno != ENOENT;
    }
    const size_t len = fread(head, 1, sizeof head, file);
    bool is_hot = ferror(file) != 0;
    (void)fclose(file);
    for (size_t i = 0; i < len; i++) {
        is_hot = is_hot || head[i] != 0;
    }
    return is_hot;
}

// Whether all that was done is in the two files alone, which are moved without what
// lies beside them: closing a database does not say that it failed.
static bool is_folded(const struct restore *restore)
{
    struct stat wal;
    const int found =
        stat(backup_seal_path(restore->arena, restore->part, "kith.db-wal"), &wal);

    return (found == 0 ? wal.st_size == 0 : errno == ENOENT) &&
           !is_hot(restore, "kith.db-journal") && !is_hot(restore, "keys.db-journal");
}

// keys.db first: alone it is refused.
static enum ctl_exit settle(const struct restore *restore)
{
    static const char *const names[] = {"keys.db", "kith.db"};
    const char *dir = restore->ctl->config.data_dir;

    if (!is_folded(restore)) {
        return ctl_fail("what was done could not be written into kith.db or keys.db: "
                        "see that %s has room. Nothing was restored: do it again",
                        dir);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (rename(backup_seal_path(restore->arena, restore->part, names[i]),
                   backup_seal_path(restore->arena, dir, names[i])) != 0) {
            return ctl_fail("%s: %s", dir, strerrordesc_np(errno));
        }
    }
    return file_sync_folder(dir) ? CTL_DONE
                                 : ctl_fail("%s: %s", dir, strerrordesc_np(errno));
}

// ---- the ledger

// The one that was named; else that of the settings, where it is.
static struct restore_past_ledger newest_ledger(const struct ctl *ctl)
{
    const char *named = value(ctl, RESTORE_LEDGER);
    const char *usual = ctl->config.safety_ledger_file;

    if (named != NULL) {
        return (struct restore_past_ledger){.path = named};
    }
    return (struct restore_past_ledger){
        .path = access(usual, F_OK) == 0 ? usual : NULL,
        .is_live = value(ctl, RESTORE_ADOPT) != NULL,
    };
}

static enum ctl_exit adopt_part(struct restore *restore)
{
    struct config config = restore->ctl->config; // borrowed but for two members

    char part[PATH_MAX];
    char copy[PATH_MAX]; // the settings' may be in use by the kithd of another folder
    if (snprintf(part, sizeof part, "%s", restore->part) >= PATH_MAX ||
        snprintf(copy, sizeof copy, "%s/backup", part) >= PATH_MAX) {
        return ctl_fail("%s: the path is too long", restore->part);
    }
    config.data_dir = part;
    config.backup_work_dir = copy;
    return restore_past_adopt(restore->ctl, &config, newest_ledger(restore->ctl));
}

// ---- the whole

static enum ctl_exit run_in_folder(struct restore *restore)
{
    enum ctl_exit done = unpack(restore);

    if (done == CTL_DONE) {
        done = check(restore);
    }
    if (done == CTL_DONE) {
        done = adopt_part(restore);
    }
    if (done == CTL_DONE) {
        done = settle(restore);
    }
    remove_part(restore);
    return done;
}

static enum ctl_exit from_archives(struct ctl *ctl, struct arena *arena)
{
    struct restore restore = {
        .ctl = ctl,
        .arena = arena,
        .paths = {value(ctl, RESTORE_ARCHIVE), value(ctl, RESTORE_KEYS)},
        .lock_fd = -1,
    };
    struct secret_box_key private;

    if (restore.paths[0] == NULL || restore.paths[1] == NULL ||
        value(ctl, RESTORE_PRIVATE_KEY) == NULL) {
        (void)ctl_fail("say which: ARCHIVE KEYS --private-key FILE, or --adopt");
        return CTL_USAGE;
    }
    enum ctl_exit done = read_private(value(ctl, RESTORE_PRIVATE_KEY), &private);
    if (done == CTL_DONE) {
        done = open_archive(&restore, BACKUP_KITH, &private);
    }
    if (done == CTL_DONE) {
        done = open_archive(&restore, BACKUP_KEYS, &private);
    }
    secret_wipe(&private, sizeof private);
    if (done == CTL_DONE) {
        done = check_manifests(&restore);
    }
    if (done == CTL_DONE) {
        done = make_folder(&restore);
    }
    if (done == CTL_DONE) {
        done = run_in_folder(&restore);
    }
    restore_archive_close(&restore.archives[BACKUP_KITH]);
    restore_archive_close(&restore.archives[BACKUP_KEYS]);
    if (restore.lock_fd >= 0) {
        (void)close(restore.lock_fd);
    }
    return done;
}

enum ctl_exit restore_command_run(struct ctl *ctl)
{
    if (value(ctl, RESTORE_ACKNOWLEDGE) == NULL && value(ctl, RESTORE_ADOPT) == NULL) {
        struct arena *arena = arena_new();
        const enum ctl_exit done = from_archives(ctl, arena);
        arena_free(arena);
        return done;
    }
    if (ctl_need_folder(ctl) != CTL_DONE) {
        return CTL_FAILED;
    }
    return value(ctl, RESTORE_ADOPT) != NULL
               ? restore_past_adopt(ctl, &ctl->config, newest_ledger(ctl))
               : restore_past_acknowledge(ctl);
}
