#include "domain/invite.h"

#include <string.h>

#include "domain/access.h"
#include "domain/handle.h"
#include "domain/organisation.h"
#include "domain/password.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "store/account_store.h"
#include "store/invite_store.h"
#include "store/words.h"

// What stands between the public URL and the secret. A fragment never reaches a server,
// so the secret is in nobody's log.
#define FRAGMENT "/#invite="

// Whom a coordinator may invite to her areas.
#define COORDINATOR_INVITES                                                            \
    (ROLE_BIT(ROLE_CARER) | ROLE_BIT(ROLE_SUPPORTER) | ROLE_BIT(ROLE_FACILITATOR))

static struct seal_place name_place(invite_id id, struct key_scope scope)
{
    return (struct seal_place){"invite", "name_sealed", id.v, 0, scope};
}

// Whether the actor may invite somebody to this role there. Answers without looking
// whether there is such an area, so that a foreign one and none answer alike.
static enum err check_right(const struct change *change,
                            const struct invite_new *new_invite)
{
    const struct actor *actor = &change->actor;
    if (actor->is_operator ||
        access_any_role(actor, ROLE_BIT(ROLE_ADMINISTRATOR)) == OK) {
        return OK;
    }
    area_id area = {new_invite->everywhere ? 0 : new_invite->area.v};
    bool names_area = new_invite->everywhere || area.v != 0;
    bool role_fits = (COORDINATOR_INVITES & ROLE_BIT(new_invite->role)) != 0;
    if (names_area && role_fits && access_has_role(actor, ROLE_COORDINATOR, area)) {
        return OK;
    }
    return ERR_DENIED;
}

static struct text link_make(const struct change *change,
                             const struct secret_token *token)
{
    struct text parts[] = {text_of(change->policy->public_url), TEXT(FRAGMENT),
                           text_of(token->s)};
    size_t len = 0;
    size_t count = sizeof(parts) / sizeof(parts[0]);
    for (size_t i = 0; i < count; i++) {
        len += parts[i].len;
    }
    char *link = arena_array(change->arena, len, 1);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(link + at, parts[i].s, parts[i].len);
        at += parts[i].len;
    }
    return (struct text){link, len};
}

// Makes the key of whoever will accept and seals the name under it.
static enum err name_seal(struct change *change, struct text name,
                          struct invite_row *row)
{
    struct key_scope scope = {.person = row->person};
    struct sealed sealed;
    enum err err = vault_key_make(change->vault, scope, change->now_utc_ms);
    if (err == OK) {
        err = vault_seal(change->vault, change->arena, name_place(row->id, scope), name,
                         &sealed);
    }
    if (err == OK) {
        row->name_sealed = sealed.bytes;
        row->name_version = sealed.key_version;
    }
    return err;
}

// Operators name an organisation, everybody else invites to her own.
static enum err organisation_of(struct change *change,
                                const struct invite_new *new_invite,
                                struct organisation *organisation_out)
{
    organisation_id wanted = change->actor.is_operator ? new_invite->organisation
                                                       : change->actor.organisation;
    return organisation_find(change, wanted, organisation_out);
}

static enum err code_hash(struct change *change, struct text digits,
                          struct secret_hash *hash_out)
{
    return vault_code_hash(change->vault, "invite", (person_id){0}, digits, hash_out);
}

static int64_t code_end(const struct invite_row *row)
{
    const int64_t end = row->created_utc_ms + INVITE_CODE_LIFE_MS;
    return end < row->expires_utc_ms ? end : row->expires_utc_ms;
}

// Gives the invitation its link and, where one is wanted, its code.
static enum err store(struct change *change, const struct invite_row *row,
                      bool with_code, struct invite_made *made_out)
{
    struct secret_token token;
    struct secret_hash hash;
    struct invite_made made = {.id = row->id, .expires_utc_ms = row->expires_utc_ms};
    enum err err = OK;
    if (with_code) {
        made.code_expires_utc_ms = code_end(row);
        spoken_code_new(INVITE_CODE_GROUPS, made.code);
        err = code_hash(change, spoken_code_digits(change->arena, text_of(made.code)),
                        &hash);
    }
    if (err != OK) {
        return err;
    }
    secret_token_new(&token);
    made.link = link_make(change, &token);
    err = invite_store_insert(change->db, row, secret_hash(text_of(token.s)),
                              with_code ? &hash : NULL);
    *made_out = made;
    return err;
}

enum err invite_create(struct change *change, const struct invite_new *new_invite,
                       struct invite_made *made_out)
{
    struct invite_row row = {
        .id = invite_id_new(),
        .role = {new_invite->role, {new_invite->everywhere ? 0 : new_invite->area.v}},
        .person = person_id_new(),
        .created_by = change->actor.person,
        .created_utc_ms = change->now_utc_ms,
        .expires_utc_ms = change->now_utc_ms + change->policy->invite_ms,
    };
    struct organisation organisation;
    enum err err = check_right(change, new_invite);
    if (err == OK) {
        err = organisation_of(change, new_invite, &organisation);
    }
    if (err != OK) {
        return err;
    }
    row.organisation = organisation.id;
    if (!handle_name_is_valid(new_invite->name)) {
        err = ERR_BAD_REQUEST;
    }
    if (err == OK && !new_invite->everywhere) {
        err = organisation_has_area(change, row.organisation, row.role.area);
    }
    if (err == OK) {
        err = name_seal(change, new_invite->name, &row);
    }
    if (err == OK) {
        err = store(change, &row, new_invite->with_code, made_out);
    }
    if (err != OK) {
        return err;
    }
    return change_audit_entry(
        change, &(struct audit_entry){.action = "invite.create",
                                      .object = row.id.v,
                                      .object2 = row.role.area.v,
                                      .outcome = words_role(row.role.role).s,
                                      .organisation = row.organisation});
}

