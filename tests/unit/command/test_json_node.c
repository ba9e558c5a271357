#include "support.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "command/json_node.h"

static struct arena *arena;

static int begin(void **state)
{
    arena = arena_new();
    return support_begin(state);
}

static int end(void **state)
{
    arena_free(arena);
    return support_end(state);
}

#define NODE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// ---- the same as jansson

static bool same(const struct json_node *node, const json_t *value);

static bool same_array(const struct json_node *node, const json_t *value)
{
    const struct json_node *element = node->first;
    bool ok = node->kind == JSON_NODE_ARRAY && node->count == json_array_size(value);
    for (size_t i = 0; ok && i < node->count; i++) {
        ok = same(element, json_array_get(value, i));
        element = element->next;
    }
    return ok && element == NULL;
}

static bool same_object(const struct json_node *node, const json_t *value)
{
    size_t count = 0;
    bool ok = node->kind == JSON_NODE_OBJECT && node->count == json_object_size(value);
    for (const struct json_node *member = node->first; ok && member != NULL;
         member = member->next) {
        const json_t *other = json_object_getn(value, member->name.s, member->name.len);
        ok = other != NULL && same(member, other);
        count++;
    }
    return ok && count == node->count;
}

static bool same(const struct json_node *node, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return same_object(node, value);
    case JSON_ARRAY:
        return same_array(node, value);
    case JSON_STRING:
        return node->kind == JSON_NODE_STRING &&
               node->text.len == json_string_length(value) &&
               memcmp(node->text.s, json_string_value(value), node->text.len) == 0;
    case JSON_INTEGER:
        return node->kind == JSON_NODE_INTEGER &&
               node->integer == json_integer_value(value);
    case JSON_REAL:
        return node->kind == JSON_NODE_REAL;
    case JSON_TRUE:
        return node->kind == JSON_NODE_TRUE;
    case JSON_FALSE:
        return node->kind == JSON_NODE_FALSE;
    case JSON_NULL:
        return node->kind == JSON_NODE_NULL;
    }
    return false;
}

// Fails with the text where the two do not agree. Returns whether both accept it.
static bool assert_agree(struct text json)
{
    const struct json_node *node = NULL;
    const enum err err = json_node_read(arena, json, &node);
    json_t *value =
        json_loadb(json.s, json.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    if ((err == OK) != (value != NULL) || (err == OK && !same(node, value))) {
        print_error("%.*s\n", (int)json.len, json.s);
        fail();
    }
    json_decref(value);
    return err == OK;
}

static const char *const documents[] = {
    "{\"jsonrpc\":\"2.0\",\"id\":17,\"method\":\"message.send\",\"params\":{"
    "\"conversation\":\"c0000000000003\",\"cid\":\"01-a\",\"text\":\"She "
    "\\\"slept\\\"\\n"
    "\xc3\xa9 \\u00e9 \\ud83c\\udf72 \xf0\x9f\x8d\xb2\",\"reply_to\":null}}",
    " [ 1 , -2.5e3 , true , false , null , \"\" , { } , [ ] ] ",
    "{\"a\":[1,2,{\"b\":{\"c\":\"\\/"
    "\\b\\f\\n\\r\\t\\\\\"}}],\"d\":9223372036854775807}",
    "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"j\":10,"
    "\"k\":11,\"l\":12,\"m\":13,\"n\":14}",
    "\"\\uFFFF\\u0800\\u07ff\\u0080\\u007f\"",
    "-0.0E+12",
};

#define DOCUMENTS (sizeof documents / sizeof *documents)

static void whole_documents_are_read_as_jansson_reads_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        assert_true(assert_agree(text_of(documents[i])));
    }
}

static void what_is_no_json_is_refused_as_jansson_refuses_it(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "[1 2]",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "nul",
        "nullx",
        "True",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"unended",
        "\"\\",
        "9223372036854775808",
        "-9223372036854775809",
        "1e400",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,"
        "\"j\":10,\"k\":11,\"l\":12,\"m\":13,\"a\":14}",
        "1 2",
        "{} x",
        "\xef\xbb\xbf{}",
        "\"\xc3\"",
        "\"\xed\xa0\x80\"",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(assert_agree(text_of(wrong[i])));
    }
    // jansson passes over a NUL behind a number.
    const struct json_node *node = NULL;
    assert_int_equal(json_node_read(arena, (struct text){"[1\0]", 4}, &node),
                     ERR_BAD_REQUEST);
}

