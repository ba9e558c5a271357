// concern.*, concerns.*: raising a concern, and what is done with it.
#include <assert.h>
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_concern.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "domain/care/care_appeal.h"
#include "domain/care/concern_desk.h"
#include "domain/care/concern_refer.h"
#include "domain/care/concern_step.h"
#include "protocol.h"

// A note is the entry of the same place.
static_assert((int)CONCERN_NOTE_EXACT_WORDS == (int)CONCERN_ENTRY_EXACT_WORDS);
static_assert((int)CONCERN_NOTE_NO_ACTION == (int)CONCERN_ENTRY_NO_ACTION);

// Left for what stands around a list in its frame [B].
#define ROOM_AROUND 512

enum err cmd_concern_raise(struct request *request, const void *args)
{
    const struct args_concern_raise *a = args;
    json_t *result = request->call->result;
    struct concern concern;
    struct concern_new what = {.rank = CARE_RANK_SAME_DAY,
                               .cid = a->cid,
                               .what = a->what,
                               .is_graded = true,
                               .asked = CONCERN_UNGRADED};
    // An id that is none of ours must not become nobody.
    if ((a->has_person && a->person.v == 0) ||
        (a->has_conversation && a->conversation.v == 0)) {
        return ERR_NOT_FOUND;
    }
    what.about = a->has_person ? a->person : (person_id){0};
    what.conversation = a->has_conversation ? a->conversation : (conversation_id){0};
    what.seq = a->has_seq ? a->seq : 0;
    what.happened_utc_ms = a->has_happened_at ? a->happened_at : 0;
    what.where = a->has_where ? a->where : TEXT("");
    what.asked = a->has_grade ? a->grade : CONCERN_UNGRADED;
    enum err err = concern_raise(request->call->change, &what, &concern);
    if (err == OK) {
        json_object_set_new(result, "concern",
                            json_string(concern_id_text(concern.id).s));
        json_object_set_new(result, "number", encode_concern_number(&concern));
        encode_time(result, "look_by", concern.look_by_utc_ms);
    }
    return err;
}

enum err cmd_concern_mine(struct request *request, const void *args)
{
    (void)args;
    struct concern_list list;
    enum err err = concern_desk_own(request->call->change, &list);
    if (err != OK) {
        return err;
    }
    json_t *concerns = json_array();
    for (size_t i = 0; i < list.count; i++) {
        json_array_append_new(concerns, encode_concern_own(&list.rows[i]));
    }
    json_object_set_new(request->call->result, "concerns", concerns);
    return OK;
}

// As many rows as fit in one page, and whether there are more.
static enum err page_fill(struct request *request, const struct concern_page *page)
{
    json_t *result = request->call->result;
    json_t *concerns = json_array();
    struct cards cards = {0};
    bool more = page->more;
    size_t bytes = 0;
    json_object_set_new(result, "concerns", concerns);
    for (size_t i = 0; i < page->count; i++) {
        json_t *row = json_object();
        enum err err =
            encode_concern_row(request->call->change, &cards, &page->views[i], row);
        bytes += json_dumpb(row, NULL, 0, JSON_COMPACT) + 1;
        if (err != OK || bytes > LIMIT_PAGE_BYTES - ROOM_AROUND) {
            json_decref(row);
            more = true;
            if (err != OK) {
                return err;
            }
            break;
        }
        json_array_append_new(concerns, row);
    }
    if (more) {
        json_object_set_new(result, "more", json_true());
    }
    return OK;
}

enum err cmd_concerns_list(struct request *request, const void *args)
{
    const struct args_concerns_list *a = args;
    const struct concern_desk desk = {
        .by_state = a->has_state, .state = a->state, .after = a->after};
    struct concern_page page;
    if (a->has_after && a->after.v == 0) {
        return ERR_NOT_FOUND;
    }
    enum err err = concern_desk_list(request->call->change, &desk, &page);
    return err == OK ? page_fill(request, &page) : err;
}

enum err cmd_concern_get(struct request *request, const void *args)
{
    const struct args_concern_get *a = args;
    struct change *change = request->call->change;
    json_t *result = request->call->result;
    struct cards cards = {0};
    struct concern_full full;
    enum err err =
        concern_record_read(change, a->concern, a->has_after ? a->after : 0, &full);
    if (err != OK) {
        return err;
    }
    json_t *row = json_object();
    json_object_set_new(result, "row", row);
    err = encode_concern_row(change, &cards, &full.view, row);
    if (full.view.sight == CONCERN_SIGHT_SUMMARY) {
        encode_text_in(result, "summary", full.summary);
    } else if (err == OK) {
        json_t *all = json_object();
        json_object_set_new(result, "full", all);
        err = encode_concern_full(change, &cards, &full, all);
    }
    if (full.more) {
        json_object_set_new(result, "more", json_true());
    }
    return err;
}

enum err cmd_concern_triage(struct request *request, const void *args)
{
    const struct args_concern_triage *a = args;
    return concern_triage(request->call->change, a->concern, a->grade,
                          a->has_reason ? a->reason : TEXT(""));
}

