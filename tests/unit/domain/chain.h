// A database in memory with an audit log, and a vault with the key that signs it.
#ifndef UNIT_CHAIN_H
#define UNIT_CHAIN_H

#include "domain/audit_head.h"
#include "domain/change.h"

struct chain {
    struct db *db;
    struct vault *vault;
    struct keyring *keyring;
    struct arena *arena;
    struct policy policy;
    struct change change;
    struct secret_public_key key;
};

void chain_open(struct chain *chain);
void chain_close(struct chain *chain);

// Adds `count` rows, a second apart, every third of them with a reason, and signs the
// newest. Owner of what is in it: nobody, it is a value.
struct audit_head chain_add(struct chain *chain, int count);

#endif
