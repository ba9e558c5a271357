#include "domain/matching/match_reason.h"

#include "domain/vault.h"
#include "store/match_reason_store.h"

static struct seal_place place_of(match_id match, person_id person)
{
    return (struct seal_place){"match_reason", "reason_sealed", match.v, person.v,
                               (struct key_scope){.person = person}};
}

enum err match_reason_keep(struct change *change, match_id match, person_id person,
                           struct text reason)
{
    struct sealed sealed;

    if (reason.len == 0) {
        return OK;
    }
    const enum err err = vault_seal(change->vault, change->arena,
                                    place_of(match, person), reason, &sealed);
    if (err != OK) {
        return err;
    }
    const struct match_reason_row row = {person, sealed.bytes, sealed.key_version};
    return match_reason_store_put(change->db, match, &row);
}

enum err match_reason_list(struct change *change, match_id match,
                           struct match_reason **reasons_out, size_t *count_out)
{
    struct match_reason_rows rows = {0};
    enum err err = match_reason_store_list(change->db, change->arena, match,
                                           MATCH_REASONS_MAX, &rows);
    struct match_reason *reasons =
        arena_alloc(change->arena, (rows.count + 1) * sizeof *reasons);
    size_t count = 0;

    for (size_t i = 0; err == OK && i < rows.count; i++) {
        const struct match_reason_row *row = &rows.rows[i];
        const struct sealed sealed = {row->sealed, row->version};
        reasons[count].person = row->person;
        err = vault_open_sealed(change->vault, change->arena,
                                place_of(match, row->person), sealed,
                                &reasons[count].reason);
        count += err == OK ? 1 : 0;
        err = err == ERR_GONE ? OK : err;
    }
    if (err == OK) {
        *reasons_out = reasons;
        *count_out = count;
    }
    return err;
}
