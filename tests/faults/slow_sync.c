// LD_PRELOAD shim that makes a disk slow: every fsync and fdatasync takes SLOW_SYNC_US
// microseconds longer, in the thread that calls it.
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    US_PER_S = 1000000,
    NS_PER_US = 1000
};

static void wait_longer(void)
{
    const char *text = getenv("SLOW_SYNC_US");
    const long us = text == NULL ? 0 : strtol(text, NULL, 10);
    struct timespec left = {.tv_sec = us / US_PER_S,
                            .tv_nsec = us % US_PER_S * NS_PER_US};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
        // The rest of it.
    }
}

static int sync_slowly(const char *name, int fd)
{
    int (*real)(int) = NULL;
    *(void **)&real = dlsym(RTLD_NEXT, name);
    const int result = real(fd);
    wait_longer();
    return result;
}

int fsync(int fd)
{
    return sync_slowly("fsync", fd);
}

int fdatasync(int fd)
{
    return sync_slowly("fdatasync", fd);
}
