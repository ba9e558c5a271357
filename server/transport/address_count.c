// A map that holds only addresses with at least one connection.
#include "transport/address_count.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

struct address_count {
    int unattached;
    int attached;
};

struct address_counts {
    struct map *map;
};

struct address_counts *address_counts_new(void)
{
    struct address_counts *counts = mem_new(1, sizeof *counts);

    counts->map = map_new();
    return counts;
}

void address_counts_free(struct address_counts *counts)
{
    struct address_count *count = NULL;
    size_t cursor = 0;

    if (counts == NULL) {
        return;
    }
    while ((count = map_next(counts->map, &cursor, NULL)) != NULL) {
        free(count);
    }
    map_free(counts->map);
    free(counts);
}

void address_counts_add(struct address_counts *counts, uint64_t key, int unattached,
                        int attached)
{
    struct address_count *count = map_get(counts->map, key);

    if (count == NULL) {
        count = mem_new(1, sizeof *count);
        map_put(counts->map, key, count);
    }
    count->unattached += unattached;
    count->attached += attached;
    if (count->unattached <= 0 && count->attached <= 0) {
        free(map_remove(counts->map, key));
    }
}

int address_counts_unattached(const struct address_counts *counts, uint64_t key)
{
    const struct address_count *count = map_get(counts->map, key);

    return count == NULL ? 0 : count->unattached;
}

int address_counts_attached(const struct address_counts *counts, uint64_t key)
{
    const struct address_count *count = map_get(counts->map, key);

    return count == NULL ? 0 : count->attached;
}
