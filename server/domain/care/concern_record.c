#include "domain/care/concern_record.h"

#include "store/concern_record_store.h"

// An entry as JSON beyond its texts, every number and id at its longest [B].
#define ENTRY_BYTES 560

static struct seal_place place_of(const struct concern_record *record,
                                  const char *column)
{
    return (struct seal_place){"concern_entry", column, record->concern.v, record->n,
                               concern_scope(record->concern.v)};
}

static enum err seal_one(struct change *change, struct seal_place place,
                         struct text plain, struct concern_sealed *sealed_out)
{
    struct sealed sealed = {0};
    enum err err = OK;
    if (plain.len > 0) {
        err = vault_seal(change->vault, change->arena, place, plain, &sealed);
    }
    if (err == OK) {
        *sealed_out = (struct concern_sealed){sealed.bytes, sealed.key_version};
    }
    return err;
}

enum err concern_record_add(struct change *change, concern_id id,
                            const struct concern_record *record)
{
    struct concern_record_row row = {.record = *record};
    enum err err = concern_record_store_last(change->db, id, &row.record.n);
    if (err == OK && row.record.n >= CONCERN_RECORDS_MAX) {
        err = ERR_TOO_LARGE;
    }
    if (err != OK) {
        return err;
    }
    row.record.concern = id;
    row.record.n++;
    row.record.at_utc_ms = change->now_utc_ms;
    row.record.by = change->actor.person;
    err =
        seal_one(change, place_of(&row.record, "text_sealed"), record->text, &row.text);
    if (err == OK) {
        err = seal_one(change, place_of(&row.record, "whom_sealed"), record->whom,
                       &row.whom);
    }
    return err == OK ? concern_record_store_insert(change->db, &row) : err;
}

static enum err open_one(struct change *change, struct seal_place place,
                         struct concern_sealed sealed, struct text *plain_out)
{
    return vault_open_sealed(change->vault, change->arena, place,
                             (struct sealed){sealed.bytes, sealed.version}, plain_out);
}

static enum err record_open(struct change *change, const struct concern_record_row *row,
                            struct concern_record *record_out)
{
    struct concern_record record = row->record;
    enum err err =
        open_one(change, place_of(&record, "text_sealed"), row->text, &record.text);
    if (err == OK) {
        err =
            open_one(change, place_of(&record, "whom_sealed"), row->whom, &record.whom);
    }
    if (err == OK) {
        *record_out = record;
    }
    return err;
}

enum err concern_record_by_cid(struct change *change, struct text cid,
                               struct concern_record *record_out)
{
    struct concern_record_row row;
    enum err err = concern_record_store_by_cid(change->db, change->arena,
                                               change->actor.person, cid, &row);
    return err == OK ? record_open(change, &row, record_out) : err;
}

static bool is_same(const struct concern_record *a, const struct concern_record *b)
{
    return a->concern.v == b->concern.v && a->kind == b->kind &&
           text_equal(a->text, b->text) && text_equal(a->whom, b->whom) &&
           a->happened_utc_ms == b->happened_utc_ms;
}

enum err concern_record_write(struct change *change,
                              const struct concern_record *record)
{
    struct concern_view view;
    struct concern_record before;
    enum err err = concern_find_for(change, record->concern, CONCERN_ACT_RECORD, &view);
    if (err != OK) {
        return err;
    }
    err = concern_record_by_cid(change, record->cid, &before);
    if (err == OK) {
        return is_same(&before, record) ? OK : ERR_CID_CONFLICT;
    }
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    err = concern_record_add(change, record->concern, record);
    return err == OK ? concern_keep(change, &view) : err;
}

static enum err texts_read(struct change *change, struct concern_full *full)
{
    const concern_id id = full->view.concern.id;
    enum err err = concern_text_read(change, id, CONCERN_TEXT_WHAT, &full->what);
    if (err == OK) {
        err = concern_text_read(change, id, CONCERN_TEXT_WHERE, &full->where);
    }
    if (err == OK) {
        err =
            concern_text_read(change, id, CONCERN_TEXT_KEEP_REASON, &full->keep_reason);
    }
    return err;
}

// As many entries as fit into a page, at least one.
static enum err records_read(struct change *change, int64_t after,
                             struct concern_full *full)
{
    struct concern_record_rows rows;
    size_t bytes = 0;
    enum err err = concern_record_store_after(change->db, change->arena,
                                              full->view.concern.id, after, &rows);
    if (err != OK) {
        return err;
    }
    full->more = rows.more;
    full->records = arena_array(change->arena, rows.count, sizeof *full->records);
    for (size_t i = 0; i < rows.count && err == OK; i++) {
        struct concern_record *record = &full->records[i];
        err = record_open(change, &rows.rows[i], record);
        if (err != OK) {
            break;
        }
        bytes += ENTRY_BYTES + 2 * (record->text.len + record->whom.len);
        if (i > 0 && bytes > CONCERN_PAGE_BYTES) {
            full->more = true;
            break;
        }
        full->record_count++;
    }
    return err;
}

enum err concern_record_read(struct change *change, concern_id id, int64_t after,
                             struct concern_full *full_out)
{
    struct concern_full full = {0};
    enum err err = concern_find(change, id, &full.view);
    if (err == OK && full.view.sight == CONCERN_SIGHT_SUMMARY) {
        full.view.people.count = 0;
        err = concern_text_read(change, id, CONCERN_TEXT_SUMMARY, &full.summary);
    } else if (err == OK) {
        err = texts_read(change, &full);
        if (err == OK) {
            err = records_read(change, after, &full);
        }
        if (err == OK) {
            err = concern_record_store_referrals(change->db, change->arena, id,
                                                 &full.referrals, &full.referral_count);
        }
    }
    if (err == OK) {
        *full_out = full;
    }
    return err;
}
