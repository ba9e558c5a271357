#include "domain/restore_replay.h"

#include <time.h>

#include "base/secret.h"
#include "domain/care/concern_end.h"
#include "domain/erasure.h"
#include "domain/erasure_step.h"
#include "domain/gate_version.h"
#include "domain/matching/match_life.h"
#include "domain/matching/match_offer.h"
#include "domain/membership.h"
#include "domain/safety.h"
#include "store/account_store.h"
#include "store/block_store.h"
#include "store/case_end_store.h"
#include "store/erasure_store.h"
#include "store/key_life_store.h"
#include "store/notify_store.h"
#include "store/passkey_store.h"
#include "store/person_store.h"
#include "store/safeguarding_store.h"
#include "store/safety_store.h"
#include "store/suspension_store.h"

#define END_MAX 160 // bytes of the line that says when the ledger ends

static const struct text NOT_THERE =
    TEXT_INIT("somebody whom the backup does not know");

static enum err list_issue(struct change *change, const struct safety_record *record,
                           struct text why, int64_t *issues)
{
    const struct restore_issue issue = {.record = *record, .why = why};

    *issues += 1;
    return safety_store_add_issue(change->db, &issue);
}

// Whether `person` (0: nobody) is there.
static enum err is_there(struct change *change, int64_t person, bool *there_out)
{
    struct person_row row;
    const enum err err = person == 0 ? OK
                                     : person_store_find(change->db, change->arena,
                                                         (person_id){person}, &row);

    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *there_out = err == OK;
    return OK;
}

// A gate between the two (or of `a`, where b is 0) has closed or opened.
static enum err move_gate(struct change *change, const struct safety_record *record)
{
    const person_id a = {record->a};
    const person_id b = {record->b};
    enum err err = b.v == 0 ? gate_version_raise(change, a)
                            : gate_version_raise_both(change, a, b);

    return err == OK ? match_gate_closed(change, a, b) : err;
}

// ---- one function a kind: both people are there

static enum err do_block(struct change *change, const struct safety_record *record)
{
    bool is_new = false;
    const enum err err =
        block_store_insert(change->db, (person_id){record->a}, (person_id){record->b},
                           record->at_utc_ms, &is_new);

    return err == OK && is_new ? move_gate(change, record) : err;
}

static enum err do_unblock(struct change *change, const struct safety_record *record)
{
    bool deleted = false;

    return block_store_delete(change->db, (person_id){record->a},
                              (person_id){record->b}, &deleted);
}

static struct safeguarding_act act_of(const struct safety_record *record)
{
    return (struct safeguarding_act){.at_utc_ms = record->at_utc_ms};
}

static enum err do_no_contact(struct change *change, const struct safety_record *record)
{
    const struct person_pair pair = {{record->a}, {record->b}};
    bool stands = false;
    enum err err = safeguarding_store_has_no_contact(change->db, pair, &stands);

    if (err != OK || stands) {
        return err;
    }
    err = safeguarding_store_place_no_contact(change->db, pair, act_of(record));
    return err == OK ? move_gate(change, record) : err;
}

static enum err do_contact(struct change *change, const struct safety_record *record)
{
    const struct person_pair pair = {{record->a}, {record->b}};
    bool lifted = false;

    return safeguarding_store_lift_no_contact(change->db, pair, act_of(record),
                                              &lifted);
}

static enum err do_hold(struct change *change, const struct safety_record *record)
{
    const person_id person = {record->a};
    bool held = false;
    enum err err = safeguarding_store_is_held(change->db, person, &held);

    if (err != OK || held) {
        return err;
    }
    err = safeguarding_store_place_hold(change->db, person, act_of(record));
    return err == OK ? move_gate(change, record) : err;
}

static enum err do_unhold(struct change *change, const struct safety_record *record)
{
    bool lifted = false;

    return safeguarding_store_lift_hold(change->db, (person_id){record->a},
                                        act_of(record), &lifted);
}

