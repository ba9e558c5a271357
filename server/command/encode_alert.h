// What commands about alerts and rules of risk words share in their results.
#ifndef COMMAND_ENCODE_ALERT_H
#define COMMAND_ENCODE_ALERT_H

#include <jansson.h>
#include <stdint.h>

#include "domain/change.h"
#include "model/alert.h"

// Owner of each: the caller.
json_t *encode_risks(uint32_t risks); // ["R1", …] of the bits of a set
json_t *encode_risk(int category);    // "R1"
json_t *encode_channels(const struct policy *policy);
const char *encode_failure_name(enum notice_failure failure); // "sign_in"
json_t *encode_failure_word(enum notice_failure failure);

#endif
