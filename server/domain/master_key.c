#include "domain/master_key.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "base/hex.h"

#define MASTER_KEY_DIGITS (2 * SECRET_KEY_BYTES)

// 64 digits and at most one line feed.
static enum err parse_master_key(const char *digits, size_t len,
                                 struct secret_key *key_out)
{
    if (len == MASTER_KEY_DIGITS + 1 && digits[MASTER_KEY_DIGITS] == '\n') {
        len--;
    }
    struct secret_key key = {.bytes = {0}};
    const bool is_key =
        hex_read((struct text){digits, len}, key.bytes, sizeof key.bytes);

    if (is_key) {
        *key_out = key;
    }
    secret_wipe(&key, sizeof key);
    return is_key ? OK : ERR_CORRUPT;
}

// systemd keeps credentials where nobody else comes, and lets the service read them
// through an access list, which shows as a right of the group (systemd.exec(5)).
static bool is_credential(const char *path)
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it any more
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    const size_t len = folder == NULL ? 0 : strlen(folder);

    return len > 0 && strncmp(path, folder, len) == 0 && path[len] == '/';
}

static enum err read_key_file(int fd, bool is_credential, struct secret_key *key_out)
{
    const mode_t others = is_credential ? S_IRWXO | S_IWGRP : S_IRWXG | S_IRWXO;
    char digits[MASTER_KEY_DIGITS + 2];
    struct stat about;

    if (fstat(fd, &about) != 0) {
        return ERR_IO;
    }
    if (!S_ISREG(about.st_mode) || (about.st_mode & others) != 0 ||
        (about.st_uid != geteuid() && about.st_uid != 0)) {
        return ERR_DENIED;
    }
    const ssize_t len = read(fd, digits, sizeof digits);
    const enum err err =
        len < 0 ? ERR_IO : parse_master_key(digits, (size_t)len, key_out);
    secret_wipe(digits, sizeof digits);
    return err;
}

static enum err write_key_file(int fd, const struct secret_key *key)
{
    char digits[MASTER_KEY_DIGITS + 1];

    hex_write(key->bytes, sizeof key->bytes, digits);
    digits[MASTER_KEY_DIGITS] = '\n';
    const bool is_written =
        file_write(fd, (struct text){digits, sizeof digits}) && fsync(fd) == 0;
    secret_wipe(digits, sizeof digits);
    return is_written ? OK : ERR_IO;
}

static void folder_of(const char *path, char folder_out[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    const int len = slash == NULL ? 1 : (int)(slash - path) + 1;

    snprintf(folder_out, PATH_MAX, "%.*s", len, slash == NULL ? "." : path);
}

// The name is durable only with its folder.
static enum err sync_folder_of(const char *path)
{
    char folder[PATH_MAX];

    folder_of(path, folder);
    return file_sync_folder(folder) ? OK : ERR_IO;
}

// Written beside and renamed, so that a crash never leaves half a key under its name.
static enum err create_key_file(const char *path, struct secret_key *key_out)
{
    char beside[PATH_MAX];
    struct secret_key key;

    if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside) {
        return ERR_IO;
    }
    if (unlink(beside) != 0 && errno != ENOENT) {
        return ERR_IO;
    }
    const int fd =
        open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return ERR_IO;
    }
    secret_key_new(&key);
    enum err err = write_key_file(fd, &key);
    close(fd);
    if (err == OK) {
        err = rename(beside, path) == 0 ? sync_folder_of(path) : ERR_IO;
    }
    if (err == OK) {
        *key_out = key;
    }
    secret_wipe(&key, sizeof key);
    return err;
}

static enum err read_or_create(const char *path, bool create,
                               struct secret_key *key_out)
{
    const int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0) {
        if (errno == ENOENT && create) {
            return create_key_file(path, key_out);
        }
        return errno == ENOENT                     ? ERR_NOT_FOUND
               : errno == EACCES || errno == ELOOP ? ERR_DENIED
                                                   : ERR_IO;
    }
    const enum err err = read_key_file(fd, is_credential(path), key_out);
    close(fd);
    return err;
}

static enum err read_from_command(const char *command, struct secret_key *key_out)
{
    char digits[MASTER_KEY_DIGITS + 2];
    size_t len = 0;
    enum err err = ERR_IO;

