#include "kithctl/audit.h"

#include <stdio.h>
#include <time.h>

#include "base/hex.h"
#include "domain/audit_verify.h"
#include "domain/vault.h"
#include "engine/folder.h"
#include "kithctl/audit_heads.h"
#include "store/db.h"

#define KEY_DIGITS (2 * SECRET_PUBLIC_KEY_BYTES)
#define TIME_MAX 32

// -- the key

enum ctl_exit audit_key_run(struct ctl *ctl)
{
    char digits[KEY_DIGITS + 1];
    struct folder *folder = NULL;

    if (ctl_need_folder(ctl) != CTL_DONE) {
        return CTL_FAILED;
    }
    const enum err err = folder_read_keys(&ctl->config, &folder);
    if (err != OK) {
        return ctl_fail_folder(ctl, err);
    }
    const struct secret_public_key key = vault_public_key(folder_vault(folder));
    folder_close(folder);
    hex_write(key.bytes, sizeof key.bytes, digits);
    if (ctl->wants_json) {
        printf("{\"key\": \"%s\"}\n", digits);
    } else {
        printf("%s\n", digits);
    }
    return CTL_DONE;
}

// -- what is found

static const struct {
    const char *word;
    const char *what;
} FAULTS[AUDIT_FAULTS] = {
    [AUDIT_FAULT_ROW] = {"row",         "it or the one before it was changed"         },
    [AUDIT_FAULT_MISSING] = {"missing",     "rows before it are gone"                     },
    [AUDIT_FAULT_REASON] = {"reason",      "its reason was exchanged, taken or put there"},
    [AUDIT_FAULT_STRAY] = {"stray",       "reasons belong to no row"                    },
    [AUDIT_FAULT_CUT] = {"cut",         "it and rows before it are gone from the end" },
    [AUDIT_FAULT_OTHER] = {"other",       "it is not the row that was signed"           },
    [AUDIT_FAULT_FOLDER_HEAD] = {"folder_head", "the folder's own head of it is false"        },
    [AUDIT_FAULT_ANCHOR] = {"anchor",      "nobody signed that rows up to it were let go"},
    [AUDIT_FAULT_EARLY] = {"early",       "it was let go before its time"               },
};

struct report {
    const struct ctl *ctl;
    json_t *findings;
    struct audit_heads heads;
    struct audit_verdict verdict;
};

static void on_found(void *ctx, enum audit_fault fault, int64_t seq, int64_t number)
{
    const struct report *report = ctx;

    if (report->ctl->wants_json) {
        (void)json_array_append_new(
            report->findings,
            json_pack("{s:s,s:I,s:I}", "fault", FAULTS[fault].word, "row",
                      (json_int_t)seq, "number", (json_int_t)number));
        return;
    }
    printf("broken: row %lld: %s", (long long)seq, FAULTS[fault].what);
    if (number > 0) {
        printf(" (%lld)", (long long)number);
    }
    printf("\n");
}

// -- what is told in the end

static bool is_whole(const struct report *report)
{
    return report->verdict.faults == 0 && report->heads.forged == 0;
}

static void print_json(const struct report *report)
{
    const struct audit_verdict *verdict = &report->verdict;
    json_t *whole = json_pack(
        "{s:b,s:O,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "ok", is_whole(report), "findings",
        report->findings, "rows", (json_int_t)verdict->rows, "let_go",
        (json_int_t)verdict->let_go, "covered", (json_int_t)verdict->covered_seq,
        "not_covered", (json_int_t)verdict->uncovered, "not_covered_from",
        (json_int_t)verdict->uncovered_from_utc_ms, "forged_lines",
        (json_int_t)report->heads.forged, "broken_lines",
        (json_int_t)report->heads.broken);

    (void)json_dumpf(whole, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    printf("\n");
    json_decref(whole);
}

static void print_uncovered(const struct audit_verdict *verdict)
{
    char when[TIME_MAX] = "an unknown time";
    const time_t seconds = (time_t)(verdict->uncovered_from_utc_ms / 1000);
    struct tm parts;

    if (verdict->uncovered == 0) {
        printf("not covered: nothing\n");
        return;
    }
    if (gmtime_r(&seconds, &parts) != NULL) {
        (void)strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", &parts);
    }
    printf("not covered: %lld rows after the last head, from %s; were one of these\n"
           "cut off, this would not show\n",
           (long long)verdict->uncovered, when);
}

static void print_words(const struct report *report)
{
    const struct audit_verdict *verdict = &report->verdict;

    if (report->heads.broken > 0) {
        printf("left out: %ld lines of the file that are no whole head\n",
               report->heads.broken);
    }
    if (report->heads.forged > 0) {
        printf("broken: %ld lines of the file were not signed with this key\n",
               report->heads.forged);
    }
    if (verdict->let_go > 0) {
        printf("let go: rows up to %lld, after their time\n",
               (long long)verdict->let_go);
    }
    printf("%s: %lld rows, covered up to row %lld\n",
           is_whole(report) ? "ok" : "NOT WHOLE", (long long)verdict->rows,
           (long long)verdict->covered_seq);
    print_uncovered(verdict);
}

static enum ctl_exit verify(struct report *report, struct db *db,
                            const struct secret_public_key *key)
{
    const struct audit_verify verify = {.db = db,
                                        .key = key,
                                        .heads = report->heads.items,
                                        .head_count = report->heads.count,
                                        .found = on_found,
                                        .ctx = report};
    enum err err = db_begin(db);

    if (err == OK) {
        err = audit_verify_run(&verify, &report->verdict);
        db_rollback(db);
    }
    if (err != OK) {
        return ctl_fail("%s/kith.db cannot be read: %s", report->ctl->config.data_dir,
                        err_name(err));
    }
    if (report->ctl->wants_json) {
        print_json(report);
    } else {
        print_words(report);
    }
    return is_whole(report) ? CTL_DONE : CTL_FOUND;
}

// The heads are read first: what is added meanwhile is not covered, but not missed.
enum ctl_exit audit_verify_command_run(struct ctl *ctl)
{
    struct report report = {.ctl = ctl};
    struct secret_public_key key;
    struct db *db = NULL;

    if (!hex_read(text_of(ctl->values[1]), key.bytes, sizeof key.bytes)) {
        (void)ctl_fail("the key is not one that kithctl audit key prints: %d digits",
                       KEY_DIGITS);
        return CTL_USAGE;
    }
    enum ctl_exit done = ctl_need_folder(ctl);
    if (done == CTL_DONE) {
        done = audit_heads_read(&report.heads, ctl->values[0], &key);
    }
    if (done == CTL_DONE) {
        const enum err err = folder_read_db(&ctl->config, &db);
        done = err == OK ? CTL_DONE : ctl_fail_folder(ctl, err);
    }
    if (done == CTL_DONE) {
        report.findings = json_array();
        done = verify(&report, db, &key);
        json_decref(report.findings);
    }
    db_close(db);
    audit_heads_clear(&report.heads);
    return done;
}
