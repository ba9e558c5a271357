// The master key outside of this process: in a file that only its owner may read (a
// systemd credential is one), or with a command that prints it, for a cloud's key
// service. The next one, while the keys are wrapped anew, always lies in a file.
#ifndef DOMAIN_MASTER_KEY_H
#define DOMAIN_MASTER_KEY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/secret.h"

struct master_key_source {
    const char *file;
    const char *command;   // instead of the file, where it is not ""
    const char *next_file; // where the next master key lies meanwhile
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

// The next one is the master key from now on: its file takes the place of the other.
// With a command both stay, for the operator. Errors: ERR_IO.
enum err master_key_settle(const struct master_key_source *source);

#endif