// Every cut, and every byte in the place of every other one.
static void documents_with_one_fault_are_read_alike(void **state)
{
    (void)state;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        const struct text whole = text_of(documents[i]);
        char changed[512];
        for (size_t len = 0; len < whole.len; len++) {
            (void)assert_agree((struct text){whole.s, len});
        }
        for (size_t at = 0; at < whole.len; at++) {
            memcpy(changed, whole.s, whole.len);
            for (int byte = 1; byte <= 0xff; byte++) {
                changed[at] = (char)byte;
                (void)assert_agree((struct text){changed, whole.len});
            }
            arena_free(arena);
            arena = arena_new();
        }
    }
}

// Pieces of documents in any order, from a fixed seed (xorshift, Marsaglia 2003).
static void documents_of_pieces_are_read_alike(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "{",  "}",      "[",       "]",        ",",       ":",    "\"a\"", "\"b\"",
        "\"", "\\",     "\\u",     "\\ud83c",  "\\udf72", "00e9", "1",     "0",
        "-",  ".",      "e",       "12345678", "null",    "true", "false", " ",
        "\n", "\"a\":", "\"b\":1", "{\"a\":",  "[[",      "]]",   "}}",    "\xc3\xa9",
    };
    uint64_t seed = UINT64_C(0x2545f4914f6cdd1d);
    int accepted = 0;
    for (int i = 0; i < 200000; i++) {
        char json[256];
        size_t len = 0;
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        uint64_t left = seed;
        const int count = 1 + (int)(left % 11);
        for (int j = 0; j < count; j++) {
            left = left / 31 + seed * (uint64_t)(j + 3);
            const char *piece = pieces[left % (sizeof pieces / sizeof *pieces)];
            memcpy(json + len, piece, strlen(piece));
            len += strlen(piece);
        }
        accepted += assert_agree((struct text){json, len}) ? 1 : 0;
        if (i % 1000 == 0) {
            arena_free(arena);
            arena = arena_new();
        }
    }
    assert_true(accepted > 1000);
}

// ---- its own

static void what_is_too_deep_is_refused(void **state)
{
    (void)state;
    char json[2 * (JSON_NODE_DEPTH_MAX + 1)];
    const struct json_node *node = NULL;
    for (size_t depth = 1; depth <= JSON_NODE_DEPTH_MAX + 1; depth++) {
        memset(json, '[', depth);
        memset(json + depth, ']', depth);
        assert_int_equal(json_node_read(arena, (struct text){json, 2 * depth}, &node),
                         depth <= JSON_NODE_DEPTH_MAX ? OK : ERR_BAD_REQUEST);
    }
}

static void members_are_found_by_name(void **state)
{
    (void)state;
    const struct json_node *node = NULL;
    assert_ok(json_node_read(arena, TEXT("{\"a\":1,\"\\u0062\":[true]}"), &node));
    assert_int_equal(json_node_member(node, "a")->integer, 1);
    assert_true(json_node_is(json_node_member(node, "b"), JSON_NODE_ARRAY));
    assert_null(json_node_member(node, "c"));
    assert_null(json_node_member(json_node_member(node, "b"), "a"));
    assert_null(json_node_member(NULL, "a"));
    assert_false(json_node_is(NULL, JSON_NODE_NULL));
}

static void a_text_without_escapes_is_not_copied(void **state)
{
    (void)state;
    static const char json[] = "\"plain\"";
    const struct json_node *node = NULL;
    assert_ok(json_node_read(arena, text_of(json), &node));
    assert_ptr_equal(node->text.s, json + 1);
    assert_int_equal(node->text.len, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        NODE_TEST(whole_documents_are_read_as_jansson_reads_them),
        NODE_TEST(what_is_no_json_is_refused_as_jansson_refuses_it),
        NODE_TEST(documents_with_one_fault_are_read_alike),
        NODE_TEST(documents_of_pieces_are_read_alike),
        NODE_TEST(what_is_too_deep_is_refused),
        NODE_TEST(members_are_found_by_name),
        NODE_TEST(a_text_without_escapes_is_not_copied),
    };

    return RUN_TESTS(tests);
}