static enum err do_suspend(struct change *change, const struct safety_record *record)
{
    const enum err err =
        person_store_set_state(change->db, (person_id){record->a}, PERSON_SUSPENDED);

    return err == OK ? move_gate(change, record) : err;
}

static enum err do_let_in(struct change *change, const struct safety_record *record)
{
    const person_id person = {record->a};
    const enum err err = person_store_set_state(change->db, person, PERSON_ACTIVE);

    return err == OK ? suspension_store_lift(change->db, person, (person_id){0},
                                             record->at_utc_ms)
                     : err;
}

static enum err do_leave(struct change *change, const struct safety_record *record)
{
    const person_id person = {record->a};
    enum err err = person_store_set_state(change->db, person, PERSON_FORMER);

    if (err == OK) {
        err = move_gate(change, record);
    }
    // Nobody is former but by being erased: all of that is done once more.
    return err == OK ? erasure_restart(change, person) : err;
}

static enum err do_ask_erasure(struct change *change,
                               const struct safety_record *record)
{
    return erasure_ask_again(change, (person_id){record->a}, record->at_utc_ms);
}

static enum err do_stop_erasure(struct change *change,
                                const struct safety_record *record)
{
    return erasure_stop_again(change, (person_id){record->a});
}

static enum err do_take_role(struct change *change, const struct safety_record *record)
{
    const struct role_grant grant = {.role = (enum role)record->b, .area = {record->c}};
    const struct safety_record whom = {.a = record->a};

    if (record->b < 0 || record->b >= ROLE_COUNT) {
        return ERR_CORRUPT;
    }
    const enum err err = person_store_revoke(change->db, (person_id){record->a}, grant);
    return err == OK ? move_gate(change, &whom) : err == ERR_NOT_FOUND ? OK : err;
}

// Neither password nor passkey is hers until she is given a code: the one of the backup
// may be the very one that somebody else had learnt, and a second step that was set up
// since is not there.
static enum err do_lock(struct change *change, const struct safety_record *record)
{
    const person_id person = {record->a};
    const enum err err = account_store_set_password(change->db, person,
                                                    text_of(secret_password_dummy()));

    return err == OK ? passkey_store_delete_of(change->db, person) : err;
}

static enum err do_remove_passkey(struct change *change,
                                  const struct safety_record *record)
{
    return passkey_store_delete(change->db, (passkey_id){record->c});
}

static enum err do_remove(struct change *change, const struct safety_record *record)
{
    int stay = 0;

    return membership_remove_again(change, (conversation_id){record->c},
                                   (person_id){record->a}, &stay);
}

static enum err do_end_match(struct change *change, const struct safety_record *record)
{
    return match_life_end_again(change, (match_id){record->c});
}

// Nothing is sent to her before she has said again that it may.
static enum err do_silence(struct change *change, const struct safety_record *record)
{
    struct notify_row row;
    const enum err err =
        notify_store_get(change->db, change->arena, (person_id){record->a}, &row);

    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    row.notify.mail = false;
    return notify_store_set(change->db, &row);
}

// Every session ends all the same.
static enum err do_nothing(struct change *change, const struct safety_record *record)
{
    (void)change;
    (void)record;
    return OK;
}

