// Cases of moderation, receipts and decisions as JSON.
#ifndef COMMAND_ENCODE_CARE_H
#define COMMAND_ENCODE_CARE_H

#include <jansson.h>

#include "domain/care/care_desk.h"
#include "domain/care/care_receipt.h"

// "R-1001", "C-1001".
#define ENCODE_CARE_REPORT 'R'
#define ENCODE_CARE_CASE 'C'
json_t *encode_care_number(char letter, int64_t number);

// A line of the desk's list. Owner: the caller, as of what follows.
json_t *encode_care_row(const struct care_desk_row *line);

// Fills `result` with the whole case.
void encode_care_case(json_t *result, const struct care_desk_case *it);

json_t *encode_care_receipt(const struct care_receipt *receipt);
json_t *encode_care_verdict(const struct care_verdict *verdict);

#endif
