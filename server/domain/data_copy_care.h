// What somebody reported or raised, what was decided about her words, and who had her
// talk opened, in the copy of her data: no more of each than her own pages say.
#ifndef DOMAIN_DATA_COPY_CARE_H
#define DOMAIN_DATA_COPY_CARE_H

#include "domain/data_copy.h"
#include "store/data_copy_store.h"

// Each fills its part of `page` with those of `ids` that are hers to know.
enum err data_copy_care_reports(struct change *change, const struct data_copy_ids *ids,
                                struct data_copy_page *page);
enum err data_copy_care_decisions(struct change *change,
                                  const struct data_copy_ids *ids,
                                  struct data_copy_page *page);
enum err data_copy_care_concerns(struct change *change, const struct data_copy_ids *ids,
                                 struct data_copy_page *page);
enum err data_copy_care_openings(struct change *change, const struct data_copy_ids *ids,
                                 struct data_copy_page *page);

#endif
