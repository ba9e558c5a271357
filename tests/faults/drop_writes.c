// LD_PRELOAD shim that makes kithd lose power: every write to a database file that no
// fsync has yet covered is taken back, then the process dies by SIGKILL. Files are
// known by name; reads see the newest bytes all the time, as they would from the page
// cache.
//
//   KITH_FAULT_CUT    OP:FILE:N:WHEN   die at the N-th OP (sync write unlink truncate)
//   on
//                     a file of that name, WHEN before or after; counted once armed
//   KITH_FAULT_DELAY  FILE:MS          each sync of that file takes so much longer
//   KITH_FAULT_KEEP   SEED             of the un-synced 512-byte sectors a random half
//                     survives, in any order, as on a disk with a write cache
//   KITH_FAULT_PLAIN  1                a plain kill -9: nothing is taken back
// SIGUSR1 arms KITH_FAULT_CUT, SIGUSR2 cuts the power at once.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    FILES_MAX = 32,
    FD_MAX = 65536,
    SECTOR = 512,
    RULE_NAME_MAX = 64
};

// One un-synced change: what stood there before, and what was written.
struct change {
    struct change *older;
    off_t offset;
    off_t size_before;
    size_t old_len;
    size_t new_len; // 0 for a truncation
    unsigned char *old_bytes;
    unsigned char *new_bytes;
};

struct file {
    char path[PATH_MAX];
    const char *name; // last part of path
    bool is_dir;
    struct change *newest;
    unsigned char
        *unlinked; // synced content of a removed file, until its folder is synced
    size_t unlinked_len;
};

struct rule {
    char op[16];
    char name[RULE_NAME_MAX];
    long left;
    bool after;
};

static struct {
    pthread_mutex_t lock;
    pthread_once_t once;
    struct file files[FILES_MAX];
    int file_count;
    struct file *of_fd[FD_MAX];
    struct rule cut;
    struct rule delay; // left = milliseconds
    bool plain;
    bool keeps;
    uint64_t random;
    atomic_bool armed;
    sem_t wanted;
} shim = {.lock = PTHREAD_MUTEX_INITIALIZER, .once = PTHREAD_ONCE_INIT};

static struct {
    int (*open)(const char *, int, ...);
    int (*close)(int);
    ssize_t (*pwrite)(int, const void *, size_t, off_t);
    int (*ftruncate)(int, off_t);
    int (*fdatasync)(int);
    int (*fsync)(int);
    int (*unlink)(const char *);
} real;

// -- taking back ---------------------------------------------------------------------

static uint64_t next_random(void)
{
    shim.random ^= shim.random << 13;
    shim.random ^= shim.random >> 7;
    shim.random ^= shim.random << 17;
    return shim.random;
}

static void forget(struct file *file)
{
    while (file->newest) {
        struct change *change = file->newest;
        file->newest = change->older;
        free(change->old_bytes);
        free(change->new_bytes);
        free(change);
    }
}

static void write_fully(int fd, const unsigned char *bytes, size_t len, off_t offset)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = real.pwrite(fd, bytes + done, len - done, offset + (off_t)done);
        if (n <= 0) {
            return;
        }
        done += (size_t)n;
    }
}

static void restore_unlinked(struct file *file)
{
    if (!file->unlinked || (shim.keeps && next_random() % 2)) {
        return;
    }
    int fd = real.open(file->path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd >= 0) {
        write_fully(fd, file->unlinked, file->unlinked_len, 0);
        real.close(fd);
    }
}

// Puts the file back to what the last sync covered; with `keeps`, some sectors survive.
static void take_back(struct file *file)
{
    int fd = real.open(file->path, O_RDWR);
    if (fd < 0) {
        return;
    }
    struct change *oldest = NULL;
    for (struct change *c = file->newest; c; c = c->older) {
        write_fully(fd, c->old_bytes, c->old_len, c->offset);
        if (real.ftruncate(fd, c->size_before) != 0) {
            _exit(98);
        }
        oldest = c;
    }
    for (struct change *c = file->newest; shim.keeps && oldest && c; c = c->older) {
        for (size_t at = 0; at < c->new_len; at += SECTOR) {
            size_t len = c->new_len - at < SECTOR ? c->new_len - at : SECTOR;
            if (next_random() % 2) {
                write_fully(fd, c->new_bytes + at, len, c->offset + (off_t)at);
            }
        }
    }
    real.close(fd);
}

