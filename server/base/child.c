#include "base/child.h"

#include "base/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOK_MS 100 // how often it is looked whether the server ends

// `out`: where what it prints goes; -1: nowhere.
static int set_files(posix_spawn_file_actions_t *files, int out)
{
    int failed = posix_spawn_file_actions_init(files);

    if (failed == 0) {
        failed = posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null",
                                                  O_RDONLY, 0);
    }
    if (failed == 0) {
        failed = posix_spawn_file_actions_addopen(files, STDERR_FILENO, "/dev/null",
                                                  O_WRONLY, 0);
    }
    if (failed == 0) {
        failed = posix_spawn_file_actions_adddup2(files, out < 0 ? STDERR_FILENO : out,
                                                  STDOUT_FILENO);
    }
    // Databases, sockets and keys are none of its business.
    return failed != 0
               ? failed
               : posix_spawn_file_actions_addclosefrom_np(files, STDERR_FILENO + 1);
}

static int set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t all;
    int failed = posix_spawnattr_init(attributes);

    sigemptyset(&none);
    sigfillset(&all);
    if (failed == 0) {
        failed = posix_spawnattr_setsigmask(attributes, &none);
    }
    if (failed == 0) {
        failed = posix_spawnattr_setsigdefault(attributes, &all);
    }
    // A group of its own, so that all of it can be ended.
    if (failed == 0) {
        failed = posix_spawnattr_setpgroup(attributes, 0);
    }
    const short flags =
        POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP;
    return failed != 0 ? failed : posix_spawnattr_setflags(attributes, flags);
}

static int start(const char *path, char *const env[], int out, pid_t *pid_out)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    char *const argv[] = {(char *)(uintptr_t)path, NULL};
    int failed = set_files(&files, out);

    if (failed == 0) {
        failed = set_signals(&attributes);
        if (failed == 0) {
            failed = posix_spawn(pid_out, path, &files, &attributes, argv, env);
        }
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static bool wait_for_end(pid_t pid, const atomic_bool *stop)
{
    const int64_t until_ms = clock_steady_ms() + CHILD_LIMIT_MS;
    struct pollfd end = {.fd = pidfd_open(pid, 0), .events = POLLIN};
    bool has_ended = false;

    while (!has_ended && !atomic_load(stop) && clock_steady_ms() < until_ms) {
        has_ended = poll(&end, 1, LOOK_MS) == 1;
    }
    if (end.fd >= 0) {
        (void)close(end.fd);
    }
    return has_ended;
}

// Waits until it ended, or for as long as it may run.
static enum child_end child_finish(pid_t pid, const atomic_bool *stop)
{
    int status = 0;
    const bool has_ended = wait_for_end(pid, stop);

    if (!has_ended) {
        (void)kill(-pid, SIGKILL);
    }
    if (waitpid(pid, &status, 0) != pid) {
        return CHILD_FAILED;
    }
    if (!has_ended) {
        return CHILD_TOO_LONG;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? CHILD_DONE : CHILD_FAILED;
}

enum child_end child_run(const char *path, char *const env[], const atomic_bool *stop)
{
    pid_t pid = 0;

    return start(path, env, -1, &pid) == 0 ? child_finish(pid, stop) : CHILD_MISSING;
}

// A pipe holds some thousand bytes (pipe(7)), so that who prints little never waits for
// us; who prints much is stopped by the time limit.
enum child_end child_read(const char *path, char *out, size_t size, size_t *len_out)
{
    const atomic_bool never = false;
    int pipe_ends[2];
    pid_t pid = 0;
    enum child_end end = CHILD_MISSING;

    if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
        return CHILD_MISSING;
    }
    if (start(path, environ, pipe_ends[1], &pid) == 0) {
        end = child_finish(pid, &never);
    }
    (void)close(pipe_ends[1]);
    const ssize_t len = end == CHILD_DONE ? read(pipe_ends[0], out, size) : 0;
    (void)close(pipe_ends[0]);
    *len_out = len < 0 ? 0 : (size_t)len;
    return end;
}
