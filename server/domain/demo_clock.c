#include "domain/demo_clock.h"

#include "store/meta_store.h"

static const char OFFSET[] = "clock_offset_ms";

static enum err need_demo(struct change *change)
{
    struct text value = {0};
    enum err err = meta_store_get(change->db, change->arena, "demo", &value);
    return err == ERR_NOT_FOUND ? ERR_WRONG_STATE : err;
}

enum err demo_clock_advance(struct change *change, int64_t by_ms, int64_t *offset_out)
{
    int64_t offset_ms = 0;
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    enum err err = need_demo(change);
    if (err == OK) {
        err = meta_store_number(change->db, OFFSET, &offset_ms);
    }
    if (err != OK) {
        return err;
    }
    offset_ms += by_ms;
    err = meta_store_put_number(change->db, OFFSET, offset_ms);
    if (err == OK) {
        *offset_out = offset_ms;
    }
    return err;
}
