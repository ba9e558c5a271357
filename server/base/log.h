// One `key=value` line per event on standard error. Ids and numbers only: never text
// that somebody wrote, names, addresses or tokens.
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level {
    LOG_DEBUG,
    LOG_INFO,
    LOG_WARN,
    LOG_ERROR
};

// Writes `ts=… level=… event=EVENT` and then `format`, itself a run of key=value pairs.
// A line longer than 1,000 bytes is cut. May be called from any thread.
void log_event(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Lines below `level` are dropped from now on.
void log_set_level(enum log_level level);

// Lines go to `sink` instead of standard error; NULL restores it. For tests.
void log_set_sink(void (*sink)(enum log_level level, const char *line));

// A number for `ref` in an answer to a client and in the log line that explains it.
uint64_t log_ref_new(void);

#endif
