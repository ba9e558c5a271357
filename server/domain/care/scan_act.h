// What follows from words of risk in a message: a card of help for whoever wrote it
// and, where a child hurts her, for her buddy; a case for those who look, an alert for
// whoever is on call. The message itself stays as it is and goes where it goes.
#ifndef DOMAIN_CARE_SCAN_ACT_H
#define DOMAIN_CARE_SCAN_ACT_H

#include "domain/care/scan.h"

// Does it for `hit` of `step`, once: of an edited message only what was not found
// before. A message that is gone meanwhile leaves nothing to be done.
enum err scan_act(struct change *change, const struct scan_step *step,
                  const struct scan_hit *hit);

#endif
