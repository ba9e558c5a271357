// message.search: one slice at a time, so that whoever asked can stop asking.
#include <jansson.h>

#include "command/call.h"
#include "command/encode_event.h"
#include "command/lists.h"
#include "command/request.h"
#include "command/search_turn.h"
#include "domain/search.h"
#include "protocol.h"

#define TURN_AFTER_MS 100 // a slice takes less

static void page_fill(struct call *call, const struct search_page *page)
{
    call->events = encode_events(page->events, page->count);
    json_object_set_new(call->result, "people",
                        lists_people(page->people, page->people_count));
    json_object_set_new(call->result, "looked", json_integer(page->looked));
    if (page->next != 0) {
        json_object_set_new(call->result, "next", json_integer(page->next));
    }
}

enum err cmd_message_search(struct request *request, const void *args)
{
    const struct args_message_search *search = args;
    struct call *call = request->call;
    struct search_turns *turns = call->dispatcher->turns;
    const person_id person = call->change->actor.person;
    const struct search_query query = {
        .conversation = search->conversation,
        .words = search->words,
        .whole = search->has_whole && search->whole,
        .before = search->has_before ? search->before : 0,
    };
    struct search_page page;

    if (!search_turns_begin(turns, person)) {
        call->after_ms = TURN_AFTER_MS;
        return ERR_BUSY;
    }
    const enum err err = search_read(call->change, &query, &page);
    search_turns_end(turns, person);
    if (err == OK) {
        page_fill(call, &page);
    }
    return err;
}
