#include "domain/backup_manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"

#define HASH_DIGITS (2 * SECRET_HASH_BYTES)

static const char *const PARTS[] = {[BACKUP_KITH] = "kith", [BACKUP_KEYS] = "keys"};

static const char *const NAMES[][BACKUP_FILES_MAX] = {
    [BACKUP_KITH] = {"kith.db", "safety.ledger"},
    [BACKUP_KEYS] = {"keys.db"        },
};

struct digits {
    char s[HASH_DIGITS + 1];
};

static struct digits digits_of(const struct secret_hash *hash)
{
    struct digits digits = {0};

    hex_write(hash->bytes, sizeof hash->bytes, digits.s);
    return digits;
}

int backup_manifest_count(enum backup_part part)
{
    return part == BACKUP_KITH ? 2 : 1;
}

const char *backup_manifest_name(enum backup_part part, int i)
{
    return NAMES[part][i];
}

void backup_manifest_write(const struct backup_manifest *manifest,
                           char bytes_out[BACKUP_MANIFEST_BYTES])
{
    memset(bytes_out, 0, BACKUP_MANIFEST_BYTES);
    int len = snprintf(bytes_out, BACKUP_MANIFEST_BYTES,
                       "kith-manifest-1 %s\nat %" PRId64 "\nschema %" PRId64
                       "\nstarts %" PRId64 "\nfolder %s\nsafety %" PRId64
                       " %s\naudit %" PRId64 " %s\n",
                       PARTS[manifest->part], manifest->at_utc_ms, manifest->schema,
                       manifest->starts, digits_of(&manifest->folder).s,
                       manifest->safety.seq, digits_of(&manifest->safety.hash).s,
                       manifest->audit.seq, digits_of(&manifest->audit.hash).s);
    for (int i = 0; i < backup_manifest_count(manifest->part); i++) {
        len +=
            snprintf(bytes_out + len, (size_t)(BACKUP_MANIFEST_BYTES - len),
                     "file %s %" PRId64 " %s\n", NAMES[manifest->part][i],
                     manifest->files[i].bytes, digits_of(&manifest->files[i].hash).s);
    }
}

// What is left to read, up to the first zero byte.
struct rest {
    struct text text;
    bool is_bad;
};

static void take(struct rest *rest, struct text wanted)
{
    if (!rest->is_bad && text_starts_with(rest->text, wanted)) {
        rest->text.s += wanted.len;
        rest->text.len -= wanted.len;
    } else {
        rest->is_bad = true;
    }
}

static int64_t take_number(struct rest *rest)
{
    int64_t number = 0;
    size_t len = 0;

    while (len < rest->text.len && rest->text.s[len] >= '0' &&
           rest->text.s[len] <= '9' && len < 18) {
        number = 10 * number + (rest->text.s[len++] - '0');
    }
    rest->is_bad = rest->is_bad || len == 0;
    rest->text.s += len;
    rest->text.len -= len;
    return number;
}

static struct secret_hash take_hash(struct rest *rest)
{
    struct secret_hash hash = {0};
    const struct text digits = {rest->text.s, HASH_DIGITS};

    if (rest->is_bad || rest->text.len < HASH_DIGITS ||
        !hex_read(digits, hash.bytes, sizeof hash.bytes)) {
        rest->is_bad = true;
        return hash;
    }
    rest->text.s += HASH_DIGITS;
    rest->text.len -= HASH_DIGITS;
    return hash;
}

static struct backup_link take_link(struct rest *rest)
{
    struct backup_link link = {.seq = take_number(rest)};

    take(rest, TEXT(" "));
    link.hash = take_hash(rest);
    return link;
}

static struct backup_file take_file(struct rest *rest, const char *name)
{
    struct backup_file file = {0};

    take(rest, TEXT("file "));
    take(rest, text_of(name));
    take(rest, TEXT(" "));
    file.bytes = take_number(rest);
    take(rest, TEXT(" "));
    file.hash = take_hash(rest);
    take(rest, TEXT("\n"));
    rest->is_bad = rest->is_bad || file.bytes > BACKUP_FILE_MAX_BYTES;
    return file;
}

static enum backup_part take_part(struct rest *rest)
{
    take(rest, TEXT("kith-manifest-1 "));
    const bool is_keys = text_starts_with(rest->text, text_of(PARTS[BACKUP_KEYS]));
    const enum backup_part part = is_keys ? BACKUP_KEYS : BACKUP_KITH;
    take(rest, text_of(PARTS[part]));
    return part;
}

enum err backup_manifest_read(const char bytes[BACKUP_MANIFEST_BYTES],
                              struct backup_manifest *manifest_out)
{
    struct rest rest = {
        {bytes, strnlen(bytes, BACKUP_MANIFEST_BYTES)},
        false
    };
    struct backup_manifest manifest = {.part = take_part(&rest)};

    take(&rest, TEXT("\nat "));
    manifest.at_utc_ms = take_number(&rest);
    take(&rest, TEXT("\nschema "));
    manifest.schema = take_number(&rest);
    take(&rest, TEXT("\nstarts "));
    manifest.starts = take_number(&rest);
    take(&rest, TEXT("\nfolder "));
    manifest.folder = take_hash(&rest);
    take(&rest, TEXT("\nsafety "));
    manifest.safety = take_link(&rest);
    take(&rest, TEXT("\naudit "));
    manifest.audit = take_link(&rest);
    take(&rest, TEXT("\n"));
    for (int i = 0; i < backup_manifest_count(manifest.part); i++) {
        manifest.files[i] = take_file(&rest, NAMES[manifest.part][i]);
    }
    if (rest.is_bad || rest.text.len > 0) {
        return ERR_BAD_REQUEST;
    }
    *manifest_out = manifest;
    return OK;
}
