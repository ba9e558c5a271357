// Going back to a backup: what must not come back with it. Every conversation has a new
// epoch, so that clients fetch everything anew; every session and open invitation ends;
// and what the safety ledger knows of the time since is done again. What cannot be,
// what opens a door or erases, and what no ledger covers is listed for the safeguarding
// lead, and nobody comes in before she has read it.
#ifndef DOMAIN_RESTORE_H
#define DOMAIN_RESTORE_H

#include "domain/change.h"
#include "domain/safety_ledger.h"
#include "store/safety_store.h"

#define RESTORE_ISSUES_PAGE 500

struct restored {
    int64_t replayed; // records of the ledger that are newer than kith.db
    int64_t issues;   // what there is to list for the lead: never nothing
    int64_t sessions; // that have ended
    int64_t invites;
    int64_t
        ledger_utc_ms; // when the last record of the ledger was written; 0: no ledger
};

struct restore_ledger {
    struct safety_reader *reader;
    bool is_live; // the one that the folder itself writes: nothing came after its end
};

// Does all that, but for keys, in a change of a folder that is open without being in
// use. `ledger` is the newest safety ledger that there is, its reader NULL where there
// is none. Errors:
// ERR_WRONG_STATE (keys.db of another kith.db), ERR_GONE (the ledger of another folder,
// or of another past), ERR_CORRUPT (a ledger that is not whole), ERR_DENIED (one that
// was not written with the keys of this folder, or changed since), ERR_IO. Once more
// before the lead has read what is listed, it keeps that, and adds to it.
enum err restore_run(struct change *change, const struct restore_ledger *ledger,
                     struct restored *restored_out);

// Once that is committed: destroys the keys that are to be, again those that were, and
// lets the next start count. The caller commits. Errors: as key_life_resume.
enum err restore_finish(struct change *change);

// What is listed for the lead, up to RESTORE_ISSUES_PAGE of it after `after` (zeroes:
// from the first); empty where the doors are open.
enum err restore_issues(struct change *change, const struct restore_issue *after,
                        struct restore_issues *issues_out);

// The lead has read all of it: people may come in. Errors: ERR_WRONG_STATE (they may
// already).
enum err restore_acknowledge(struct change *change);

#endif
