#include "support.h"

#include <stdalign.h>
#include <string.h>

#include "base/arena.h"
#include "base/secret.h"

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    unsigned char *parts[200];
    for (size_t i = 0; i < 200; i++) {
        const size_t size = i * 37;
        parts[i] = arena_alloc(arena, size);
        assert_true((uintptr_t)parts[i] % alignof(max_align_t) == 0);
        for (size_t j = 0; j < size; j++) {
            assert_int_equal(parts[i][j], 0);
        }
        memset(parts[i], (int)i, size);
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t j = 0; j < i * 37; j++) {
            assert_int_equal(parts[i][j], (int)i);
        }
    }
    arena_free(arena);
}

static void a_text_is_copied_with_a_nul_behind_it(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char original[] = "hello";
    const struct text copy = arena_text(arena, text_of(original));
    original[0] = 'j';
    assert_true(text_equal(copy, TEXT("hello")));
    assert_int_equal(copy.s[copy.len], '\0');
    assert_int_equal(arena_text(arena, TEXT("")).len, 0);
    arena_free(arena);
}

static void an_array_keeps_its_elements_while_it_grows(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t capacity = 0;
    int *numbers = NULL;
    for (size_t count = 0; count < 1000; count++) {
        numbers = arena_grow(arena, numbers, count, &capacity, sizeof *numbers);
        assert_true(capacity > count);
        numbers[count] = (int)count;
    }
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(numbers[i], (int)i);
    }
    arena_free(arena);
}

static void freeing_nothing_does_nothing(void **state)
{
    (void)state;
    arena_free(NULL);
    arena_free(arena_new());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(memory_is_zeroed_aligned_and_apart),
        TEST(a_text_is_copied_with_a_nul_behind_it),
        TEST(an_array_keeps_its_elements_while_it_grows),
        TEST(freeing_nothing_does_nothing),
    };
    return RUN_TESTS(tests);
}
