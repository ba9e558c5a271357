#include "command/lists.h"

#include "command/encode.h"

json_t *lists_people(const struct person_card *people, int count)
{
    json_t *object = json_object();
    for (int i = 0; i < count; i++) {
        json_object_set_new(object, person_id_text(people[i].id).s,
                            encode_card(&people[i]));
    }
    return object;
}

json_t *lists_views(const struct conversation_view *views, int count)
{
    json_t *array = json_array();
    for (int i = 0; i < count; i++) {
        json_array_append_new(array, encode_view(&views[i]));
    }
    return array;
}

struct mark_set lists_marks(const struct request *request)
{
    struct mark *marks =
        arena_array(request->arena, request->mark_count, sizeof(*marks));
    for (size_t i = 0; i < request->mark_count; i++) {
        marks[i] = (struct mark){.person = request->marks[i].person,
                                 .conversation = request->marks[i].conversation,
                                 .read = request->marks[i].read};
    }
    return (struct mark_set){marks, request->mark_count};
}
