#include "command/json_node.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEW_MEMBERS 12   // compared each with each
#define NUMBER_BYTES 512 // longer ones are nobody's number
#define SURROGATE_HIGH 0xd800
#define SURROGATE_LOW 0xdc00
#define SURROGATE_END 0xe000
#define POINT_FIRST_OF_FOUR 0x10000

struct reading {
    struct arena *arena;
    const char *at;
    const char *end;
    int depth;
};

static bool read_value(struct reading *reading, struct json_node *node);

// ---- what stands between

static void skip_space(struct reading *reading)
{
    while (reading->at < reading->end &&
           (*reading->at == ' ' || *reading->at == '\n' || *reading->at == '\t' ||
            *reading->at == '\r')) {
        reading->at++;
    }
}

static bool take(struct reading *reading, char c)
{
    if (reading->at < reading->end && *reading->at == c) {
        reading->at++;
        return true;
    }
    return false;
}

static bool take_word(struct reading *reading, struct text word)
{
    const size_t left = (size_t)(reading->end - reading->at);
    if (left < word.len || memcmp(reading->at, word.s, word.len) != 0) {
        return false;
    }
    reading->at += word.len;
    return true;
}

// ---- texts

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The four digits behind "\u".
static bool take_unit(struct reading *reading, uint32_t *unit_out)
{
    uint32_t unit = 0;
    if (reading->end - reading->at < 4) {
        return false;
    }
    for (int i = 0; i < 4; i++) {
        const int value = hex_value(*reading->at++);
        if (value < 0) {
            return false;
        }
        unit = unit << 4 | (uint32_t)value;
    }
    *unit_out = unit;
    return true;
}

// The code point behind "\u": two units where the first is a high surrogate.
static bool take_point(struct reading *reading, uint32_t *point_out)
{
    uint32_t high = 0;
    uint32_t low = 0;
    if (!take_unit(reading, &high) || high == 0) {
        return false;
    }
    if (high < SURROGATE_HIGH || high >= SURROGATE_END) {
        *point_out = high;
        return true;
    }
    if (high >= SURROGATE_LOW || !take_word(reading, TEXT("\\u")) ||
        !take_unit(reading, &low) || low < SURROGATE_LOW || low >= SURROGATE_END) {
        return false;
    }
    *point_out =
        POINT_FIRST_OF_FOUR + ((high - SURROGATE_HIGH) << 10) + (low - SURROGATE_LOW);
    return true;
}

// Puts `point` at `to` as UTF-8 (RFC 3629). Returns what is behind it.
static char *put_point(char *to, uint32_t point)
{
    if (point < 0x80) {
        *to++ = (char)point;
        return to;
    }
    if (point < 0x800) {
        *to++ = (char)(0xc0 | point >> 6);
    } else {
        if (point < POINT_FIRST_OF_FOUR) {
            *to++ = (char)(0xe0 | point >> 12);
        } else {
            *to++ = (char)(0xf0 | point >> 18);
            *to++ = (char)(0x80 | (point >> 12 & 0x3f));
        }
        *to++ = (char)(0x80 | (point >> 6 & 0x3f));
    }
    *to++ = (char)(0x80 | (point & 0x3f));
    return to;
}

static char *put_escaped(struct reading *reading, char *to)
{
    static const char shorts[][2] = {
        {'"',  '"' },
        {'\\', '\\'},
        {'/',  '/' },
        {'b',  '\b'},
        {'f',  '\f'},
        {'n',  '\n'},
        {'r',  '\r'},
        {'t',  '\t'},
    };
    uint32_t point = 0;
    if (take(reading, 'u')) {
        return take_point(reading, &point) ? put_point(to, point) : NULL;
    }
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++) {
        if (take(reading, shorts[i][0])) {
            *to++ = shorts[i][1];
            return to;
        }
    }
    return NULL;
}

// Moves to the quotation mark that ends a text, or to its first escape.
static bool skip_plain(struct reading *reading)
{
    while (reading->at < reading->end && *reading->at != '"' && *reading->at != '\\') {
        if ((unsigned char)*reading->at < ' ') {
            return false;
        }
        reading->at++;
    }
    return reading->at < reading->end;
}

