// The report of matching as JSON.
#ifndef COMMAND_ENCODE_REPORT_H
#define COMMAND_ENCODE_REPORT_H

#include <jansson.h>

#include "domain/matching/matching_report.h"

// Owner: the caller.
json_t *encode_report(const struct matching_report *report);

#endif
