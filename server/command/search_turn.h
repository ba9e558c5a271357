// Who is searching right now: one search at a time for each person, so that nobody
// keeps both readers from everybody else.
#ifndef COMMAND_SEARCH_TURN_H
#define COMMAND_SEARCH_TURN_H

#include <stdbool.h>

#include "base/id.h"

struct search_turns;

// Shared by the threads that read. Owner: the caller.
struct search_turns *search_turns_new(void);

// search_turns_free(NULL) does nothing.
void search_turns_free(struct search_turns *turns);

// Whether it is `person`'s turn: she is not searching on another thread. It is over
// with search_turns_end. Always where `turns` is NULL: nobody else is there.
bool search_turns_begin(struct search_turns *turns, person_id person);
void search_turns_end(struct search_turns *turns, person_id person);

#endif