enum err cmd_concern_own(struct request *request, const void *args)
{
    const struct args_concern_own *a = args;
    return concern_own(request->call->change, a->concern);
}

enum err cmd_concern_assign(struct request *request, const void *args)
{
    const struct args_concern_assign *a = args;
    if (!a->person_is_null && a->person.v == 0) {
        return ERR_NOT_FOUND;
    }
    return concern_assign(request->call->change, a->concern, a->person, a->summary);
}

enum err cmd_concern_record(struct request *request, const void *args)
{
    const struct args_concern_record *a = args;
    const struct concern_record record = {.concern = a->concern,
                                          .kind = (enum concern_entry)a->kind,
                                          .cid = a->cid,
                                          .text = a->text,
                                          .whom = a->has_whom ? a->whom : TEXT(""),
                                          .happened_utc_ms =
                                              a->has_happened_at ? a->happened_at : 0};
    return concern_record_write(request->call->change, &record);
}

enum err cmd_concern_refer(struct request *request, const void *args)
{
    const struct args_concern_refer *a = args;
    const struct referral_new new_referral = {.concern = a->concern,
                                              .cid = a->cid,
                                              .to = a->to,
                                              .reason = a->reason,
                                              .reply_by_utc_ms =
                                                  a->has_reply_by ? a->reply_by : 0};
    struct referral referral;
    enum err err = concern_refer(request->call->change, &new_referral, &referral);
    if (err == OK) {
        json_object_set_new(request->call->result, "referral",
                            json_string(referral_id_text(referral.id).s));
        encode_time(request->call->result, "reply_by", referral.reply_by_utc_ms);
    }
    return err;
}

enum err cmd_concern_reply(struct request *request, const void *args)
{
    const struct args_concern_reply *a = args;
    return concern_reply(request->call->change, a->concern, a->referral, a->text);
}

enum err cmd_concern_monitor(struct request *request, const void *args)
{
    const struct args_concern_monitor *a = args;
    return concern_monitor(request->call->change, a->concern, a->review_at,
                           a->has_reason ? a->reason : TEXT(""));
}

static enum err state_reply(struct request *request, enum err err,
                            enum concern_state state)
{
    if (err == OK) {
        json_object_set_new(request->call->result, "state",
                            json_string(concern_state_names[state]));
    }
    return err;
}

enum err cmd_concern_close(struct request *request, const void *args)
{
    const struct args_concern_close *a = args;
    const struct concern_closing closing = {
        a->outcome, a->reason, {a->keep_until, a->review_at, a->keep_reason}
    };
    enum concern_state state = CONCERN_CLOSED;
    enum err err = concern_close(request->call->change, a->concern, &closing, &state);
    return state_reply(request, err, state);
}

enum err cmd_concern_confirm_close(struct request *request, const void *args)
{
    const struct args_concern_confirm_close *a = args;
    enum concern_state state = CONCERN_CLOSED;
    enum err err = concern_confirm_close(request->call->change, a->concern, a->agree,
                                         a->has_reason ? a->reason : TEXT(""), &state);
    return state_reply(request, err, state);
}

enum err cmd_concern_reopen(struct request *request, const void *args)
{
    const struct args_concern_reopen *a = args;
    return concern_reopen(request->call->change, a->concern, a->reason);
}

enum err cmd_concern_keep(struct request *request, const void *args)
{
    const struct args_concern_keep *a = args;
    const struct concern_keeping keeping = {a->keep_until, a->review_at,
                                            a->keep_reason};
    return concern_keep_longer(request->call->change, a->concern, &keeping);
}

enum err cmd_concern_allegation(struct request *request, const void *args)
{
    const struct args_concern_allegation *a = args;
    int64_t refer_by = 0;
    enum err err =
        concern_allegation(request->call->change, a->concern, a->person, &refer_by);
    if (err == OK) {
        json_object_set_new(request->call->result, "refer_by", json_integer(refer_by));
    }
    return err;
}

enum err cmd_deputy_set(struct request *request, const void *args)
{
    const struct args_deputy_set *a = args;
    if (!a->person_is_null && a->person.v == 0) {
        return ERR_NOT_FOUND;
    }
    return concern_deputy_set(request->call->change, a->person);
}

enum err cmd_deputy_get(struct request *request, const void *args)
{
    (void)args;
    struct change *change = request->call->change;
    json_t *result = request->call->result;
    struct cards cards = {0};
    person_id deputy;
    int64_t stranded = 0;
    int appeals = 0;
    enum err err = concern_deputy_get(change, &deputy, &stranded);
    if (err == OK && stranded >= 0) {
        json_object_set_new(result, "waiting", json_integer(stranded));
    }
    if (err == OK) {
        err = care_appeal_stranded(change, &appeals);
    }
    if (err == OK && appeals >= 0) {
        json_object_set_new(result, "appeals", json_integer(appeals));
    }
    return err == OK ? encode_person_named(change, &cards, result, "deputy", deputy)
                     : err;
}
