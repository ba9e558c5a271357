// operator.*: what kithctl does, over the admin socket or in its own process.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/request.h"
#include "domain/backup.h"
#include "domain/invite.h"
#include "domain/organisation.h"
#include "domain/person.h"
#include "domain/session.h"
#include "protocol.h"

static const char *const STATE_WORDS[] = {
    [PERSON_ACTIVE] = "active",
    [PERSON_SUSPENDED] = "suspended",
    [PERSON_FORMER] = "former",
};

static const char *const KIND_WORDS[] = {
    [SESSION_BROWSER] = "browser",
    [SESSION_INTEGRATION] = "integration",
};

// The organisation that was named, or the only one. An id that is none of ours was
// named all the same.
static enum err organisation_named(struct request *request, bool is_named,
                                   organisation_id id,
                                   struct organisation *organisation_out)
{
    if (is_named && id.v == 0) {
        return ERR_NOT_FOUND;
    }
    return organisation_find(request->call->change, id, organisation_out);
}

static void put_integer(json_t *object, const char *key, int64_t value)
{
    json_object_set_new(object, key, json_integer(value));
}

static void put_id(json_t *object, const char *key, struct id_text id)
{
    json_object_set_new(object, key, json_string(id.s));
}

enum err cmd_operator_status(struct request *request, const void *args)
{
    (void)args;
    struct change *change = request->call->change;
    json_t *result = request->call->result;
    struct organisation *organisations = NULL;
    size_t organisation_count = 0;
    int64_t people = 0;
    int64_t sessions = 0;
    struct backup_status backup;
    enum err err = organisation_list(change, &organisations, &organisation_count);
    if (err == OK) {
        err = person_count(change, &people);
    }
    if (err == OK) {
        err = session_count(change, &sessions);
    }
    if (err == OK) {
        err = backup_status(change, &backup);
    }
    if (err == OK) {
        put_integer(result, "organisations", (int64_t)organisation_count);
        put_integer(result, "people", people);
        put_integer(result, "sessions", sessions);
        json_object_set_new(result, "backup",
                            backup.good_utc_ms == 0 ? json_null()
                                                    : json_integer(backup.good_utc_ms));
        put_integer(result, "time", change->now_utc_ms);
    }
    return err;
}

// -- organisations and areas

enum err cmd_operator_organisation_add(struct request *request, const void *args)
{
    const struct args_operator_organisation_add *a = args;
    organisation_id made;
    enum err err = organisation_create(request->call->change, a->name, &made);
    if (err == OK) {
        put_id(request->call->result, "organisation", organisation_id_text(made));
    }
    return err;
}

enum err cmd_operator_organisation_list(struct request *request, const void *args)
{
    (void)args;
    struct organisation *list = NULL;
    size_t count = 0;
    enum err err = organisation_list(request->call->change, &list, &count);
    if (err != OK) {
        return err;
    }
    json_t *organisations = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        put_id(object, "id", organisation_id_text(list[i].id));
        json_object_set_new(object, "name", encode_text(list[i].name));
        json_array_append_new(organisations, object);
    }
    json_object_set_new(request->call->result, "organisations", organisations);
    return OK;
}

enum err cmd_operator_area_add(struct request *request, const void *args)
{
    const struct args_operator_area_add *a = args;
    struct organisation organisation;
    area_id made = {0};
    enum err err = organisation_named(request, a->has_organisation, a->organisation,
                                      &organisation);
    if (err == OK) {
        err = organisation_add_area(request->call->change, organisation.id, a->name,
                                    &made);
    }
    if (err == OK) {
        put_id(request->call->result, "area", area_id_text(made));
    }
    return err;
}

enum err cmd_operator_area_list(struct request *request, const void *args)
{
    const struct args_operator_area_list *a = args;
    struct organisation organisation;
    struct area *list = NULL;
    size_t count = 0;
    enum err err = organisation_named(request, a->has_organisation, a->organisation,
                                      &organisation);
    if (err == OK) {
        err = organisation_areas(request->call->change, organisation.id, &list, &count);
    }
    if (err != OK) {
        return err;
    }
    json_t *areas = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        put_id(object, "id", area_id_text(list[i].id));
        json_object_set_new(object, "name", encode_text(list[i].name));
        json_array_append_new(areas, object);
    }
    json_object_set_new(request->call->result, "areas", areas);
    return OK;
}

// -- people

enum err cmd_operator_invite(struct request *request, const void *args)
{
    const struct args_operator_invite *a = args;
    json_t *result = request->call->result;
    struct organisation organisation;
    struct invite_made made;
    enum err err = organisation_named(request, a->has_organisation, a->organisation,
                                      &organisation);
    if (err != OK) {
        return err;
    }
    struct invite_new new_invite = {
        .organisation = organisation.id,
        .name = a->name,
        .role = a->role,
        .everywhere = !a->has_area,
        .area = a->area,
    };
    err = invite_create(request->call->change, &new_invite, &made);
    if (err == OK) {
        json_object_set_new(result, "link", encode_text(made.link));
        put_integer(result, "expires_at", made.expires_utc_ms);
    }
    return err;
}

