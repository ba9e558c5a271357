#include "support.h"

#include <string.h>

#include "base/map.h"
#include "base/secret.h"

#define KEYS 512
#define STEPS 200000

// The same as a plain array, for comparison.
static char *reference[KEYS + 1];

static void assert_same(const struct map *map)
{
    size_t count = 0;
    for (uint64_t key = 1; key <= KEYS; key++) {
        assert_ptr_equal(map_get(map, key), reference[key]);
        count += reference[key] != NULL ? 1 : 0;
    }
    assert_int_equal(map_count(map), count);
}

static void any_run_of_changes_gives_what_an_array_gives(void **state)
{
    (void)state;
    static char values[16];
    struct map *map = map_new();
    memset(reference, 0, sizeof reference);
    for (int step = 0; step < STEPS; step++) {
        const uint64_t random = secret_random_u64();
        const uint64_t key = 1 + random % KEYS;
        if ((random >> 32) % 3 == 0) {
            char *value = &values[(random >> 40) % sizeof values];
            map_put(map, key, value);
            reference[key] = value;
        } else {
            assert_ptr_equal(map_remove(map, key), reference[key]);
            reference[key] = NULL;
        }
        if (step % 5000 == 0) {
            assert_same(map);
        }
    }
    assert_same(map);
    map_free(map);
}

static void a_walk_meets_everyone_once_and_may_remove_them(void **state)
{
    (void)state;
    static char values[KEYS + 1];
    struct map *map = map_new();
    for (uint64_t key = 1; key <= KEYS; key++) {
        map_put(map, key, &values[key]);
    }
    size_t cursor = 0;
    uint64_t key = 0;
    size_t met = 0;
    for (void *value = map_next(map, &cursor, &key); value != NULL;
         value = map_next(map, &cursor, &key)) {
        assert_ptr_equal(value, &values[key]);
        assert_ptr_equal(map_remove(map, key), value);
        met++;
    }
    assert_int_equal(met, KEYS);
    assert_int_equal(map_count(map), 0);
    map_free(map);
}

static void an_empty_map_has_nothing(void **state)
{
    (void)state;
    struct map *map = map_new();
    size_t cursor = 0;
    uint64_t key = 0;
    assert_null(map_get(map, 1));
    assert_null(map_get(map, 0));
    assert_null(map_remove(map, 0));
    assert_null(map_next(map, &cursor, &key));
    map_free(map);
    map_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_run_of_changes_gives_what_an_array_gives),
        TEST(a_walk_meets_everyone_once_and_may_remove_them),
        TEST(an_empty_map_has_nothing),
    };
    return RUN_TESTS(tests);
}
