// meeting.*: meetings of a group.
#include <assert.h>
#include <jansson.h>

#include "command/call.h"
#include "command/encode_meeting.h"
#include "command/request.h"
#include "domain/care/group_meeting.h"
#include "protocol.h"

static_assert(GROUP_MEETINGS_MAX == LIMIT_MEETINGS);
static_assert(GROUP_MEETING_PEOPLE_MAX == LIMIT_MEETING_PEOPLE);

enum err cmd_meeting_create(struct request *request, const void *args)
{
    const struct args_meeting_create *a = args;
    const struct meeting wanted = {.conversation = a->conversation,
                                   .at_utc_ms = a->at,
                                   .minutes = a->minutes,
                                   .mode = a->mode,
                                   .link = a->link,
                                   .venue = a->venue,
                                   .access = a->access,
                                   .childcare = a->childcare};
    meeting_id made;
    enum err err = group_meeting_create(request->call->change, &wanted, &made);
    if (err == OK) {
        json_object_set_new(request->call->result, "meeting",
                            json_string(meeting_id_text(made).s));
    }
    return err;
}

enum err cmd_meeting_change(struct request *request, const void *args)
{
    const struct args_meeting_change *a = args;
    const struct group_meeting_change wanted = {
        .has_at = a->has_at,
        .has_minutes = a->has_minutes,
        .has_mode = a->has_mode,
        .has_link = a->has_link,
        .has_venue = a->has_venue,
        .has_access = a->has_access,
        .has_childcare = a->has_childcare,
        .to = {.at_utc_ms = a->at,
               .minutes = a->minutes,
               .mode = a->mode,
               .link = a->link,
               .venue = a->venue,
               .access = a->access,
               .childcare = a->childcare}
    };
    return group_meeting_change(request->call->change, a->meeting, &wanted);
}

enum err cmd_meeting_cancel(struct request *request, const void *args)
{
    const struct args_meeting_cancel *a = args;
    return group_meeting_cancel(request->call->change, a->meeting);
}

enum err cmd_meeting_list(struct request *request, const void *args)
{
    const struct args_meeting_list *a = args;
    struct group_meeting_list list;
    enum err err =
        group_meeting_list(request->call->change, a->conversation, a->past, &list);
    if (err == OK) {
        encode_meetings(request->call->result, &list);
    }
    return err;
}

enum err cmd_meeting_book(struct request *request, const void *args)
{
    const struct args_meeting_book *a = args;
    return group_meeting_book(request->call->change, a->meeting, a->coming,
                              a->has_needs ? &a->needs : NULL);
}

enum err cmd_meeting_attendance(struct request *request, const void *args)
{
    const struct args_meeting_attendance *a = args;
    return group_meeting_attended(request->call->change, a->meeting, a->person,
                                  a->came);
}

enum err cmd_meeting_begin(struct request *request, const void *args)
{
    const struct args_meeting_begin *a = args;
    return group_meeting_begin(request->call->change, a->meeting);
}

enum err cmd_meeting_turn(struct request *request, const void *args)
{
    const struct args_meeting_turn *a = args;
    // An id that is none of ours must not end the round.
    if (a->has_person && a->person.v == 0) {
        return ERR_NOT_FOUND;
    }
    return group_meeting_turn(request->call->change, a->meeting, a->person);
}

enum err cmd_meeting_pass(struct request *request, const void *args)
{
    const struct args_meeting_pass *a = args;
    return a->said ? group_meeting_said(request->call->change, a->meeting)
                   : group_meeting_pass(request->call->change, a->meeting);
}

enum err cmd_meeting_end(struct request *request, const void *args)
{
    const struct args_meeting_end *a = args;
    return group_meeting_end(request->call->change, a->meeting, a->next);
}
