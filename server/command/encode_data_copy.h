// Pages of the copy of somebody's own data as JSON.
#ifndef COMMAND_ENCODE_DATA_COPY_H
#define COMMAND_ENCODE_DATA_COPY_H

#include <jansson.h>

#include "domain/data_copy.h"

// Sets the member of `object` that has the name of the page's part.
void encode_data_copy(json_t *object, const struct data_copy_page *page);

#endif
