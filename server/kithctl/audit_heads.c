#include "kithctl/audit_heads.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void take_line(struct audit_heads *heads, struct text line,
                      const struct secret_public_key *key)
{
    enum audit_head_kind kind;
    struct audit_head head;

    if (audit_head_parse(line, &kind, &head) != OK || kind != AUDIT_HEAD) {
        heads->broken++;
        return;
    }
    if (!audit_head_is_signed(key, kind, &head)) {
        heads->forged++;
        return;
    }
    if ((heads->count & (heads->count - 1)) == 0) { // full at each power of two
        const size_t room = heads->count == 0 ? 1 : 2 * heads->count;
        heads->items = mem_resize(heads->items, room, sizeof *heads->items);
    }
    heads->items[heads->count++] = head;
}

static void take_lines(struct audit_heads *heads, FILE *file,
                       const struct secret_public_key *key)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len = 0;

    while ((len = getline(&line, &room, file)) >= 0) {
        const bool has_end = len > 0 && line[len - 1] == '\n';
        take_line(heads, (struct text){line, (size_t)len - (has_end ? 1 : 0)}, key);
    }
    free(line);
}

enum ctl_exit audit_heads_read(struct audit_heads *heads, const char *path,
                               const struct secret_public_key *key)
{
    *heads = (struct audit_heads){0};
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return ctl_fail("%s: %s", path, strerrordesc_np(errno));
    }
    take_lines(heads, file, key);
    const bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed) {
        return ctl_fail("%s cannot be read to its end", path);
    }
    if (heads->count == 0) {
        return ctl_fail("%s: no line of it was signed with this key", path);
    }
    return CTL_DONE;
}

void audit_heads_clear(struct audit_heads *heads)
{
    free(heads->items);
    *heads = (struct audit_heads){0};
}
