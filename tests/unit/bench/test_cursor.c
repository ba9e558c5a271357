#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "bench/cursor.h"

static const char reply[] =
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"person\":\"p5h2n8x0qk4m7c\","
    "\"conversations\":["
    "{\"id\":\"c0kdx37cz2nszp\",\"kind\":\"inbox\",\"title\":\"\","
    "\"epoch\":\"4ay1y7m7x4d4q\",\"head\":6,\"floor\":1,\"unread\":0},"
    "{\"id\":\"c2v7f3k9d1w6rs\",\"kind\":\"group\",\"title\":\"Group\","
    "\"epoch\":\"3f8k2m9x1q7bt\",\"head\":1240,\"floor\":2,\"unread\":9}],"
    "\"people\":{},\"gone\":[],\"heartbeat_ms\":25000}}";

static void assert_cursor(const char *json, int64_t behind, const char *wanted)
{
    char *cursor = cursor_new(json, strlen(json), behind);
    assert_string_equal(cursor, wanted);
    free(cursor);
}

static void each_conversation_has_its_place(void **state)
{
    (void)state;

    assert_cursor(reply, 0,
                  "{\"c0kdx37cz2nszp\":[\"4ay1y7m7x4d4q\",6],"
                  "\"c2v7f3k9d1w6rs\":[\"3f8k2m9x1q7bt\",1240]}");
    assert_cursor("{\"result\":{\"conversations\":[],\"people\":{}}}", 0, "{}");
}

static void a_place_behind_is_never_before_the_first(void **state)
{
    (void)state;

    assert_cursor(reply, 200,
                  "{\"c0kdx37cz2nszp\":[\"4ay1y7m7x4d4q\",6],"
                  "\"c2v7f3k9d1w6rs\":[\"3f8k2m9x1q7bt\",1040]}");
}

static void a_place_is_found_again(void **state)
{
    (void)state;

    char *cursor = cursor_new(reply, strlen(reply), 0);
    assert_int_equal(cursor_place(cursor, "c0kdx37cz2nszp"), 6);
    assert_int_equal(cursor_place(cursor, "c2v7f3k9d1w6rs"), 1240);
    assert_int_equal(cursor_place(cursor, "c9v7f3k9d1w6rs"), 0);
    free(cursor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_conversation_has_its_place),
        cmocka_unit_test(a_place_behind_is_never_before_the_first),
        cmocka_unit_test(a_place_is_found_again),
    };

    return RUN_TESTS(tests);
}
