#include "domain/data_check.h"

#include "store/audit_head_store.h"
#include "store/audit_walk.h"
#include "store/db.h"

// Without heads from elsewhere: see kithctl audit verify.
static enum err check_audit(struct db *db)
{
    struct audit_head anchor;
    int64_t stray = 0;
    enum err err = audit_head_store_anchor(db, &anchor);

    if (err == OK) {
        err = audit_walk_check(db, anchor.link);
    }
    if (err == OK) {
        err = audit_walk_stray_reasons(db, &stray);
    }
    return err == OK && stray > 0 ? ERR_CORRUPT : err;
}

static void find(struct arena *arena, const char *rule,
                 struct check_finding **findings_out, int *count_out)
{
    struct check_finding *finding = arena_alloc(arena, sizeof *finding);

    *finding = (struct check_finding){.rule = rule};
    *findings_out = finding;
    *count_out = 1;
}

enum err data_check_run(struct db *db, struct arena *arena,
                        struct check_finding **findings_out, int *count_out)
{
    if (db_integrity_check(db) != OK) {
        find(arena, "the database is whole (integrity_check)", findings_out, count_out);
        return OK;
    }
    enum err err = check_store_run(db, arena, findings_out, count_out);
    if (err == OK && *count_out == 0 && check_audit(db) != OK) {
        find(arena, "the audit log's chain is whole", findings_out, count_out);
    }
    return err;
}
