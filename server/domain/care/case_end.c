#include "domain/care/case_end.h"

#include "domain/key_life.h"
#include "store/case_end_store.h"

static bool has_key(enum case_end_kind kind)
{
    return kind == CASE_END_CASE || kind == CASE_END_OPENING || kind == CASE_END_NOTE;
}

enum err case_end_let_go(struct change *change, int64_t before_utc_ms,
                         int64_t *gone_out)
{
    struct case_end_record record;
    int64_t gone = 0;
    enum err err = case_end_store_next(change->db, before_utc_ms, &record);
    if (err == OK) {
        err = case_end_store_go(change->db, before_utc_ms, &record, &gone);
    }
    if (err == OK && gone > 0 && has_key(record.kind)) {
        err = key_life_intend(change, (struct key_scope){.conversation = {record.id}});
    }
    if (err == OK) {
        *gone_out = gone;
    }
    return err;
}
