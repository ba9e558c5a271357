// Doing again what the safety ledger says: see domain/restore.h, whose part it is.
#ifndef DOMAIN_RESTORE_REPLAY_H
#define DOMAIN_RESTORE_REPLAY_H

#include "domain/change.h"
#include "model/safety.h"

// Does what `record`, the next one after kith.db's newest, says, and takes it over as
// that. Where it cannot be done, or not all of it, that is listed and counted. Errors:
// ERR_CORRUPT (it does not come next), ERR_IO.
enum err restore_replay(struct change *change, const struct safety_record *record,
                        int64_t *issues);

// Lists and counts a line for each person who waits to be erased, and has a while to
// keep her account.
enum err restore_list_erasures(struct change *change, int64_t *issues);

// Each lists and counts one line for the lead: what no ledger covers; that nothing is
// known of the time since the backup; or since `utc_ms`, when the ledger ends.
enum err restore_list_uncovered(struct change *change, int64_t *issues);
enum err restore_list_nothing_known(struct change *change, int64_t *issues);
enum err restore_list_end(struct change *change, int64_t utc_ms, int64_t *issues);

#endif
