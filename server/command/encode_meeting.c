#include "command/encode_meeting.h"

#include "command/encode.h"
#include "protocol.h"

static void put_line(json_t *object, const char *key, struct text line)
{
    if (line.len > 0) {
        json_object_set_new(object, key, encode_text(line));
    }
}

static void put_answer(json_t *object, const char *key, enum meeting_answer answer)
{
    if (answer != MEETING_ANSWER_NONE) {
        json_object_set_new(object, key, json_boolean(answer == MEETING_ANSWER_YES));
    }
}

static void put_round(json_t *object, const struct group_meeting_view *view)
{
    json_t *round = json_array();
    for (size_t i = 0; i < view->people_count; i++) {
        const struct group_meeting_person *person = &view->people[i];
        if (person->part.place == 0) {
            continue;
        }
        json_t *value = encode_named(&person->card);
        json_object_set_new(value, "turn",
                            json_string(meeting_turn_names[person->part.turn]));
        json_array_append_new(round, value);
        if (person->part.turn == MEETING_TURN_NOW) {
            json_object_set_new(object, "turn", encode_named(&person->card));
        }
    }
    if (json_array_size(round) > 0) {
        json_object_set_new(object, "round", round);
    } else {
        json_decref(round);
    }
}

static json_t *register_json(const struct group_meeting_view *view)
{
    json_t *list = json_array();
    for (size_t i = 0; i < view->people_count; i++) {
        const struct group_meeting_person *person = &view->people[i];
        json_t *value = encode_named(&person->card);
        put_answer(value, "coming", person->part.coming);
        put_answer(value, "came", person->part.came);
        put_line(value, "needs", person->needs);
        json_array_append_new(list, value);
    }
    return list;
}

static json_t *meeting_json(const struct group_meeting_view *view)
{
    const struct meeting *meeting = &view->meeting;
    json_t *object = json_object();
    json_object_set_new(object, "meeting", json_string(meeting_id_text(meeting->id).s));
    json_object_set_new(object, "conversation",
                        json_string(conversation_id_text(meeting->conversation).s));
    json_object_set_new(object, "at", json_integer(meeting->at_utc_ms));
    json_object_set_new(object, "minutes", json_integer(meeting->minutes));
    json_object_set_new(object, "mode", json_string(meeting_mode_names[meeting->mode]));
    json_object_set_new(object, "state",
                        json_string(meeting_state_names[meeting->state]));
    put_line(object, "link", meeting->link);
    put_line(object, "venue", meeting->venue);
    put_line(object, "access", meeting->access);
    put_line(object, "childcare", meeting->childcare);
    put_line(object, "next", meeting->next);
    put_answer(object, "coming", view->own.coming);
    put_line(object, "needs", view->own_needs);
    json_object_set_new(object, "booked", json_integer(view->booked));
    put_round(object, view);
    if (view->keeps) {
        json_object_set_new(object, "register", register_json(view));
    }
    return object;
}

void encode_meetings(json_t *object, const struct group_meeting_list *list)
{
    json_t *meetings = json_array();
    size_t bytes = 0;
    size_t count = 0;
    while (count < list->count) {
        json_t *meeting = meeting_json(&list->list[count]);
        bytes += json_dumpb(meeting, NULL, 0, JSON_COMPACT) + 1;
        if (count > 0 && bytes > LIMIT_PAGE_BYTES - LIMIT_PAGE_BYTES / 8) {
            json_decref(meeting);
            break;
        }
        json_array_append_new(meetings, meeting);
        count++;
    }
    json_object_set_new(object, "meetings", meetings);
    if (list->more || count < list->count) {
        json_object_set_new(object, "more", json_true());
    }
}
