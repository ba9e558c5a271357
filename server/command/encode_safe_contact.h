// When and how it is safe to reach somebody, as JSON.
#ifndef COMMAND_ENCODE_SAFE_CONTACT_H
#define COMMAND_ENCODE_SAFE_CONTACT_H

#include <jansson.h>

#include "model/safe_contact.h"

// What types/safe_contact.json says.
json_t *encode_safe_contact(const struct safe_contact *contact);

#endif
