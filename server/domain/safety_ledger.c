#include "domain/safety_ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "domain/safety.h"
#include "store/db.h"
#include "store/safety_line.h"
#include "store/safety_store.h"

#define PAGE 256
// Of one batch: some 60,000 notes, where the largest is of 2,048 requests.
#define GATHER_MAX_BYTES ((size_t)16 << 20)
// What a crash or a power cut can have spoilt was written last; before that is written
// which comes after, it is durable.
#define WINDOW_BYTES ((off_t)GATHER_MAX_BYTES)

struct safety_ledger {
    int fd;
    bool is_open_ended; // its last line lacks the line feed
    bool is_broken;     // a write failed: the next start sees what came of it
    int64_t seq;        // of the last record in the file
    int64_t gathered;   // of the last one in `lines`
    struct buf lines;
};

// A line without its line feed, and without zeroes at its end, which a power cut leaves
// where bytes should be. Of one longer than any of ours there is a byte too many.
struct line {
    char s[SAFETY_LINE_MAX + 1];
    size_t len;
    size_t bytes; // of the file
    bool is_ended;
    bool has_zeroes;
};

// False where there is no more, or reading failed.
static bool read_line(FILE *file, struct line *line)
{
    int c = 0;

    line->len = 0;
    line->bytes = 0;
    line->is_ended = false;
    line->has_zeroes = false;
    while (!line->is_ended && (c = getc(file)) != EOF) {
        line->bytes++;
        line->is_ended = c == '\n';
        line->has_zeroes = line->has_zeroes || c == 0;
        if (!line->is_ended && line->len < sizeof line->s) {
            line->s[line->len++] = (char)c;
        }
    }
    while (line->len > 0 && line->s[line->len - 1] == 0) {
        line->len--;
    }
    return line->bytes > 0;
}

static enum err parse(const struct line *line, struct safety_record *record_out)
{
    return safety_line_parse((struct text){line->s, line->len}, record_out);
}

// A start that did not see that a record was there, but for its line feed, wrote it
// once more.
static bool is_same(const struct safety_record *a, const struct safety_record *b)
{
    return a->seq == b->seq && secret_hash_equal(a->hash, b->hash);
}

// What is at the end of the file.
struct look {
    struct safety_record last; // zeroes where there is none
    bool is_open_ended;        // it lacks its line feed
    off_t end;                 // where it ends
    off_t size;                // of the file
};

// Errors: ERR_CORRUPT (records are missing between others).
static enum err look_at_line(struct look *look, const struct line *line, bool is_first)
{
    struct safety_record record;

    if (parse(line, &record) == OK) {
        if (!is_first && record.seq != look->last.seq + 1 &&
            !is_same(&record, &look->last)) {
            return ERR_CORRUPT;
        }
        look->is_open_ended = !line->is_ended || line->len + 1 != line->bytes;
        look->end = look->size + (off_t)(look->is_open_ended ? line->len : line->bytes);
        look->last = record;
    }
    look->size += (off_t)line->bytes;
    return OK;
}

static enum err look_from(FILE *file, off_t from, struct look *look)
{
    struct line line;
    enum err err = fseeko(file, from, SEEK_SET) == 0 ? OK : ERR_IO;

    *look = (struct look){.size = from};
    while (err == OK && read_line(file, &line)) {
        err = look_at_line(look, &line, from > 0 && look->last.seq == 0);
    }
    if (err == OK && ferror(file) != 0) {
        err = ERR_IO;
    }
    return err == OK && from > 0 && look->last.seq == 0 ? ERR_CORRUPT : err;
}

static enum err look_at_end(int fd, struct look *look)
{
    struct stat about;

    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        return ERR_IO;
    }
    const int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    FILE *file = copy < 0 ? NULL : fdopen(copy, "r");
    if (file == NULL) {
        (void)close(copy);
        return ERR_IO;
    }
    const enum err err = look_from(
        file, about.st_size > WINDOW_BYTES ? about.st_size - WINDOW_BYTES : 0, look);
    (void)fclose(file);
    return err;
}

static bool says_the_same(const struct safety_record *a, const struct safety_record *b)
{
    const struct safety_line one = safety_line_of(a);
    const struct safety_line other = safety_line_of(b);

    return text_equal((struct text){one.s, one.len}, (struct text){other.s, other.len});
}

// Whether kith.db has the record with which the file ends.
static enum err compare(struct db *db, const struct safety_record *last)
{
    struct safety_record known;
    struct safety_record newest;
    enum err err = safety_store_last(db, &newest);