static json_t *person_json(const struct person *person)
{
    json_t *object = json_object();
    put_id(object, "id", person_id_text(person->id));
    json_object_set_new(object, "name", encode_text(person->name));
    json_object_set_new(object, "state", json_string(STATE_WORDS[person->state]));
    json_object_set_new(object, "roles",
                        encode_roles(person->roles, person->role_count));
    return object;
}

enum err cmd_operator_people(struct request *request, const void *args)
{
    const struct args_operator_people *a = args;
    struct organisation organisation;
    struct person_page page = {0};
    enum err err = organisation_named(request, a->has_organisation, a->organisation,
                                      &organisation);
    if (err != OK) {
        return err;
    }
    struct person_filter filter = {
        .organisation = organisation.id,
        .by_area = a->has_area,
        .area = a->area,
        .by_role = a->has_role,
        .role = a->role,
        .after = a->after,
    };
    err = person_list(request->call->change, &filter, &page);
    if (err != OK) {
        return err;
    }
    json_t *people = json_array();
    for (size_t i = 0; i < page.count; i++) {
        json_array_append_new(people, person_json(&page.people[i]));
    }
    json_object_set_new(request->call->result, "people", people);
    if (page.more) {
        json_object_set_new(request->call->result, "more", json_true());
    }
    return OK;
}

enum err cmd_operator_person_find(struct request *request, const void *args)
{
    const struct args_operator_person_find *a = args;
    person_id person;
    enum err err = person_by_handle(request->call->change, a->handle, &person);
    if (err == OK) {
        put_id(request->call->result, "person", person_id_text(person));
    }
    return err;
}

enum err cmd_operator_role_grant(struct request *request, const void *args)
{
    const struct args_operator_role_grant *a = args;
    struct role_grant role = {a->role, a->area};
    // An area that is none of ours must not become the whole organisation.
    if (a->has_area && a->area.v == 0) {
        return ERR_NOT_FOUND;
    }
    return person_grant_role(request->call->change, a->person, role);
}

enum err cmd_operator_role_revoke(struct request *request, const void *args)
{
    const struct args_operator_role_revoke *a = args;
    struct role_grant role = {a->role, a->area};
    if (a->has_area && a->area.v == 0) {
        return ERR_NOT_FOUND;
    }
    return person_revoke_role(request->call->change, a->person, role);
}

enum err cmd_operator_suspend(struct request *request, const void *args)
{
    const struct args_operator_suspend *a = args;
    return person_suspend(request->call->change, a->person);
}

enum err cmd_operator_restore(struct request *request, const void *args)
{
    const struct args_operator_restore *a = args;
    return person_restore(request->call->change, a->person);
}

// -- sessions and tokens

static json_t *session_json(const struct session *session)
{
    json_t *object = json_object();
    put_id(object, "id", session_id_text(session->id));
    json_object_set_new(object, "kind", json_string(KIND_WORDS[session->kind]));
    json_object_set_new(object, "device",
                        session->device.len == 0 ? json_null()
                                                 : encode_text(session->device));
    put_integer(object, "created_at", session->created_utc_ms);
    put_integer(object, "seen_at", session->seen_utc_ms);
    put_integer(object, "expires_at", session->expires_utc_ms);
    return object;
}

enum err cmd_operator_sessions(struct request *request, const void *args)
{
    const struct args_operator_sessions *a = args;
    struct session *list = NULL;
    size_t count = 0;
    enum err err = session_list_of(request->call->change, a->person, &list, &count);
    if (err != OK) {
        return err;
    }
    json_t *sessions = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(sessions, session_json(&list[i]));
    }
    json_object_set_new(request->call->result, "sessions", sessions);
    return OK;
}

enum err cmd_operator_sessions_revoke(struct request *request, const void *args)
{
    const struct args_operator_sessions_revoke *a = args;
    return session_revoke_all_of(request->call->change, a->person);
}

enum err cmd_operator_token_create(struct request *request, const void *args)
{
    const struct args_operator_token_create *a = args;
    json_t *result = request->call->result;
    struct session_made made;
    int64_t expires_utc_ms = 0;
    enum err err = session_token_create(request->call->change, a->person, a->label,
                                        &made, &expires_utc_ms);
    if (err == OK) {
        json_object_set_new(result, "token", json_string(made.token.s));
        put_id(result, "session", session_id_text(made.session));
        put_integer(result, "expires_at", expires_utc_ms);
    }
    return err;
}

static json_t *token_json(const struct session *token)
{
    json_t *object = json_object();
    put_id(object, "session", session_id_text(token->id));
    put_id(object, "person", person_id_text(token->person));
    json_object_set_new(object, "label", encode_text(token->device));
    put_integer(object, "created_at", token->created_utc_ms);
    put_integer(object, "seen_at", token->seen_utc_ms);
    put_integer(object, "expires_at", token->expires_utc_ms);
    return object;
}

enum err cmd_operator_token_list(struct request *request, const void *args)
{
    (void)args;
    struct session *list = NULL;
    size_t count = 0;
    enum err err = session_token_list(request->call->change, &list, &count);
    if (err != OK) {
        return err;
    }
    json_t *tokens = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(tokens, token_json(&list[i]));
    }
    json_object_set_new(request->call->result, "tokens", tokens);
    return OK;
}

enum err cmd_operator_token_revoke(struct request *request, const void *args)
{
    const struct args_operator_token_revoke *a = args;
    return session_token_revoke(request->call->change, a->session);
}
