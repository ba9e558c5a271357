#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool file_write(int fd, struct text t)
{
    while (t.len > 0) {
        const ssize_t len = write(fd, t.s, t.len);
        if (len < 0 && errno == EINTR) {
            continue;
        }
        if (len <= 0) {
            return false;
        }
        t.s += len;
        t.len -= (size_t)len;
    }
    return true;
}

bool file_sync_folder(const char *path)
{
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0) {
        return false;
    }
    const bool is_synced = fsync(fd) == 0;
    const int failure = errno;
    (void)close(fd);
    errno = failure;
    return is_synced;
}
