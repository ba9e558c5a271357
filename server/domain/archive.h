// A sealed file for a backup, which the server that writes it cannot open: only who has
// the private key can. In it (all fixed sizes, so that reading it allocates by no
// number that it holds):
//   the 16 bytes "kith-backup-1\n\0\0"; the public key that it is sealed for (32); a
//   fresh key, sealed for that (80); the header of a stream (24); then pieces of
//   ARCHIVE_PIECE_BYTES, each sealed (17 more), of which the last is shorter or as
//   long, is known as the last, and ends the file. The first piece is bound to all
//   before it.
#ifndef DOMAIN_ARCHIVE_H
#define DOMAIN_ARCHIVE_H

#include <stddef.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

#define ARCHIVE_PIECE_BYTES ((size_t)64 * 1024)

struct archive_writer;

// Makes the file, which must not be there yet, with mode 0600. Errors: ERR_IO.
enum err archive_writer_open(const char *path, const struct secret_box_key *public,
                             struct archive_writer **writer_out);

// Adds `t` to what the archive holds; a piece is written when it is full. Errors:
// ERR_IO.
enum err archive_writer_add(struct archive_writer *writer, struct text t);

// Writes the last piece and makes the file durable.
enum err archive_writer_end(struct archive_writer *writer);

// The file stays as it is; archive_writer_close(NULL) does nothing.
void archive_writer_close(struct archive_writer *writer);

struct archive_reader;

// Errors: ERR_NOT_FOUND, ERR_BAD_REQUEST (no archive of ours), ERR_DENIED (sealed for
// another private key), ERR_CORRUPT, ERR_IO.
enum err archive_reader_open(const char *path, const struct secret_box_key *private,
                             struct archive_reader **reader_out);

// The next `len` bytes. Errors: ERR_CORRUPT (changed, or cut short), ERR_IO.
enum err archive_reader_read(struct archive_reader *reader, char *bytes_out,
                             size_t len);

// Whether the archive ends here. Errors: ERR_CORRUPT, ERR_IO.
enum err archive_reader_end(struct archive_reader *reader);

// archive_reader_close(NULL) does nothing.
void archive_reader_close(struct archive_reader *reader);

#endif
