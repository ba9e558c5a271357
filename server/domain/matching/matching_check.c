#include "domain/matching/matching_check.h"

#include "domain/matching/matching_pool.h"

enum err matching_check(struct change *change, person_id carer, person_id supporter,
                        match_id own, enum matching_gate *gate_out)
{
    const struct matching_run_pair pair = {carer, supporter};
    struct matching_pool_pair found;
    enum err err = matching_pool_pair(change, &pair, own, &found);
    if (err == OK) {
        *gate_out = matching_gate_first(&found.carer, &found.supporter, &found.facts,
                                        change->now_utc_ms);
    }
    return err;
}
