#include "support.h"

#include "domain/backup_manifest.h"

#include <stdio.h>
#include <string.h>

static const struct backup_manifest kith = {
    .part = BACKUP_KITH,
    .at_utc_ms = 1700000000000,
    .schema = 12,
    .starts = 3,
    .folder = {{1, 2, 3}   },
    .safety = { 7,       {{4}}},
    .audit = { 9,       {{5}}},
    .files = { {1000, {{6}}}, {20, {{7}}}},
};

static void it_is_read_as_it_was_written(void **state)
{
    (void)state;
    struct backup_manifest keys = {.part = BACKUP_KEYS, .files = {{5, {{8}}}}};
    struct backup_manifest again;
    char bytes[BACKUP_MANIFEST_BYTES];
    char bytes_again[BACKUP_MANIFEST_BYTES];

    backup_manifest_write(&kith, bytes);
    assert_ok(backup_manifest_read(bytes, &again));
    assert_int_equal(again.part, kith.part);
    assert_int_equal(again.starts, kith.starts);
    backup_manifest_write(&again, bytes_again);
    assert_memory_equal(bytes_again, bytes, sizeof bytes);
    backup_manifest_write(&keys, bytes);
    memset(&again, 0, sizeof again);
    assert_ok(backup_manifest_read(bytes, &again));
    assert_int_equal(again.part, BACKUP_KEYS);
    assert_int_equal(again.files[0].bytes, 5);
}

static void a_changed_byte_makes_it_another_one_or_none(void **state)
{
    (void)state;
    struct backup_manifest again;
    char bytes[BACKUP_MANIFEST_BYTES];

    backup_manifest_write(&kith, bytes);
    for (size_t i = 0; bytes[i] != '\0'; i++) {
        const char was = bytes[i];
        for (int put = 0; put < 256; put++) {
            bytes[i] = (char)put;
            if (bytes[i] != was && backup_manifest_read(bytes, &again) == OK) {
                assert_memory_not_equal(&again, &kith, sizeof kith);
            }
        }
        bytes[i] = was;
    }
}

static void what_is_too_large_or_endless_is_refused(void **state)
{
    (void)state;
    struct backup_manifest large = kith;
    struct backup_manifest again;
    char bytes[BACKUP_MANIFEST_BYTES];

    large.files[1].bytes = BACKUP_FILE_MAX_BYTES + 1;
    backup_manifest_write(&large, bytes);
    assert_err(backup_manifest_read(bytes, &again), ERR_BAD_REQUEST);
    memset(bytes, '9', sizeof bytes);
    assert_err(backup_manifest_read(bytes, &again), ERR_BAD_REQUEST);
    backup_manifest_write(&kith, bytes);
    bytes[strlen(bytes)] = 'x';
    assert_err(backup_manifest_read(bytes, &again), ERR_BAD_REQUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_read_as_it_was_written),
        TEST(a_changed_byte_makes_it_another_one_or_none),
        TEST(what_is_too_large_or_endless_is_refused),
    };

    return RUN_TESTS(tests);
}
