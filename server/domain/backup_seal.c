#include "domain/backup_seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/log.h"
#include "domain/archive.h"
#include "domain/backup_manifest.h"
#include "domain/backup_old.h"
#include "domain/backup_room.h"
#include "domain/data_check.h"
#include "store/audit_store.h"
#include "store/db.h"
#include "store/key_store.h"
#include "store/meta_store.h"
#include "store/safety_line.h"
#include "store/safety_store.h"

#define BLOCK_BYTES ((size_t)8 * 1024)
#define LEDGER_PAGE 1000

// What a backup is made of while it is made.
struct sealing {
    struct arena *arena;
    const struct backup_settings *settings;
    int64_t now_utc_ms;
    struct secret_box_key public;
    struct backup_manifest kith;
    struct backup_manifest keys;
};

const char *backup_seal_path(struct arena *arena, const char *dir, const char *name)
{
    const size_t size = strlen(dir) + strlen(name) + 2;
    char *path = arena_alloc(arena, size);

    (void)snprintf(path, size, "%s/%s", dir, name);
    return path;
}

static const char *keep(struct arena *arena, const char *s)
{
    const size_t size = strlen(s) + 1;

    return memcpy(arena_alloc(arena, size), s, size);
}

struct backup_settings backup_seal_keep(struct arena *arena,
                                        const struct backup_settings *settings)
{
    struct backup_settings kept = *settings;

    kept.work_dir = keep(arena, settings->work_dir);
    kept.dir = keep(arena, settings->dir);
    kept.keys_dir = keep(arena, settings->keys_dir);
    kept.public_key = keep(arena, settings->public_key);
    return kept;
}

static const char *work_path(const struct sealing *sealing, const char *name)
{
    return backup_seal_path(sealing->arena, sealing->settings->work_dir, name);
}

// By backup_give_up, while it was read.
static bool is_taken_away(const struct sealing *sealing)
{
    return access(work_path(sealing, "kith.db"), F_OK) != 0;
}

// While there is a copy. Where it was taken away meanwhile, nothing is wrong.
static enum err fail(const struct sealing *sealing, const char *what, enum err err)
{
    const int why = errno;

    if (is_taken_away(sealing)) {
        log_event(LOG_INFO, "backup_given_up", "at=%s why=its_copy_is_gone", what);
        return err;
    }
    log_event(LOG_ERROR, "backup_not_sealed", "at=%s err=%s errno=%d", what,
              err_name(err), why);
    return err;
}

// ---- looking at what was copied

static enum err read_folder(struct sealing *sealing, struct db *db)
{
    struct secret_hash *folder = &sealing->kith.folder;
    struct text value = {0};
    const enum err err = meta_store_get(db, sealing->arena, "keys", &value);

