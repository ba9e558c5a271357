#include "chain.h"

#include "support.h"

#include "domain/vault.h"
#include "store/db.h"

void chain_open(struct chain *chain)
{
    struct db *keys = NULL;
    const struct secret_key master = {
        .bytes = {1, 2, 3}
    };

    *chain = (struct chain){.arena = arena_new()};
    assert_ok(db_open(":memory:", DB_WRITER, &chain->db));
    assert_ok(db_migrate(chain->db));
    // Reasons are of people whom these tests do not need.
    assert_ok(stmt_run(db_stmt(chain->db, "PRAGMA foreign_keys = OFF")));
    assert_ok(db_open(":memory:", DB_KEYS, &keys));
    chain->keyring = keyring_new(&master);
    assert_ok(vault_open(keys, chain->keyring, &chain->vault));
    chain->key = vault_public_key(chain->vault);
    chain->change = (struct change){.db = chain->db,
                                    .vault = chain->vault,
                                    .arena = chain->arena,
                                    .policy = &chain->policy,
                                    .now_utc_ms = INT64_C(1700000000000)};
    chain->change.actor.person.v = 5;
    chain->change.actor.organisation.v = 7;
    chain->change.actor.roles[0].role = ROLE_COORDINATOR;
    chain->change.actor.role_count = 1;
    assert_ok(vault_key_make(chain->vault, (struct key_scope){.person = {5}}, 1));
    assert_ok(vault_commit(chain->vault));
}

void chain_close(struct chain *chain)
{
    vault_close(chain->vault);
    keyring_free(chain->keyring);
    db_close(chain->db);
    arena_free(chain->arena);
}

struct audit_head chain_add(struct chain *chain, int count)
{
    struct audit_head head;

    for (int i = 0; i < count; i++) {
        const struct audit_entry entry = {
            .action = "case.decide",
            .object = 100 + i,
            .object2 = 200 + i,
            .reason = i % 3 == 0 ? TEXT("It was asked for.") : TEXT(""),
            .approver = {6},
        };
        chain->change.now_utc_ms += 1000;
        assert_ok(change_audit_entry(&chain->change, &entry));
    }
    assert_ok(audit_head_seal(chain->db, chain->vault, chain->change.now_utc_ms));
    assert_ok(audit_head_store_newest(chain->db, &head));
    return head;
}
