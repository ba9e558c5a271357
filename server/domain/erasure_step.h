// The work of forgetting somebody, in steps of at most a few milliseconds of the
// writer, each of which may be done twice: after a crash it goes on from what is
// stored. In this order: she is former and signed out; she leaves all conversations;
// titles that she gave stay; open records keep her name; her rows go; her messages
// become tombstones for whoever reads, and then, unless a record needs them, in the
// table; her keys are destroyed; and only when the word of every thread
// is there that it holds none of them, keys.db's journal is overwritten and the WAL is
// truncated, is it done.
#ifndef DOMAIN_ERASURE_STEP_H
#define DOMAIN_ERASURE_STEP_H

#include "domain/change.h"

// Whether there is something to do now.
enum err erasure_step_is_due(struct change *change, bool *due_out);

// Does the next step of one person; `more_out`: there is more, of her or of another.
// One that fails is undone, logged and tried again in an hour; others go on. Never in a
// batch of the writer in which the step before ran: call it again after its commit.
enum err erasure_step_run(struct change *change, bool *more_out);

// Before the keys of `person`, who is there, are destroyed without these steps, as
// where that is done again after going back to a backup: titles that she gave stay, and
// records keep her name. Errors: as those that open and seal.
enum err erasure_step_keep(struct change *change, person_id person);

#endif
