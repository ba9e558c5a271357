// account.*safe_contact, safe_contact.*: when and how it is safe to reach somebody.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/request.h"
#include "domain/care/safe_contact.h"
#include "protocol.h"

static void set_flag(json_t *object, const char *name, bool value)
{
    json_object_set_new(object, name, json_boolean(value));
}

static void set_words(json_t *object, const char *name, struct text words)
{
    if (words.len > 0) {
        json_object_set_new(object, name, encode_text(words));
    }
}

static json_t *safe_contact_json(const struct safe_contact *contact)
{
    json_t *object = json_object();
    json_object_set_new(object, "look", json_string(safe_look_names[contact->look]));
    set_flag(object, "disguise", contact->disguise);
    set_flag(object, "phone", contact->phone);
    set_flag(object, "voicemail", contact->voicemail);
    set_flag(object, "texts", contact->texts);
    set_flag(object, "letters", contact->letters);
    if (contact->safe_from_min != contact->safe_until_min) {
        json_object_set_new(object, "safe_from", json_integer(contact->safe_from_min));
        json_object_set_new(object, "safe_until",
                            json_integer(contact->safe_until_min));
    }
    set_words(object, "code_word", contact->code_word);
    set_words(object, "not_told", contact->not_told);
    return object;
}

static void answer_safe_contact(struct request *request,
                                const struct safe_contact *contact)
{
    json_t *result = request->call->result;
    json_object_set_new(result, "contact", safe_contact_json(contact));
    if (contact->said_utc_ms != 0) {
        json_object_set_new(result, "said_at", json_integer(contact->said_utc_ms));
    }
    set_flag(result, "ask_again", safe_contact_is_old(request->call->change, contact));
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
