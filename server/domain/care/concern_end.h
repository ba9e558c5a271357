// The end of a record whose time to keep is over, where whoever looks after it does not
// keep it longer. About somebody who helps others two of staff want it, as with closing
// it. It is destroyed as people are (domain/erasure_step.h): its rows go, its key is
// destroyed, and it is done when no thread, journal or log of the databases holds
// anything of it. That it was destroyed, by whom and why stays in the audit log.
#ifndef DOMAIN_CARE_CONCERN_END_H
#define DOMAIN_CARE_CONCERN_END_H

#include "domain/care/concern.h"

// *destroyed_out: nobody finds it any more; else a second person is asked, who does the
// same. Until then whoever keeps it longer, or opens it again, takes that back. Errors:
// as concern_find_for; ERR_DENIED (she is the one who asked).
enum err concern_destroy(struct change *change, concern_id id, struct text reason,
                         bool *destroyed_out);

// Nobody wants it destroyed any more: for rules by which it stays.
enum err concern_end_withdraw(struct change *change, struct concern_view *view);

// After going back to a backup: it was destroyed since. `known_out`: there is one.
// Needs no actor.
enum err concern_end_again(struct change *change, concern_id id, bool *known_out);

// Whether there is something to do now.
enum err concern_end_is_due(struct change *change, bool *due_out);

// Does the next step of one of them, a few milliseconds; `more_out`: there is more.
// Never in a batch of the writer in which another step of this or of an erasure ran:
// call it again after its commit.
enum err concern_end_run(struct change *change, bool *more_out);

#endif
