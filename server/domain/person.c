#include "domain/person.h"

#include "domain/access.h"
#include "domain/care/concern.h"
#include "domain/conversation.h"
#include "domain/erasure.h"
#include "domain/gate_version.h"
#include "domain/handle.h"
#include "domain/matching/match_offer.h"
#include "domain/organisation.h"
#include "domain/recovery.h"
#include "domain/safety.h"
#include "domain/session.h"
#include "domain/timer.h"
#include "domain/vault.h"
#include "protocol_limits.h"
#include "store/account_store.h"
#include "store/person_store.h"
#include "store/suspension_store.h"
#include "store/words.h"

#define STATES 3

// Which state may follow which.
static const bool NEXT[STATES][STATES] = {
    [PERSON_ACTIVE] = {[PERSON_SUSPENDED] = true, [PERSON_FORMER] = true},
    [PERSON_SUSPENDED] = {[PERSON_ACTIVE] = true,    [PERSON_FORMER] = true},
};

static struct key_scope own_key(person_id id)
{
    return (struct key_scope){.person = id};
}

static struct seal_place name_place(person_id id)
{
    return (struct seal_place){"person", "name_sealed", id.v, 0, own_key(id)};
}

// Opens the name of `row`; a former person, or one whose key is gone, has none.
static enum err name_open(struct change *change, const struct person_row *row,
                          struct text *name_out)
{
    struct sealed sealed = {row->name_sealed, row->name_version};
    if (row->state == PERSON_FORMER) {
        return ERR_GONE;
    }
    return vault_open_sealed(change->vault, change->arena, name_place(row->id), sealed,
                             name_out);
}

// Turns a row into a person with name and roles.
static enum err person_read(struct change *change, const struct person_row *row,
                            struct person *person_out)
{
    struct person person = {.id = row->id, .organisation = row->organisation};
    enum err err = name_open(change, row, &person.name);
    person.state = err == ERR_GONE ? PERSON_FORMER : row->state;
    if (err != OK && err != ERR_GONE) {
        return err;
    }
    err = person_store_roles(change->db, row->id, person.roles, &person.role_count);
    if (err == OK) {
        *person_out = person;
    }
    return err;
}

enum err person_find(struct change *change, person_id id, struct person *person_out)
{
    struct person_row row;
    enum err err = person_store_find(change->db, change->arena, id, &row);
    if (err != OK) {
        return err;
    }
    return person_read(change, &row, person_out);
}

enum err person_card(struct change *change, person_id id, struct person_card *card_out)
{
    struct person person;
    enum err err = person_find(change, id, &person);
    if (err != OK) {
        return err;
    }
    *card_out = (struct person_card){
        .id = id,
        .name = person.name,
        .role = person_foremost_role(person.roles, person.role_count),
        .former = person.state == PERSON_FORMER,
    };
    return OK;
}

enum role person_foremost_role(const struct role_grant *roles, int count)
{
    enum role foremost = ROLE_CARER;
    for (int i = 0; i < count; i++) {
        if (roles[i].role > foremost) {
            foremost = roles[i].role;
        }
    }
    return foremost;
}

bool person_has_role(const struct person *person, enum role role, area_id area)
{
    for (int i = 0; i < person->role_count; i++) {
        const struct role_grant *held = &person->roles[i];
        if (held->role == role && (held->area.v == 0 || held->area.v == area.v)) {
            return true;
        }
    }
    return false;
}

// Makes the person's key and seals her name under it.
static enum err row_make(struct change *change, const struct person_new *new_person,
                         struct person_row *row_out)
{
    struct sealed sealed;
    person_id id = new_person->id.v == 0 ? person_id_new() : new_person->id;
    enum err err = vault_key_make(change->vault, own_key(id), change->now_utc_ms);
    if (err == OK) {
        err = vault_seal(change->vault, change->arena, name_place(id), new_person->name,
                         &sealed);
    }
    if (err != OK) {
        return err;
    }
    *row_out = (struct person_row){.id = id,
                                   .organisation = new_person->organisation,
                                   .state = PERSON_ACTIVE,
                                   .name_sealed = sealed.bytes,
                                   .name_version = sealed.key_version};
    return OK;
}

