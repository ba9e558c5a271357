#include "domain/backup_room.h"

#include <sys/statvfs.h>

#include "base/log.h"

#define MB INT64_C(1000000)

enum err backup_room_for(const char *setting, const char *dir, int64_t bytes)
{
    struct statvfs disk;

    if (statvfs(dir, &disk) != 0) {
        return OK; // what is wrong with it shows when it is written to
    }
    const long long free_bytes = (long long)disk.f_bavail * (long long)disk.f_frsize;
    const long long wanted = bytes + BACKUP_RESERVE_BYTES;
    if (free_bytes >= wanted) {
        return OK;
    }
    log_event(LOG_ERROR, "backup_has_no_room",
              "at=%s wanted_mb=%lld free_mb=%lld "
              "what_to_do=make_room_on_that_disk_or_name_another_folder",
              setting, wanted / MB + 1, free_bytes / MB);
    return ERR_READ_ONLY;
}
