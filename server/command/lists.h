// What several handlers put into their results: people by id, rows of the list of
// conversations, and the read marks that came along with a request.
#ifndef COMMAND_LISTS_H
#define COMMAND_LISTS_H

#include <jansson.h>

#include "command/request.h"
#include "domain/conversation.h"
#include "domain/mark.h"

// {id: P}. Owner: the caller.
json_t *lists_people(const struct person_card *people, int count);

// [C]. Owner: the caller.
json_t *lists_views(const struct conversation_view *views, int count);

// The marks of `request` as the domain takes them, in the request's arena.
struct mark_set lists_marks(const struct request *request);

#endif