// Cuts the power. Called with the lock held, so that nobody writes meanwhile.
static void cut(void)
{
    for (int i = 0; !shim.plain && i < shim.file_count; i++) {
        if (shim.files[i].is_dir) {
            continue;
        }
        take_back(&shim.files[i]);
        restore_unlinked(&shim.files[i]);
    }
    kill(getpid(), SIGKILL);
    for (;;) {
        pause();
    }
}

static void *wait_for_cut(void *unused)
{
    (void)unused;
    while (sem_wait(&shim.wanted) != 0) {
    }
    pthread_mutex_lock(&shim.lock);
    cut();
    return NULL;
}

static void on_signal(int number)
{
    if (number == SIGUSR1) {
        atomic_store(&shim.armed, true);
    } else {
        sem_post(&shim.wanted);
    }
}

// -- rules ---------------------------------------------------------------------------

static void count(const char *op, const struct file *file, bool after)
{
    struct rule *rule = &shim.cut;
    if (!file || !atomic_load(&shim.armed) || rule->after != after ||
        strcmp(rule->op, op) != 0 || strcmp(rule->name, file->name) != 0) {
        return;
    }
    rule->left--;
    if (rule->left == 0) {
        cut();
    }
}

static void delay(int fd)
{
    struct file *file = fd >= 0 && fd < FD_MAX ? shim.of_fd[fd] : NULL;
    if (file && shim.delay.left > 0 && strcmp(shim.delay.name, file->name) == 0) {
        struct timespec wait = {shim.delay.left / 1000,
                                shim.delay.left % 1000 * 1000000};
        nanosleep(&wait, NULL);
    }
}

static void read_rules(void)
{
    const char *text = getenv("KITH_FAULT_CUT");
    char when[16] = "";
    if (text && sscanf(text, "%15[^:]:%63[^:]:%ld:%15s", shim.cut.op, shim.cut.name,
                       &shim.cut.left, when) == 4) {
        shim.cut.after = strcmp(when, "after") == 0;
    }
    text = getenv("KITH_FAULT_DELAY");
    if (text) {
        sscanf(text, "%63[^:]:%ld", shim.delay.name, &shim.delay.left);
    }
    text = getenv("KITH_FAULT_KEEP");
    shim.keeps = text != NULL;
    shim.random = text ? strtoull(text, NULL, 10) * 2654435761U + 1 : 1;
    shim.plain = getenv("KITH_FAULT_PLAIN") != NULL;
}

static void start(void)
{
    *(void **)&real.open = dlsym(RTLD_NEXT, "open");
    *(void **)&real.close = dlsym(RTLD_NEXT, "close");
    *(void **)&real.pwrite = dlsym(RTLD_NEXT, "pwrite");
    *(void **)&real.ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    *(void **)&real.fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    *(void **)&real.fsync = dlsym(RTLD_NEXT, "fsync");
    *(void **)&real.unlink = dlsym(RTLD_NEXT, "unlink");
    read_rules();
}

static void ready(void)
{
    pthread_once(&shim.once, start);
}

__attribute__((constructor)) static void begin(void)
{
    ready();
    pthread_t thread;
    sem_init(&shim.wanted, 0, 0);
    pthread_create(&thread, NULL, wait_for_cut, NULL);
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGUSR2, &action, NULL);
}

// -- files ---------------------------------------------------------------------------

static bool is_watched(const char *name)
{
    return strncmp(name, "kith.db", 7) == 0 || strncmp(name, "keys.db", 7) == 0;
}

static struct file *file_named(const char *path, bool is_dir)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t len = strlen(name);
    bool is_shm = len > 4 && strcmp(name + len - 4, "-shm") == 0; // rebuilt at start
    if (!is_dir && (!is_watched(name) || is_shm)) {
        return NULL;
    }
    for (int i = 0; i < shim.file_count; i++) {
        if (strcmp(shim.files[i].path, path) == 0) {
            return &shim.files[i];
        }
    }
    if (shim.file_count == FILES_MAX || strlen(path) >= PATH_MAX) {
        return NULL;
    }
    struct file *file = &shim.files[shim.file_count++];
    strcpy(file->path, path);
    file->name = file->path + (name - path);
    file->is_dir = is_dir;
    return file;
}

static void remember(struct file *file, int fd, const void *bytes, size_t len,
                     off_t offset)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return;
    }
    struct change *change = calloc(1, sizeof *change);
    size_t old_len = 0;
    if (offset < status.st_size) {
        size_t rest = (size_t)(status.st_size - offset);
        old_len = bytes && rest > len ? len : rest;
    }
    change->offset = offset;
    change->size_before = status.st_size;
    change->old_bytes = malloc(old_len + 1);
    ssize_t got = pread(fd, change->old_bytes, old_len, offset);
    change->old_len = got > 0 ? (size_t)got : 0;
    if (bytes) {
        change->new_len = len;
        change->new_bytes = malloc(len + 1);
        memcpy(change->new_bytes, bytes, len);
    }
    change->older = file->newest;
    file->newest = change;
}