enum err person_create(struct change *change, const struct person_new *new_person,
                       person_id *person_out)
{
    struct person_row row;
    conversation_id inbox = conversation_id_new();
    if (!handle_name_is_valid(new_person->name)) {
        return ERR_BAD_REQUEST;
    }
    enum err err = row_make(change, new_person, &row);
    if (err == OK) {
        err = person_store_insert(change->db, &row, inbox, change->now_utc_ms);
    }
    if (err == OK) {
        err = person_store_grant(change->db, &row, new_person->role);
    }
    if (err == OK) {
        err = conversation_create_inbox(change, row.organisation, row.id, inbox);
    }
    if (err == OK) {
        *person_out = row.id;
    }
    return err;
}

static struct seal_place handle_place(person_id person)
{
    return (struct seal_place){"account", "handle_sealed", person.v, 0,
                               own_key(person)};
}

enum err person_create_account(struct change *change, person_id person,
                               struct text handle, struct text password_hash)
{
    struct seal_place place = handle_place(person);
    struct account_row row = {.person = person, .password_hash = password_hash};
    struct sealed sealed;
    enum err err = vault_handle_hash(change->vault, handle, &row.handle_hash);
    if (err == OK) {
        err = vault_seal(change->vault, change->arena, place, handle, &sealed);
    }
    if (err != OK) {
        return err;
    }
    row.handle_sealed = sealed.bytes;
    row.handle_version = sealed.key_version;
    return account_store_insert(change->db, &row);
}

enum err person_own_handle(struct change *change, struct text *handle_out)
{
    const person_id person = change->actor.person;
    struct account_row row;
    enum err err = account_store_handle(change->db, change->arena, person, &row);

    *handle_out = (struct text){0};
    if (err == OK) {
        const struct sealed sealed = {row.handle_sealed, row.handle_version};
        err = vault_open_sealed(change->vault, change->arena, handle_place(person),
                                sealed, handle_out);
    }
    return err == ERR_NOT_FOUND || err == ERR_GONE ? OK : err;
}

// What of `filter` the actor may have, as the store understands it.
static enum err filter_allowed(struct change *change,
                               const struct person_filter *filter,
                               struct person_store_filter *store_out)
{
    const struct actor *actor = &change->actor;
    struct organisation organisation;
    struct person_store_filter store = {
        .area = {filter->by_area ? filter->area.v : 0},
        .by_role = filter->by_role,
        .role = filter->role,
        .after = filter->after,
        .limit = LIMIT_PEOPLE_PAGE + 1,
    };
    bool all = actor->is_operator || access_any_role(actor, ACCESS_DECIDERS) == OK;
    if (!all && access_any_role(actor, ROLE_BIT(ROLE_COORDINATOR)) != OK) {
        return ERR_DENIED;
    }
    enum err err = organisation_find(
        change, actor->is_operator ? filter->organisation : actor->organisation,
        &organisation);
    if (err == OK && filter->by_area) {
        err = organisation_has_area(change, organisation.id, filter->area);
        // An area that is not hers answers like one that does not exist.
        if (err == OK && !all &&
            !access_has_role(actor, ROLE_COORDINATOR, filter->area)) {
            err = ERR_NOT_FOUND;
        }
    }
    if (err != OK) {
        return err;
    }
    store.organisation = organisation.id;
    store.coordinator.v = all ? 0 : actor->person.v;
    *store_out = store;
    return OK;
}

