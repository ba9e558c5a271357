#include "command/encode_safe_contact.h"

#include "command/encode.h"
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

json_t *encode_safe_contact(const struct safe_contact *contact)
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
