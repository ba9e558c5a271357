// Read marks that are not written down yet: a mark is state, so it may wait up to 5 s
// for the writer. What waits, or is on its way, goes along with the person's next
// attach.
#ifndef TRANSPORT_MARK_H
#define TRANSPORT_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "command/request.h"

#define MARKS_PER_WRITE 1024 // one request holds the writer for about 5 ms at most

struct marks;

struct marks *marks_new(void);
void marks_free(struct marks *marks);

// Notes that `person` has read `conversation` up to `read`; a lower mark changes
// nothing. Returns the mark as it now stands.
int64_t marks_set(struct marks *marks, person_id person, conversation_id conversation,
                  int64_t read);

// Copies the person's unwritten marks into `request` (marks, mark_count).
void marks_overlay(const struct marks *marks, person_id person,
                   struct request *request);

// A request that writes down waiting marks, those of `person` or (v == 0) of everybody;
// NULL when there is nothing to write. Owner: the caller.
struct request *marks_take(struct marks *marks, person_id person);

// The request that marks_take gave was carried out, or was not and has to be asked
// again. What was written stays known until marks_forget_written.
void marks_written(struct marks *marks, const struct request *request, bool is_done);

// Forgets the person's marks that are written down: she has no connection here any
// more.
void marks_forget_written(struct marks *marks, person_id person);

#endif
