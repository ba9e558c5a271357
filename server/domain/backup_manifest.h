// What a backup says of itself: the first BACKUP_MANIFEST_BYTES of an archive, lines of
// text of which each stands once, filled up with zero bytes:
//   kith-manifest-1 WHAT, where WHAT is kith or keys
//   at MS, schema N, starts N, folder HEX: when, and of which folder
//   safety SEQ HASH, audit SEQ HASH: where the two chains stand
//   file NAME BYTES HASH: what follows, in this order; BLAKE2b-256
#ifndef DOMAIN_BACKUP_MANIFEST_H
#define DOMAIN_BACKUP_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

#define BACKUP_MANIFEST_BYTES 2048
#define BACKUP_FILES_MAX 2
#define BACKUP_FILE_MAX_BYTES                                                          \
    (INT64_C(1) << 42) // 4 TiB: several times any disk of ours

enum backup_part {
    BACKUP_KITH, // kith.db and safety.ledger
    BACKUP_KEYS  // keys.db
};

struct backup_link {
    int64_t seq;
    struct secret_hash hash;
};

struct backup_file {
    int64_t bytes;
    struct secret_hash hash;
};

struct backup_manifest {
    enum backup_part part;
    int64_t at_utc_ms;
    int64_t schema;
    int64_t starts;
    struct secret_hash
        folder; // the same for kith.db and the keys.db that belongs to it
    struct backup_link safety; // of BACKUP_KITH; else zeroes
    struct backup_link audit;
    struct backup_file files[BACKUP_FILES_MAX];
};

// How many files an archive of this part has, and how they are called.
int backup_manifest_count(enum backup_part part);
const char *backup_manifest_name(enum backup_part part, int i);

// Fills all BACKUP_MANIFEST_BYTES.
void backup_manifest_write(const struct backup_manifest *manifest,
                           char bytes_out[BACKUP_MANIFEST_BYTES]);

// Errors: ERR_BAD_REQUEST (not what backup_manifest_write writes).
enum err backup_manifest_read(const char bytes[BACKUP_MANIFEST_BYTES],
                              struct backup_manifest *manifest_out);

#endif
