#include "command/json_writer.h"

#include <string.h>

#include "base/err.h"
#include "base/secret.h"

#define WRITTEN_MAX ((size_t)1024 * 1024) // three times the longest list there is
#define DIGITS_MAX 20                     // of 64 bits, with a sign
#define LOW_NIBBLE 0xf

void json_writer_init(struct json_writer *writer)
{
    *writer = (struct json_writer){.needs_comma = false};
    buf_init(&writer->out, WRITTEN_MAX);
}

void json_writer_clear(struct json_writer *writer)
{
    secret_wipe(writer->out.bytes, writer->out.len);
    buf_clear(&writer->out);
}

struct frame *json_writer_frame(struct json_writer *writer)
{
    struct frame *frame = frame_new(buf_text(&writer->out));

    json_writer_clear(writer);
    return frame;
}

static void add(struct json_writer *writer, struct text t)
{
    if (buf_append(&writer->out, t) != OK) {
        unreachable_state("JSON is larger than any reply");
    }
}

// What stands before a value: a comma where one came before it.
static void begin_value(struct json_writer *writer)
{
    if (writer->needs_comma) {
        add(writer, TEXT(","));
    }
    writer->needs_comma = true;
}

void json_write_begin(struct json_writer *writer, char bracket)
{
    begin_value(writer);
    add(writer, (struct text){&bracket, 1});
    writer->needs_comma = false;
}

void json_write_end(struct json_writer *writer, char bracket)
{
    add(writer, (struct text){&bracket, 1});
    writer->needs_comma = true;
}

static void add_plain(struct json_writer *writer, struct text t)
{
    add(writer, TEXT("\""));
    add(writer, t);
    add(writer, TEXT("\""));
}

void json_write_name(struct json_writer *writer, const char *name)
{
    begin_value(writer);
    add_plain(writer, text_of(name));
    add(writer, TEXT(":"));
    writer->needs_comma = false;
}

void json_write_word(struct json_writer *writer, const char *word)
{
    begin_value(writer);
    add_plain(writer, text_of(word));
}

static bool is_plain(char c)
{
    return (unsigned char)c >= ' ' && c != '"' && c != '\\';
}

// RFC 8259, section 7.
static void add_escaped(struct json_writer *writer, char c)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char shorts[][2] = {
        {'"',  '"' },
        {'\\', '\\'},
        {'\b', 'b' },
        {'\f', 'f' },
        {'\n', 'n' },
        {'\r', 'r' },
        {'\t', 't' },
    };
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++) {
        if (shorts[i][0] == c) {
            const char two[] = {'\\', shorts[i][1]};
            add(writer, (struct text){two, sizeof two});
            return;
        }
    }
    const char six[] = {
        '\\', 'u', '0', '0', hex[c >> 4 & LOW_NIBBLE], hex[c & LOW_NIBBLE]};
    add(writer, (struct text){six, sizeof six});
}

void json_write_text(struct json_writer *writer, struct text t)
{
    if (!text_is_utf8(t)) {
        unreachable_state("a text that is no UTF-8 cannot be written");
    }
    begin_value(writer);
    add(writer, TEXT("\""));
    for (size_t i = 0; i < t.len;) {
        const size_t from = i;
        while (i < t.len && is_plain(t.s[i])) {
            i++;
        }
        add(writer, (struct text){t.s + from, i - from});
        if (i < t.len) {
            add_escaped(writer, t.s[i]);
            i++;
        }
    }
    add(writer, TEXT("\""));
}

void json_write_int(struct json_writer *writer, int64_t value)
{
    char digits[DIGITS_MAX];
    size_t at = DIGITS_MAX;
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    begin_value(writer);
    add(writer, (struct text){digits + at, DIGITS_MAX - at});
}

void json_write_bool(struct json_writer *writer, bool value)
{
    json_write_ready(writer, value ? TEXT("true") : TEXT("false"));
}

void json_write_null(struct json_writer *writer)
{
    json_write_ready(writer, TEXT("null"));
}

void json_write_ready(struct json_writer *writer, struct text json)
{
    begin_value(writer);
    add(writer, json);
}

static void write_object(struct json_writer *writer, const json_t *object)
{
    const char *name = NULL;
    json_t *value = NULL;

    json_write_begin(writer, '{');
    // Its parameter is not const, though nothing is changed.
    json_object_foreach ((json_t *)(uintptr_t)object, name, value) {
        json_write_text(writer, text_of(name));
        add(writer, TEXT(":"));
        writer->needs_comma = false;
        json_write_value(writer, value);
    }
    json_write_end(writer, '}');
}

static void write_array(struct json_writer *writer, const json_t *array)
{
    json_write_begin(writer, '[');
    for (size_t i = 0; i < json_array_size(array); i++) {
        json_write_value(writer, json_array_get(array, i));
    }
    json_write_end(writer, ']');
}

static int add_dumped(const char *bytes, size_t len, void *data)
{
    add(data, (struct text){bytes, len});
    return 0;
}

static void write_real(struct json_writer *writer, const json_t *value)
{
    begin_value(writer);
    if (json_dump_callback(value, add_dumped, writer, JSON_ENCODE_ANY) != 0) {
        unreachable_state("a number cannot be written");
    }
}

// Recurses as deep as a value that a handler built: nothing from outside comes here.
// NOLINTNEXTLINE(misc-no-recursion)
void json_write_value(struct json_writer *writer, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(writer, value);
        return;
    case JSON_ARRAY:
        write_array(writer, value);
        return;
    case JSON_STRING:
        json_write_text(
            writer, (struct text){json_string_value(value), json_string_length(value)});
        return;
    case JSON_INTEGER:
        json_write_int(writer, json_integer_value(value));
        return;
    case JSON_REAL:
        write_real(writer, value);
        return;
    case JSON_TRUE:
    case JSON_FALSE:
        json_write_bool(writer, json_is_true(value));
        return;
    case JSON_NULL:
        json_write_null(writer);
        return;
    }
}