enum err person_list(struct change *change, const struct person_filter *filter,
                     struct person_page *page_out)
{
    struct person_store_filter store;
    struct person_rows rows;
    enum err err = filter_allowed(change, filter, &store);
    if (err == OK) {
        err = person_store_page(change->db, change->arena, &store, &rows);
    }
    if (err != OK) {
        return err;
    }
    struct person_page page = {.more = rows.count > LIMIT_PEOPLE_PAGE};
    size_t count = page.more ? LIMIT_PEOPLE_PAGE : rows.count;
    page.people = arena_array(change->arena, count, sizeof(*page.people));
    for (size_t i = 0; i < count; i++) {
        struct person *person = &page.people[page.count];
        err = person_read(change, &rows.rows[i], person);
        if (err != OK) {
            return err;
        }
        page.count += person->state != PERSON_FORMER;
    }
    *page_out = page;
    return OK;
}

// The row of somebody to whom an operator does something.
static enum err row_for_operator(struct change *change, person_id id,
                                 struct person_row *row_out)
{
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    return person_store_find(change->db, change->arena, id, row_out);
}

// Whether `id` may have one more role.
static enum err check_role_room(struct change *change, person_id id)
{
    struct role_grant held[ROLES_PER_PERSON_MAX];
    int count = 0;
    enum err err = person_store_roles(change->db, id, held, &count);
    if (err == OK && count >= ROLES_PER_PERSON_MAX) {
        err = ERR_TOO_LARGE;
    }
    return err;
}

static enum err audit(struct change *change, const char *action,
                      const struct person_row *row)
{
    return change_audit_entry(change,
                              &(struct audit_entry){.action = action,
                                                    .object = row->id.v,
                                                    .organisation = row->organisation});
}

// The row says which role, and in which area.
static enum err audit_role(struct change *change, const char *action,
                           const struct person_row *row, struct role_grant role)
{
    return change_audit_entry(change,
                              &(struct audit_entry){.action = action,
                                                    .object = row->id.v,
                                                    .object2 = role.area.v,
                                                    .outcome = words_role(role.role).s,
                                                    .organisation = row->organisation});
}

// What staff have to have for signing in, her sockets were not asked for: they close,
// and are asked when they come back.
static void attach_anew(struct change *change, person_id id, enum role role)
{
    if (role != ROLE_CARER && role != ROLE_SUPPORTER) {
        change_add_revocation(change,
                              &(struct revocation){.person = id, .goes_on = true});
    }
}

enum err person_grant_role(struct change *change, person_id id, struct role_grant role)
{
    struct person_row row;
    enum err err = row_for_operator(change, id, &row);
    // Staff hand over their work first; nobody becomes staff meanwhile.
    if (err == OK) {
        err = erasure_check_none(change, id);
    }
    if (err == OK && role.area.v != 0) {
        err = organisation_has_area(change, row.organisation, role.area);
    }
    if (err == OK) {
        err = check_role_room(change, id);
    }
    if (err == OK) {
        err = person_store_grant(change->db, &row, role);
    }
    if (err == OK) {
        err = recovery_drop(change, id);
    }
    if (err == OK) {
        err = gate_version_raise(change, id);
    }
    if (err != OK) {
        return err;
    }
    attach_anew(change, id, role.role);
    return audit_role(change, "person.grant_role", &row, role);
}

enum err person_revoke_role(struct change *change, person_id id, struct role_grant role)
{
    struct person_row row;
    enum err err = row_for_operator(change, id, &row);
    if (err == OK) {
        err = person_store_revoke(change->db, id, role);
    }
    if (err == OK) {
        err = safety_note(change, (struct safety_record){.kind = SAFETY_ROLE_TAKEN,
                                                         .a = id.v,
                                                         .b = role.role,
                                                         .c = role.area.v});
    }
    if (err == OK) {
        err = recovery_drop(change, id);
    }
    if (err == OK) {
        err = gate_version_raise(change, id);
    }
    if (err == OK) {
        err = match_gate_closed(change, id, (person_id){0});
    }
    if (err == OK) {
        err = concern_reach(change, row.organisation);
    }
    if (err != OK) {
        return err;
    }
    return audit_role(change, "person.revoke_role", &row, role);
}

