// LD_PRELOAD shim: while the file named by KITH_FAULT_FULL exists, writes that make a
// database file longer fail with ENOSPC; while the one named by KITH_FAULT_SYNC exists,
// every sync of a database file fails with EIO.
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_on(const char *variable)
{
    const char *path = getenv(variable);
    return path && access(path, F_OK) == 0;
}

static bool is_database(int fd)
{
    char link[64];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len <= 0) {
        return false;
    }
    path[len] = '\0';
    const char *name = strrchr(path, '/');
    return name &&
           (strncmp(name, "/kith.db", 8) == 0 || strncmp(name, "/keys.db", 8) == 0);
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
    if (is_on("KITH_FAULT_FULL") && is_database(fd) && would_grow(fd, len, offset)) {
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
