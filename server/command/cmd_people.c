// people.*, person.*: a coordinator's list, blocks.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/request.h"
#include "domain/block.h"
#include "domain/pair.h"
#include "domain/person.h"
#include "protocol.h"
#include "protocol_limits.h"

// Left for what stands around the list in its frame.
#define ROOM_AROUND 512

static enum err person_json(struct change *change, const struct person *person,
                            json_t **object_out)
{
    person_id *connected = NULL;
    size_t count = 0;
    enum err err = pair_connected(change, person->id, &connected, &count);
    if (err != OK) {
        return err;
    }
    json_t *ids = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(ids, json_string(person_id_text(connected[i]).s));
    }
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(person_id_text(person->id).s));
    json_object_set_new(object, "name", encode_text(person->name));
    json_object_set_new(object, "roles",
                        encode_roles(person->roles, person->role_count));
    json_object_set_new(object, "connected", ids);
    *object_out = object;
    return OK;
}

// As many people as fit in one page, and whether there are more.
static enum err page_fill(struct request *request, const struct person_page *page)
{
    json_t *people = json_array();
    bool more = page->more;
    size_t bytes = 0;
    json_object_set_new(request->call->result, "people", people);
    for (size_t i = 0; i < page->count; i++) {
        json_t *object = NULL;
        enum err err = person_json(request->call->change, &page->people[i], &object);
        if (err != OK) {
            return err;
        }
        bytes += json_dumpb(object, NULL, 0, JSON_COMPACT) + 1;
        if (bytes > LIMIT_PAGE_BYTES - ROOM_AROUND) {
            json_decref(object);
            more = true;
            break;
        }
        json_array_append_new(people, object);
    }
    if (more) {
        json_object_set_new(request->call->result, "more", json_true());
    }
    return OK;
}

enum err cmd_people_list(struct request *request, const void *args)
{
    const struct args_people_list *a = args;
    struct person_filter filter = {
        .by_area = a->has_area,
        .area = a->area,
        .by_role = a->has_role,
        .role = a->role,
        .after = a->after,
    };
    struct person_page page;
    enum err err = person_list(request->call->change, &filter, &page);
    if (err != OK) {
        return err;
    }
    return page_fill(request, &page);
}

enum err cmd_people_blocked(struct request *request, const void *args)
{
    (void)args;
    struct person_card *list = NULL;
    size_t count = 0;
    enum err err = block_list(request->call->change, &list, &count);
    if (err != OK) {
        return err;
    }
    json_t *people = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *card = encode_card(&list[i]);
        json_t *person = json_object();
        json_object_set_new(person, "id", json_string(person_id_text(list[i].id).s));
        json_object_set(person, "name", json_object_get(card, "name"));
        json_decref(card);
        json_array_append_new(people, person);
    }
    json_object_set_new(request->call->result, "people", people);
    return OK;
}

enum err cmd_person_block(struct request *request, const void *args)
{
    const struct args_person_block *a = args;
    return block_add(request->call->change, a->person);
}

enum err cmd_person_unblock(struct request *request, const void *args)
{
    const struct args_person_unblock *a = args;
    return block_remove(request->call->change, a->person);
}
