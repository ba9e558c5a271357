// report.*: reporting something, and what came of it.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_care.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "domain/care/care_report.h"
#include "protocol.h"
#include "protocol_limits.h"

// Left for what stands around the lists in their frame.
#define ROOM_AROUND 512

static void done_fill(json_t *result, const struct care_report_done *done)
{
    json_object_set_new(result, "report", json_string(report_id_text(done->report).s));
    json_object_set_new(result, "number",
                        encode_care_number(ENCODE_CARE_REPORT, done->number));
    json_object_set_new(result, "who", json_string(role_names[done->who]));
    encode_time(result, "look_by", done->look_by_utc_ms);
    encode_time(result, "decide_by", done->decide_by_utc_ms);
    json_object_set_new(result, "duplicate", json_boolean(done->duplicate));
    if (done->may_block) {
        json_object_set_new(result, "may_block", encode_named(&done->block));
    }
}

enum err cmd_report_raise(struct request *request, const void *args)
{
    const struct args_report_raise *a = args;
    const struct care_report_new report = {.cid = a->cid,
                                           .conversation = a->conversation,
                                           .seq = a->seq,
                                           .person = a->person,
                                           .about = a->about,
                                           .note = a->note};
    struct care_report_done done;
    enum err err = care_report_raise(request->call->change, &report, &done);
    if (err == OK) {
        done_fill(request->call->result, &done);
    }
    return err;
}

enum err cmd_report_add(struct request *request, const void *args)
{
    const struct args_report_add *a = args;
    return care_report_add(request->call->change, a->report, a->text);
}

// Adds `take_item` to `list` while there is room; false: there is none any more.
static bool add(json_t *list, json_t *take_item, size_t *bytes)
{
    *bytes += json_dumpb(take_item, NULL, 0, JSON_COMPACT) + 1;
    if (*bytes > LIMIT_PAGE_BYTES - ROOM_AROUND) {
        json_decref(take_item);
        return false;
    }
    json_array_append_new(list, take_item);
    return true;
}

enum err cmd_report_list(struct request *request, const void *args)
{
    (void)args;
    struct care_receipts receipts;
    enum err err = care_receipt_list(request->call->change, &receipts);
    if (err != OK) {
        return err;
    }
    json_t *reports = json_array();
    json_t *decisions = json_array();
    size_t bytes = 0;
    bool fits = true;
    // What concerns her own words comes first into the frame: there is less of it.
    for (size_t i = 0; fits && i < receipts.verdict_count; i++) {
        fits = add(decisions, encode_care_verdict(&receipts.verdicts[i]), &bytes);
    }
    for (size_t i = 0; fits && i < receipts.report_count; i++) {
        fits = add(reports, encode_care_receipt(&receipts.reports[i]), &bytes);
    }
    json_object_set_new(request->call->result, "reports", reports);
    json_object_set_new(request->call->result, "decisions", decisions);
    if (!fits || receipts.report_count == CARE_RECEIPTS_MAX) {
        json_object_set_new(request->call->result, "more", json_true());
    }
    return OK;
}
