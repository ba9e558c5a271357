#include "kithctl/check.h"

#include <stdio.h>

#include "base/arena.h"
#include "engine/folder.h"
#include "store/audit_head_store.h"
#include "store/audit_walk.h"
#include "store/check_store.h"
#include "store/db.h"

// What was found, as lines or, with --json, as an array.
struct report {
    const struct ctl *ctl;
    json_t *findings;
};

static void report_add(struct report *report, const char *rule, const char *object,
                       int64_t number)
{
    if (report->ctl->wants_json) {
        (void)json_array_append_new(report->findings,
                                    json_pack("{s:s,s:s,s:I}", "rule", rule, "object",
                                              object, "number", (json_int_t)number));
    } else if (object[0] != '\0') {
        printf("broken: %s (%s, %lld)\n", rule, object, (long long)number);
    } else {
        printf("broken: %s\n", rule);
    }
}

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

static enum err find_all(struct report *report, struct db *db, struct arena *arena)
{
    struct check_finding *findings = NULL;
    int count = 0;
    if (db_integrity_check(db) != OK) {
        report_add(report, "the database is whole (integrity_check)", "", 0);
        return ERR_CORRUPT;
    }
    enum err err = check_store_run(db, arena, &findings, &count);
    for (int i = 0; err == OK && i < count; i++) {
        const conversation_id id = {findings[i].object};
        report_add(report, findings[i].rule, conversation_id_text(id).s,
                   findings[i].number);
    }
    if (err == OK && check_audit(db) != OK) {
        report_add(report, "the audit log's chain is whole", "", 0);
        return ERR_CORRUPT;
    }
    return count > 0 ? ERR_CORRUPT : err;
}

static void print_end(const struct report *report, enum err err)
{
    if (report->ctl->wants_json) {
        json_t *whole =
            json_pack("{s:b,s:O}", "ok", err == OK, "findings", report->findings);
        (void)json_dumpf(whole, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
        printf("\n");
        json_decref(whole);
    } else if (err == OK) {
        printf("ok: every rule holds\n");
    }
}

enum ctl_exit check_run(struct ctl *ctl)
{
    if (ctl_need_folder(ctl) != CTL_DONE) {
        return CTL_FAILED;
    }
    struct clock clock = {0};
    struct folder *folder = NULL;
    enum err err = folder_open(&ctl->config, &clock, &folder);
    if (err != OK) {
        return ctl_fail_folder(ctl, err);
    }
    struct report report = {.ctl = ctl, .findings = json_array()};
    struct arena *arena = arena_new();
    err = find_all(&report, folder_db(folder), arena);
    print_end(&report, err);
    arena_free(arena);
    json_decref(report.findings);
    folder_close(folder);
    return err == OK ? CTL_DONE : CTL_FAILED;
}
