#include "past.h"

#include "support.h"

#include "domain/safety.h"
#include "store/db.h"
#include "store/safety_line.h"

static void put_line(struct past *past, const struct safety_record *record)
{
    const struct safety_line line = safety_line_of(record);

    assert_true(fprintf(past->file, "%.*s\n", (int)line.len, line.s) > 0);
    past->hash = record->hash;
    past->seq = record->seq;
}

static void close_file(struct past *past)
{
    if (past->file != NULL) {
        assert_int_equal(fclose(past->file), 0);
        past->file = NULL;
    }
}

void past_init(struct past *past, struct world *world)
{
    *past = (struct past){.world = world};
    scratch_init(&past->scratch);
    past_write(past);
}

void past_clear(struct past *past)
{
    close_file(past);
    scratch_clear(&past->scratch);
}

void past_write(struct past *past)
{
    struct arena *arena = arena_new();
    struct safety_records page;

    close_file(past);
    past->file = fopen(scratch_path(&past->scratch, "ledger"), "w");
    assert_non_null(past->file);
    assert_ok(safety_store_after(past->world->db, arena, 0, 10000, &page));
    past->hash = (struct secret_hash){0};
    past->seq = 0;
    for (int i = 0; i < page.count; i++) {
        put_line(past, &page.records[i]);
    }
    arena_free(arena);
}

void past_add(struct past *past, struct safety_record record)
{
    record.seq = past->seq + 1;
    record.at_utc_ms = 5000 + record.seq;
    record.hash = safety_hash(past->world->vault, &past->hash, &record);
    put_line(past, &record);
}

enum err past_restore_from(struct past *past, bool is_live,
                           struct restored *restored_out)
{
    struct restore_ledger from = {NULL, is_live};
    struct change *change = world_as(past->world, (person_id){0});

    close_file(past);
    assert_ok(safety_reader_open(scratch_path(&past->scratch, "ledger"),
                                 past->world->vault, &from.reader));
    const enum err err =
        world_end(past->world, restore_run(change, &from, restored_out));
    safety_reader_close(from.reader);
    return err;
}

enum err past_restore(struct past *past, struct restored *restored_out)
{
    return past_restore_from(past, false, restored_out);
}

int64_t past_number(struct past *past, const char *sql)
{
    struct stmt *stmt = db_stmt(past->world->db, sql);

    assert_ok(stmt_one(stmt));
    const int64_t value = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return value;
}

int64_t past_listed(struct past *past, const char *words)
{
    struct stmt *stmt =
        db_stmt(past->world->db, "SELECT count(*) FROM restore_issue"
                                 " WHERE why LIKE '%' || :words || '%'");

    stmt_text(stmt, ":words", text_of(words));
    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}
