// account.erase*, person.erase: being forgotten.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_profile.h"
#include "command/own_password.h"
#include "command/request.h"
#include "domain/erasure.h"
#include "domain/erasure_plan.h"
#include "domain/second_factor.h"
#include "protocol.h"

static const char *const KINDS[ERASURE_ITEMS] = {
    [ERASURE_ITEM_DEVICES] = "devices", [ERASURE_ITEM_MATCHING] = "matching",
    [ERASURE_ITEM_MATCHES] = "matches", [ERASURE_ITEM_ACCOUNT] = "account",
    [ERASURE_ITEM_STORY] = "story",     [ERASURE_ITEM_WORDS] = "words",
    [ERASURE_ITEM_COPIES] = "copies",   [ERASURE_ITEM_OTHERS_WORDS] = "others_words",
    [ERASURE_ITEM_DIARY] = "diary",     [ERASURE_ITEM_SUPPORTER] = "supporter",
    [ERASURE_ITEM_REPORTS] = "reports", [ERASURE_ITEM_CONCERNS] = "concerns",
    [ERASURE_ITEM_RECORDS] = "records", [ERASURE_ITEM_LOG] = "log",
};

static const char *const WHENS[ERASURE_WHENS] = {
    [ERASURE_NOW] = "now",
    [ERASURE_WITHIN_DAYS] = "within_days",
    [ERASURE_KEPT] = "kept",
};

static json_t *item_json(const struct erasure_item *item)
{
    json_t *object = json_object();
    json_object_set_new(object, "what", json_string(KINDS[item->kind]));
    json_object_set_new(object, "when", json_string(WHENS[item->when]));
    if (item->count >= 0) {
        json_object_set_new(object, "count", json_integer(item->count));
    }
    if (item->days > 0) {
        json_object_set_new(object, "days", json_integer(item->days));
    }
    encode_time(object, "until", item->until_utc_ms);
    return object;
}

enum err cmd_account_erasure_plan(struct request *request, const void *args)
{
    (void)args;
    json_t *result = request->call->result;
    struct erasure_plan plan;
    const enum err err = erasure_plan_read(request->call->change, &plan);
    if (err != OK) {
        return err;
    }
    json_t *items = json_array();
    for (int i = 0; i < plan.items.count; i++) {
        json_array_append_new(items, item_json(&plan.items.items[i]));
    }
    json_object_set_new(result, "items", items);
    json_object_set_new(result, "days", json_integer(ERASURE_WAITING_DAYS));
    json_object_set_new(result, "erased_at", json_integer(plan.due_utc_ms));
    if (plan.has_asked) {
        encode_time(result, "asked_at", plan.asked_utc_ms);
    }
    return OK;
}

enum err cmd_account_erase_prepare(struct request *request, const void *args)
{
    const struct args_account_erase *a = args;
    return own_password_prepare(request, a->password);
}

enum err cmd_account_erase(struct request *request, const void *args)
{
    const struct args_account_erase *a = args;
    struct change *change = request->call->change;
    const struct second_factor_proof proof =
        own_password_proof(request, a->has_code, a->code);
    int64_t due_utc_ms = 0;
    enum err err = second_factor_prove(change, &proof);

    if (err == OK) {
        err = erasure_ask(change, &due_utc_ms);
    }
    if (err == OK) {
        json_object_set_new(request->call->result, "erased_at",
                            json_integer(due_utc_ms));
    }
    return err;
}

enum err cmd_account_erase_cancel(struct request *request, const void *args)
{
    (void)args;
    return erasure_cancel(request->call->change);
}

enum err cmd_person_erase(struct request *request, const void *args)
{
    const struct args_person_erase *a = args;
    int64_t due_utc_ms = 0;
    const enum err err =
        erasure_ask_for(request->call->change, a->person, a->reason, &due_utc_ms);

    if (err == OK) {
        json_object_set_new(request->call->result, "erased_at",
                            json_integer(due_utc_ms));
    }
    return err;
}
