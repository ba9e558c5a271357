#include "kithctl/restore_past.h"

#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "domain/audit_head.h"
#include "domain/person.h"
#include "domain/restore.h"
#include "domain/vault.h"
#include "engine/folder.h"
#include "store/db.h"
#include "store/safety_line.h"

static enum err commit(struct change *change)
{
    enum err err = audit_head_seal(change->db, change->vault, change->now_utc_ms);

    if (err == OK) {
        err = vault_commit(change->vault);
    }
    return err == OK ? db_commit(change->db) : err;
}

// Runs `body` in a transaction of its own.
static enum err in_change(struct change *change, void *ctx,
                          enum err (*body)(struct change *change, void *ctx))
{
    enum err err = db_begin(change->db);

    if (err == OK) {
        err = body(change, ctx);
    }
    if (err == OK) {
        err = commit(change);
    }
    if (err != OK) {
        vault_rollback(change->vault);
        db_rollback(change->db);
    }
    return err;
}

// ---- the list

struct day {
    char s[24];
};

static struct day day_of(int64_t utc_ms)
{
    const time_t seconds = (time_t)(utc_ms / 1000);
    struct tm tm = {0};
    struct day day = {""};

    (void)gmtime_r(&seconds, &tm);
    (void)strftime(day.s, sizeof day.s, "%Y-%m-%d %H:%M", &tm);
    return day;
}

// "June (id)", or the id alone where nobody is called so any more.
static void print_person(struct change *change, int64_t id)
{
    struct person_card card;

    if (id == 0) {
        return;
    }
    printf("  ");
    if (person_card(change, (person_id){id}, &card) == OK && card.name.len > 0) {
        printf("%.*s ", (int)card.name.len, card.name.s);
    }
    printf("(%s)", person_id_text((person_id){id}).s);
}

static void print_issue(struct change *change, const struct restore_issue *issue)
{
    const struct safety_record *record = &issue->record;
    const struct text word = safety_line_word(record->kind);

    printf("  %s UTC  %.*s", day_of(record->at_utc_ms).s, (int)word.len, word.s);
    switch (record->kind) {
    case SAFETY_ERASE:
        print_person(change, record->b);
        break;
    case SAFETY_BLOCK:
    case SAFETY_UNBLOCK:
    case SAFETY_NO_CONTACT:
    case SAFETY_CONTACT:
    case SAFETY_MATCH_ENDED:
        print_person(change, record->a);
        print_person(change, record->b);
        break;
    default:
        print_person(change, record->a);
        break;
    }
    printf("\n      %.*s\n", (int)issue->why.len, issue->why.s);
}

// Prints a page of them, of which the last one is in `last`, zeroes before the first.
static enum err print_page(struct change *change, struct restore_issue *last,
                           int *count_out)
{
    struct restore_issues issues = {NULL, 0};
    const enum err err = restore_issues(change, last, &issues);

    if (err == OK && issues.count > 0 && last->id == 0) {
        printf("For the safeguarding lead, what could not be restored, or not in "
               "full, and what was lifted or erased again:\n");
    }
    for (int i = 0; err == OK && i < issues.count; i++) {
        print_issue(change, &issues.issues[i]);
        *last = issues.issues[i];
        last->why = (struct text){0}; // of this page
    }
    *count_out = issues.count;
    return err;
}

// All of them, however many there are.
static enum err print_issues(const struct change *change)
{
    struct change page = *change;
    struct restore_issue last = {0};
    int count = RESTORE_ISSUES_PAGE;
    enum err err = OK;

    while (err == OK && count == RESTORE_ISSUES_PAGE) {
        page.arena = arena_new();
        err = print_page(&page, &last, &count);
        arena_free(page.arena);
    }
    return err;
}

// ---- a folder that went back

struct adoption {
    struct restore_ledger ledger;
    struct restored restored;
};

static enum err adopt(struct change *change, void *ctx)
{
    struct adoption *adoption = ctx;

    return restore_run(change, &adoption->ledger, &adoption->restored);
}

static enum err finish(struct change *change, void *ctx)
{
    (void)ctx;
    return restore_finish(change);
}

static void tell(struct ctl *ctl, const struct restored *restored)
{
    printf("%lld records of the safety ledger were done again. %lld sessions and %lld "
           "invitations ended;\nevery device fetches everything anew.\n",
           (long long)restored->replayed, (long long)restored->sessions,
           (long long)restored->invites);
    if (restored->ledger_utc_ms > 0) {
        printf("The safety ledger ends at %s UTC.\n",
               day_of(restored->ledger_utc_ms).s);
    }
    printf("kithd does not start until a lead has read this: then "
           "\"kithctl restore --acknowledge --data-dir %s\".\n",
           ctl->config.data_dir);
}

