#include "command/health.h"

#include <stdarg.h>
#include <stdio.h>

#include "command/encode_alert.h"
#include "domain/backup.h"
#include "domain/backup_clock.h"
#include "domain/care/outbox.h"
#include "domain/care/scan.h"
#include "domain/key_rotation.h"
#include "domain/retention.h"
#include "domain/timer.h"

#define LINES_MAX 768 // [B] of eight lines

struct lines {
    char *text;
    size_t len;
};

__attribute__((format(printf, 2, 3))) static void add(struct lines *lines,
                                                      const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const size_t room = LINES_MAX - lines->len;
    const int len = vsnprintf(lines->text + lines->len, room, format, args);
    va_end(args);
    lines->len += len > 0 && (size_t)len < room ? (size_t)len : 0;
}

static enum err add_scan(struct change *change, struct lines *lines)
{
    int64_t failing = 0;
    const enum err err = scan_count_failing(change, &failing);
    if (err == OK && failing > 0) {
        add(lines, "degraded: %lld conversations are not looked through\n",
            (long long)failing);
    }
    return err;
}

static enum err add_failing(struct change *change, struct lines *lines)
{
    int64_t timers = 0;
    int64_t clocks = 0;
    enum err err = timer_count_failing(change, &timers);
    if (err == OK) {
        err = retention_count_failing(change, &clocks);
    }
    if (err == OK && timers > 0) {
        add(lines, "degraded: %lld timers fail, the log says which\n",
            (long long)timers);
    }
    if (err == OK && clocks > 0) {
        add(lines, "degraded: %lld clocks of retention fail, the log says which\n",
            (long long)clocks);
    }
    return err;
}

static enum err add_way(struct change *change, enum notice_way way, struct lines *lines)
{
    static const char *const names[NOTICE_WAYS] = {
        [NOTICE_WAY_MAIL] = "mail", [NOTICE_WAY_COMMAND] = "command"};
    enum notice_failure failure = NOTICE_FAILURE_NONE;
    const enum err err = outbox_failing(change, way, &failure);
    if (err == OK && failure != NOTICE_FAILURE_NONE) {
        add(lines, "degraded: %s waits, it failed last by %s\n", names[way],
            encode_failure_name(failure));
    }
    return err;
}

static enum err add_backup(struct change *change, struct lines *lines)
{
    struct backup_clock clock = {0};
    bool is_late = false;
    enum err err = backup_is_late(change, &is_late);
    if (err == OK && is_late) {
        add(lines, "degraded: no backup has succeeded for too long\n");
    }
    if (err == OK) {
        err = backup_clock_read(change, &clock);
    }
    if (err == OK && clock.is_doubted) {
        add(lines, "degraded: the clock moved by more than a day, see that it is "
                   "right\n");
    }
    return err;
}

static enum err add_master_key(struct change *change, struct lines *lines)
{
    bool is_settled = true;
    const enum err err = key_rotation_is_settled(change, &is_settled);
    if (err == OK && !is_settled) {
        add(lines, "degraded: the master key is not in its place\n");
    }
    return err;
}

enum err health_lines(struct change *change, struct text *lines_out)
{
    struct lines lines = {.text = arena_alloc(change->arena, LINES_MAX)};
    enum err err = add_scan(change, &lines);
    if (err == OK) {
        err = add_failing(change, &lines);
    }
    for (int way = 0; err == OK && way < NOTICE_WAYS; way++) {
        err = add_way(change, (enum notice_way)way, &lines);
    }
    if (err == OK) {
        err = add_backup(change, &lines);
    }
    if (err == OK) {
        err = add_master_key(change, &lines);
    }
    if (err == OK) {
        *lines_out = (struct text){lines.text, lines.len};
    }
    return err;
}
