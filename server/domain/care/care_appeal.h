// Appeals: the author of what was decided about, or somebody who reported it, asks that
// somebody else looks again. Once for each of the two sides, so that neither takes it
// from the other; whoever decided first never decides the appeal.
#ifndef DOMAIN_CARE_APPEAL_H
#define DOMAIN_CARE_APPEAL_H

#include "domain/care/care_effect.h"
#include "domain/change.h"

// Whether `side` could appeal now.
bool care_appeal_may_ask(const struct change *change, const struct care_case *row,
                         enum care_side side);

// The actor appeals the decision about what she wrote (`id`), or about what she
// reported (`report`, where id.v == 0). Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (not
// decided yet, too late, or her side has appealed).
enum err care_appeal_ask(struct change *change, care_case_id id, report_id report,
                         struct text text, int64_t *decide_by_out);

// A coordinator or a lead decides it. Errors: ERR_NOT_FOUND (or not hers to see),
// ERR_DENIED (she decided first, or is neither), ERR_CONFLICT (somebody else holds it),
// ERR_WRONG_STATE (there is no appeal, or as care_effect_check), ERR_BAD_REQUEST.
enum err care_appeal_decide(struct change *change, care_case_id id,
                            const struct care_ruling *ruling,
                            enum care_appeal *appeal_out);

// How many appeals wait that nobody may decide before somebody else is brought in, at
// most CARE_APPEALS_MAX, without those in which the actor has a part; -1 for whoever is
// no administrator and is not told.
#define CARE_APPEALS_MAX 100
enum err care_appeal_stranded(struct change *change, int *count_out);

// The timer of the case `subject`: the time to appeal is over.
enum err care_appeal_over(struct change *change, int64_t subject);

// The millisecond `days` working days after `from_utc_ms`, Saturdays and Sundays left
// out.
int64_t care_appeal_working_days(int64_t from_utc_ms, int days);

#endif
