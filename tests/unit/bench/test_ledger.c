#include "support.h"

#include "bench/ledger.h"

enum {
    JUNE,
    PRIYA,
    TOM
};

static const uint32_t rooms[] = {[JUNE] = 0, [PRIYA] = 0, [TOM] = 1};

static void hears(struct ledger *ledger, size_t who, const char *numbers)
{
    for (; *numbers != '\0'; numbers++) {
        ledger_hear(ledger, who, rooms[who], (uint32_t)(*numbers - '0'));
    }
}

// What June and Priya hear of so many messages that were said in their room.
static struct ledger_faults faults_of(const char *june, const char *priya,
                                      uint32_t said)
{
    struct ledger *ledger = ledger_new(2, rooms, 3);
    hears(ledger, JUNE, june);
    hears(ledger, PRIYA, priya);
    const struct ledger_faults faults = ledger_close(ledger, (uint32_t[]){said, 0});
    ledger_free(ledger);
    return faults;
}

static void assert_faults(struct ledger_faults faults, uint64_t lost, uint64_t doubled,
                          uint64_t reordered)
{
    assert_int_equal(faults.lost, lost);
    assert_int_equal(faults.doubled, doubled);
    assert_int_equal(faults.reordered, reordered);
    assert_int_equal(faults.misplaced, 0);
}

static void all_in_one_order_is_faultless(void **state)
{
    (void)state;

    assert_faults(faults_of("1234", "1234", 4), 0, 0, 0);
    // Two who spoke at once: which of them comes first does not matter.
    assert_faults(faults_of("2134", "2134", 4), 0, 0, 0);
}

static void a_loss_is_noticed(void **state)
{
    (void)state;

    assert_faults(faults_of("1234", "134", 4), 1, 0, 0);
    assert_faults(faults_of("134", "1234", 4), 1, 0, 0);
    assert_faults(faults_of("1234", "12", 4), 2, 0, 0);
    assert_faults(faults_of("134", "134", 4), 2, 0, 0);
    assert_faults(faults_of("", "", 1), 2, 0, 0);
}

static void a_doubling_is_noticed(void **state)
{
    (void)state;

    assert_faults(faults_of("1234", "12234", 4), 0, 1, 0);
    assert_faults(faults_of("11234", "1234", 4), 0, 1, 0);
    assert_faults(faults_of("1234", "12341", 4), 0, 1, 0);
}

static void another_order_is_noticed(void **state)
{
    (void)state;

    assert_faults(faults_of("1234", "1324", 4), 0, 0, 1);
    assert_faults(faults_of("12", "3124", 4), 2, 0, 2);
    assert_faults(faults_of("1342", "1234", 4), 0, 0, 2);
    assert_faults(faults_of("1234", "2341", 4), 0, 0, 1);
}

static void a_late_one_that_comes_again_is_a_doubling(void **state)
{
    (void)state;

    assert_faults(faults_of("1234", "13242", 4), 0, 1, 1);
}

static void what_was_meant_for_others_is_noticed(void **state)
{
    (void)state;
    struct ledger *ledger = ledger_new(2, rooms, 3);

    hears(ledger, TOM, "1");
    ledger_hear(ledger, TOM, 0, 2);
    const struct ledger_faults faults = ledger_close(ledger, (uint32_t[]){0, 1});
    assert_int_equal(faults.misplaced, 1);
    assert_int_equal(faults.lost, 0);
    assert_int_equal(ledger_heard(ledger), 1);
    ledger_free(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_in_one_order_is_faultless),
        cmocka_unit_test(a_loss_is_noticed),
        cmocka_unit_test(a_doubling_is_noticed),
        cmocka_unit_test(another_order_is_noticed),
        cmocka_unit_test(a_late_one_that_comes_again_is_a_doubling),
        cmocka_unit_test(what_was_meant_for_others_is_noticed),
    };

    return RUN_TESTS(tests);
}
