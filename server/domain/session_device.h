// What the devices are called on which people are signed in: a label that the browser
// or the client gives, sealed under the person's own key.
#ifndef DOMAIN_SESSION_DEVICE_H
#define DOMAIN_SESSION_DEVICE_H

#include <stdbool.h>

#include "domain/change.h"
#include "store/session_store.h"

// Seals `device` into `row`; a label that is not fit to be shown is left out.
enum err session_device_seal(struct change *change, struct session_row *row,
                             struct text device);

// Opens the label of `row`; empty where there is none or its key is gone.
enum err session_device_open(struct change *change, const struct session_row *row,
                             struct text *device_out);

// Whether nobody signed in to the account of `person` on a device called so before. The
// first device of all is nothing that she has to be told of.
enum err session_device_is_new(struct change *change, person_id person,
                               struct text device, bool *new_out);

#endif