    switch (child_read(command, digits, sizeof digits, &len)) {
    case CHILD_DONE:
        err = parse_master_key(digits, len, key_out);
        break;
    case CHILD_MISSING:
        err = ERR_NOT_FOUND;
        break;
    case CHILD_FAILED:
    case CHILD_TOO_LONG:
        break;
    }
    secret_wipe(digits, sizeof digits);
    return err;
}

enum err master_key_read(const struct master_key_source *source, bool create,
                         struct secret_key *key_out)
{
    return source->command[0] != '\0' ? read_from_command(source->command, key_out)
                                      : read_or_create(source->file, create, key_out);
}

enum err master_key_read_next(const struct master_key_source *source, bool create,
                              struct secret_key *key_out)
{
    return read_or_create(source->next_file, create, key_out);
}

enum err master_key_keep_next(const struct master_key_source *source)
{
    const int fd =
        open(source->next_file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0) {
        return ERR_IO;
    }
    enum err err = fsync(fd) == 0 ? OK : ERR_IO;
    // A folder that we may enter and not read has its file system written out.
    if (err == OK && sync_folder_of(source->next_file) != OK && syncfs(fd) != 0) {
        err = ERR_IO;
    }
    (void)close(fd);
    return err;
}

// Whether `path` is on a file system in memory, and what its keys wrap is not.
static bool is_in_memory(const char *path, const char *data_dir)
{
    char folder[PATH_MAX];
    struct statfs system;
    struct stat about;
    struct stat data;

    folder_of(path, folder);
    if (statfs(folder, &system) != 0 ||
        (system.f_type != TMPFS_MAGIC && system.f_type != RAMFS_MAGIC)) {
        return false;
    }
    return stat(folder, &about) != 0 || stat(data_dir, &data) != 0 ||
           about.st_dev != data.st_dev;
}

// A file that was mounted alone, as containers have it, cannot be replaced.
static bool is_mounted_alone(const char *path)
{
    char folder[PATH_MAX];
    struct stat file;
    struct stat around;

    folder_of(path, folder);
    return stat(path, &file) == 0 && stat(folder, &around) == 0 &&
           file.st_dev != around.st_dev;
}

// By trying it: of two mounts of one file system nothing else tells.
static bool can_be_moved(const char *from, const char *to)
{
    char from_trial[PATH_MAX];
    char to_trial[PATH_MAX];

    if (snprintf(from_trial, PATH_MAX, "%s.trial", from) >= PATH_MAX ||
        snprintf(to_trial, PATH_MAX, "%s.trial", to) >= PATH_MAX) {
        return false;
    }
    (void)unlink(from_trial);
    const int fd =
        open(from_trial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return false;
    }
    close(fd);
    const bool is_moved = rename(from_trial, to_trial) == 0;
    (void)unlink(is_moved ? to_trial : from_trial);
    return is_moved;
}

bool master_key_may_make_next(const struct master_key_source *source)
{
    if (is_in_memory(source->next_file, source->data_dir)) {
        return false;
    }
    return source->command[0] != '\0' ||
           (!is_in_memory(source->file, source->data_dir) &&
            !is_mounted_alone(source->file) &&
            can_be_moved(source->next_file, source->file));
}

void master_key_path(const struct master_key_source *source,
                     enum master_key_place place, char path_out[PATH_MAX])
{
    path_out[0] = '\0';
    switch (place) {
    case MASTER_KEY_FILE:
        snprintf(path_out, PATH_MAX, "%s", source->file);
        break;
    case MASTER_KEY_NEXT:
        snprintf(path_out, PATH_MAX, "%s", source->next_file);
        break;
    case MASTER_KEY_FORMER:
        snprintf(path_out, PATH_MAX, "%s/%s", source->data_dir, MASTER_KEY_FORMER_NAME);
        break;
    case MASTER_KEY_NOWHERE:
        break;
    }
}

enum err master_key_read_at(const struct master_key_source *source,
                            enum master_key_place place, struct secret_key *key_out)
{
    char path[PATH_MAX];

    master_key_path(source, place, path);
    return read_or_create(path, false, key_out);
}

enum err master_key_settle(const struct master_key_source *source,
                           enum master_key_place place)
{
    char path[PATH_MAX];

    master_key_path(source, place, path);
    return rename(path, source->file) == 0 ? sync_folder_of(source->file) : ERR_IO;
}
