#include "domain/audit_reason.h"

#include "domain/vault.h"
#include "store/audit_store.h"

enum err audit_reason_write(struct change *change, const char *action, person_id person,
                            struct text reason)
{
    struct sealed sealed;
    int64_t seq;
    enum err err = change_audit(change, action, person.v, AUDIT_WITH_REASON);
    if (err == OK) {
        err = audit_store_last(change->db, &seq);
    }
    if (err != OK) {
        return err;
    }
    const struct seal_place place = {"audit_reason", "reason_sealed", seq, 0,
                                     (struct key_scope){.person = person}};
    err = vault_seal(change->vault, change->arena, place, reason, &sealed);
    if (err != OK) {
        return err;
    }
    const struct audit_reason kept = {sealed.bytes, sealed.key_version};
    return audit_store_add_reason(change->db, seq, person, &kept);
}
