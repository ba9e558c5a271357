// Writes JSON as text, member by member, for what is written thousands of times a
// second; everything else is built with jansson. Commas and escapes are its own; that
// brackets match is the caller's.
#ifndef COMMAND_JSON_WRITER_H
#define COMMAND_JSON_WRITER_H

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/frame.h"

struct json_writer {
    struct buf out;
    bool needs_comma;
};

// An empty one, which is ended by json_writer_frame or json_writer_clear.
void json_writer_init(struct json_writer *writer);

// What was written, as a frame that the caller owns; the writer is cleared. More than
// 1 MiB aborts: lists are capped before.
struct frame *json_writer_frame(struct json_writer *writer);

// Ends a writer without a frame. Its bytes may be somebody's words: they are wiped.
void json_writer_clear(struct json_writer *writer);

// "{" or "["; "}" or "]".
void json_write_begin(struct json_writer *writer, char bracket);
void json_write_end(struct json_writer *writer, char bracket);

// `name` is a word of the protocol, without anything to escape.
void json_write_name(struct json_writer *writer, const char *name);

// Values. A text is valid UTF-8, whoever wrote it; a word is one of the program's own.
void json_write_text(struct json_writer *writer, struct text t);
void json_write_word(struct json_writer *writer, const char *word);
void json_write_int(struct json_writer *writer, int64_t value);
void json_write_bool(struct json_writer *writer, bool value);
void json_write_null(struct json_writer *writer);

// A value, or the members of an object with its brackets around them, that is JSON
// already.
void json_write_ready(struct json_writer *writer, struct text json);

// A value that jansson holds.
void json_write_value(struct json_writer *writer, const json_t *value);

#endif
