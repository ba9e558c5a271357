#include "domain/restore_archive.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "domain/archive.h"

#define BLOCK_BYTES ((size_t)8 * 1024)

enum err restore_archive_open(const char *path, const struct secret_box_key *private,
                              struct restore_archive *archive_out)
{
    struct restore_archive archive = {.reader = NULL};
    char head[BACKUP_MANIFEST_BYTES];
    enum err err = archive_reader_open(path, private, &archive.reader);

    if (err == OK) {
        err = archive_reader_read(archive.reader, head, sizeof head);
    }
    if (err == OK) {
        err = backup_manifest_read(head, &archive.manifest);
    }
    if (err != OK) {
        restore_archive_close(&archive);
        return err;
    }
    *archive_out = archive;
    return OK;
}

void restore_archive_close(struct restore_archive *archive)
{
    archive_reader_close(archive->reader);
    archive->reader = NULL;
}

static enum err copy(struct archive_reader *reader, const struct backup_file *file,
                     FILE *out)
{
    struct secret_hasher hasher;
    char block[BLOCK_BYTES];
    int64_t left = file->bytes;
    enum err err = OK;

    secret_hasher_init(&hasher);
    while (err == OK && left > 0) {
        const size_t len = left < (int64_t)sizeof block ? (size_t)left : sizeof block;
        err = archive_reader_read(reader, block, len);
        if (err == OK) {
            secret_hasher_add(&hasher, (struct text){block, len});
            err = fwrite(block, 1, len, out) == len ? OK : ERR_IO;
        }
        left -= (int64_t)len;
    }
    if (err == OK && !secret_hash_equal(secret_hasher_end(&hasher), file->hash)) {
        err = ERR_CORRUPT;
    }
    return err;
}

static enum err unpack_one(struct archive_reader *reader,
                           const struct backup_file *file, const char *path)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

    if (out == NULL) {
        return ERR_IO;
    }
    enum err err = copy(reader, file, out);
    if (err == OK && (fflush(out) != 0 || fsync(fd) != 0)) {
        err = ERR_IO;
    }
    if (fclose(out) != 0 && err == OK) {
        err = ERR_IO;
    }
    return err;
}

enum err restore_archive_unpack(struct restore_archive *archive, const char *dir)
{
    const struct backup_manifest *manifest = &archive->manifest;
    enum err err = OK;

    for (int i = 0; err == OK && i < backup_manifest_count(manifest->part); i++) {
        char path[PATH_MAX];
        const int len = snprintf(path, sizeof path, "%s/%s", dir,
                                 backup_manifest_name(manifest->part, i));
        err = len > 0 && len < PATH_MAX
                  ? unpack_one(archive->reader, &manifest->files[i], path)
                  : ERR_IO;
    }
    return err == OK ? archive_reader_end(archive->reader) : err;
}
