#include "domain/account.h"

#include <string.h>

#include "domain/handle.h"
#include "domain/vault.h"

enum err account_find(struct change *change, struct text handle,
                      struct account_row *row_out, struct secret_hash *hash_out)
{
    struct text normal = handle;
    if (handle_normalise(change->arena, handle, &normal) != OK) {
        normal = handle;
    }
    enum err err = vault_handle_hash(change->vault, normal, hash_out);
    if (err != OK) {
        return err;
    }
    return account_store_find(change->db, change->arena, *hash_out, row_out);
}

uint64_t account_key_of(const struct secret_hash *hash)
{
    uint64_t key = 0;

    memcpy(&key, hash->bytes, sizeof key);
    return key;
}

uint64_t account_key_on(const struct secret_hash *hash, session_id session)
{
    return account_key_of(hash) ^ (uint64_t)session.v;
}