// Bytes from `start` to the quotation mark that ends the text; SIZE_MAX without one.
static size_t length_of(const struct reading *reading, const char *start)
{
    for (const char *at = reading->at; at < reading->end; at++) {
        if (*at == '"') {
            return (size_t)(at - start);
        }
        if (*at == '\\' && ++at == reading->end) {
            break;
        }
    }
    return SIZE_MAX;
}

// From the first escape on the text is copied: escapes are longer than what they say.
static bool read_escaped(struct reading *reading, const char *start,
                         struct text *text_out)
{
    const size_t length = length_of(reading, start);
    if (length == SIZE_MAX) {
        return false;
    }
    char *copy = arena_alloc(reading->arena, length);
    char *to = copy;
    const char *from = start;
    for (;;) {
        const size_t plain = (size_t)(reading->at - from);
        memcpy(to, from, plain);
        to += plain;
        if (take(reading, '"')) {
            *text_out = (struct text){copy, (size_t)(to - copy)};
            return true;
        }
        reading->at++; // the backslash
        to = put_escaped(reading, to);
        from = reading->at;
        if (to == NULL || !skip_plain(reading)) {
            return false;
        }
    }
}

static bool read_text(struct reading *reading, struct text *text_out)
{
    if (!take(reading, '"')) {
        return false;
    }
    const char *start = reading->at;
    if (!skip_plain(reading)) {
        return false;
    }
    if (*reading->at == '\\') {
        return read_escaped(reading, start, text_out);
    }
    *text_out = (struct text){start, (size_t)(reading->at - start)};
    reading->at++;
    return true;
}

// ---- numbers

static size_t take_digits(struct reading *reading)
{
    const char *start = reading->at;
    while (reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9') {
        reading->at++;
    }
    return (size_t)(reading->at - start);
}

// Moves over a number. Returns whether it is one.
static bool skip_number(struct reading *reading, bool *is_real_out)
{
    (void)take(reading, '-');
    if (!take(reading, '0') && take_digits(reading) == 0) {
        return false;
    }
    if (take(reading, '.')) {
        *is_real_out = true;
        if (take_digits(reading) == 0) {
            return false;
        }
    }
    if (take(reading, 'e') || take(reading, 'E')) {
        *is_real_out = true;
        (void)(take(reading, '+') || take(reading, '-'));
        return take_digits(reading) > 0;
    }
    return true;
}

static bool read_number(struct reading *reading, struct json_node *node)
{
    char number[NUMBER_BYTES];
    bool is_real = false;
    const char *start = reading->at;
    if (!skip_number(reading, &is_real)) {
        return false;
    }
    const size_t len = (size_t)(reading->at - start);
    if (len >= sizeof number) {
        return false;
    }
    memcpy(number, start, len);
    number[len] = '\0';
    node->kind = is_real ? JSON_NODE_REAL : JSON_NODE_INTEGER;
    if (is_real) {
        return isfinite(strtod(number, NULL)) != 0;
    }
    errno = 0;
    node->integer = strtoll(number, NULL, 10);
    return errno == 0;
}

// ---- arrays and objects

// Where the next element or member is linked.
struct links {
    const struct json_node **next;
    struct json_node *owner;
};

static struct json_node *add_node(struct reading *reading, struct links *links)
{
    struct json_node *node = arena_alloc(reading->arena, sizeof *node);
    *node = (struct json_node){.kind = JSON_NODE_NULL};
    *links->next = node;
    links->next = &node->next;
    links->owner->count++;
    return node;
}

static bool read_elements(struct reading *reading, struct json_node *array)
{
    struct links links = {&array->first, array};
    skip_space(reading);
    if (take(reading, ']')) {
        return true;
    }
    for (;;) {
        if (!read_value(reading, add_node(reading, &links))) {
            return false;
        }
        if (take(reading, ']')) {
            return true;
        }
        if (!take(reading, ',')) {
            return false;
        }
    }
}

static int compare_names(const void *a, const void *b)
{
    const struct text *first = a;
    const struct text *second = b;
    const size_t shorter = first->len < second->len ? first->len : second->len;
    const int order = shorter == 0 ? 0 : memcmp(first->s, second->s, shorter);
    return order != 0 ? order : (first->len > second->len) - (first->len < second->len);
}

