// Hiding a message of a group without waiting for a report, and showing it again. It
// opens a case that is decided at once, or decides the one that is open, so that its
// author is told why and can appeal.
#ifndef DOMAIN_CARE_HIDE_H
#define DOMAIN_CARE_HIDE_H

#include "domain/change.h"
#include "domain/message.h"

// Whoever facilitates the group, coordinates its area or is a lead hides a message that
// she may see as a member, or that is in a case of hers. Errors: ERR_NOT_FOUND,
// ERR_DENIED (her own, she reported it, or an appeal overruled her), ERR_GONE (nothing
// is shown), ERR_CONFLICT (others look at it), ERR_WRONG_STATE (not a group; an appeal
// about it is under way, or showed these very words again).
enum err care_hide(struct change *change, struct message_ref ref, struct text reason,
                   care_case_id *case_out);

// The other way round. Errors: ERR_NOT_FOUND (also: it is about her, or she reported
// it), ERR_CONFLICT, ERR_DENIED (she decided first and there was an appeal),
// ERR_WRONG_STATE (it is not hidden, or an appeal is under way).
enum err care_hide_undo(struct change *change, struct message_ref ref,
                        struct text reason, care_case_id *case_out);

#endif
