// From one master key to the next, while everything goes on: new keys are wrapped by
// the next one at once, all others a few at a time, then each is opened once more, and
// only then the old master key is let go. What they seal stays as it is. Also the
// yearly renewal of data keys. Runs on the writer.
#ifndef DOMAIN_KEY_ROTATION_H
#define DOMAIN_KEY_ROTATION_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/change.h"

#define KEY_ROTATION_BATCH 128 // keys in a step: about 2 ms of the writer

// A data key seals for so long; NIST SP 800-57 part 1, 5.3.6 names one to two years.
#define KEY_RENEW_MS (INT64_C(365) * 24 * 3600 * 1000)

struct key_status {
    int64_t master;             // how many there have been
    int64_t master_made_utc_ms; // 0: before this was kept
    int64_t keys;
    int64_t renewed;       // of a version after the first
    int64_t oldest_utc_ms; // 0: nobody knows
    bool is_rotating;
    int64_t left; // keys still wrapped by the master key that gives way
    // Where the newest one lies. A rotation is over for the operator only when that is
    // MASTER_KEY_FILE: what lies elsewhere is to be moved.
    enum master_key_place place;
};

// Counts all keys. Errors: ERR_CORRUPT (no master key is on record), those of the
// store.
enum err key_rotation_status(struct change *change, struct key_status *status_out);

// False while the newest master key lies in another file than it belongs in, and none
// gives way any more: somebody has to move it. Errors: as above.
enum err key_rotation_is_settled(struct change *change, bool *settled_out);

struct key_findings {
    int64_t keys;
    int64_t closed; // do not open with any master key that is in use
};

// Opens every key; on any thread's vault, or one of a folder that is only read.
enum err key_rotation_verify(struct vault *vault, struct key_findings *findings_out);

// From now on the next master key wraps what is new; key_rotation_step does the rest.
// It is read from where change->policy says, or made there. Errors: ERR_WRONG_STATE
// when one is under way, ERR_CONFLICT when the next one is the one in use,
// ERR_NOT_FOUND when none is there and one that is made could not take the place of the
// other (master_key_may_make_next); ERR_DENIED, ERR_CORRUPT, ERR_IO (its file).
enum err key_rotation_begin(struct change *change);

// Does some of what there is to do; `more_out`: there is more. Where the newest master
// key cannot be put in its place that is said in the log and by key_rotation_status,
// and is no error. Errors: ERR_CORRUPT when a key does not open: nothing is let go
// then; those of the next master key's file.
enum err key_rotation_step(struct change *change, bool *more_out);

#endif