    if (err == OK && !hex_read(value, folder->bytes, sizeof folder->bytes)) {
        return ERR_CORRUPT;
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

static enum err read_links(struct sealing *sealing, struct db *db)
{
    struct safety_record safety;
    struct audit_link audit;
    enum err err = safety_store_last(db, &safety);

    if (err == OK) {
        err = audit_store_last(db, &audit);
    }
    if (err == OK) {
        sealing->kith.safety = (struct backup_link){safety.seq, safety.hash};
        sealing->kith.audit = (struct backup_link){audit.seq, audit.hash};
    }
    return err;
}

static enum err check(struct sealing *sealing, struct db *db)
{
    struct check_finding *findings = NULL;
    int count = 0;
    const enum err err = data_check_run(db, sealing->arena, &findings, &count);

    if (err == OK && count > 0) {
        if (!is_taken_away(sealing)) {
            log_event(LOG_ERROR, "backup_not_whole", "rule=\"%s\"", findings[0].rule);
        }
        return ERR_CORRUPT;
    }
    return err;
}

// Each line follows from the table, so the file is of the same moment as the copy.
static enum err write_ledger(struct sealing *sealing, struct db *db)
{
    FILE *file = fopen(work_path(sealing, "safety.ledger"), "we");
    struct safety_records page = {.count = LEDGER_PAGE};
    int64_t after = 0;
    enum err err = file == NULL ? ERR_IO : OK;

    while (err == OK && page.count == LEDGER_PAGE) {
        struct arena *arena = arena_new();
        err = safety_store_after(db, arena, after, LEDGER_PAGE, &page);
        for (int i = 0; err == OK && i < page.count; i++) {
            const struct safety_line line = safety_line_of(&page.records[i]);
            after = page.records[i].seq;
            err = fprintf(file, "%.*s\n", (int)line.len, line.s) < 0 ? ERR_IO : OK;
        }
        arena_free(arena);
    }
    if (file != NULL && fclose(file) != 0) {
        err = ERR_IO;
    }
    return err;
}

static enum err look_at_kith(struct sealing *sealing)
{
    struct db *db = NULL;
    int schema = 0;
    enum err err = db_open(work_path(sealing, "kith.db"), DB_READER, &db);

    if (err == OK) {
        err = check(sealing, db);
    }
    if (err == OK) {
        err = db_schema(db, &schema);
        sealing->kith.schema = schema;
    }
    if (err == OK) {
        err = meta_store_number(db, "starts", &sealing->kith.starts);
    }
    if (err == OK) {
        err = read_folder(sealing, db);
    }
    if (err == OK) {
        err = read_links(sealing, db);
    }
    if (err == OK) {
        err = write_ledger(sealing, db);
    }
    db_close(db);
    return err;
}

static enum err look_at_keys(struct sealing *sealing)
{
    struct db *keys = NULL;
    int schema = 0;
    enum err err = db_open(work_path(sealing, "keys.db"), DB_KEYS_READER, &keys);

    if (err == OK) {
        err = db_integrity_check(keys);
    }
    if (err == OK) {
        err = db_schema(keys, &schema);
        sealing->keys.schema = schema;
    }
    if (err == OK) {
        err = key_store_number(keys, "starts", &sealing->keys.starts);
    }
    db_close(keys);
    sealing->keys.folder = sealing->kith.folder;
    return err;
}

// ---- sealing

// Whether backup_give_up has taken the file away.
static bool is_gone(FILE *file)
{
    struct stat about;

    return fstat(fileno(file), &about) != 0 || about.st_nlink == 0;
}

static enum err hash_file(const char *path, struct backup_file *file_out)
{
    FILE *file = fopen(path, "re");
    struct secret_hasher hasher;
    struct backup_file result = {0};
    char block[BLOCK_BYTES];
    size_t len = 0;

    if (file == NULL) {
        return ERR_IO;
    }
    secret_hasher_init(&hasher);
    while (!is_gone(file) && (len = fread(block, 1, sizeof block, file)) > 0) {
        secret_hasher_add(&hasher, (struct text){block, len});
        result.bytes += (int64_t)len;
    }
    const bool is_read = ferror(file) == 0 && !is_gone(file);
    (void)fclose(file);
    result.hash = secret_hasher_end(&hasher);
    *file_out = result;
    return is_read ? OK : ERR_IO;
}

static enum err add_file(struct archive_writer *writer, const char *path)
{
    FILE *file = fopen(path, "re");
    char block[BLOCK_BYTES];
    size_t len = 0;
    enum err err = file == NULL ? ERR_IO : OK;

    while (err == OK && (len = fread(block, 1, sizeof block, file)) > 0) {
        err = is_gone(file) ? ERR_IO
                            : archive_writer_add(writer, (struct text){block, len});
    }
    if (file != NULL) {
        err = err == OK && ferror(file) != 0 ? ERR_IO : err;
        (void)fclose(file);
    }
    return err;
}

static enum err write_archive(struct sealing *sealing, struct backup_manifest *manifest,
                              const char *path)
{
    struct archive_writer *writer = NULL;
    enum err err = OK;

    manifest->at_utc_ms = sealing->now_utc_ms;
    for (int i = 0; err == OK && i < backup_manifest_count(manifest->part); i++) {
        err = hash_file(work_path(sealing, backup_manifest_name(manifest->part, i)),
                        &manifest->files[i]);
    }
    if (err == OK) {
        err = archive_writer_open(path, &sealing->public, &writer);
    }
    if (err == OK) {
        char head[BACKUP_MANIFEST_BYTES];
        backup_manifest_write(manifest, head);
        err = archive_writer_add(writer, (struct text){head, sizeof head});
    }
    for (int i = 0; err == OK && i < backup_manifest_count(manifest->part); i++) {
        err = add_file(writer,
                       work_path(sealing, backup_manifest_name(manifest->part, i)));
    }
    if (err == OK) {
        err = archive_writer_end(writer);
    }
    archive_writer_close(writer);
    return err;
}

// Beside the copy, which may lie on the same disk.
static enum err find_room(const struct sealing *sealing, enum backup_part part,
                          const char *dir)
{
    int64_t bytes = 0;

    for (int i = 0; i < backup_manifest_count(part); i++) {
        struct stat about = {0};
        (void)stat(work_path(sealing, backup_manifest_name(part, i)), &about);
        bytes += about.st_size; // one that is gone is missed when it is sealed
    }
    return backup_room_for(part == BACKUP_KITH ? "backup-dir" : "backup-keys-dir", dir,
                           bytes);
}

// Under its name only once it is whole and durable.
static enum err make_archive(struct sealing *sealing, struct backup_manifest *manifest)
{
    const enum backup_part part = manifest->part;
    const char *dir =
        part == BACKUP_KITH ? sealing->settings->dir : sealing->settings->keys_dir;
    const struct backup_name name = backup_name_of(part, sealing->now_utc_ms);
    const char *path = backup_seal_path(sealing->arena, dir, name.s);
    const char *unfinished = backup_seal_path(
        sealing->arena, dir, part == BACKUP_KITH ? ".kith.part" : ".keys.part");

    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        return ERR_IO;
    }
    (void)unlink(unfinished); // of one that a crash ended
    enum err err = find_room(sealing, part, dir);
    if (err == OK) {
        err = write_archive(sealing, manifest, unfinished);
    }
    if (err == OK && (rename(unfinished, path) != 0 || !file_sync_folder(dir))) {
        err = ERR_IO;
    }
    if (err != OK) {
        (void)unlink(unfinished);
        (void)unlink(path);
    }
    return err;
}

// Of a backup that came to nothing: tried again and again, they would fill the disk.
static void drop_keys(const struct sealing *sealing)
{
    const struct backup_name name = backup_name_of(BACKUP_KEYS, sealing->now_utc_ms);

    (void)unlink(backup_seal_path(sealing->arena, sealing->settings->keys_dir, name.s));
}

// Its room is free at once, although the keeper may be reading it.
static void take_away(const char *path)
{
    const int fd = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    (void)unlink(path);
    if (fd < 0) {
        return;
    }
    if (ftruncate(fd, 0) != 0) {
        log_event(LOG_WARN, "backup_copy_not_cut", "errno=%d room=is_free_once_read",
                  errno);
    }
    (void)close(fd);
}

void backup_seal_clear(const struct backup_settings *settings)
{
    static const char *const large[] = {"kith.db", "keys.db", "safety.ledger"};
    // SQLite may have them mapped, and must not find them shorter than they were.
    static const char *const mapped[] = {"kith.db-wal", "kith.db-shm"};
    struct arena *arena = arena_new();

    for (size_t i = 0; i < sizeof large / sizeof large[0]; i++) {
        take_away(backup_seal_path(arena, settings->work_dir, large[i]));
    }
    for (size_t i = 0; i < sizeof mapped / sizeof mapped[0]; i++) {
        (void)unlink(backup_seal_path(arena, settings->work_dir, mapped[i]));
    }
    (void)rmdir(settings->work_dir);
    arena_free(arena);
}

// ---- all of it

static enum err read_key(struct sealing *sealing)
{
    return hex_read(text_of(sealing->settings->public_key), sealing->public.bytes,
                    sizeof sealing->public.bytes)
               ? OK
               : ERR_BAD_REQUEST;
}

enum err backup_seal(struct arena *arena, const struct backup_settings *settings,
                     int64_t now_utc_ms)
{
    struct sealing sealing = {.arena = arena,
                              .settings = settings,
                              .now_utc_ms = now_utc_ms,
                              .kith = {.part = BACKUP_KITH},
                              .keys = {.part = BACKUP_KEYS}};

    const struct {
        const char *what;
        enum err (*run)(struct sealing *sealing);
    } first[] = {
        {"backup_public_key", read_key    },
        {"kith.db",           look_at_kith},
        {"keys.db",           look_at_keys},
    };
    enum err err = OK;

    for (size_t i = 0; err == OK && i < sizeof first / sizeof first[0]; i++) {
        err = first[i].run(&sealing);
        err = err == OK ? OK : fail(&sealing, first[i].what, err);
    }
    // A backup counts when kith.db's archive is there: its keys are, then.
    if (err == OK && make_archive(&sealing, &sealing.keys) != OK) {
        err = fail(&sealing, "archive_of_keys", ERR_IO);
    }
    if (err == OK && make_archive(&sealing, &sealing.kith) != OK) {
        err = fail(&sealing, "archive_of_kith", ERR_IO);
        drop_keys(&sealing);
    }
    backup_seal_clear(settings);
    return err;
}
