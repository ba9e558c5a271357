// LD_PRELOAD shim: while the file named by KITH_FAULT_FULL exists, writes that make a
// database file longer fail with ENOSPC; while the one named by KITH_FAULT_SYNC exists,
// every sync of a database file fails with EIO. While the one named by KITH_FAULT_TIGHT
// exists, the copy of a backup takes the last of the room: as long as it lies there, no
// other database file grows. While the one named by KITH_FAULT_FOLD exists, kith.db
// itself takes nothing more, so that what is in its log cannot be folded into it. While
// the one named by KITH_FAULT_LITTLE exists, the disk says that it has little room.
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static bool is_on(const char *variable)
{
    const char *path = getenv(variable);
    return path && access(path, F_OK) == 0;
}

static bool path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, PATH_MAX - 1);
    path[len < 0 ? 0 : len] = '\0';
    return len > 0;
}

static bool is_database(int fd)
{
    char path[PATH_MAX];
    const char *name = path_of(fd, path) ? strrchr(path, '/') : NULL;
    return name &&
           (strncmp(name, "/kith.db", 8) == 0 || strncmp(name, "/keys.db", 8) == 0);
}

// Whether the copy of a backup lies beside the database of `fd`.
static bool is_beside_a_copy(int fd)
{
    char path[PATH_MAX];
    if (!path_of(fd, path) || strstr(path, "/backup.work/") != NULL) {
        return false;
    }
    static const char COPY[] = "/backup.work/kith.db";
    char *name = strrchr(path, '/');
    if (!name || name - path + sizeof COPY > sizeof path) {
        return false;
    }
    strcpy(name, COPY);
    return access(path, F_OK) == 0;
}

static bool is_kith_db(int fd)
{
    char path[PATH_MAX];
    const char *name = path_of(fd, path) ? strrchr(path, '/') : NULL;
    return name && strcmp(name, "/kith.db") == 0;
}

static bool is_full_for(int fd)
{
    return is_on("KITH_FAULT_FULL") ||
           (is_on("KITH_FAULT_TIGHT") && is_beside_a_copy(fd));
}

static bool would_grow(int fd, size_t len, off_t offset)
{
    struct stat status;
    return fstat(fd, &status) == 0 && offset + (off_t)len > status.st_size;
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t offset)
{
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
    }
    if ((is_database(fd) && is_full_for(fd) && would_grow(fd, len, offset)) ||
        (is_on("KITH_FAULT_FOLD") && is_kith_db(fd))) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, bytes, len, offset);
}

int fdatasync(int fd)
{
    static int (*real)(int);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
    }
    if (is_on("KITH_FAULT_SYNC") && is_database(fd)) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

int statvfs(const char *path, struct statvfs *disk)
{
    static int (*real)(const char *, struct statvfs *);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "statvfs");
    }
    const int result = real(path, disk);
    if (result == 0 && is_on("KITH_FAULT_LITTLE")) {
        disk->f_bavail = 16UL * 1024 * 1024 / disk->f_frsize;
    }
    return result;
}