static const struct {
    enum err (*act)(struct change *change, const struct safety_record *record);
    int people;      // how many of a and b have to be there
    const char *why; // what is left to see to, once it was done; NULL: nothing
} KINDS[SAFETY_KIND_COUNT] = {
    [SAFETY_START] = {do_nothing,        0, NULL                                          },
    [SAFETY_BLOCK] = {do_block,          2, NULL                                          },
    [SAFETY_UNBLOCK] = {do_unblock,        2, "the block was lifted again, as it was since" },
    [SAFETY_NO_CONTACT] = {do_no_contact,     2, NULL                                          },
    [SAFETY_CONTACT] = {do_contact,        2, "the order was lifted again, as it was since" },
    [SAFETY_HOLD] = {do_hold,           1, NULL                                          },
    [SAFETY_UNHOLD] = {do_unhold,         1, "the hold was lifted again, as it was since"  },
    [SAFETY_SUSPEND] = {do_suspend,        1,
                      "suspended again, until somebody lets her in: it may have been "
                        "for some hours only"                                             },
    [SAFETY_LET_IN] = {do_let_in,         1, "let in again, as she was since"              },
    [SAFETY_LEFT] = {do_leave,          1, "her account is erased again, as it was since"},
    [SAFETY_ROLE_TAKEN] = {do_take_role,      1,
                      "taken again, even where it was given back since"                   },
    [SAFETY_SIGNED_OUT] = {do_nothing,        0, NULL                                          },
    [SAFETY_RESTORED] = {do_nothing,        0, NULL                                          },
    [SAFETY_PASSWORD] = {do_lock,           1,
                      "her password changed since: neither the old one nor a "
                         "passkey is good any more, she "
                         "needs a code of recovery"                                       },
    [SAFETY_SECOND_STEP] =
        {do_lock,           1,
                      "her second step of signing in changed since: neither her password nor a "
         "passkey "
         "is good any more, she needs a code of recovery, and has to "
         "set the step up again; reset it where it is not hers"                           },
    [SAFETY_PASSKEY_REMOVED] = {do_remove_passkey, 1, NULL                                          },
    [SAFETY_REMOVED] = {do_remove,         1,
                      "taken out of a conversation again, even where she was brought "
                        "back since"                                                      },
    [SAFETY_MATCH_ENDED] =
        {do_end_match,      2,
                      "their match ended for cause: see that they are not matched "
         "again, where the backup does not know of it"                                    },
    [SAFETY_SAFE_WAYS] = {do_silence,        1,
                      "how it is safe to reach her changed since: her mail is off; "
                          "ask her before anybody writes or rings"                        },
    [SAFETY_ERASURE_ASKED] = {do_ask_erasure,    1, NULL                                          },
    [SAFETY_ERASURE_STOPPED] = {do_stop_erasure,   1, NULL                                          },
};

// A key that is nobody's: of the record of a concern; or of a case, an opening or a
// note whose time to be kept was over, of which nobody has to be told.
static enum err end_record(struct change *change, const struct safety_record *record,
                           int64_t *issues)
{
    bool is_known = false;
    enum err err = case_end_store_forget(change->db, record->a);

    if (err == OK) {
        err = concern_end_again(change, (concern_id){record->a}, &is_known);
    }
    return err == OK && is_known
               ? list_issue(change, record,
                            TEXT("a record of safeguarding is destroyed again,"
                                 " as it was since"),
                            issues)
               : err;
}

// What has to outlive her is taken over while her keys open it: they are gone when the
// server has started and erases her once more. What they do not open keeps nothing else
// from being done again.
static enum err keep_what_stays(struct change *change,
                                const struct safety_record *record, int64_t *issues)
{
    const person_id person = {record->b};
    bool is_known = false;
    enum err err = is_there(change, person.v, &is_known);

    if (err == OK && is_known) {
        err = erasure_step_keep(change, person);
    }
    return err == ERR_CORRUPT
               ? list_issue(change, record,
                            TEXT("a title or a name that others are to keep does not"
                                 " open: the backup has it damaged"),
                            issues)
               : err;
}

// The key goes, and what it sealed with it, whether the backup has any of it or not;
// the rows go when the server has started (do_leave).
static enum err erase(struct change *change, const struct safety_record *record,
                      int64_t *issues)
{
    const struct key_use use = {{record->a}, {record->b}};
    bool is_listed = false;
    enum err err = key_life_store_intend(change->db, use, record->at_utc_ms);

    if (err == OK && record->b == 0) {
        return end_record(change, record, issues);
    }
    // Once a person, who has a key in each conversation.
    if (err == OK) {
        err = safety_store_has_issue(change->db, SAFETY_ERASE, record->b, &is_listed);
    }
    if (err == OK && !is_listed) {
        err = keep_what_stays(change, record, issues);
    }
    return err == OK && !is_listed
               ? list_issue(change, record,
                            TEXT("her keys are destroyed again, as they were since"),
                            issues)
               : err;
}

