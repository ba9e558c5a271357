// hold.*, no_contact.*, case.*, area.*: what staff say of who may meet whom.
#include <jansson.h>

#include "command/call.h"
#include "command/request.h"
#include "domain/case_people.h"
#include "domain/neighbour.h"
#include "domain/safeguarding.h"
#include "protocol.h"

enum err cmd_hold_place(struct request *request, const void *args)
{
    const struct args_hold_place *a = args;
    return safeguarding_place_hold(request->call->change, a->person);
}

enum err cmd_hold_lift(struct request *request, const void *args)
{
    const struct args_hold_lift *a = args;
    return safeguarding_lift_hold(request->call->change, a->person);
}

enum err cmd_no_contact_place(struct request *request, const void *args)
{
    const struct args_no_contact_place *a = args;
    return safeguarding_place_no_contact(request->call->change, a->a, a->b);
}

enum err cmd_no_contact_lift(struct request *request, const void *args)
{
    const struct args_no_contact_lift *a = args;
    return safeguarding_lift_no_contact(request->call->change, a->a, a->b);
}

enum err cmd_case_add(struct request *request, const void *args)
{
    const struct args_case_add *a = args;
    const struct case_person person = {a->person, a->part};
    return case_people_add(request->call->change, a->carer, person);
}

enum err cmd_case_remove(struct request *request, const void *args)
{
    const struct args_case_remove *a = args;
    return case_people_remove(request->call->change, a->carer, a->person);
}

enum err cmd_area_neighbour(struct request *request, const void *args)
{
    const struct args_area_neighbour *a = args;
    return neighbour_set(request->call->change, a->area, a->other, a->on);
}

enum err cmd_area_neighbours(struct request *request, const void *args)
{
    (void)args;
    struct neighbour_list list;
    enum err err = neighbour_list(request->call->change, &list);
    if (err != OK) {
        return err;
    }
    json_t *pairs = json_array();
    for (size_t i = 0; i < list.count; i++) {
        json_t *pair = json_object();
        json_object_set_new(pair, "area",
                            json_string(area_id_text(list.pairs[i].area).s));
        json_object_set_new(pair, "other",
                            json_string(area_id_text(list.pairs[i].other).s));
        json_array_append_new(pairs, pair);
    }
    json_object_set_new(request->call->result, "pairs", pairs);
    return OK;
}
