// What an operator hands back to Kith after it lay elsewhere: the two archives of a
// backup, what they say of themselves, the safety ledger, heads of the audit log.
// Whoever knows the public key can make an archive that opens, and anybody who comes to
// a ledger can write into it.
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/secret.h"
#include "domain/archive.h"
#include "domain/audit_head.h"
#include "domain/backup_manifest.h"
#include "domain/restore_archive.h"
#include "store/safety_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct {
    char archive[PATH_MAX];
    char folder[PATH_MAX];
    struct secret_box_key private;
    struct secret_box_key public;
} fuzz;

static void clean_up(void)
{
    (void)unlink(fuzz.archive);
    (void)rmdir(fuzz.folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread
    const char *tmp = getenv("TMPDIR");
    snprintf(fuzz.folder, sizeof fuzz.folder, "%s/kith-fuzz-XXXXXX",
             tmp == NULL ? "/tmp" : tmp);
    if (secret_init() != OK || mkdtemp(fuzz.folder) == NULL) {
        abort();
    }
    snprintf(fuzz.archive, sizeof fuzz.archive, "%.*s.archive", PATH_MAX - 16,
             fuzz.folder);
    secret_box_new(&fuzz.private);
    fuzz.public = secret_box_public(&fuzz.private);
    return atexit(clean_up);
}

// Anything but a crash or a hang will do; what was unpacked goes again.
static enum err unpack(void)
{
    struct restore_archive archive;
    char path[PATH_MAX];
    enum err err = restore_archive_open(fuzz.archive, &fuzz.private, &archive);

    if (err != OK) {
        return err;
    }
    err = restore_archive_unpack(&archive, fuzz.folder);
    for (int i = 0; i < backup_manifest_count(archive.manifest.part); i++) {
        snprintf(path, sizeof path, "%.*s/%s", PATH_MAX - 32, fuzz.folder,
                 backup_manifest_name(archive.manifest.part, i));
        (void)unlink(path);
    }
    restore_archive_close(&archive);
    return err;
}

static void write_file(struct text content)
{
    const int fd = open(fuzz.archive, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0 || !file_write(fd, content)) {
        abort();
    }
    close(fd);
}

static void seal(struct text content)
{
    struct archive_writer *writer = NULL;

    (void)unlink(fuzz.archive);
    if (archive_writer_open(fuzz.archive, &fuzz.public, &writer) != OK ||
        archive_writer_add(writer, content) != OK || archive_writer_end(writer) != OK) {
        abort();
    }
    archive_writer_close(writer);
}

// An archive that opens holds `content`; nothing of it counts where a byte of the file
// is another one.
static void sealed_content(struct text content)
{
    unsigned char byte = 0;
    struct stat about;

    seal(content);
    (void)unpack();
    const int fd = open(fuzz.archive, O_RDWR | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0) {
        abort();
    }
    const off_t at = content.len == 0 ? 0 : (unsigned char)content.s[0] % about.st_size;
    if (pread(fd, &byte, 1, at) != 1) {
        abort();
    }
    byte ^= 1;
    if (pwrite(fd, &byte, 1, at) != 1 || unpack() == OK) {
        abort();
    }
    close(fd);
}

// What was understood is said again, and understood alike.
static void manifest(struct text said)
{
    char bytes[BACKUP_MANIFEST_BYTES] = {0};
    char again[BACKUP_MANIFEST_BYTES];
    char third[BACKUP_MANIFEST_BYTES];
    struct backup_manifest read;

    memcpy(bytes, said.s, said.len < sizeof bytes ? said.len : sizeof bytes);
    if (backup_manifest_read(bytes, &read) != OK) {
        return;
    }
    backup_manifest_write(&read, again);
    if (backup_manifest_read(again, &read) != OK) {
        abort();
    }
    backup_manifest_write(&read, third);
    if (memcmp(again, third, sizeof again) != 0) {
        abort();
    }
}

static void ledger_line(struct text said)
{
    struct safety_record record;

    if (safety_line_parse(said, &record) != OK) {
        return;
    }
    const struct safety_line again = safety_line_of(&record);
    if (again.len != said.len ||
        safety_line_parse((struct text){again.s, again.len}, &record) != OK) {
        abort();
    }
}

static void head_line(struct text said)
{
    struct arena *arena = arena_new();
    struct audit_head head;
    enum audit_head_kind kind;

    if (audit_head_parse(said, &kind, &head) == OK &&
        audit_head_line(arena, kind, &head).len != said.len) {
        abort();
    }
    arena_free(arena);
}

// The first byte says what the others are.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const struct text rest = {(const char *)data + 1, size - 1};
    switch (data[0]) {
    case 'f':
        write_file(rest);
        (void)unpack();
        break;
    case 's':
        sealed_content(rest);
        break;
    case 'm':
        manifest(rest);
        break;
    case 'l':
        ledger_line(rest);
        break;
    case 'h':
        head_line(rest);
        break;
    default:
        break;
    }
    return 0;
}
