#include "domain/care/care_number.h"

#include "base/secret.h"

#define SHORT_FIRST 10000LL     // five digits, as long as they are easy to find
#define LONG_FIRST 1000000000LL // then ten
#define TRIES 40                // the first half of them short
#define WIDTH 9                 // times the first: every number of as many digits

enum err care_number_draw(struct change *change, organisation_id organisation,
                          care_number_taken *taken, int64_t *number_out)
{
    bool is_taken = true;
    enum err err = OK;
    for (int i = 0; err == OK && is_taken && i < TRIES; i++) {
        const int64_t first = i < TRIES / 2 ? SHORT_FIRST : LONG_FIRST;
        const uint64_t width = (uint64_t)(WIDTH * first);
        *number_out = first + (int64_t)(secret_random_u64() % width);
        err = taken(change->db, organisation, *number_out, &is_taken);
    }
    return err == OK && is_taken ? ERR_BUSY : err;
}
