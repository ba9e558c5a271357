#include "domain/safety_ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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

// Holds the last record whole, the end of the one before, and a line cut short.
#define TAIL_BYTES ((size_t)3 * (SAFETY_LINE_MAX + 1))
#define PAGE 256
// Of one batch: some 60,000 notes, where the largest is of 2,048 requests.
#define GATHER_MAX_BYTES ((size_t)16 << 20)

struct safety_ledger {
    int fd;
    bool is_open_ended; // its last line was cut short
    int64_t seq;        // of the last record in the file
    int64_t gathered;   // of the last one in `lines`
    struct buf lines;
};

struct tail {
    char s[TAIL_BYTES];
    size_t len;
    bool is_whole; // the file is no longer than this
};

static enum err read_tail(int fd, struct tail *tail)
{
    struct stat about;

    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        return ERR_IO;
    }
    tail->is_whole = about.st_size <= (off_t)TAIL_BYTES;
    const off_t from = tail->is_whole ? 0 : about.st_size - (off_t)TAIL_BYTES;
    const ssize_t len = pread(fd, tail->s, TAIL_BYTES, from);
    tail->len = len < 0 ? 0 : (size_t)len;
    return len < 0 ? ERR_IO : OK;
}

// The last line that ends before `end`, without its line feed; NULL where there is
// none.
static struct text line_before(const struct tail *tail, size_t end)
{
    while (end > 0 && tail->s[end - 1] != '\n') {
        end--;
    }
    if (end == 0) {
        return (struct text){NULL, 0};
    }
    size_t start = end - 1;
    while (start > 0 && tail->s[start - 1] != '\n') {
        start--;
    }
    return (struct text){tail->s + start, end - 1 - start};
}

// Zeroes for a file without a record. Before the last one only lines that a crash cut
// short may be passed over, of which there is one at a time.
static enum err last_record(const struct tail *tail, struct safety_record *record_out)
{
    size_t end = tail->len;

    *record_out = (struct safety_record){0};
    while (true) {
        const struct text line = line_before(tail, end);
        if (line.s == NULL) {
            return tail->is_whole ? OK : ERR_CORRUPT;
        }
        if (safety_line_parse(line, record_out) == OK) {
            return OK;
        }
        end = (size_t)(line.s - tail->s);
    }
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
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

static enum err look_at_file(struct safety_ledger *ledger, struct db *db)
{
    struct tail tail = {.len = 0};
    struct safety_record last;
    enum err err = read_tail(ledger->fd, &tail);

    if (err == OK) {
        err = last_record(&tail, &last);
    }
    if (err == OK) {
        err = compare(db, &last);
    }
    if (err == OK) {
        ledger->seq = last.seq;
        ledger->gathered = last.seq;
        ledger->is_open_ended = tail.len > 0 && tail.s[tail.len - 1] != '\n';
    }
    return err;
}

enum err safety_ledger_open(const char *path, struct db *db,
                            struct safety_ledger **ledger_out)
{
    struct safety_ledger *ledger = mem_new(1, sizeof *ledger);
    enum err err = OK;

    buf_init(&ledger->lines, GATHER_MAX_BYTES);
    ledger->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    err = ledger->fd < 0 ? ERR_IO : look_at_file(ledger, db);
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
    if (!file_write(ledger->fd, buf_text(&ledger->lines)) ||
        fdatasync(ledger->fd) != 0) {
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
    char line[SAFETY_LINE_MAX + 2];
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

    while (fgets(reader->line, sizeof reader->line, reader->file) != NULL) {
        const size_t len = strcspn(reader->line, "\n");
        if (reader->line[len] != '\n' && feof(reader->file) == 0) {
            return ERR_CORRUPT; // longer than any of ours
        }
        if (safety_line_parse((struct text){reader->line, len}, &record) != OK) {
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
