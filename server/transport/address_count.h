// How many connections each client address has, attached and not.
#ifndef TRANSPORT_ADDRESS_COUNT_H
#define TRANSPORT_ADDRESS_COUNT_H

#include <stdint.h>

struct address_counts;

struct address_counts *address_counts_new(void);
void address_counts_free(struct address_counts *counts);

// Adds `unattached` and `attached` (which may be negative) to what `key` has.
void address_counts_add(struct address_counts *counts, uint64_t key, int unattached,
                        int attached);

int address_counts_unattached(const struct address_counts *counts, uint64_t key);
int address_counts_attached(const struct address_counts *counts, uint64_t key);

#endif
