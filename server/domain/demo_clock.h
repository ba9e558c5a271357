// The wall clock of a demo data folder can be moved forward, so that what time does can
// be shown and tested. Nowhere else, and never back: expiry and order of days rely on
// it.
#ifndef DOMAIN_DEMO_CLOCK_H
#define DOMAIN_DEMO_CLOCK_H

#include <stdint.h>

#include "domain/change.h"

// The clock of this folder is `by_ms` (positive) further ahead from the next start on;
// *offset_out, to be set after the commit, says by how much it is ahead of real time.
// Errors: ERR_WRONG_STATE (no demo folder), ERR_DENIED (not an operator).
enum err demo_clock_advance(struct change *change, int64_t by_ms, int64_t *offset_out);

#endif
