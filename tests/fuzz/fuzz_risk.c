// The scan for risk words: whatever a message holds, it ends, and what is found lies
// inside the message.
#include "domain/risk/risk.h"

#include <stdlib.h>

#include "protocol_limits.h"
#include "risk_data.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_hit(const struct risk_hit *hit, size_t size)
{
    if (hit->rule < RISK_BY_MODEL || hit->rule >= RISK_RULES ||
        hit->category <= RISK_NONE || hit->category >= RISK_CATEGORIES ||
        hit->start > hit->end || hit->end > size) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // Compiling takes longer than a thousand scans.
    static struct risk_scanner *scanner;
    struct risk_found found;
    if (scanner == NULL) {
        scanner = risk_scanner_new();
    }
    if (size > LIMIT_TEXT_BYTES) {
        return 0;
    }
    risk_scan(scanner, (struct text){(const char *)data, size}, &found);
    for (int i = 0; i < found.count; i++) {
        check_hit(&found.hits[i], size);
    }
    return 0;
}
