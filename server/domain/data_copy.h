// A copy of what is kept about the actor, for herself (UK GDPR, articles 15 and 20): a
// bounded page at a time, part after part; nothing is held between two pages, so that
// whoever lost the line goes on from the last place. What her own screens show whole
// comes with their commands; this is the rest.
//
// Not in it: who others are, what they wrote or noted for themselves, and what staff
// keep to make somebody safe. That the copy leaves those out is said whether there are
// any or not.
#ifndef DOMAIN_DATA_COPY_H
#define DOMAIN_DATA_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/account_notice.h"
#include "domain/care/care_receipt.h"
#include "domain/change.h"
#include "domain/matching/match_review.h"
#include "domain/matching/matching_explain.h"
#include "domain/passkey.h"
#include "domain/second_factor.h"
#include "model/concern.h"
#include "model/group.h"
#include "model/opening.h"
#include "model/safe_contact.h"
#include "store/call_store.h"

// In the order in which they are read.
enum data_copy_part {
    DATA_COPY_PERSON,
    DATA_COPY_PASSKEYS,
    DATA_COPY_SECOND_STEP,
    DATA_COPY_SAFE_CONTACT,
    DATA_COPY_NOTICES,
    DATA_COPY_REQUESTS,
    DATA_COPY_CUPPAS,
    DATA_COPY_MATCHES,
    DATA_COPY_CONVERSATIONS,
    DATA_COPY_GROUPS,
    DATA_COPY_MEETINGS,
    DATA_COPY_REPORTS,
    DATA_COPY_DECISIONS,
    DATA_COPY_CONCERNS,
    DATA_COPY_OPENINGS,
    DATA_COPY_MESSAGES,
    DATA_COPY_LOOKS,
    DATA_COPY_PARTS
};

#define DATA_COPY_LIFE_MS 86400000 // a day: for the slowest line and a night's break

// Where a copy that was begun at `begun_utc_ms` begins (the rest zeroes), or goes on:
// after `a` (an id, or a seq of the audit log), and within it after `b` (a seq of the
// conversation `a`).
struct data_copy_place {
    enum data_copy_part part;
    int64_t a;
    int64_t b;
    int64_t begun_utc_ms;
};

struct data_copy_request {
    struct matching_request request;
    struct text closed_reason; // empty: none
};

#define DATA_COPY_REVIEWS_MAX 40 // of one match; both are asked each quarter
#define DATA_COPY_CALLS_MAX 400  // of one match: more than one a day for a year

// A match as she knows it: nothing of what the other one said or decided.
struct data_copy_match {
    struct match match;
    enum match_side side;
    enum match_answer mine;
    struct matching_words card;        // what the two have in common, no difference
    struct text reason;                // hers, for declining or ending it; empty: none
    struct match_review_read *reviews; // hers
    size_t review_count;
    struct call_list calls;
};

struct data_copy_conversation {
    conversation_id id;
    enum conversation_kind kind;
    struct text title; // of a group
    const struct stay *stays;
    int stay_count;
};

// How she is known in a group, during a stay.
struct data_copy_group {
    conversation_id conversation;
    struct text nickname;      // empty: none
    int64_t accepted_utc_ms;   // its agreement, 0: not yet
    int64_t away_utc_ms;       // since when, 0: is not
    int64_t mute_until_utc_ms; // reads and does not write until then, 0: nobody said so
};

// A meeting of a group that she answered, or where somebody wrote down whether she
// came.
struct data_copy_meeting {
    struct meeting meeting; // without its texts
    enum meeting_answer coming;
    enum meeting_answer came;
    struct text needs; // empty: none
};

// How staff looked at something of hers.
struct data_copy_look {
    int64_t at_utc_ms;
    struct text role;
    struct text action;
    struct person_card by; // id.v == 0: an operator
};

// A page has rows of one part.
struct data_copy_page {
    enum data_copy_part part;
    person_id actor; // whose copy it is
    struct person person;
    struct text handle;
    struct passkey_shown *passkeys;
    struct second_factor_status second_step;
    struct safe_contact safe_contact; // count 0: she has said nothing
    struct account_notice_shown *notices;
    struct data_copy_request *requests;
    struct cuppa *cuppas;
    struct data_copy_match *matches;
    struct data_copy_conversation *conversations;
    struct data_copy_group *groups;
    struct data_copy_meeting *meetings;
    struct care_receipt *reports;   // hers, with what came of them
    struct care_verdict *decisions; // about what she wrote
    struct concern *concerns;       // that she raised: no more than how it stands
    struct opening *openings;       // of her talk, that she was told of
    struct event *messages;         // hers, with their text; removed ones without
    struct data_copy_look *looks;
    size_t count; // of these
    bool has_next;
    struct data_copy_place next;
};

// The page that begins at `place`; one without rows only where a piece that was looked
// through had none. Errors: those of reading.
enum err data_copy_read(struct change *change, const struct data_copy_place *place,
                        struct data_copy_page *page_out);

// A place as one word that is the actor's alone, and back: who has not begun a copy,
// which leaves a row in the audit log, has none. Errors: ERR_BAD_REQUEST (is none),
// ERR_EXPIRED (was never given to the actor, or a day has passed).
enum err data_copy_place_text(struct change *change, struct data_copy_place place,
                              struct text *word_out);
enum err data_copy_place_parse(struct change *change, struct text word,
                               struct data_copy_place *place_out);

#endif
