// account.copy_begin, account.copy: everything that is kept about oneself.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_data_copy.h"
#include "command/request.h"
#include "command/search_turn.h"
#include "domain/data_copy.h"
#include "protocol.h"

#define TURN_AFTER_MS 100 // a page takes less

static enum err set_next(struct request *request, struct data_copy_place place)
{
    struct text word;
    const enum err err = data_copy_place_text(request->call->change, place, &word);

    if (err == OK) {
        json_object_set_new(request->call->result, "next", encode_text(word));
    }
    return err;
}

// The row in the audit log is all that it does.
enum err cmd_account_copy_begin(struct request *request, const void *args)
{
    (void)args;
    const int64_t now_utc_ms = request->call->change->now_utc_ms;
    const struct data_copy_place first = {.begun_utc_ms = now_utc_ms};

    json_object_set_new(request->call->result, "at", json_integer(now_utc_ms));
    return set_next(request, first);
}

static enum err copy_page(struct request *request, const struct data_copy_place *place)
{
    struct call *call = request->call;
    struct data_copy_page page;
    const enum err err = data_copy_read(call->change, place, &page);

    if (err != OK) {
        return err;
    }
    encode_data_copy(call->result, &page);
    return page.has_next ? set_next(request, page.next) : OK;
}

enum err cmd_account_copy(struct request *request, const void *args)
{
    const struct args_account_copy *a = args;
    struct call *call = request->call;
    struct search_turns *turns = call->dispatcher->turns;
    const person_id person = call->change->actor.person;
    struct data_copy_place place;
    enum err err = data_copy_place_parse(call->change, a->place, &place);

    if (err != OK) {
        call->field = "place";
        return err;
    }
    if (!search_turns_begin(turns, person)) {
        call->after_ms = TURN_AFTER_MS;
        return ERR_BUSY;
    }
    err = copy_page(request, &place);
    search_turns_end(turns, person);
    return err;
}
