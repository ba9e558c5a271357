#include "domain/care/care_excerpt.h"

#include "domain/care/care_case.h"
#include "domain/event.h"
#include "store/care_excerpt_store.h"
#include "store/event_store.h"

#define AROUND 10       // messages before and after: enough to see how it came about
#define LINES_MAX 300   // 21 messages, and one for each time the message can be hidden
#define ROUGH_BYTES 200 // a line in a reply beside its text

// What a message says, and the cover that it lies under.
struct covered {
    struct text text;
    struct text cover;
};

static struct seal_place line_place(const struct care_excerpt_row *line,
                                    const char *column)
{
    return (struct seal_place){.table = "care_excerpt",
                               .column = column,
                               .key_a = line->care_case.v,
                               .key_b = line->line};
}

static enum err add_line(struct change *change, struct care_excerpt_row *line,
                         const struct covered *words)
{
    struct sealed text;
    struct sealed cover;
    int64_t last = 0;
    enum err err = care_excerpt_store_last(change->db, line->care_case, &last);
    line->line = last + 1;
    if (err == OK) {
        err = care_case_seal(change, line->care_case, line_place(line, "text_sealed"),
                             words->text, &text);
    }
    if (err == OK) {
        err = care_case_seal(change, line->care_case, line_place(line, "cover_sealed"),
                             words->cover, &cover);
    }
    if (err != OK) {
        return err;
    }
    line->text_sealed = text.bytes;
    line->text_version = text.key_version;
    line->cover_sealed = cover.bytes;
    line->cover_version = cover.key_version;
    return care_excerpt_store_insert(change->db, line);
}

// The words of `message` now; none where it is gone, or its author's key is.
static enum err words_of(struct change *change, const struct event_row *message,
                         struct covered *words_out)
{
    *words_out = (struct covered){0};
    if (message->event.removed) {
        return OK;
    }
    const enum err err =
        event_open_covered(change, message, &words_out->text, &words_out->cover);
    return err == ERR_GONE ? OK : err;
}

static enum err add_message(struct change *change, const struct care_case *row,
                            const struct event_row *message,
                            enum care_excerpt_part part)
{
    struct covered words;
    const enum err err = words_of(change, message, &words);
    struct care_excerpt_row line = {.care_case = row->id,
                                    .part = part,
                                    .seq = message->event.seq,
                                    .author = message->event.by,
                                    .at_utc_ms = message->event.at_utc_ms};
    return err == OK ? add_line(change, &line, &words) : err;
}

// Up to AROUND messages on one side of it, ascending.
static enum err add_side(struct change *change, const struct care_case *row,
                         bool before)
{
    const struct event_range range = {.conversation = row->conversation,
                                      .from = before ? 1 : row->seq + 1,
                                      .to = before ? row->seq - 1 : INT64_MAX,
                                      .newest_first = before,
                                      .limit = AROUND};
    struct event_row *messages = NULL;
    int count = 0;
    enum err err =
        event_store_messages(change->db, change->arena, &range, &messages, &count);
    for (int i = 0; err == OK && i < count; i++) {
        const struct event_row *message = &messages[before ? count - 1 - i : i];
        err = add_message(change, row, message, CARE_EXCERPT_AROUND);
    }
    return err;
}

static enum err add_reported(struct change *change, const struct care_case *row,
                             enum care_excerpt_part part)
{
    struct event_row message;
    const enum err err = event_store_get(change->db, change->arena, row->conversation,
                                         row->seq, &message);
    return err == OK ? add_message(change, row, &message, part) : err;
}

enum err care_excerpt_keep(struct change *change, const struct care_case *row,
                           enum care_excerpt_extent extent)
{
    const bool around = extent == CARE_EXCERPT_SURROUNDINGS;
    int64_t last = 0;
    enum err err = care_excerpt_store_last(change->db, row->id, &last);
    if (err == OK && around) {
        err = add_side(change, row, true);
    }
    if (err == OK && last == 0) {
        err = add_reported(change, row, CARE_EXCERPT_REPORTED);
    }
    if (err == OK && around) {
        err = add_side(change, row, false);
    }
    return err;
}

