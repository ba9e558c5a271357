// cases.list, case.*, message.hide, message.unhide: the desk of those who decide what
// was reported. Who works on a carer's case (case.add, case.remove) is elsewhere.
#include <jansson.h>

#include "command/call.h"
#include "command/encode_care.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "domain/care/care_appeal.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_decide.h"
#include "domain/care/care_hide.h"
#include "protocol.h"
#include "protocol_limits.h"

// Left for what stands around the list in its frame.
#define ROOM_AROUND 512

static void case_set(json_t *object, const char *name, care_case_id id)
{
    json_object_set_new(object, name, json_string(care_case_id_text(id).s));
}

enum err cmd_cases_list(struct request *request, const void *args)
{
    const struct args_cases_list *a = args;
    const struct care_desk_query query = {a->has_state, a->state, a->after};
    struct care_desk_list list;
    enum err err = care_desk_list(request->call->change, &query, &list);
    if (err != OK) {
        return err;
    }
    json_t *cases = json_array();
    care_case_id next = list.next;
    size_t bytes = 0;
    for (size_t i = 0; i < list.count; i++) {
        json_t *row = encode_care_row(&list.rows[i]);
        bytes += json_dumpb(row, NULL, 0, JSON_COMPACT) + 1;
        if (i > 0 && bytes > LIMIT_PAGE_BYTES - ROOM_AROUND) {
            json_decref(row);
            next = list.rows[i - 1].row.id;
            break;
        }
        json_array_append_new(cases, row);
    }
    json_object_set_new(request->call->result, "cases", cases);
    if (next.v != 0) {
        case_set(request->call->result, "next", next);
    }
    return OK;
}

enum err cmd_case_get(struct request *request, const void *args)
{
    const struct args_case_get *a = args;
    struct care_desk_case it;
    enum err err = care_desk_get(request->call->change, a->case_, a->after, &it);
    if (err == OK) {
        encode_care_case(request->call->result, &it);
    }
    return err;
}

enum err cmd_case_claim(struct request *request, const void *args)
{
    const struct args_case_claim *a = args;
    int64_t until = 0;
    enum err err = care_claim_take(request->call->change, a->case_, &until);
    if (err == OK) {
        encode_time(request->call->result, "claimed_until", until);
    }
    return err;
}

enum err cmd_case_release(struct request *request, const void *args)
{
    const struct args_case_release *a = args;
    return care_claim_release(request->call->change, a->case_);
}

enum err cmd_case_pass_on(struct request *request, const void *args)
{
    const struct args_case_pass_on *a = args;
    return care_claim_pass_on(request->call->change, a->case_, a->to);
}

enum err cmd_case_ask(struct request *request, const void *args)
{
    const struct args_case_ask *a = args;
    return care_claim_ask(request->call->change, a->case_, a->text);
}

enum err cmd_case_decide(struct request *request, const void *args)
{
    const struct args_case_decide *a = args;
    const struct care_ruling ruling = {a->decision, a->rule, a->text, a->until};
    json_t *result = request->call->result;
    struct care_decided decided;
    enum err err = care_decide(request->call->change, a->case_, &ruling, &decided);
    if (err != OK) {
        return err;
    }
    encode_time(result, "appeal_until", decided.appeal_until_utc_ms);
    if (decided.concern.v != 0) {
        json_object_set_new(result, "concern",
                            json_string(concern_id_text(decided.concern).s));
    }
    return OK;
}

enum err cmd_case_appeal(struct request *request, const void *args)
{
    const struct args_case_appeal *a = args;
    int64_t decide_by = 0;
    enum err err = care_appeal_ask(request->call->change, a->case_, a->report, a->text,
                                   &decide_by);
    if (err == OK) {
        encode_time(request->call->result, "decide_by", decide_by);
    }
    return err;
}

enum err cmd_case_redecide(struct request *request, const void *args)
{
    const struct args_case_redecide *a = args;
    const struct care_ruling ruling = {a->decision, a->rule, a->text, a->until};
    enum care_appeal appeal;
    enum err err =
        care_appeal_decide(request->call->change, a->case_, &ruling, &appeal);
    if (err == OK) {
        json_object_set_new(request->call->result, "appeal",
                            json_string(care_appeal_names[appeal]));
    }
    return err;
}

enum err cmd_message_hide(struct request *request, const void *args)
{
    const struct args_message_hide *a = args;
    const struct message_ref ref = {a->conversation, a->seq};
    care_case_id id;
    enum err err = care_hide(request->call->change, ref, a->reason, &id);
    if (err == OK) {
        case_set(request->call->result, "case", id);
    }
    return err;
}

enum err cmd_message_unhide(struct request *request, const void *args)
{
    const struct args_message_unhide *a = args;
    const struct message_ref ref = {a->conversation, a->seq};
    care_case_id id;
    enum err err = care_hide_undo(request->call->change, ref, a->reason, &id);
    if (err == OK) {
        case_set(request->call->result, "case", id);
    }
    return err;
}
