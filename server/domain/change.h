// A unit of work: one request in its transaction, with who acts, when, and what came of
// it. The domain reads the clock and the actor from here and puts what happened here;
// nobody below transport sends anything. Reads use the same struct on a reader's
// connection.
#ifndef DOMAIN_CHANGE_H
#define DOMAIN_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/master_key.h"
#include "model/conversation.h"
#include "model/event.h"
#include "model/person.h"

struct db;
struct vault;

// Where backups go; "" where a setting was not made.
struct backup_settings {
    const char *work_dir; // copies that are not sealed yet: in the data folder
    const char *dir;
    const char *keys_dir;
    const char *public_key; // 64 hexadecimal digits
    int64_t every_ms;       // 0: only when somebody asks
    int keep;               // archives of kith.db
};

// Settings that rules need; from the configuration, constant while the program runs.
struct policy {
    const char *public_url; // without trailing slash
    int64_t invite_ms;
    int64_t session_idle_ms;
    int64_t session_absolute_ms;
    bool staff_need_second_factor;
    int64_t recovery_wait_ms; // before a code for a new password counts
    int matching_day;         // of the weekly run, 0 is Sunday
    int matching_hour;        // of the weekly and the daily run, UTC
    int matching_floor;
    int64_t audit_keep_ms; // 0: for ever
    int64_t keep_chat_ms;  // as domain/retention.h has it; 0: for ever
    int64_t keep_group_ms;
    int64_t keep_profile_ms;
    int64_t keep_diary_ms;
    int64_t keep_match_ms;
    int64_t keep_supporter_ms;
    int64_t keep_case_ms;
    const char *audit_heads_file;
    bool can_mail;            // a mail server is set up
    bool can_command;         // a command that pages or texts is
    bool has_on_call_address; // whoever is on call has an address in the settings
    struct master_key_source master_key;
    struct backup_settings backup;
};

// Who acts. An operator is somebody at the machine with kithctl, who has no person.
struct actor {
    person_id person;
    organisation_id organisation;
    session_id session;
    struct role_grant roles[ROLES_PER_PERSON_MAX];
    int role_count;
    bool is_integration; // acts by an integration token
    bool by_passkey;     // proved with a passkey in this session that she is there
    bool is_operator;
};

// A person's live connections begin or cease to follow a conversation.
struct subscription_change {
    person_id person;
    conversation_id conversation;
    int64_t epoch;
    bool begins;
    int64_t from_seq;  // begins: the first event she may see
    int64_t until_seq; // ceases: the last one she may see; 0: none any more, at once
};

// Sessions that have ended: their sockets close.
struct revocation {
    session_id session; // v == 0: all sessions of `person`
    person_id person;
    bool goes_on; // the sessions have not ended: what they may is asked once more
};

// From now on the two do not see each other's words.
struct block_pair {
    person_id a;
    person_id b;
};

struct change {
    struct db *db;
    struct vault *vault;
    struct arena *arena;
    const struct policy *policy;
    int64_t now_utc_ms;
    struct actor actor;

    // What came of it, in the order in which it happened. An event whose seq is not
    // above the conversation's former head replaces what was sent under that seq
    // before.
    struct event *events;
    size_t event_count, event_capacity;
    struct subscription_change *subscriptions;
    size_t subscription_count, subscription_capacity;
    struct revocation *revocations;
    size_t revocation_count, revocation_capacity;
    struct block_pair *blocks;
    size_t block_count, block_capacity;

    int audit_count;    // audit rows written so far
    unsigned roles;     // ROLE_BITs that the command is for, 0: none in particular
    bool acts_as_staff; // on what is somebody else's: an audit row says so

    // On a denial: what it was about, where no parameter names it; for the audit row.
    int64_t denied_object;
    const char *denied_outcome; // what came of it in a word, NULL: AUDIT_DENIED

    // On a refusal: whose second step of signing in was tried with a wrong code, which
    // counts although the change is undone.
    person_id wrong_code_of;

    // On a refusal: which parameter, answer or gate stood in the way, in a word of the
    // protocol; NULL where the error says it all.
    const char *at_fault;
    int64_t after_ms; // beside it: in how long it may succeed, 0: not known
};

// Opens the savepoint (on a reader: the transaction) of a request. `change` was filled
// with db, vault, arena, policy and now by the caller; the rest is zero.
enum err change_begin(struct change *change);

// Keeps (OK) or undoes (anything else) what was done since change_begin, and gives
// `result`, or the error of keeping it; ERR_READ_ONLY in place of ERR_IO for a full
// disk. Undone, nothing of it is in the lists either.
enum err change_end(struct change *change, enum err result);

// What failed with `why` is undone, and the request goes on, to note that it failed.
// Errors: `why`, where it is of the disk: then nothing can be noted.
enum err change_undo(struct change *change, enum err why);

// Note what happened; copies `*what` shallowly into the arena.
void change_add_event(struct change *change, const struct event *what);
void change_add_subscription(struct change *change,
                             const struct subscription_change *what);
void change_add_revocation(struct change *change, const struct revocation *what);
void change_add_block(struct change *change, const struct block_pair *what);

// What an audit row says beside who, when and in which organisation, which the change
// knows. Everything but `action` may be left out.
struct audit_entry {
    const char *action;           // a word of ours, such as "case.decide"
    int64_t object;               // the id it was done to, 0: none
    int64_t object2;              // another one that it concerns, 0: none
    const char *outcome;          // a word for what came of it, NULL: AUDIT_DONE
    organisation_id organisation; // v == 0: the actor's
    unsigned roles;      // ROLE_BITs by which the rule allowed it, 0: change->roles
    struct text reason;  // sealed, beside the row; empty: none
    person_id reason_of; // whose key seals it, as it is about her; v == 0: the actor's
    person_id approver;  // who agreed to it as the second person, v == 0: nobody
};

#define AUDIT_DONE "done"
#define AUDIT_DENIED "denied"

// Writes an audit row in the change's transaction. The role in it is the foremost one
// that the actor has of those that allowed it ("operator" at the machine). The reason
// is readable for as long as the key that seals it is there; that it was given, and
// that nobody exchanged it, shows for ever. Errors: ERR_GONE (that key is).
enum err change_audit_entry(struct change *change, const struct audit_entry *entry);

// The same with an action, an object and an outcome alone.
enum err change_audit(struct change *change, const char *action, int64_t object,
                      const char *outcome);

// Notes that the actor was denied what `entry` says (its outcome NULL: AUDIT_DENIED),
// in a savepoint of its own after the change was undone: at most once a minute for each
// person, action and outcome, and where nobody is known also for each object, so that
// trying again and again does not fill the table. Writer only.
enum err change_audit_denied(struct change *change, const struct audit_entry *entry);

#endif
