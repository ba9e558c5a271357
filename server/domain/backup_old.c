#include "domain/backup_old.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "domain/backup_seal.h"

#define ARCHIVES_MAX 10000 // that are looked at: hourly ones of a year
#define ENDING ".kithbackup"

static const char *const PREFIXES[] = {
    [BACKUP_KITH] = "kith-", [BACKUP_KEYS] = "keys-"};

struct archives {
    struct backup_name names[ARCHIVES_MAX];
    int count;
};

struct backup_name backup_name_of(enum backup_part part, int64_t at_utc_ms)
{
    const time_t seconds = (time_t)(at_utc_ms / 1000);
    struct tm tm = {0};
    struct backup_name name;
    char time[24] = "";

    (void)gmtime_r(&seconds, &tm);
    (void)strftime(time, sizeof time, "%Y%m%dT%H%M%S", &tm);
    (void)snprintf(name.s, sizeof name.s, "%s%s.%03dZ%s", PREFIXES[part], time,
                   (int)(at_utc_ms % 1000), ENDING);
    return name;
}

static int in_order(const void *a, const void *b)
{
    return strcmp(((const struct backup_name *)a)->s,
                  ((const struct backup_name *)b)->s);
}

static bool is_archive(const char *s, enum backup_part part)
{
    return strlen(s) == strlen(backup_name_of(part, 0).s) &&
           strncmp(s, PREFIXES[part], strlen(PREFIXES[part])) == 0 &&
           strcmp(s + strlen(s) - strlen(ENDING), ENDING) == 0;
}

static enum err list_archives(const char *dir, enum backup_part part,
                              struct archives *archives)
{
    DIR *stream = opendir(dir);
    const struct dirent *entry = NULL;

    archives->count = 0;
    if (stream == NULL) {
        return errno == ENOENT ? OK : ERR_IO;
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this thread's own
    while (archives->count < ARCHIVES_MAX && (entry = readdir(stream)) != NULL) {
        if (is_archive(entry->d_name, part)) {
            memcpy(archives->names[archives->count++].s, entry->d_name,
                   strlen(entry->d_name) + 1);
        }
    }
    (void)closedir(stream);
    qsort(archives->names, (size_t)archives->count, sizeof archives->names[0],
          in_order);
    return OK;
}

static enum err remove_archive(struct arena *arena, const char *dir, const char *name)
{
    if (unlink(backup_seal_path(arena, dir, name)) != 0 && errno != ENOENT) {
        return ERR_IO;
    }
    log_event(LOG_INFO, "backup_removed", "name=%s", name);
    return OK;
}

static enum err end(struct arena *arena, const char *setting, enum err err)
{
    if (err != OK) {
        log_event(LOG_ERROR, "old_backup_not_removed", "at=%s errno=%d", setting,
                  errno);
    }
    arena_free(arena);
    return err;
}

// The first of those that are dated after `utc_ms`.
static int first_after(const struct archives *archives, enum backup_part part,
                       int64_t utc_ms)
{
    const struct backup_name name = backup_name_of(part, utc_ms);
    int i = 0;

    while (i < archives->count && strcmp(archives->names[i].s, name.s) <= 0) {
        i++;
    }
    return i;
}

enum err backup_old_remove_kith(const struct backup_settings *settings,
                                int64_t now_utc_ms)
{
    struct arena *arena = arena_new();
    struct archives *archives = arena_alloc(arena, sizeof *archives);
    enum err err = list_archives(settings->dir, BACKUP_KITH, archives);
    const int ahead = first_after(archives, BACKUP_KITH, now_utc_ms);

    for (int i = 0; err == OK && i < archives->count - settings->keep; i++) {
        const int oldest = (ahead + i) % archives->count;
        err = remove_archive(arena, settings->dir, archives->names[oldest].s);
    }
    return end(arena, "backup-dir", err);
}

// A pass over archives of keys: [0, old) are too old, [old, ahead) are not, and the
// rest is dated so far after now that another clock did it.
struct pass {
    int old;
    int ahead;
};

static struct pass pass_over(const struct archives *archives,
                             const struct backup_moment *moment)
{
    const int64_t now = moment->now_utc_ms;
    struct pass pass = {
        .old = first_after(archives, BACKUP_KEYS, now - BACKUP_KEYS_KEPT_MS - 1),
        .ahead = first_after(archives, BACKUP_KEYS, now + BACKUP_CLOCK_AHEAD_MS)};

    if (!moment->clock.is_doubted) {
        return pass;
    }
    const int of_before =
        first_after(archives, BACKUP_KEYS, moment->clock.since_utc_ms - 1);
    const int old_before = first_after(
        archives, BACKUP_KEYS, moment->clock.before_utc_ms - BACKUP_KEYS_KEPT_MS - 1);
    if (pass.old == of_before && old_before < pass.old) {
        pass.old = old_before;
    }
    pass.ahead = archives->count;
    return pass;
}

enum err backup_old_remove_keys(const struct backup_settings *settings,
                                const struct backup_moment *moment)
{
    if (settings->keys_dir[0] == '\0' || moment->now_utc_ms < BACKUP_KEYS_KEPT_MS) {
        return OK;
    }
    struct arena *arena = arena_new();
    struct archives *archives = arena_alloc(arena, sizeof *archives);
    enum err err = list_archives(settings->keys_dir, BACKUP_KEYS, archives);
    const struct pass pass = pass_over(archives, moment);
    const bool has_newer = moment->has_newer && pass.old < pass.ahead;

    for (int i = 0; err == OK && i < archives->count; i++) {
        if (i < pass.old || (i >= pass.ahead && has_newer)) {
            err = remove_archive(arena, settings->keys_dir, archives->names[i].s);
        }
    }
    return end(arena, "backup-keys-dir", err);
}
