// Being forgotten, as UK GDPR article 17 has it: somebody asks, can come back for
// ERASURE_WAITING_DAYS, and is then erased step by step (domain/erasure_step.h): her
// keys are destroyed, what stood under them is taken out of the tables, others read
// "former member" and keep what they wrote themselves. Records of safeguarding are
// sealed under keys of their own and stay.
#ifndef DOMAIN_ERASURE_H
#define DOMAIN_ERASURE_H

#include "domain/change.h"
#include "model/erasure.h"

// value · reason
#define ERASURE_WAITING_DAYS 14 // long enough to think again, and to hear of a misuse
#define ERASURE_AGAIN_DAYS                                                             \
    7 // from going back to a backup: to sign in, and stop it again
#define ERASURE_COPIES_DAYS 14 // for so long backups of keys are kept
#define ERASURE_DAYS 30        // what she is told; the month of UK GDPR, article 12(3)

// The actor asks to be forgotten: from now on nobody is matched with her, what is on
// offer to her is withdrawn, what she has with a buddy ends, and all her other devices
// are signed out. A second time changes nothing. Errors: ERR_WRONG_STATE, with at_fault
// "role": staff, who first hand over what they do.
enum err erasure_ask(struct change *change, int64_t *due_out);

// The same by staff, at the written wish of somebody of whom the actor may see
// the profile; all her devices are signed out. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE;
// ERR_DENIED (the actor does not administer all areas in which she is something).
enum err erasure_ask_for(struct change *change, person_id id, struct text reason,
                         int64_t *due_out);

// The actor, who asked, comes back; what has ended does not begin again. Errors:
// ERR_WRONG_STATE (did not ask, or it is too late).
enum err erasure_cancel(struct change *change);

// For what is not to be begun with somebody who is to be erased. Errors:
// ERR_WRONG_STATE, with at_fault "erasure": she is.
enum err erasure_check_none(struct change *change, person_id id);

// Starts the erasure of the person `id` now, or once more from its first step where it
// is under way or was done: for whoever restores a backup from before it, and does
// again what was done since. The ticker does the steps; each finds done what is done,
// so this may be called any number of times. Whoever is not in the database is left
// alone. Within a change that the caller ends; needs no actor.
enum err erasure_restart(struct change *change, person_id id);

// For whoever goes back to a backup and does again what was done since, as
// erasure_restart: `id` asked, at `asked_utc_ms`; or took it back.
enum err erasure_ask_again(struct change *change, person_id id, int64_t asked_utc_ms);
enum err erasure_stop_again(struct change *change, person_id person);

// She who waits has ERASURE_AGAIN_DAYS from now at least: whether she took it back
// since the backup may be what nothing knows any more. Errors: ERR_NOT_FOUND (has not
// asked).
enum err erasure_put_off(struct change *change, person_id person);

// Timer: the waiting time of a person is over.
enum err erasure_due(struct change *change, int64_t person);

#endif