static struct file *file_of(int fd)
{
    return fd >= 0 && fd < FD_MAX ? shim.of_fd[fd] : NULL;
}

static int opened(const char *path, int fd, int flags)
{
    if (fd < 0 || fd >= FD_MAX) {
        return fd;
    }
    struct stat status;
    bool is_dir = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    pthread_mutex_lock(&shim.lock);
    struct file *file = file_named(path, is_dir);
    shim.of_fd[fd] = file;
    if (file && (flags & O_CREAT)) {
        free(file->unlinked);
        file->unlinked = NULL;
    }
    pthread_mutex_unlock(&shim.lock);
    return fd;
}

int open(const char *path, int flags, ...)
{
    ready();
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    return opened(path, real.open(path, flags, mode), flags);
}

int open64(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    return open(path, flags, mode);
}

int close(int fd)
{
    ready();
    if (fd >= 0 && fd < FD_MAX) {
        shim.of_fd[fd] = NULL;
    }
    return real.close(fd);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
    ready();
    struct file *file = file_of(fd);
    if (!file) {
        return real.pwrite(fd, bytes, len, offset);
    }
    pthread_mutex_lock(&shim.lock);
    count("write", file, false);
    remember(file, fd, bytes, len, offset);
    ssize_t n = real.pwrite(fd, bytes, len, offset);
    count("write", file, true);
    pthread_mutex_unlock(&shim.lock);
    return n;
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t offset)
{
    return pwrite(fd, bytes, len, offset);
}

int ftruncate(int fd, off_t length)
{
    ready();
    struct file *file = file_of(fd);
    if (!file) {
        return real.ftruncate(fd, length);
    }
    pthread_mutex_lock(&shim.lock);
    count("truncate", file, false);
    remember(file, fd, NULL, 0, length);
    int rc = real.ftruncate(fd, length);
    count("truncate", file, true);
    pthread_mutex_unlock(&shim.lock);
    return rc;
}

int ftruncate64(int fd, off_t length)
{
    return ftruncate(fd, length);
}

static void forget_unlinked_in(const struct file *dir)
{
    size_t len = strlen(dir->path);
    for (int i = 0; i < shim.file_count; i++) {
        struct file *file = &shim.files[i];
        if (strncmp(file->path, dir->path, len) == 0) {
            free(file->unlinked);
            file->unlinked = NULL;
        }
    }
}

static int sync_with(int (*sync_it)(int), int fd)
{
    delay(fd);
    struct file *file = file_of(fd);
    if (!file) {
        return sync_it(fd);
    }
    pthread_mutex_lock(&shim.lock);
    count("sync", file, false);
    int rc = sync_it(fd);
    if (rc == 0) {
        forget(file);
        if (file->is_dir) {
            forget_unlinked_in(file);
        }
    }
    count("sync", file, true);
    pthread_mutex_unlock(&shim.lock);
    return rc;
}

int fdatasync(int fd)
{
    ready();
    return sync_with(real.fdatasync, fd);
}

int fsync(int fd)
{
    ready();
    return sync_with(real.fsync, fd);
}

// Keeps the synced content of a file that is about to go.
static void keep_unlinked(struct file *file)
{
    int saved = errno;
    take_back(file);
    forget(file);
    free(file->unlinked);
    file->unlinked = NULL;
    struct stat status;
    int fd = real.open(file->path, O_RDONLY);
    if (fd >= 0 && fstat(fd, &status) == 0) {
        file->unlinked_len = (size_t)status.st_size;
        file->unlinked = malloc(file->unlinked_len + 1);
        if (pread(fd, file->unlinked, file->unlinked_len, 0) != status.st_size) {
            file->unlinked_len = 0;
        }
    }
    if (fd >= 0) {
        real.close(fd);
    }
    errno = saved;
}

int unlink(const char *path)
{
    ready();
    pthread_mutex_lock(&shim.lock);
    struct file *file = file_named(path, false);
    if (file) {
        count("unlink", file, false);
        if (!shim.plain) {
            keep_unlinked(file);
        }
    }
    int rc = real.unlink(path);
    count("unlink", file, true);
    pthread_mutex_unlock(&shim.lock);
    return rc;
}
