// profile.*, consent.*, carer.enter: what people told about themselves.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "domain/consent.h"
#include "domain/profile.h"
#include "protocol.h"

enum err cmd_profile_get(struct request *request, const void *args)
{
    (void)args;
    json_t *result = request->call->result;
    struct profile profile;
    int64_t checks[BLIND_KINDS];
    enum err err = profile_own(request->call->change, &profile, checks);
    if (err != OK) {
        return err;
    }
    encode_profile(result, &profile);
    json_t *list = json_array();
    for (int kind = 0; kind < BLIND_KINDS; kind++) {
        if (checks[kind] > 0) {
            json_array_append_new(list,
                                  json_pack("{s:s,s:I}", "kind", blind_kind_names[kind],
                                            "count", (json_int_t)checks[kind]));
        }
    }
    json_object_set_new(result, "private_checks", list);
    return OK;
}

enum err cmd_profile_answer(struct request *request, const void *args)
{
    const struct args_profile_answer *a = args;
    const struct profile_told told = {
        .field = a->field,
        .values = a->values.items,
        .value_count = a->values.count,
        .has_shown = a->has_shown,
        .shown = a->shown,
    };
    return profile_answer_take(request->call->change, &told, &request->call->field);
}

enum err cmd_profile_answer_for(struct request *request, const void *args)
{
    const struct args_profile_answer_for *a = args;
    const struct profile_told told = {
        .person = a->person,
        .field = a->field,
        .values = a->values.items,
        .value_count = a->values.count,
        .has_shown = a->has_shown,
        .shown = a->shown,
    };
    // An id that is none of ours is nobody, least of all the actor.
    if (a->person.v == 0) {
        return ERR_NOT_FOUND;
    }
    return profile_answer_take(request->call->change, &told, &request->call->field);
}

enum err cmd_profile_view(struct request *request, const void *args)
{
    const struct args_profile_view *a = args;
    struct profile_view view;
    enum err err = profile_view(request->call->change, a->person, a->reason, &view);
    if (err == OK) {
        encode_profile_view(request->call->result, &view);
    }
    return err;
}

enum err cmd_consent_give(struct request *request, const void *args)
{
    const struct args_consent_give *a = args;
    return consent_give(request->call->change, a->what);
}

enum err cmd_consent_withdraw(struct request *request, const void *args)
{
    const struct args_consent_withdraw *a = args;
    return consent_withdraw(request->call->change, a->what);
}

enum err cmd_consent_record(struct request *request, const void *args)
{
    const struct args_consent_record *a = args;
    const struct consent_told told = {a->person, a->what, a->how, a->given};
    enum err err = consent_record(request->call->change, &told);
    if (err == ERR_BAD_REQUEST) {
        request->call->field = "how";
    }
    return err;
}

enum err cmd_carer_enter(struct request *request, const void *args)
{
    const struct args_carer_enter *a = args;
    const struct role_grant role = {a->supporter ? ROLE_SUPPORTER : ROLE_CARER,
                                    a->area};
    person_id person;
    enum err err = profile_enter(request->call->change, a->name, role, &person);
    if (err == ERR_BAD_REQUEST) {
        request->call->field = "name";
    }
    if (err == OK) {
        json_object_set_new(request->call->result, "person",
                            json_string(person_id_text(person).s));
    }
    return err;
}