static enum ctl_exit fail(enum err err, const char *ledger)
{
    switch (err) {
    case ERR_WRONG_STATE:
        return ctl_fail("this keys.db belongs to another kith.db: take the one of the "
                        "same folder");
    case ERR_GONE:
        return ctl_fail(
            "%s is the safety ledger of another folder, or this kith.db went "
            "on after it went back once: take the right one",
            ledger);
    case ERR_DENIED:
        return ctl_fail("%s has a line that was not written with the keys of this "
                        "folder: it is another folder's, or somebody changed it. "
                        "Nothing was done. Take another copy of it, or none",
                        ledger);
    case ERR_CORRUPT:
        return ctl_fail("%s is damaged, or kith.db or keys.db are: see kithctl check; "
                        "--log-level debug says more",
                        ledger == NULL ? "something" : ledger);
    default:
        return ctl_fail("nothing was restored: %s; --log-level debug says more",
                        err_name(err));
    }
}

static enum ctl_exit adopt_in(struct ctl *ctl, struct folder *folder,
                              struct clock *clock, struct restore_past_ledger ledger)
{
    const struct policy policy = ctl_policy(ctl);
    struct arena *arena = arena_new();
    struct adoption adoption = {
        .ledger = {NULL, ledger.is_live}
    };
    struct change change = {.db = folder_db(folder),
                            .vault = folder_vault(folder),
                            .arena = arena,
                            .policy = &policy,
                            .now_utc_ms = clock_utc_ms(clock),
                            .actor = {.is_operator = true}};
    enum err err = ledger.path == NULL ? OK
                                       : safety_reader_open(ledger.path, change.vault,
                                                            &adoption.ledger.reader);

    if (err == OK) {
        err = in_change(&change, &adoption, adopt);
    }
    if (err == OK) {
        err = in_change(&change, NULL, finish);
    }
    if (err == OK) {
        err = print_issues(&change);
    }
    if (err == OK) {
        tell(ctl, &adoption.restored);
    }
    safety_reader_close(adoption.ledger.reader);
    arena_free(arena);
    return err == OK ? CTL_DONE : fail(err, ledger.path);
}

enum ctl_exit restore_past_adopt(struct ctl *ctl, const struct config *config,
                                 struct restore_past_ledger ledger)
{
    struct clock clock = {0};
    struct folder *folder = NULL;
    const enum err err = folder_open_past(config, &clock, &folder);

    if (err != OK) {
        return ctl_fail_folder(ctl, err);
    }
    const enum ctl_exit done = adopt_in(ctl, folder, &clock, ledger);
    folder_close(folder);
    return done;
}

static enum err acknowledge(struct change *change, void *ctx)
{
    (void)ctx;
    enum err err = print_issues(change);

    // Nobody has read what did not come out.
    if (err == OK && (fflush(stdout) != 0 || ferror(stdout) != 0)) {
        err = ERR_IO;
    }
    return err == OK ? restore_acknowledge(change) : err;
}

enum ctl_exit restore_past_acknowledge(struct ctl *ctl)
{
    const struct policy policy = ctl_policy(ctl);
    struct clock clock = {0};
    struct folder *folder = NULL;
    enum err err = folder_open_past(&ctl->config, &clock, &folder);

    if (err != OK) {
        return ctl_fail_folder(ctl, err);
    }
    struct arena *arena = arena_new();
    struct change change = {.db = folder_db(folder),
                            .vault = folder_vault(folder),
                            .arena = arena,
                            .policy = &policy,
                            .now_utc_ms = clock_utc_ms(&clock),
                            .actor = {.is_operator = true}};
    err = in_change(&change, NULL, acknowledge);
    arena_free(arena);
    folder_close(folder);
    if (err == ERR_WRONG_STATE) {
        return ctl_fail("there is nothing to read: nobody is kept out of %s",
                        ctl->config.data_dir);
    }
    if (err != OK) {
        return ctl_fail("the list was not printed in full, or not noted as "
                        "read: it stays as it is: %s; "
                        "--log-level debug says more",
                        err_name(err));
    }
    printf("It is noted that this was read. kithd can be started.\n");
    return CTL_DONE;
}
