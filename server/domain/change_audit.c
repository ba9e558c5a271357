// The audit rows of a unit of work.
#include "domain/change.h"

#include "domain/vault.h"
#include "store/audit_store.h"
#include "store/db.h"
#include "store/words.h"

#define DENIED_EVERY_MS 60000 // one row a minute shows that somebody keeps trying

// The foremost role of `actor` among `roles`; where she has none of them, of all she
// has.
static struct text role_of(const struct actor *actor, unsigned roles)
{
    int foremost = -1;

    if (actor->is_operator) {
        return TEXT("operator");
    }
    for (int i = 0; i < actor->role_count; i++) {
        const int role = (int)actor->roles[i].role;
        if ((roles & ROLE_BIT(role)) != 0 && role > foremost) {
            foremost = role;
        }
    }
    if (foremost < 0) {
        return roles == ~0u ? TEXT("") : role_of(actor, ~0u);
    }
    return words_role((enum role)foremost);
}

static struct audit_row row_of(const struct change *change,
                               const struct audit_entry *entry)
{
    const char *outcome = entry->outcome == NULL ? AUDIT_DONE : entry->outcome;
    const unsigned roles = entry->roles == 0 ? change->roles : entry->roles;

    return (struct audit_row){
        .organisation = entry->organisation.v == 0 ? change->actor.organisation
                                                   : entry->organisation,
        .at_utc_ms = change->now_utc_ms,
        .actor = change->actor.person,
        .role = role_of(&change->actor, roles == 0 ? ~0u : roles),
        .action = text_of(entry->action),
        .object = entry->object,
        .object2 = entry->object2,
        .outcome = text_of(outcome),
        .approver = entry->approver,
    };
}

// The ciphertext is bound to the seq of the row that it will stand beside.
static enum err seal_reason(struct change *change, const struct audit_entry *entry,
                            struct audit_reason *reason_out)
{
    const bool is_own = entry->reason_of.v == 0;
    const person_id person = is_own ? change->actor.person : entry->reason_of;
    struct audit_link last;
    struct sealed sealed;
    enum err err = audit_store_last(change->db, &last);

    if (err != OK) {
        return err;
    }
    const struct seal_place place = {"audit_reason", "reason_sealed", last.seq + 1, 0,
                                     (struct key_scope){.person = person}};
    err = vault_seal(change->vault, change->arena, place, entry->reason, &sealed);
    if (err == OK) {
        *reason_out = (struct audit_reason){person, sealed.bytes, sealed.key_version};
    }
    return err;
}

enum err change_audit_entry(struct change *change, const struct audit_entry *entry)
{
    const struct audit_row row = row_of(change, entry);
    const bool has_reason = entry->reason.len > 0;
    struct audit_reason reason;
    enum err err = has_reason ? seal_reason(change, entry, &reason) : OK;

    if (err == OK) {
        err = audit_store_append(change->db, &row, has_reason ? &reason : NULL);
    }
    if (err == OK) {
        change->audit_count++;
    }
    return err;
}

enum err change_audit(struct change *change, const char *action, int64_t object,
                      const char *outcome)
{
    const struct audit_entry entry = {
        .action = action, .object = object, .outcome = outcome};

    return change_audit_entry(change, &entry);
}

enum err change_audit_denied(struct change *change, const struct audit_entry *entry)
{
    struct audit_entry denied = *entry;
    denied.outcome = entry->outcome == NULL ? AUDIT_DENIED : entry->outcome;
    const struct audit_row row = row_of(change, &denied);
    bool has_recent = false;
    enum err err = db_savepoint(change->db);

    if (err != OK) {
        return err;
    }
    err = audit_store_has_recent(change->db, &row, change->now_utc_ms - DENIED_EVERY_MS,
                                 &has_recent);
    if (err == OK && !has_recent) {
        err = audit_store_append(change->db, &row, NULL);
    }
    if (err == OK) {
        err = db_release(change->db);
    }
    if (err != OK) {
        db_rollback_savepoint(change->db);
    }
    return err;
}
