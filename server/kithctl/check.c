#include "kithctl/check.h"

#include <stdio.h>

#include "base/arena.h"
#include "domain/data_check.h"
#include "engine/folder.h"

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

static enum err find_all(struct report *report, struct db *db, struct arena *arena)
{
    struct check_finding *findings = NULL;
    int count = 0;
    const enum err err = data_check_run(db, arena, &findings, &count);
    for (int i = 0; err == OK && i < count; i++) {
        const conversation_id id = {findings[i].object};
        report_add(report, findings[i].rule,
                   id.v == 0 ? "" : conversation_id_text(id).s, findings[i].number);
    }
    return err == OK && count > 0 ? ERR_CORRUPT : err;
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
