// Unpacking the two archives of a backup: everything in them is looked at before
// anything of it counts.
#ifndef DOMAIN_RESTORE_ARCHIVE_H
#define DOMAIN_RESTORE_ARCHIVE_H

#include "domain/backup_manifest.h"

// An archive that was opened; its manifest has been read.
struct restore_archive {
    struct archive_reader *reader; // owned
    struct backup_manifest manifest;
};

// Errors: as archive_reader_open; ERR_BAD_REQUEST where it holds something else than a
// backup; ERR_CORRUPT.
enum err restore_archive_open(const char *path, const struct secret_box_key *private,
                              struct restore_archive *archive_out);
void restore_archive_close(struct restore_archive *archive);

// Writes the files of the archive, with mode 0600, into the folder `dir`, where none of
// them may be. Errors: ERR_CORRUPT (not what the manifest says, or cut short), ERR_IO.
enum err restore_archive_unpack(struct restore_archive *archive, const char *dir);

#endif
