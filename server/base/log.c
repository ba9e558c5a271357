// Log lines: put together on the stack, written with one call.
#include "base/log.h"

#include "base/clock.h"
#include "base/secret.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1000

// A number that every JSON reader can hold exactly.
#define REF_BITS 53

typedef void (*log_sink)(enum log_level level, const char *line);

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

static _Atomic(log_sink) current_sink;
static _Atomic int lowest_level = LOG_INFO;

static void write_to_stderr(const char *line, size_t len)
{
    char with_end[LINE_MAX_BYTES + 1];
    for (size_t i = 0; i < len; i++) {
        with_end[i] = line[i];
    }
    with_end[len] = '\n';
    // Nobody is left to tell when standard error itself fails.
    const ssize_t written = write(STDERR_FILENO, with_end, len + 1);
    (void)written;
}

static size_t bounded(int printed, size_t room)
{
    if (printed < 0) {
        return 0;
    }
    return (size_t)printed < room ? (size_t)printed : room - 1;
}

static size_t print_head(char *line, enum log_level level, const char *event)
{
    const int64_t now_utc_ms = clock_utc_ms(NULL);
    const time_t now_s = (time_t)(now_utc_ms / 1000);
    struct tm parts = {0};
    char stamp[32] = "";
    gmtime_r(&now_s, &parts);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
    return bounded(snprintf(line, LINE_MAX_BYTES, "ts=%s.%03dZ level=%s event=%s",
                            stamp, (int)(now_utc_ms % 1000), level_names[level], event),
                   LINE_MAX_BYTES);
}

// One event is one line, whatever a value contains.
static void replace_controls(char *line)
{
    for (char *c = line; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            *c = '?';
        }
    }
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    if ((int)level < atomic_load(&lowest_level)) {
        return;
    }
    char line[LINE_MAX_BYTES];
    size_t len = print_head(line, level, event);
    if (format[0] != '\0' && len + 1 < sizeof line) {
        line[len] = ' ';
        len++;
        va_list args;
        va_start(args, format);
        len += bounded(vsnprintf(line + len, sizeof line - len, format, args),
                       sizeof line - len);
        va_end(args);
    }
    line[len] = '\0';
    replace_controls(line);

    const log_sink sink = atomic_load(&current_sink);
    if (sink != NULL) {
        sink(level, line);
    } else {
        write_to_stderr(line, len);
    }
}

void log_set_level(enum log_level level)
{
    atomic_store(&lowest_level, (int)level);
}

void log_set_sink(void (*sink)(enum log_level level, const char *line))
{
    atomic_store(&current_sink, sink);
}

uint64_t log_ref_new(void)
{
    return secret_random_u64() >> (64 - REF_BITS);
}
