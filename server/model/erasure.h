// Being forgotten: how far it has come, and what somebody is shown before she asks.
#ifndef MODEL_ERASURE_H
#define MODEL_ERASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"

enum erasure_state {
    ERASURE_WAITING, // she can still come back
    ERASURE_ERASING,
    ERASURE_DONE,
    ERASURE_STATES
};

struct erasure {
    person_id person;
    organisation_id organisation;
    enum erasure_state state;
    person_id asked_by; // v == 0: no person
    int64_t asked_utc_ms;
    int64_t due_utc_ms;
    int step;
    int64_t at; // within the step
    int64_t seq;
    int64_t rest_until_utc_ms;
    int64_t flushed_utc_ms;
    int64_t done_utc_ms; // 0: not yet
};

// What the plan tells of, in the order in which it is shown.
enum erasure_item_kind {
    ERASURE_ITEM_DEVICES,      // all others are signed out
    ERASURE_ITEM_MATCHING,     // nobody is matched with her any more
    ERASURE_ITEM_MATCHES,      // what she and a buddy have ends
    ERASURE_ITEM_ACCOUNT,      // name, sign-in name, password, addresses
    ERASURE_ITEM_STORY,        // her answers
    ERASURE_ITEM_WORDS,        // what she wrote, in so many conversations
    ERASURE_ITEM_COPIES,       // of keys, in backups
    ERASURE_ITEM_OTHERS_WORDS, // stay theirs
    ERASURE_ITEM_DIARY,        // that there were calls
    ERASURE_ITEM_SUPPORTER,    // that she was trained and checked
    ERASURE_ITEM_REPORTS,      // those she made
    ERASURE_ITEM_CONCERNS,     // those she raised
    ERASURE_ITEM_RECORDS,      // what staff must keep, if there is anything
    ERASURE_ITEM_LOG,          // who did what when, without a word of it
    ERASURE_ITEMS
};

enum erasure_when {
    ERASURE_NOW,
    ERASURE_WITHIN_DAYS,
    ERASURE_KEPT,
    ERASURE_WHENS
};

struct erasure_item {
    enum erasure_item_kind kind;
    enum erasure_when when;
    int64_t count;        // -1: it is not counted
    int days;             // ERASURE_WITHIN_DAYS; ERASURE_KEPT: so many after its end
    int64_t until_utc_ms; // ERASURE_KEPT: until then; 0: for good, or see `days`
};

struct erasure_items {
    struct erasure_item items[ERASURE_ITEMS];
    int count;
};

#endif
