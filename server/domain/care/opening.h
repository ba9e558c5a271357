// Opening private talk: nobody of the staff reads it unless a lead asks in writing, for
// a reason, and a second person agrees, who is neither she nor in the conversation.
// What was said by the time of asking may then be read for a day; that it was read is
// written down before it is returned, and the people of the conversation are told, once
// it was read, unless a reason is recorded why not yet.
#ifndef DOMAIN_CARE_OPENING_H
#define DOMAIN_CARE_OPENING_H

#include "domain/change.h"
#include "domain/history.h"
#include "model/opening.h"

struct opening_new {
    conversation_id conversation;
    struct text cid;
    enum opening_why why;
    struct text reason;
    struct text silent_reason; // empty: they are told
    int64_t from_seq;          // 0: from the first
    int64_t until_seq;         // 0: as far as it went
};

// By a lead: the conversation of a pair. Errors: ERR_NOT_FOUND (they are none),
// ERR_DENIED.
enum err opening_pair_of(struct change *change, person_id one, person_id other,
                         conversation_id *conversation_out);

// A lead asks, who is not and never was in the conversation; whoever may agree is told.
// A second time with the same cid gives the first one again. Errors: ERR_NOT_FOUND (no
// such talk of others), ERR_DENIED, ERR_CID_CONFLICT, ERR_BAD_REQUEST (at_fault
// "until_seq": nothing lies between the two).
enum err opening_ask(struct change *change, const struct opening_new *new_opening,
                     opening_id *opening_out);

// As the second person: another lead, the deputy or an administrator. Errors:
// ERR_NOT_FOUND (also: she is or was in the conversation), ERR_DENIED (she asked),
// ERR_WRONG_STATE.
enum err opening_approve(struct change *change, opening_id id,
                         int64_t *read_until_utc_ms_out);
enum err opening_refuse(struct change *change, opening_id id, struct text reason);

// A page after the seq `after`, oldest first. Errors: ERR_NOT_FOUND; ERR_DENIED
// (another asked); ERR_WRONG_STATE (not approved); ERR_EXPIRED (its day is over).
enum err opening_read(struct change *change, opening_id id, int64_t after,
                      struct history_page *page_out);

// Its people are told from now on. Errors: ERR_NOT_FOUND; ERR_WRONG_STATE (they are).
enum err opening_end_silence(struct change *change, opening_id id);

#define OPENING_MEMBERS_MAX 20 // named in a list; of a large group the first

// An opening as the actor sees it.
struct opening_view {
    struct opening opening;
    enum conversation_kind kind;
    struct person_ids members;
    struct text reason;
    struct text silent_reason;
    struct text refusal;
    bool can[OPENING_ACTS];
};

#define OPENING_PAGE_MAX 10 // with three reasons and twenty names each

struct opening_page {
    struct opening_view *views;
    size_t count;
    bool more;
};

// Newest first, after the opening `after` (v == 0: from the newest); never one of a
// conversation that the actor is or was in. Errors: ERR_NOT_FOUND (`after`).
enum err opening_list(struct change *change, opening_id after,
                      struct opening_page *page_out);

// What the actor was told of talk of her own, newest first.
#define OPENING_OWN_MAX 100
enum err opening_own(struct change *change, struct opening **list_out,
                     size_t *count_out);

// Timer: nobody decided in time, or its day is over.
enum err opening_due(struct change *change, int64_t id);

#endif
