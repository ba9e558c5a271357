#include "kithctl/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/secret.h"
#include "kithctl/call.h"

#define POLL_MS 100
// A backup of many gigabytes on a busy machine; kithd goes on after it, too.
#define WAIT_MAX_MS (INT64_C(6) * 3600 * 1000)

#define KEY_DIGITS (2 * SECRET_BOX_KEY_BYTES)

static void wait_a_little(void)
{
    const struct timespec rest = {.tv_nsec = POLL_MS * 1000000L};
    (void)nanosleep(&rest, NULL); // woken early it looks once more
}

static enum ctl_exit tell(const json_t *status)
{
    if (json_is_true(json_object_get(status, "failed"))) {
        return ctl_fail("no backup was made; the log of kithd says why "
                        "(event=backup_has_no_room, backup_not_sealed or "
                        "copy_failed)");
    }
    printf("A backup was made and verified.\n");
    return CTL_DONE;
}

// Until one more has come to its end than the `tries` before.
static enum ctl_exit wait_for(struct ctl *ctl, json_int_t tries)
{
    const int64_t until_ms = clock_steady_ms() + WAIT_MAX_MS;
    enum ctl_exit done = CTL_DONE;

    while (done == CTL_DONE && clock_steady_ms() < until_ms) {
        json_t *status = NULL;
        wait_a_little();
        if (!ctl_is_served(ctl)) {
            return ctl_fail("kithd ended before the backup was made: see its log");
        }
        done = ctl_call(ctl, "operator.backup_status", json_object(), &status);
        if (done == CTL_DONE &&
            json_integer_value(json_object_get(status, "tries")) > tries) {
            done = tell(status);
            json_decref(status);
            return done;
        }
        json_decref(status);
    }
    return done == CTL_DONE ? ctl_fail("the backup has not ended yet; see kithctl "
                                       "backup status")
                            : done;
}

enum ctl_exit backup_run(struct ctl *ctl)
{
    json_t *begun = NULL;

    if (!ctl_is_served(ctl)) {
        return ctl_fail("kithd is not running on %s: start it, it makes the backup",
                        ctl->config.data_dir);
    }
    enum ctl_exit done = ctl_call(ctl, "operator.backup", json_object(), &begun);
    if (done == CTL_DONE) {
        done = wait_for(ctl, json_integer_value(json_object_get(begun, "tries")));
        json_decref(begun);
    }
    return done;
}

// ---- keys

static enum ctl_exit write_private(const char *path, const struct secret_box_key *key)
{
    char line[KEY_DIGITS + 2];
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0) {
        return ctl_fail("%s: %s", path, strerrordesc_np(errno));
    }
    hex_write(key->bytes, sizeof key->bytes, line);
    line[KEY_DIGITS] = '\n';
    const bool is_written =
        file_write(fd, (struct text){line, KEY_DIGITS + 1}) && fsync(fd) == 0;
    secret_wipe(line, sizeof line);
    return close(fd) == 0 && is_written
               ? CTL_DONE
               : ctl_fail("%s: %s", path, strerrordesc_np(errno));
}

enum ctl_exit backup_key_run(struct ctl *ctl)
{
    struct secret_box_key private;
    char digits[KEY_DIGITS + 1];

    secret_box_new(&private);
    const struct secret_box_key public = secret_box_public(&private);
    const enum ctl_exit done = write_private(ctl->values[0], &private);
    secret_wipe(&private, sizeof private);
    if (done != CTL_DONE) {
        return done;
    }
    hex_write(public.bytes, sizeof public.bytes, digits);
    printf("backup-public-key = %s\n", digits);
    (void)fprintf(stderr,
                  "Put that line into kithd.ini. %s opens every backup: keep it in a "
                  "safe, not on this machine, and twice. Without it no backup can be "
                  "read.\n",
                  ctl->values[0]);
    return CTL_DONE;
}
