#include "domain/audit_export.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "domain/audit_head.h"

// Holds the last line whole, and the end of the one before.
#define TAIL_BYTES ((size_t)2 * (AUDIT_HEAD_LINE_MAX + 1))

struct tail {
    char s[TAIL_BYTES];
    size_t len;
};

static enum err read_tail(int fd, struct tail *tail)
{
    struct stat about;

    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        return ERR_IO;
    }
    const off_t from =
        about.st_size > (off_t)TAIL_BYTES ? about.st_size - (off_t)TAIL_BYTES : 0;
    const ssize_t len = pread(fd, tail->s, TAIL_BYTES, from);
    tail->len = len < 0 ? 0 : (size_t)len;
    return len < 0 ? ERR_IO : OK;
}

// The last line, where it is whole; empty where a crash cut it short.
static struct text last_line(const struct tail *tail)
{
    if (tail->len == 0 || tail->s[tail->len - 1] != '\n') {
        return TEXT("");
    }
    const size_t end = tail->len - 1;
    size_t start = end;
    while (start > 0 && tail->s[start - 1] != '\n') {
        start--;
    }
    return (struct text){tail->s + start, end - start};
}

// In one write, so that only a crash leaves part of it; what such a part left open ends
// first.
static enum err add_line(int fd, const struct tail *tail, struct text line)
{
    char whole[AUDIT_HEAD_LINE_MAX + 2];
    size_t len = 0;

    if (tail->len > 0 && tail->s[tail->len - 1] != '\n') {
        whole[len++] = '\n';
    }
    if (line.len > AUDIT_HEAD_LINE_MAX - len) {
        unreachable_state("head of the audit log too long");
    }
    memcpy(whole + len, line.s, line.len);
    len += line.len;
    whole[len++] = '\n';
    return file_write(fd, (struct text){whole, len}) && fsync(fd) == 0 ? OK : ERR_IO;
}

static enum err export_line(int fd, struct text line)
{
    struct tail tail;
    const enum err err = read_tail(fd, &tail);

    if (err != OK || text_equal(last_line(&tail), line)) {
        return err;
    }
    return add_line(fd, &tail, line);
}

enum err audit_export_run(struct change *change)
{
    struct audit_head head;
    enum err err = audit_head_store_newest(change->db, &head);

    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    const int fd = open(change->policy->audit_heads_file,
                        O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    err = fd < 0 ? ERR_IO
                 : export_line(fd, audit_head_line(change->arena, AUDIT_HEAD, &head));
    if (err != OK) {
        log_event(LOG_ERROR, "audit_heads_not_written",
                  "errno=%d what_to_do=see_whether_audit_heads_file_can_be_written",
                  errno);
    }
    if (fd >= 0 && close(fd) != 0 && err == OK) {
        err = ERR_IO;
    }
    return err;
}
