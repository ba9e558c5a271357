// concern.note_conduct, conduct.*, person.suspend and person.restore: what staff note
// of people's conduct, and what keeps somebody out for now.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_concern.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "domain/care/conduct.h"
#include "domain/care/suspension.h"
#include "protocol.h"

enum err cmd_concern_note_conduct(struct request *request, const void *args)
{
    const struct args_concern_note_conduct *a = args;
    const struct conduct_new note = {a->cid, a->person, a->text};
    return conduct_note(request->call->change, &note);
}

static enum err note_json(struct change *change, struct cards *cards,
                          const struct conduct_view *view, json_t *object)
{
    json_object_set_new(object, "note", json_string(concern_id_text(view->id).s));
    json_object_set_new(object, "at", json_integer(view->at_utc_ms));
    json_object_set_new(object, "text", encode_text(view->text));
    json_object_set_new(object, "review", json_boolean(view->is_review));
    encode_time(object, "reviewed_at", view->reviewed_utc_ms);
    enum err err = encode_person_named(change, cards, object, "about", view->person);
    return err == OK ? encode_person_named(change, cards, object, "by", view->by) : err;
}

enum err cmd_conduct_list(struct request *request, const void *args)
{
    const struct args_conduct_list *a = args;
    struct change *change = request->call->change;
    json_t *result = request->call->result;
    json_t *notes = json_array();
    struct cards cards = {0};
    struct conduct_page page = {0};
    json_object_set_new(result, "notes", notes);
    if ((a->has_person && a->person.v == 0) || (a->has_after && a->after.v == 0)) {
        return ERR_NOT_FOUND;
    }
    enum err err = conduct_list(change, a->person, a->after, &page);
    for (size_t i = 0; err == OK && i < page.count; i++) {
        json_t *note = json_object();
        json_array_append_new(notes, note);
        err = note_json(change, &cards, &page.views[i], note);
    }
    json_object_set_new(result, "unreviewed", json_integer(page.unreviewed));
    encode_time(result, "review_by", page.review_by_utc_ms);
    if (page.more) {
        json_object_set_new(result, "more", json_true());
    }
    return err;
}

enum err cmd_conduct_review(struct request *request, const void *args)
{
    const struct args_conduct_review *a = args;
    return conduct_review(request->call->change, a->person, a->reason);
}

enum err cmd_person_suspend(struct request *request, const void *args)
{
    const struct args_person_suspend *a = args;
    int64_t until = 0;
    enum err err = suspension_place(request->call->change, a->person, a->reason,
                                    a->has_hours ? (int)a->hours : 0, &until);
    if (err == OK) {
        encode_time(request->call->result, "until", until);
    }
    return err;
}

enum err cmd_person_restore(struct request *request, const void *args)
{
    const struct args_person_restore *a = args;
    return suspension_lift(request->call->change, a->person,
                           a->has_reason ? a->reason : TEXT(""));
}