enum err care_excerpt_keep_profile(struct change *change, const struct care_case *row,
                                   struct text text)
{
    struct care_excerpt_row line = {.care_case = row->id,
                                    .part = CARE_EXCERPT_REPORTED,
                                    .author = row->subject,
                                    .at_utc_ms = change->now_utc_ms};
    const struct covered words = {.text = text};
    return add_line(change, &line, &words);
}

static enum err line_open(struct change *change, const struct care_excerpt_row *line,
                          struct text *text_out)
{
    const struct sealed sealed = {line->text_sealed, line->text_version};
    return care_case_unseal(change, line->care_case, line_place(line, "text_sealed"),
                            sealed, text_out);
}

enum err care_excerpt_words(struct change *change, const struct care_case *row,
                            struct text *text_out)
{
    struct care_excerpt_row line;
    const enum err err =
        care_excerpt_store_reported(change->db, change->arena, row->id, &line);
    return err == OK ? line_open(change, &line, text_out) : err;
}

enum err care_excerpt_cover(struct change *change, const struct care_case *row,
                            struct text *cover_out)
{
    struct care_excerpt_row line;
    const enum err err =
        care_excerpt_store_reported(change->db, change->arena, row->id, &line);
    if (err != OK) {
        return err;
    }
    const struct sealed sealed = {line.cover_sealed, line.cover_version};
    return care_case_unseal(change, row->id, line_place(&line, "cover_sealed"), sealed,
                            cover_out);
}

enum err care_excerpt_is_newest(struct change *change, const struct care_case *row,
                                bool *newest_out)
{
    struct event_row message;
    struct text kept = {0};
    struct covered now = {0};
    enum err err = event_store_get(change->db, change->arena, row->conversation,
                                   row->seq, &message);
    if (err == OK) {
        err = words_of(change, &message, &now);
    }
    if (err == OK) {
        err = care_excerpt_words(change, row, &kept);
    }
    if (err == OK) {
        *newest_out = now.text.len == 0 || text_equal(now.text, kept);
    }
    return err;
}

enum err care_excerpt_keep_again(struct change *change, const struct care_case *row,
                                 bool for_report)
{
    const struct care_excerpt_query query = {row->id, 0, LINES_MAX};
    struct care_excerpt_rows lines;
    bool is_newest = true;
    int versions = 0;
    enum err err = care_excerpt_is_newest(change, row, &is_newest);
    if (err != OK || is_newest) {
        return err;
    }
    err = care_excerpt_store_list(change->db, change->arena, &query, &lines);
    for (size_t i = 0; err == OK && i < lines.count; i++) {
        versions += lines.rows[i].part == CARE_EXCERPT_EDITED ? 1 : 0;
    }
    return err == OK && (!for_report || versions < CARE_EXCERPT_VERSIONS_MAX)
               ? add_reported(change, row, CARE_EXCERPT_EDITED)
               : err;
}

enum err care_excerpt_read(struct change *change, const struct care_case *row,
                           int64_t after, size_t max_bytes,
                           struct care_excerpt *excerpt_out)
{
    const struct care_excerpt_query query = {row->id, after, LINES_MAX};
    struct care_excerpt_rows rows;
    struct care_excerpt excerpt = {0};
    size_t bytes = 0;
    enum err err = care_excerpt_store_list(change->db, change->arena, &query, &rows);
    if (err != OK) {
        return err;
    }
    excerpt.lines = arena_array(change->arena, rows.count, sizeof *excerpt.lines);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        const struct care_excerpt_row *line = &rows.rows[i];
        struct text text;
        err = line_open(change, line, &text);
        bytes += err == OK ? 2 * text.len + ROUGH_BYTES : 0;
        if (i > 0 && bytes > max_bytes) {
            excerpt.next = rows.rows[i - 1].line;
            break;
        }
        excerpt.lines[excerpt.count++] = (struct care_excerpt_line){
            line->line, line->part, line->seq, line->author, line->at_utc_ms, text};
    }
    if (err == OK) {
        *excerpt_out = excerpt;
    }
    return err;
}
