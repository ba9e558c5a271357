#include "support.h"

#include "transport/address_count.h"

static void addresses_are_counted_apart_and_forgotten(void **state)
{
    (void)state;
    struct address_counts *counts = address_counts_new();

    address_counts_add(counts, 1, 1, 0);
    address_counts_add(counts, 1, 1, 0);
    address_counts_add(counts, 2, 1, 0);
    address_counts_add(counts, 1, -1, 1);
    assert_int_equal(address_counts_unattached(counts, 1), 1);
    assert_int_equal(address_counts_attached(counts, 1), 1);
    assert_int_equal(address_counts_unattached(counts, 2), 1);
    address_counts_add(counts, 1, -1, 0);
    address_counts_add(counts, 1, 0, -1);
    assert_int_equal(address_counts_unattached(counts, 1), 0);
    assert_int_equal(address_counts_attached(counts, 1), 0);
    assert_int_equal(address_counts_attached(counts, 3), 0);
    address_counts_free(counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(addresses_are_counted_apart_and_forgotten),
    };

    return RUN_TESTS(tests);
}
