// account.*safe_contact, safe_contact.*: when and how it is safe to reach somebody.
#include <jansson.h>

#include "command/call.h"
#include "command/encode_safe_contact.h"
#include "command/request.h"
#include "domain/care/safe_contact.h"
#include "protocol.h"

static void answer_safe_contact(struct request *request,
                                const struct safe_contact *contact)
{
    json_t *result = request->call->result;
    json_object_set_new(result, "contact", encode_safe_contact(contact));
    if (contact->said_utc_ms != 0) {
        json_object_set_new(result, "said_at", json_integer(contact->said_utc_ms));
    }
    json_object_set_new(
        result, "ask_again",
        json_boolean(safe_contact_is_old(request->call->change, contact)));
}

enum err cmd_account_safe_contact(struct request *request, const void *args)
{
    (void)args;
    struct safe_contact contact;
    const enum err err = safe_contact_get(request->call->change, &contact);
    if (err == OK) {
        answer_safe_contact(request, &contact);
    }
    return err;
}

enum err cmd_account_set_safe_contact(struct request *request, const void *args)
{
    const struct args_account_set_safe_contact *a = args;
    const bool has_hours = a->has_safe_from && a->has_safe_until;
    const struct safe_contact contact = {
        .look = a->look,
        .disguise = a->disguise,
        .phone = a->phone,
        .voicemail = a->voicemail,
        .texts = a->texts,
        .letters = a->letters,
        .safe_from_min = has_hours ? (int)a->safe_from : 0,
        .safe_until_min = has_hours ? (int)a->safe_until : 0,
        .code_word = a->code_word,
        .not_told = a->not_told};
    return safe_contact_set(request->call->change, &contact);
}

enum err cmd_safe_contact_view(struct request *request, const void *args)
{
    const struct args_safe_contact_view *a = args;
    struct safe_contact contact;
    const enum err err =
        safe_contact_view(request->call->change, a->person, a->reason, &contact);
    if (err == OK) {
        answer_safe_contact(request, &contact);
    }
    return err;
}
