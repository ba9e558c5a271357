// Lines of fields that stand apart by single spaces: heads of the audit log, the
// safety ledger.
#ifndef BASE_FIELD_H
#define BASE_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

// Splits `line` into `count` fields, borrowed from it; false unless there are exactly
// as many. A field may be empty.
bool field_split(struct text line, struct text *fields_out, int count);

// Reads a number from 0 to INT64_MAX; false unless `digits` are what printf writes of
// it: no sign, no zero before others.
bool field_number(struct text digits, int64_t *number_out);

#endif