static bool few_are_single(const struct json_node *object)
{
    for (const struct json_node *a = object->first; a != NULL; a = a->next) {
        for (const struct json_node *b = a->next; b != NULL; b = b->next) {
            if (text_equal(a->name, b->name)) {
                return false;
            }
        }
    }
    return true;
}

static bool names_are_single(struct arena *arena, const struct json_node *object)
{
    if (object->count <= FEW_MEMBERS) {
        return few_are_single(object);
    }
    struct text *names = arena_array(arena, object->count, sizeof *names);
    size_t count = 0;
    for (const struct json_node *member = object->first; member != NULL;
         member = member->next) {
        names[count++] = member->name;
    }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++) {
        if (text_equal(names[i - 1], names[i])) {
            return false;
        }
    }
    return true;
}

static bool read_member(struct reading *reading, struct json_node *member)
{
    skip_space(reading);
    if (!read_text(reading, &member->name)) {
        return false;
    }
    skip_space(reading);
    return take(reading, ':') && read_value(reading, member);
}

static bool read_members(struct reading *reading, struct json_node *object)
{
    struct links links = {&object->first, object};
    skip_space(reading);
    if (take(reading, '}')) {
        return true;
    }
    for (;;) {
        if (!read_member(reading, add_node(reading, &links))) {
            return false;
        }
        if (take(reading, '}')) {
            return names_are_single(reading->arena, object);
        }
        if (!take(reading, ',')) {
            return false;
        }
    }
}

static bool read_many(struct reading *reading, struct json_node *node)
{
    if (reading->depth == JSON_NODE_DEPTH_MAX) {
        return false;
    }
    reading->depth++;
    const bool is_object = take(reading, '{');
    node->kind = is_object ? JSON_NODE_OBJECT : JSON_NODE_ARRAY;
    if (!is_object) {
        reading->at++;
    }
    const bool ok =
        is_object ? read_members(reading, node) : read_elements(reading, node);
    reading->depth--;
    return ok;
}

// ---- values

static bool read_word(struct reading *reading, struct json_node *node)
{
    if (take_word(reading, TEXT("null"))) {
        node->kind = JSON_NODE_NULL;
    } else if (take_word(reading, TEXT("true"))) {
        node->kind = JSON_NODE_TRUE;
    } else if (take_word(reading, TEXT("false"))) {
        node->kind = JSON_NODE_FALSE;
    } else {
        return false;
    }
    return true;
}

// Reads a value with the space around it; the name and siblings of `node` stay.
static bool read_value(struct reading *reading, struct json_node *node)
{
    bool ok = false;
    skip_space(reading);
    if (reading->at == reading->end) {
        return false;
    }
    switch (*reading->at) {
    case '"':
        node->kind = JSON_NODE_STRING;
        ok = read_text(reading, &node->text);
        break;
    case '{':
    case '[':
        ok = read_many(reading, node);
        break;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        ok = read_number(reading, node);
        break;
    default:
        ok = read_word(reading, node);
        break;
    }
    skip_space(reading);
    return ok;
}

enum err json_node_read(struct arena *arena, struct text json,
                        const struct json_node **node_out)
{
    struct reading reading = {.arena = arena, .at = json.s, .end = json.s + json.len};
    if (json.len == 0 || !text_is_utf8(json)) {
        return ERR_BAD_REQUEST;
    }
    struct json_node *node = arena_alloc(arena, sizeof *node);
    *node = (struct json_node){.kind = JSON_NODE_NULL};
    if (!read_value(&reading, node) || reading.at != reading.end) {
        return ERR_BAD_REQUEST;
    }
    *node_out = node;
    return OK;
}

const struct json_node *json_node_member(const struct json_node *object,
                                         const char *name)
{
    if (!json_node_is(object, JSON_NODE_OBJECT)) {
        return NULL;
    }
    const struct text wanted = text_of(name);
    for (const struct json_node *member = object->first; member != NULL;
         member = member->next) {
        if (text_equal(member->name, wanted)) {
            return member;
        }
    }
    return NULL;
}

bool json_node_is(const struct json_node *node, enum json_kind kind)
{
    return node != NULL && node->kind == kind;
}
