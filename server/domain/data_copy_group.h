// Groups and their meetings in the copy of the data of somebody who is or was in them.
#ifndef DOMAIN_DATA_COPY_GROUP_H
#define DOMAIN_DATA_COPY_GROUP_H

#include "domain/data_copy.h"
#include "store/data_copy_store.h"

// How the actor is known in her groups; `query` is then where the next ones begin.
enum err data_copy_group_list(struct change *change,
                              struct data_copy_group_query *query,
                              struct data_copy_group **list_out, size_t *count_out);

// The meetings that she has a part in.
enum err data_copy_group_meetings(struct change *change,
                                  const struct data_copy_query *query,
                                  struct data_copy_meeting **list_out,
                                  size_t *count_out);

#endif
