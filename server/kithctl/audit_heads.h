// A file of signed heads, as it was kept away from the server.
#ifndef KITHCTL_AUDIT_HEADS_H
#define KITHCTL_AUDIT_HEADS_H

#include <stddef.h>

#include "domain/audit_head.h"
#include "kithctl/ctl.h"

struct audit_heads {
    struct audit_head *items; // signed by the key
    size_t count;
    long forged; // lines that look like a head and are not signed by the key
    long broken; // lines that are none, as a crash leaves one
};

// Reads the file at `path`. Owner: the caller, who ends it with audit_heads_clear,
// whatever this gives. Says what is wrong with the file.
enum ctl_exit audit_heads_read(struct audit_heads *heads, const char *path,
                               const struct secret_public_key *key);

void audit_heads_clear(struct audit_heads *heads);

#endif