// What is known about an invitation that somebody is about to accept.
struct checked {
    struct invite_row invite;
    struct text handle; // normalised
};

static bool is_code(struct text digits)
{
    bool all = digits.len == SPOKEN_DIGITS(INVITE_CODE_GROUPS);
    for (size_t i = 0; all && i < digits.len; i++) {
        all = digits.s[i] >= '0' && digits.s[i] <= '9';
    }
    return all;
}

// By what stands in the link, or by the code; no secret of a link reads as a code. What
// was found by its code expires with that. Errors: ERR_NOT_FOUND.
static enum err find(struct change *change, struct text secret,
                     struct invite_row *row_out)
{
    const struct text digits = spoken_code_digits(change->arena, secret);
    struct secret_hash hash;
    if (!is_code(digits)) {
        return invite_store_find(change->db, change->arena, secret_hash(secret),
                                 row_out);
    }
    enum err err = code_hash(change, digits, &hash);
    if (err == OK) {
        err = invite_store_find_code(change->db, change->arena, hash, row_out);
    }
    if (err == OK) {
        row_out->expires_utc_ms = code_end(row_out);
    }
    return err;
}

// Whether the invitation is good. One that was used answers like one that never was.
static enum err check_invite(struct change *change, struct text secret,
                             struct invite_row *row_out)
{
    const enum err err = find(change, secret, row_out);
    if (err != OK) {
        return err;
    }
    if (row_out->accepted) {
        return ERR_NOT_FOUND;
    }
    return row_out->expires_utc_ms > change->now_utc_ms ? OK : ERR_EXPIRED;
}

enum err invite_look(struct change *change, struct text secret,
                     struct invite_seen *seen_out)
{
    struct invite_row row;
    enum err err = find(change, secret, &row);
    if (err != OK) {
        return err;
    }
    struct invite_seen seen = {.state = INVITE_OPEN, .role = row.role.role};
    if (row.accepted) {
        seen.state = INVITE_USED;
    } else if (row.expires_utc_ms <= change->now_utc_ms) {
        seen.state = INVITE_EXPIRED;
    }
    if (seen.state == INVITE_OPEN) {
        const struct sealed sealed = {row.name_sealed, row.name_version};
        const struct key_scope scope = {.person = row.person};
        err = vault_open_sealed(change->vault, change->arena, name_place(row.id, scope),
                                sealed, &seen.name);
    }
    if (err == OK) {
        *seen_out = seen;
    }
    return err == ERR_GONE ? ERR_NOT_FOUND : err;
}

static enum err check_handle_free(struct change *change, struct text handle)
{
    struct secret_hash hash;
    struct account_row account;
    enum err err = vault_handle_hash(change->vault, handle, &hash);
    if (err == OK) {
        err = account_store_find(change->db, change->arena, hash, &account);
    }
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    return err == OK ? ERR_CONFLICT : err;
}

// Whether accepting would do, and which parameter is at fault if not.
static enum err check(struct change *change, const struct invite_accept *accept,
                      struct checked *checked_out, const char **field_out)
{
    *field_out = NULL;
    enum err err = check_invite(change, accept->secret, &checked_out->invite);
    if (err != OK) {
        return err;
    }
    if (!handle_name_is_valid(accept->name)) {
        *field_out = "name";
        return ERR_BAD_REQUEST;
    }
    *field_out = "handle";
    err = handle_normalise(change->arena, accept->handle, &checked_out->handle);
    if (err == OK) {
        *field_out = NULL;
    }
    return err;
}

enum err invite_prepare(struct change *change, const struct invite_accept *accept,
                        uint64_t *account_key_out, const char **field_out)
{
    struct checked checked;
    enum err err = check(change, accept, &checked, field_out);
    if (err != OK) {
        return err;
    }
    const struct password_about about = {accept->name, checked.handle};
    if (password_check(accept->password, &about) != OK) {
        *field_out = "password";
        return ERR_BAD_REQUEST;
    }
    *account_key_out = (uint64_t)checked.invite.id.v; // link and code together
    return OK;
}

enum err invite_accept(struct change *change, const struct invite_accept *accept,
                       struct session_made *made_out, const char **field_out)
{
    struct checked checked;
    person_id person = {0};
    enum err err = check(change, accept, &checked, field_out);
    if (err != OK) {
        return err;
    }
    // Only now, after the rate limit and the hash: whoever holds an invitation is not
    // to find out by the thousand who has an account.
    err = check_handle_free(change, checked.handle);
    if (err != OK) {
        *field_out = "handle";
        return err;
    }
    const struct invite_row *invite = &checked.invite;
    struct person_new new_person = {.id = invite->person,
                                    .organisation = invite->organisation,
                                    .name = accept->name,
                                    .role = invite->role};
    err = invite_store_accept(change->db, invite->id, change->now_utc_ms);
    if (err == OK) {
        err = person_create(change, &new_person, &person);
    }
    if (err == OK) {
        err = person_create_account(change, person, checked.handle,
                                    text_of(accept->password_hash));
    }
    if (err == OK) {
        err = session_create(change, person, accept->device, made_out);
    }
    if (err == OK) {
        err = session_actor_by_id(change, made_out->session);
    }
    if (err != OK) {
        return err;
    }
    return change_audit_entry(change, &(struct audit_entry){.action = "invite.accept",
                                                            .object = invite->id.v,
                                                            .object2 = person.v});
}
