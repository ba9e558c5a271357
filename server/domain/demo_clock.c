#include "domain/demo_clock.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/meta_store.h"

static enum err offset_now(struct change *change, int64_t *offset_out)
{
    struct text stored = {0};
    enum err err =
        meta_store_get(change->db, change->arena, "clock_offset_ms", &stored);
    *offset_out = err == OK ? strtoll(stored.s, NULL, 10) : 0;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err need_demo(struct change *change)
{
    struct text value = {0};
    enum err err = meta_store_get(change->db, change->arena, "demo", &value);
    return err == ERR_NOT_FOUND ? ERR_WRONG_STATE : err;
}

enum err demo_clock_advance(struct change *change, int64_t by_ms, int64_t *offset_out)
{
    char text[24];
    int64_t offset_ms = 0;
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    enum err err = need_demo(change);
    if (err == OK) {
        err = offset_now(change, &offset_ms);
    }
    if (err != OK) {
        return err;
    }
    offset_ms += by_ms;
    const int len = snprintf(text, sizeof text, "%lld", (long long)offset_ms);
    err =
        meta_store_put(change->db, "clock_offset_ms", (struct text){text, (size_t)len});
    if (err == OK) {
        *offset_out = offset_ms;
    }
    return err;
}
