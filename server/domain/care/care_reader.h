// Who may look at a case of moderation. Nobody ever sees or touches one that is about
// herself or that she reported, whatever she may otherwise do: it is not there for her.
// So it is with one about somebody from whom staff keep her apart, unless she leads.
// Facilitators have the cases of groups that they facilitate, coordinators those of
// their areas, safeguarding leads all.
#ifndef DOMAIN_CARE_READER_H
#define DOMAIN_CARE_READER_H

#include <stdbool.h>

#include "domain/change.h"
#include "model/care.h"

// The case `id`, where the actor may look at it. Errors: ERR_NOT_FOUND.
enum err care_reader_find(struct change *change, care_case_id id,
                          struct care_case *row_out);

enum err care_reader_sees(struct change *change, const struct care_case *row,
                          bool *sees_out);

// Whether the actor is a safeguarding lead where it is.
bool care_reader_leads(const struct change *change, const struct care_case *row);

// Whether the actor reported it.
enum err care_reader_reported(struct change *change, const struct care_case *row,
                              bool *reported_out);

// Whether the actor facilitates `conversation` now.
enum err care_reader_facilitates(struct change *change, conversation_id conversation,
                                 bool *facilitates_out);

// Whether the actor may decide about it at all: whoever an appeal overruled about the
// same message does so never again.
enum err care_reader_may_decide(struct change *change, const struct care_case *row,
                                bool *may_out);

// Whether the actor could decide an appeal of it: a coordinator or a lead who may look
// at it, has neither decided it nor shown again what it had hidden, and may decide. Who
// decided the appeal of one side decides that of the other only if nobody else can.
enum err care_reader_may_redecide(struct change *change, const struct care_case *row,
                                  bool *may_out);

// Whether nobody at all could decide an appeal of it, in the lane where it is.
enum err care_reader_is_stranded(struct change *change, const struct care_case *row,
                                 bool *stranded_out);

// The case goes on to the next who look at cases, until there is somebody there whom it
// is not about, who did not report it and may decide it.
enum err care_reader_route(struct change *change, struct care_case *row);

// Everybody who may look at it is told that it has changed.
enum err care_reader_tell(struct change *change, const struct care_case *row);

// Administrators are told that somebody has to be brought in to decide an appeal; not
// of which case, and none who has a part in it.
enum err care_reader_tell_stranded(struct change *change, const struct care_case *row);

// Whom people are told that looks at it.
enum role care_reader_role(const struct care_case *row);

#endif
