#include "domain/safety.h"

#include "domain/vault.h"
#include "store/safety_line.h"
#include "store/safety_store.h"

struct secret_hash safety_hash(struct vault *vault, const struct secret_hash *before,
                               const struct safety_record *record)
{
    const struct safety_hashed hashed = safety_line_hashed(before, record);

    return vault_ledger_hash(vault, (struct text){hashed.s, hashed.len});
}

enum err safety_append(struct change *change, struct safety_record *record)
{
    struct safety_record last;
    const enum err err = safety_store_last(change->db, &last);

    if (err != OK) {
        return err;
    }
    record->seq = last.seq + 1;
    record->hash = safety_hash(change->vault, &last.hash, record);
    return safety_store_append(change->db, record);
}

enum err safety_note(struct change *change, struct safety_record record)
{
    record.at_utc_ms = change->now_utc_ms;
    return safety_append(change, &record);
}

enum err safety_note_person(struct change *change, enum safety_kind kind,
                            person_id person)
{
    return safety_note_thing(change, kind, person, 0);
}

enum err safety_note_thing(struct change *change, enum safety_kind kind,
                           person_id person, int64_t thing)
{
    return safety_note(change,
                       (struct safety_record){.kind = kind, .a = person.v, .c = thing});
}
