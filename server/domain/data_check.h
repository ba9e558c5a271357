// Whether a kith.db is whole: SQLite's own check, the rules of store/check_store.h, and
// the audit log's chain in itself. Reads everything once.
#ifndef DOMAIN_DATA_CHECK_H
#define DOMAIN_DATA_CHECK_H

#include "store/check_store.h"

// What is not as it should be; object 0: the whole. Errors: ERR_IO; a finding is none.
enum err data_check_run(struct db *db, struct arena *arena,
                        struct check_finding **findings_out, int *count_out);

#endif