    if (err != OK || last->seq == 0) {
        return err;
    }
    if (last->seq > newest.seq) {
        return ERR_CURSOR_AHEAD;
    }
    err = safety_store_get(db, last->seq, &known);
    if (err == OK && !secret_hash_equal(known.hash, last->hash)) {
        err = ERR_GONE;
    } else if (err == OK && !says_the_same(&known, last)) {
        err = ERR_CORRUPT;
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

static enum err add_line(struct safety_ledger *ledger,
                         const struct safety_record *record)
{
    const struct safety_line line = safety_line_of(record);
    enum err err = OK;

    if (ledger->is_open_ended && ledger->lines.len == 0) {
        err = buf_append(&ledger->lines, TEXT("\n"));
    }
    if (err == OK) {
        err = buf_append(&ledger->lines, (struct text){line.s, line.len});
    }
    if (err == OK) {
        err = buf_append(&ledger->lines, TEXT("\n"));
    }
    if (err == OK) {
        ledger->gathered = record->seq;
    }
    return err;
}

// At most PAGE of them. `more_out`: there may be more.
static enum err gather_page(struct safety_ledger *ledger, struct db *db, bool *more_out)
{
    struct arena *arena = arena_new();
    struct safety_records page = {NULL, 0};
    enum err err = safety_store_after(db, arena, ledger->gathered, PAGE, &page);

    for (int i = 0; err == OK && i < page.count; i++) {
        err = add_line(ledger, &page.records[i]);
    }
    *more_out = page.count == PAGE;
    arena_free(arena);
    return err;
}

// ---- opening

// Whether `tail` is the beginning of `lines`, which are to be written there, with
// zeroes where a power cut took bytes; or several of them, as earlier versions left
// them, each on a line of its own.
static bool is_torn(struct text tail, struct text lines)
{
    const size_t first = lines.len > 0 && lines.s[0] == '\n' ? 1 : 0;
    size_t at = 0;

    for (size_t i = 0; i < tail.len; i++) {
        if (tail.s[i] == 0 || (at < lines.len && tail.s[i] == lines.s[at])) {
            at++;
        } else if (tail.s[i] == '\n') {
            at = first;
        } else {
            return false;
        }
    }
    return true;
}

static enum err read_tail(int fd, const struct look *look, char *tail)
{
    const size_t len = (size_t)(look->size - look->end);
    size_t done = 0;

    while (done < len) {
        const ssize_t part =
            pread(fd, tail + done, len - done, look->end + (off_t)done);
        if (part <= 0) {
            return ERR_IO;
        }
        done += (size_t)part;
    }
    return OK;
}

// Whether kith.db went back to a backup with this file, and goes on where its whole
// records end.
static bool goes_on_restored(struct db *db, int64_t seq)
{
    struct safety_record next;

    return safety_store_get(db, seq + 1, &next) == OK && next.kind == SAFETY_RESTORED;
}

// It is of a record that no kith.db has any more: readers pass it over.
static void leave_tail(struct safety_ledger *ledger, const struct look *look)
{
    ledger->is_open_ended = true;
    log_event(LOG_WARN, "safety_ledger_tail_left",
              "bytes=%lld after_record=%" PRId64
              " why=\"a crash or a power cut came while it was written, before kith.db "
              "went back to a backup\"",
              (long long)(look->size - look->end), look->last.seq);
}

// What comes after the last record is cut off, where it is of what kith.db says comes
// next, and is therefore written once more: nothing is lost, or hidden.
static enum err cut_tail(struct safety_ledger *ledger, struct db *db,
                         const struct look *look)
{
    const size_t len = (size_t)(look->size - look->end);
    char *tail = mem_new(len, 1);
    bool is_left = false;
    bool more = true;
    enum err err = read_tail(ledger->fd, look, tail);

    while (err == OK && more && ledger->lines.len < len) {
        err = gather_page(ledger, db, &more);
    }
    if (err == OK && !is_torn((struct text){tail, len}, buf_text(&ledger->lines))) {
        is_left = goes_on_restored(db, look->last.seq);
        err = is_left ? OK : ERR_CORRUPT;
    }
    safety_ledger_forget(ledger);
    free(tail);
    if (is_left) {
        leave_tail(ledger, look);
        return OK;
    }
    if (err == OK && ftruncate(ledger->fd, look->end) != 0) {
        err = ERR_IO;
    }
    if (err == OK) {
        log_event(LOG_WARN, "safety_ledger_tail_cut",
                  "bytes=%zu after_record=%" PRId64
                  " why=\"a crash or a power cut came while it was written; it is "
                  "written once more\"",
                  len, look->last.seq);
    }
    return err;
}

static enum err take_up(struct safety_ledger *ledger, struct db *db)
{
    struct look look;
    enum err err = look_at_end(ledger->fd, &look);

    if (err == OK) {
        err = compare(db, &look.last);
    }
    if (err != OK) {
        return err;
    }
    ledger->seq = look.last.seq;
    ledger->gathered = look.last.seq;
    ledger->is_open_ended = look.is_open_ended;
    return look.size > look.end ? cut_tail(ledger, db, &look) : OK;
}

enum err safety_ledger_open(const char *path, struct db *db,
                            struct safety_ledger **ledger_out)
{
    struct safety_ledger *ledger = mem_new(1, sizeof *ledger);
    enum err err = OK;

    buf_init(&ledger->lines, GATHER_MAX_BYTES);
    ledger->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    err = ledger->fd < 0 ? ERR_IO : take_up(ledger, db);
    if (err != OK) {
        safety_ledger_close(ledger);
        return err;
    }
    *ledger_out = ledger;
    return OK;
}

void safety_ledger_close(struct safety_ledger *ledger)
{
    if (ledger == NULL) {
        return;
    }
    if (ledger->fd >= 0) {
        (void)close(ledger->fd);
    }
    buf_clear(&ledger->lines);
    free(ledger);
}

// ---- writing

// So that a full disk shows while the change can still be undone. A file system that
// cannot keep room free says so, and then it shows too late.
static enum err reserve(struct safety_ledger *ledger, bool *no_space_out)
{
    struct stat about;

    if (fstat(ledger->fd, &about) != 0) {
        return ERR_IO;
    }
    if (fallocate(ledger->fd, FALLOC_FL_KEEP_SIZE, about.st_size,
                  (off_t)ledger->lines.len) == 0 ||
        errno == EOPNOTSUPP) {
        return OK;
    }
    *no_space_out = errno == ENOSPC || errno == EDQUOT;
    return ERR_IO;
}

static void tell_failure(void)
{
    log_event(LOG_ERROR, "safety_ledger_not_written",
              "errno=%d what_to_do=see_whether_safety_ledger_file_can_be_written",
              errno);
}

enum err safety_ledger_gather(struct safety_ledger *ledger, struct db *db,
                              bool *no_space_out)
{
    bool more = true;
    enum err err = OK;

    *no_space_out = false;
    while (err == OK && more) {
        err = gather_page(ledger, db, &more);
    }
    if (err == OK && ledger->lines.len > 0) {
        err = reserve(ledger, no_space_out);
        if (err != OK) {
            tell_failure();
        }
    }
    return err;
}

enum err safety_ledger_write(struct safety_ledger *ledger)
{
    if (ledger->lines.len == 0) {
        return OK;
    }
    // Nothing may come after half a line.
    if (ledger->is_broken) {
        return ERR_IO;
    }
    if (!file_write(ledger->fd, buf_text(&ledger->lines)) ||
        fdatasync(ledger->fd) != 0) {
        ledger->is_broken = true;
        tell_failure();
        return ERR_IO;
    }
    ledger->seq = ledger->gathered;
    ledger->is_open_ended = false;
    ledger->lines.len = 0;
    return OK;
}

void safety_ledger_forget(struct safety_ledger *ledger)
{
    ledger->gathered = ledger->seq;
    ledger->lines.len = 0;
}

enum err safety_ledger_catch_up(struct safety_ledger *ledger, struct db *db)
{
    bool more = true;
    enum err err = OK;

    while (err == OK && more) {
        err = gather_page(ledger, db, &more);
        if (err == OK) {
            err = safety_ledger_write(ledger);
        }
    }
    return err;
}

// ---- reading a whole file

struct safety_reader {
    FILE *file;
    struct vault *vault;
    struct safety_record last;
    struct line line;
};

enum err safety_reader_open(const char *path, struct vault *vault,
                            struct safety_reader **reader_out)
{
    FILE *file = fopen(path, "re");

    if (file == NULL) {
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    }
    struct safety_reader *reader = mem_new(1, sizeof *reader);
    reader->file = file;
    reader->vault = vault;
    *reader_out = reader;
    return OK;
}

void safety_reader_close(struct safety_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    (void)fclose(reader->file);
    free(reader);
}

enum err safety_reader_next(struct safety_reader *reader,
                            struct safety_record *record_out)
{
    struct safety_record record;

    while (read_line(reader->file, &reader->line)) {
        if (parse(&reader->line, &record) != OK) {
            if (reader->line.len > SAFETY_LINE_MAX && !reader->line.has_zeroes) {
                return ERR_CORRUPT; // longer than any of ours
            }
            continue;
        }
        if (is_same(&record, &reader->last)) {
            continue;
        }
        if (record.seq != reader->last.seq + 1) {
            return ERR_CORRUPT;
        }
        const struct secret_hash hash =
            safety_hash(reader->vault, &reader->last.hash, &record);
        if (!secret_hash_equal(hash, record.hash)) {
            return ERR_DENIED;
        }
        reader->last = record;
        *record_out = record;
        return OK;
    }
    return ferror(reader->file) != 0 ? ERR_IO : ERR_NOT_FOUND;
}
