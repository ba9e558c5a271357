#include "domain/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

#define MAGIC_BYTES 16
#define SEALED_PIECE_BYTES (ARCHIVE_PIECE_BYTES + SECRET_STREAM_OVERHEAD)

static const char MAGIC[MAGIC_BYTES] = "kith-backup-1\n";

// What stands before the pieces, as it lies in the file.
struct head {
    char magic[MAGIC_BYTES];
    unsigned char public[SECRET_BOX_KEY_BYTES];
    unsigned char sealed_key[SECRET_BOX_SEALED_BYTES];
    unsigned char stream[SECRET_STREAM_HEADER_BYTES];
};

_Static_assert(sizeof(struct head) == 152, "no padding");

struct archive_writer {
    int fd;
    struct secret_stream stream;
    struct head head;
    bool has_begun; // the first piece, which `head` is bound to, was sealed
    size_t len;
    char piece[ARCHIVE_PIECE_BYTES];
    unsigned char sealed[SEALED_PIECE_BYTES];
};

static struct text head_text(const struct head *head)
{
    return (struct text){(const char *)head, sizeof *head};
}

enum err archive_writer_open(const char *path, const struct secret_box_key *public,
                             struct archive_writer **writer_out)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct secret_key key;

    if (fd < 0) {
        return ERR_IO;
    }
    struct archive_writer *writer = secret_memory_new(sizeof *writer);
    writer->fd = fd;
    memcpy(writer->head.magic, MAGIC, sizeof MAGIC);
    memcpy(writer->head.public, public->bytes, sizeof public->bytes);
    secret_key_new(&key);
    secret_box_seal(public, &key, writer->head.sealed_key);
    secret_stream_begin(&writer->stream, &key, writer->head.stream);
    secret_wipe(&key, sizeof key);
    if (!file_write(fd, head_text(&writer->head))) {
        archive_writer_close(writer);
        return ERR_IO;
    }
    *writer_out = writer;
    return OK;
}

static enum err seal_piece(struct archive_writer *writer, bool is_last)
{
    const struct text bound = writer->has_begun ? TEXT("") : head_text(&writer->head);

    secret_stream_seal(&writer->stream, (struct text){writer->piece, writer->len},
                       bound, is_last, writer->sealed);
    const struct text sealed = {(const char *)writer->sealed,
                                writer->len + SECRET_STREAM_OVERHEAD};
    writer->has_begun = true;
    writer->len = 0;
    return file_write(writer->fd, sealed) ? OK : ERR_IO;
}

enum err archive_writer_add(struct archive_writer *writer, struct text t)
{
    enum err err = OK;

    while (err == OK && t.len > 0) {
        // A full piece waits until it is known whether it is the last.
        if (writer->len == ARCHIVE_PIECE_BYTES) {
            err = seal_piece(writer, false);
        }
        const size_t room = ARCHIVE_PIECE_BYTES - writer->len;
        const size_t len = t.len < room ? t.len : room;
        memcpy(writer->piece + writer->len, t.s, len);
        writer->len += len;
        t.s += len;
        t.len -= len;
    }
    return err;
}

enum err archive_writer_end(struct archive_writer *writer)
{
    const enum err err = seal_piece(writer, true);

    return err == OK && fsync(writer->fd) == 0 ? OK : ERR_IO;
}

void archive_writer_close(struct archive_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    (void)close(writer->fd);
    secret_memory_free(writer);
}

// ---- reading

struct archive_reader {
    FILE *file;
    struct secret_stream stream;
    struct head head;
    bool has_begun;
    bool was_last;
    size_t at;
    size_t len;
    char piece[ARCHIVE_PIECE_BYTES];
    char sealed[SEALED_PIECE_BYTES];
};

static enum err open_head(struct archive_reader *reader,
                          const struct secret_box_key *private)
{
    struct head *head = &reader->head;
    struct secret_key key;

    if (fread(head, 1, sizeof *head, reader->file) != sizeof *head ||
        memcmp(head->magic, MAGIC, sizeof MAGIC) != 0) {
        return ferror(reader->file) != 0 ? ERR_IO : ERR_BAD_REQUEST;
    }
    const struct secret_box_key public = secret_box_public(private);
    if (memcmp(head->public, public.bytes, sizeof public.bytes) != 0) {
        return ERR_DENIED;
    }
    enum err err = secret_box_open(private, head->sealed_key, &key);
    if (err == OK) {
        err = secret_stream_resume(&reader->stream, &key, head->stream);
        secret_wipe(&key, sizeof key);
    }
    return err;
}

enum err archive_reader_open(const char *path, const struct secret_box_key *private,
                             struct archive_reader **reader_out)
{
    FILE *file = fopen(path, "re");

    if (file == NULL) {
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    }
    struct archive_reader *reader = secret_memory_new(sizeof *reader);
    reader->file = file;
    const enum err err = open_head(reader, private);
    if (err != OK) {
        archive_reader_close(reader);
        return err;
    }
    *reader_out = reader;
    return OK;
}

static enum err read_piece(struct archive_reader *reader)
{
    const struct text bound = reader->has_begun ? TEXT("") : head_text(&reader->head);
    const size_t len = fread(reader->sealed, 1, SEALED_PIECE_BYTES, reader->file);

    if (ferror(reader->file) != 0) {
        return ERR_IO;
    }
    if (reader->was_last || len < SECRET_STREAM_OVERHEAD) {
        return ERR_CORRUPT;
    }
    const enum err err =
        secret_stream_open(&reader->stream, (struct text){reader->sealed, len}, bound,
                           reader->piece, &reader->was_last);
    if (err != OK) {
        return err;
    }
    reader->has_begun = true;
    reader->at = 0;
    reader->len = len - SECRET_STREAM_OVERHEAD;
    return reader->was_last || reader->len == ARCHIVE_PIECE_BYTES ? OK : ERR_CORRUPT;
}

enum err archive_reader_read(struct archive_reader *reader, char *bytes_out, size_t len)
{
    enum err err = OK;

    while (err == OK && len > 0) {
        if (reader->at == reader->len) {
            err = read_piece(reader);
        }
        const size_t left = err == OK ? reader->len - reader->at : 0;
        const size_t part = len < left ? len : left;
        memcpy(bytes_out, reader->piece + reader->at, part);
        reader->at += part;
        bytes_out += part;
        len -= part;
    }
    return err;
}

enum err archive_reader_end(struct archive_reader *reader)
{
    if (!reader->has_begun) {
        const enum err err = read_piece(reader);
        if (err != OK) {
            return err;
        }
    }
    if (!reader->was_last || reader->at != reader->len) {
        return ERR_CORRUPT;
    }
    return fgetc(reader->file) == EOF && ferror(reader->file) == 0 ? OK : ERR_CORRUPT;
}

void archive_reader_close(struct archive_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    (void)fclose(reader->file);
    secret_memory_free(reader);
}
