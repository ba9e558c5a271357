#include "domain/master_key.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

// The name is durable only with its folder.
static enum err sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    const int len = slash == NULL ? 1 : (int)(slash - path) + 1;

    snprintf(folder, sizeof folder, "%.*s", len, slash == NULL ? "." : path);
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

enum err master_key_settle(const struct master_key_source *source)
{
    if (source->command[0] != '\0') {
        return OK;
    }
    if (rename(source->next_file, source->file) != 0) {
        return errno == ENOENT ? OK : ERR_IO; // it has taken the place already
    }
    return sync_folder_of(source->file);
}
