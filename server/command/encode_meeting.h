// Meetings as JSON.
#ifndef COMMAND_ENCODE_MEETING_H
#define COMMAND_ENCODE_MEETING_H

#include <jansson.h>

#include "domain/care/group_meeting.h"

// Sets what meeting.list answers, as far as a page has room.
void encode_meetings(json_t *object, const struct group_meeting_list *list);

#endif