static enum err note_state(struct change *change, const struct person_row *row)
{
    static const enum safety_kind kinds[STATES] = {
        [PERSON_ACTIVE] = SAFETY_LET_IN,
        [PERSON_SUSPENDED] = SAFETY_SUSPEND,
        [PERSON_FORMER] = SAFETY_LEFT,
    };

    return safety_note(
        change, (struct safety_record){.kind = kinds[row->state], .a = row->id.v});
}

// Brings `row` into state `next`: the only place that changes a person's state.
static enum err person_advance(struct change *change, struct person_row *row,
                               enum person_state next)
{
    if (!NEXT[row->state][next]) {
        return ERR_WRONG_STATE;
    }
    row->state = next;
    enum err err = person_store_set_state(change->db, row->id, next);
    if (err == OK) {
        err = note_state(change, row);
    }
    if (err == OK) {
        err = gate_version_raise(change, row->id);
    }
    return err == OK ? concern_reach(change, row->organisation) : err;
}

enum err person_shut_out(struct change *change, person_id id)
{
    struct person_row row;
    enum err err = person_store_find(change->db, change->arena, id, &row);
    if (err == OK) {
        err = person_advance(change, &row, PERSON_SUSPENDED);
    }
    if (err == OK) {
        err = recovery_drop(change, id);
    }
    if (err == OK) {
        err = session_end_all(change, id);
    }
    if (err == OK) {
        err = match_gate_closed(change, id, (person_id){0});
    }
    return err;
}

enum err person_former_name(struct change *change, person_id id, struct text *name_out)
{
    struct person_row row;
    enum err err = person_store_find(change->db, change->arena, id, &row);
    *name_out = (struct text){0};
    if (err == OK) {
        const struct sealed sealed = {row.name_sealed, row.name_version};
        err = vault_open_sealed(change->vault, change->arena, name_place(id), sealed,
                                name_out);
    }
    return err == ERR_GONE ? OK : err;
}

enum err person_leave(struct change *change, person_id id)
{
    struct person_row row;
    enum err err = person_store_find(change->db, change->arena, id, &row);
    if (err == OK && row.state != PERSON_FORMER) {
        err = person_advance(change, &row, PERSON_FORMER);
    }
    return err == OK ? session_end_all(change, id) : err;
}

enum err person_let_in(struct change *change, person_id id)
{
    struct person_row row;
    enum err err = person_store_find(change->db, change->arena, id, &row);
    if (err == OK) {
        err = person_advance(change, &row, PERSON_ACTIVE);
    }
    if (err == OK) {
        err = suspension_store_lift(change->db, id, change->actor.person,
                                    change->now_utc_ms);
    }
    if (err == OK) {
        err = timer_clear(change, TIMER_SUSPENSION, id.v);
    }
    return err;
}

enum err person_suspend(struct change *change, person_id id)
{
    struct person_row row;
    enum err err = row_for_operator(change, id, &row);
    if (err == OK) {
        err = person_shut_out(change, id);
    }
    return err == OK ? audit(change, "person.suspend", &row) : err;
}

enum err person_restore(struct change *change, person_id id)
{
    struct person_row row;
    enum err err = row_for_operator(change, id, &row);
    if (err == OK) {
        err = person_let_in(change, id);
    }
    return err == OK ? audit(change, "person.restore", &row) : err;
}

enum err person_by_handle(struct change *change, struct text handle,
                          person_id *person_out)
{
    struct text normal;
    struct secret_hash hash;
    struct account_row account;
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    if (handle_normalise(change->arena, handle, &normal) != OK) {
        return ERR_NOT_FOUND;
    }
    enum err err = vault_handle_hash(change->vault, normal, &hash);
    if (err == OK) {
        err = account_store_find(change->db, change->arena, hash, &account);
    }
    if (err == OK) {
        *person_out = account.person;
    }
    return err;
}

enum err person_count(struct change *change, int64_t *count_out)
{
    return person_store_count(change->db, count_out);
}
