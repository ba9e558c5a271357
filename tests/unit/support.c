// The watch on the log. The sink has no argument of its own, hence one struct here.
#include "support.h"

#include "base/log.h"
#include "base/secret.h"
#include "base/totp.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define EXPECTED_MAX 32
#define LINE_MAX_BYTES 1024

static struct watch {
    pthread_mutex_t mutex;
    const char *expected[EXPECTED_MAX];
    size_t expected_count;
    size_t unexpected_count;
    char unexpected[LINE_MAX_BYTES]; // the first one
} watch = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static bool take_expected(const char *line)
{
    const char *at = strstr(line, " event=");
    if (at == NULL) {
        return false;
    }
    at += strlen(" event=");
    const size_t len = strcspn(at, " ");
    for (size_t i = 0; i < watch.expected_count; i++) {
        const char *event = watch.expected[i];
        if (strlen(event) == len && memcmp(event, at, len) == 0) {
            watch.expected_count--;
            watch.expected[i] = watch.expected[watch.expected_count];
            return true;
        }
    }
    return false;
}

static void note(enum log_level level, const char *line)
{
    (void)level;
    pthread_mutex_lock(&watch.mutex);
    if (!take_expected(line)) {
        if (watch.unexpected_count == 0) {
            snprintf(watch.unexpected, sizeof watch.unexpected, "%s", line);
        }
        watch.unexpected_count++;
    }
    pthread_mutex_unlock(&watch.mutex);
}

void support_expect_log(const char *event)
{
    pthread_mutex_lock(&watch.mutex);
    assert_true(watch.expected_count < EXPECTED_MAX);
    watch.expected[watch.expected_count] = event;
    watch.expected_count++;
    pthread_mutex_unlock(&watch.mutex);
}

int support_prepare(void **state)
{
    (void)state;
    return secret_init() == OK && totp_init() == OK ? 0 : -1;
}

int support_begin(void **state)
{
    (void)state;
    watch.expected_count = 0;
    watch.unexpected_count = 0;
    log_set_level(LOG_INFO);
    log_set_sink(note);
    return 0;
}

int support_end(void **state)
{
    (void)state;
    log_set_sink(NULL);
    int failed = 0;
    if (watch.unexpected_count > 0) {
        fprintf(stderr, "%zu unexpected log line(s): %s\n", watch.unexpected_count,
                watch.unexpected);
        failed = -1;
    }
    if (watch.expected_count > 0) {
        fprintf(stderr, "log line event=%s did not come\n", watch.expected[0]);
        failed = -1;
    }
    return failed;
}
