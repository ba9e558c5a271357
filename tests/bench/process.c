#include "process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define US_PER_S 1000000
#define UTIME_FIELD 14 // of /proc/PID/stat, counted from 1 (proc(5))

#define BUSY_FIELDS 7 // user nice system, then idle iowait, then irq softirq (proc(5))
#define IDLE_FIELD 3
#define IOWAIT_FIELD 4

static void read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    const size_t len = fread(text, 1, size - 1, file);
    text[len] = '\0';
    (void)fclose(file);
}

static void read_proc(pid_t pid, const char *what, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, what);
    read_file(path, text, size);
}

int64_t process_cpu_us(const pid_t *pids, size_t count)
{
    int64_t ticks = 0;
    for (size_t i = 0; i < count; i++) {
        char text[1024];
        read_proc(pids[i], "stat", text, sizeof text);
        // The name in brackets may hold anything: fields count from behind it.
        char *at = strrchr(text, ')');
        for (int field = 2; at != NULL && field < UTIME_FIELD; field++) {
            at = strchr(at + 1, ' ');
        }
        if (at != NULL) {
            ticks += strtoll(at, &at, 10);  // utime
            ticks += strtoll(at, NULL, 10); // stime
        }
    }
    return ticks * US_PER_S / sysconf(_SC_CLK_TCK);
}

int64_t process_all_cpu_us(void)
{
    char text[256];
    read_file("/proc/stat", text, sizeof text);
    char *at = strchr(text, ' ');
    int64_t ticks = 0;
    for (int field = 0; at != NULL && field < BUSY_FIELDS; field++) {
        const int64_t value = strtoll(at, &at, 10);
        ticks += field == IDLE_FIELD || field == IOWAIT_FIELD ? 0 : value;
    }
    return ticks * US_PER_S / sysconf(_SC_CLK_TCK);
}

int64_t process_own_cpu_us(void)
{
    const pid_t self = getpid();
    return process_cpu_us(&self, 1);
}

int64_t process_rss_kib(const pid_t *pids, size_t count)
{
    int64_t kib = 0;
    for (size_t i = 0; i < count; i++) {
        char text[4096];
        read_proc(pids[i], "status", text, sizeof text);
        const char *at = strstr(text, "VmRSS:");
        kib += at == NULL ? 0 : strtoll(at + 6, NULL, 10);
    }
    return kib;
}
