#include "store/blind_store.h"

#include <string.h>

#include "store/profile_words.h"
#include "store/stmt_list.h"

static const char INSERT[] = "INSERT INTO blind_hash (person, kind, entry, hash)"
                             " VALUES (:person, :kind, :entry, :hash)"
                             " ON CONFLICT DO NOTHING";

static const char HAS[] = "SELECT count(*) FROM blind_hash"
                          " WHERE person = :person AND kind = :kind AND hash = :hash";

static const char COUNTS[] =
    "SELECT kind, count(DISTINCT entry), max(entry) FROM blind_hash"
    " WHERE person = :person GROUP BY kind ORDER BY kind";

static const char DELETE[] =
    "DELETE FROM blind_hash WHERE person = :person AND kind = :kind";

static const char COMMON[] =
    "SELECT DISTINCT a.kind FROM blind_hash AS a"
    " JOIN blind_hash AS b ON b.hash = a.hash AND b.person = :b"
    " WHERE a.person = :a ORDER BY a.kind";

// What nobody else has links nobody.
static const char LINKS[] =
    "SELECT h.hash, h.person, h.kind FROM blind_hash AS h"
    " JOIN person AS p ON p.id = h.person"
    " WHERE p.organisation = :organisation AND EXISTS (SELECT 1 FROM blind_hash AS o"
    " WHERE o.hash = h.hash AND o.person <> h.person)"
    " ORDER BY h.hash, h.person, h.kind";

static struct text hash_text(const struct secret_hash *hash)
{
    return (struct text){(const char *)hash->bytes, sizeof(hash->bytes)};
}

enum err blind_store_insert(struct db *db, const struct blind_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":person", row->person.v);
    stmt_text(stmt, ":kind", profile_words_blind(row->kind));
    stmt_int(stmt, ":entry", row->entry);
    stmt_blob(stmt, ":hash", hash_text(&row->hash));
    return stmt_run(stmt);
}

enum err blind_store_has(struct db *db, const struct blind_row *row, bool *has_out)
{
    struct stmt *stmt = db_stmt(db, HAS);
    stmt_int(stmt, ":person", row->person.v);
    stmt_text(stmt, ":kind", profile_words_blind(row->kind));
    stmt_blob(stmt, ":hash", hash_text(&row->hash));
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *has_out = stmt_column_int(stmt, 0) > 0;
        stmt_reset(stmt);
    }
    return err;
}

enum err blind_store_counts(struct db *db, struct arena *arena, person_id person,
                            int64_t *counts, int64_t *last_out)
{
    int64_t found[BLIND_KINDS] = {0};
    int64_t last = 0;
    bool row = false;
    enum err err = OK;
    struct stmt *stmt = db_stmt(db, COUNTS);
    stmt_int(stmt, ":person", person.v);
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        found[profile_words_blind_parse(stmt_column_text(stmt, 0, arena))] =
            stmt_column_int(stmt, 1);
        if (stmt_column_int(stmt, 2) > last) {
            last = stmt_column_int(stmt, 2);
        }
    }
    if (err == OK) {
        memcpy(counts, found, sizeof(found));
        *last_out = last;
    }
    return err;
}

enum err blind_store_delete(struct db *db, person_id person, enum blind_kind kind)
{
    struct stmt *stmt = db_stmt(db, DELETE);
    stmt_int(stmt, ":person", person.v);
    stmt_text(stmt, ":kind", profile_words_blind(kind));
    return stmt_run(stmt);
}

enum err blind_store_common(struct db *db, struct arena *arena, person_id a,
                            person_id b, unsigned *kinds_out)
{
    unsigned kinds = 0;
    bool row = false;
    enum err err = OK;
    struct stmt *stmt = db_stmt(db, COMMON);
    stmt_int(stmt, ":a", a.v);
    stmt_int(stmt, ":b", b.v);
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        kinds |= 1u << profile_words_blind_parse(stmt_column_text(stmt, 0, arena));
    }
    if (err == OK) {
        *kinds_out = kinds;
    }
    return err;
}

enum err blind_store_links(struct db *db, struct arena *arena,
                           organisation_id organisation,
                           struct blind_store_link **links_out, size_t *count_out)
{
    struct text before = {NULL, 0};
    int64_t group = 0;
    struct stmt *stmt = db_stmt(db, LINKS);
    stmt_int(stmt, ":organisation", organisation.v);
    struct blind_store_link *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        const struct text hash = stmt_column_text(stmt, 0, arena);
        group += text_equal(hash, before) ? 0 : 1;
        before = hash;
        *row = (struct blind_store_link){
            .group = group,
            .person = {stmt_column_int(stmt, 1)},
            .kind = profile_words_blind_parse(stmt_column_text(stmt, 2, arena)),
        };
    }
    if (list.err == OK) {
        *links_out = list.rows;
        *count_out = list.count;
    }
    return list.err;
}
