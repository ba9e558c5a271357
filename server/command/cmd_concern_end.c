// concerns.over, concern.destroy: records whose time to keep is over.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_concern.h"
#include "command/encode_profile.h"
#include "command/own_password.h"
#include "command/request.h"
#include "domain/care/concern_desk.h"
#include "domain/care/concern_end.h"
#include "protocol.h"

// Left for what stands around a list in its frame [B].
#define ROOM_AROUND 512

static enum err record_in(struct request *request, struct cards *cards,
                          const struct concern_view *view, json_t *object)
{
    struct change *change = request->call->change;
    const struct concern *concern = &view->concern;
    struct text reason = {0};
    json_t *row = json_object();
    json_object_set_new(object, "row", row);
    enum err err = encode_concern_row(change, cards, view, row);
    if (err == OK) {
        err = concern_text_read(change, concern->id, CONCERN_TEXT_KEEP_REASON, &reason);
    }
    if (err != OK && err != ERR_GONE) {
        return err;
    }
    if (concern->outcome != CONCERN_NO_OUTCOME) {
        json_object_set_new(object, "outcome",
                            json_string(concern_outcome_names[concern->outcome]));
    }
    json_object_set_new(object, "keep_until", json_integer(concern->keep_until_utc_ms));
    encode_text_in(object, "keep_reason", reason);
    encode_time(object, "review_at", concern->review_utc_ms);
    encode_time(object, "asked_at", concern->end_asked_utc_ms);
    return encode_person_named(change, cards, object, "asked_by",
                               concern->end_asked_by);
}

// As many as fit in one page, and whether there are more.
static enum err page_fill(struct request *request, const struct concern_page *page)
{
    json_t *result = request->call->result;
    json_t *records = json_array();
    struct cards cards = {0};
    bool more = page->more;
    size_t bytes = 0;
    enum err err = OK;
    json_object_set_new(result, "records", records);
    for (size_t i = 0; err == OK && i < page->count; i++) {
        json_t *record = json_object();
        err = record_in(request, &cards, &page->views[i], record);
        bytes += json_dumpb(record, NULL, 0, JSON_COMPACT) + 1;
        if (bytes > LIMIT_PAGE_BYTES - ROOM_AROUND) {
            json_decref(record);
            more = true;
            break;
        }
        json_array_append_new(records, record);
    }
    if (more) {
        json_object_set_new(result, "more", json_true());
    }
    return err;
}

enum err cmd_concerns_over(struct request *request, const void *args)
{
    const struct args_concerns_over *a = args;
    struct concern_page page;
    if (a->has_after && a->after.v == 0) {
        return ERR_NOT_FOUND;
    }
    const enum err err = concern_desk_over(
        request->call->change, a->has_after ? a->after : (concern_id){0}, &page);
    return err == OK ? page_fill(request, &page) : err;
}

enum err cmd_concern_destroy_prepare(struct request *request, const void *args)
{
    const struct args_concern_destroy *a = args;
    return own_password_prepare(request, a->password);
}

enum err cmd_concern_destroy(struct request *request, const void *args)
{
    const struct args_concern_destroy *a = args;
    struct change *change = request->call->change;
    const struct second_factor_proof proof =
        own_password_proof(request, a->has_code, a->code);
    struct concern_view view;
    bool destroyed = false;
    enum err err = concern_find_for(change, a->concern, CONCERN_ACT_DESTROY, &view);
    if (err == OK) {
        err = second_factor_prove(change, &proof);
    }
    if (err == OK) {
        err = concern_destroy(change, a->concern, a->reason, &destroyed);
    }
    if (err == OK) {
        json_object_set_new(request->call->result, "destroyed",
                            json_boolean(destroyed));
    }
    return err;
}
