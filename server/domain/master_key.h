// The master key outside of this process: in a file that only its owner may read (a
// systemd credential is one), or with a command that prints it, for a cloud's key
// service. The next one, while the keys are wrapped anew, always lies in a file.
#ifndef DOMAIN_MASTER_KEY_H
#define DOMAIN_MASTER_KEY_H

#include <limits.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/secret.h"

struct master_key_source {
    const char *file;
    const char *command;   // instead of the file, where it is not ""
    const char *next_file; // where the next master key lies meanwhile
    const char *data_dir;  // older versions kept it there, as MASTER_KEY_FORMER_NAME
};

#define MASTER_KEY_FORMER_NAME "master.key.next"

// Where a master key is looked for, in this order.
enum master_key_place {
    MASTER_KEY_FILE, // or the command
    MASTER_KEY_NEXT,
    MASTER_KEY_FORMER,  // the next one of a rotation that an older version began
    MASTER_KEY_NOWHERE, // in no file that can be read
};

// Reads it: 64 hexadecimal digits. Where `create` is true and there is neither a
// command nor a file, makes a file with mode 0600, durably. Errors: ERR_DENIED (the
// file can be read or written by group or others, or is not a regular file of ours),
// ERR_NOT_FOUND, ERR_CORRUPT (something else than a key), ERR_IO (also: the command
// failed).
enum err master_key_read(const struct master_key_source *source, bool create,
                         struct secret_key *key_out);

// Reads the next one; where `create` is true, makes it if need be. Errors: as above.
enum err master_key_read_next(const struct master_key_source *source, bool create,
                              struct secret_key *key_out);

// The file of the next one outlives a power cut, whoever wrote it. Errors: ERR_IO.
enum err master_key_keep_next(const struct master_key_source *source);

// Whether a next one that is made here would stay: it can take the place of the other,
// and lies on no file system in memory, of which nothing is left after a power cut. An
// operator can put one there all the same, and then moves it.
bool master_key_may_make_next(const struct master_key_source *source);

// Reads the file of that place, whether or not there is a command. Errors: as above.
enum err master_key_read_at(const struct master_key_source *source,
                            enum master_key_place place, struct secret_key *key_out);

// The path of that place into `path_out`; "" for MASTER_KEY_NOWHERE.
void master_key_path(const struct master_key_source *source,
                     enum master_key_place place, char path_out[PATH_MAX]);

// The one that lies at `place` is the master key from now on: its file takes the place
// of the other, durably. Errors: ERR_IO (nothing was changed, unless the disk fails).
enum err master_key_settle(const struct master_key_source *source,
                           enum master_key_place place);

#endif