static enum err do_again(struct change *change, const struct safety_record *record,
                         int64_t *issues)
{
    bool has_a = true;
    bool has_b = true;
    enum err err = OK;

    if (record->kind == SAFETY_ERASE) {
        return erase(change, record, issues);
    }
    if (KINDS[record->kind].people > 0) {
        err = is_there(change, record->a, &has_a);
    }
    if (err == OK && KINDS[record->kind].people > 1) {
        err = is_there(change, record->b, &has_b);
    }
    if (err == OK && !(has_a && has_b)) {
        return list_issue(change, record, NOT_THERE, issues);
    }
    if (err == OK) {
        err = KINDS[record->kind].act(change, record);
    }
    return err == OK && KINDS[record->kind].why != NULL
               ? list_issue(change, record, text_of(KINDS[record->kind].why), issues)
               : err;
}

enum err restore_replay(struct change *change, const struct safety_record *record,
                        int64_t *issues)
{
    struct safety_record taken = *record;
    enum err err = do_again(change, record, issues);

    if (err == OK) {
        err = safety_append(change, &taken);
    }
    if (err == OK &&
        (taken.seq != record->seq || !secret_hash_equal(taken.hash, record->hash))) {
        err = ERR_GONE;
    }
    return err;
}

// ---- who waits to be erased

static enum err list_waiting(struct change *change, person_id person, int64_t *issues)
{
    const struct safety_record record = {
        .at_utc_ms = change->now_utc_ms, .kind = SAFETY_ERASURE_ASKED, .a = person.v};
    const enum err err = erasure_put_off(change, person);

    return err == OK ? list_issue(change, &record,
                                  TEXT("her account is to be deleted, a week from now "
                                       "at the earliest: ask her whether she still "
                                       "wishes it; she signs in to keep it"),
                                  issues)
                     : err;
}

enum err restore_list_erasures(struct change *change, int64_t *issues)
{
    person_id *ids = NULL;
    person_id after = {0};
    size_t count = 1;
    enum err err = OK;

    while (err == OK && count > 0) {
        err = erasure_store_waiting(change->db, change->arena, after, &ids, &count);
        for (size_t i = 0; err == OK && i < count; i++) {
            err = list_waiting(change, ids[i], issues);
            after = ids[i];
        }
    }
    return err;
}

// ---- what is of no record

static enum err list_line(struct change *change, struct text why, int64_t *issues)
{
    const struct safety_record none = {.kind = SAFETY_RESTORED,
                                       .at_utc_ms = change->now_utc_ms};

    return list_issue(change, &none, why, issues);
}

enum err restore_list_uncovered(struct change *change, int64_t *issues)
{
    return list_line(change,
                     TEXT("the safety ledger never says that a message was removed or "
                          "hidden, that somebody was muted in a group, that a match "
                          "ended without cause, or what was entered for the private "
                          "check: what was done of that since the backup is undone; go "
                          "through it with the coordinators"),
                     issues);
}

enum err restore_list_nothing_known(struct change *change, int64_t *issues)
{
    return list_line(change,
                     TEXT("no safety ledger that goes on after the backup was there: "
                          "blocks, holds, orders, suspensions and erasures since then "
                          "are not known; go through them with the coordinators"),
                     issues);
}

enum err restore_list_end(struct change *change, int64_t utc_ms, int64_t *issues)
{
    const time_t seconds = (time_t)(utc_ms / 1000);
    char *why = arena_array(change->arena, END_MAX, 1);
    struct tm tm = {0};

    (void)gmtime_r(&seconds, &tm);
    const size_t len = strftime(why, END_MAX,
                                "nothing is known of what was done after %Y-%m-%d "
                                "%H:%M:%S UTC, when the safety ledger ends: see "
                                "whether there is a newer copy of it",
                                &tm);
    return list_line(change, (struct text){why, len}, issues);
}
