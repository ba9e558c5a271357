// What people say to each other: sending, editing, removing, reacting.
#ifndef DOMAIN_MESSAGE_H
#define DOMAIN_MESSAGE_H

#include <stdbool.h>

#include "domain/change.h"

#define MESSAGE_EDITS_MAX 100 // of one message: each edit renders the former ones again
#define MESSAGE_CHANGES_MAX 200 // edits, and how often it was hidden and shown again

struct message_new {
    conversation_id conversation;
    struct text cid;
    struct text text;
    int64_t reply_to;  // 0: none
    struct text cover; // what it lies under until it is opened, empty: nothing
};

// The event that a command led to.
struct message_done {
    int64_t seq;
    int64_t at_utc_ms;
    bool duplicate; // it was stored before
};

// Sends, or recognises a message sent before under the same cid. Errors: ERR_NOT_FOUND,
// ERR_CID_CONFLICT, ERR_BAD_REQUEST (reply_to is no message she can see), ERR_HELD; in
// a group those of domain/care/group_rule.h, as for editing and reacting.
enum err message_send(struct change *change, const struct message_new *message,
                      struct message_done *done_out);

// What an edit, a removal or a reaction is about.
struct message_ref {
    conversation_id conversation;
    int64_t seq;
};

// The text of the actor's own message changes; the former one is gone. Errors:
// ERR_NOT_FOUND, ERR_DENIED (not hers), ERR_GONE (removed), ERR_WRONG_STATE (not a
// message, or edited MESSAGE_EDITS_MAX times).
enum err message_edit(struct change *change, struct message_ref ref, struct text text,
                      struct message_done *done_out);

// The actor's own message becomes a tombstone. Errors: as message_edit.
enum err message_remove(struct change *change, struct message_ref ref,
                        struct message_done *done_out);

// A message that the actor, who reads or read the conversation, may see, also where
// nothing is left of it; and the conversation. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE
// (not a message).
enum err message_see(struct change *change, struct message_ref ref,
                     struct conversation *where_out, struct event *message_out);

// For rules that have decided it: the message is a tombstone from now on, and everybody
// is told that it is hidden. What it said is gone from here: the caller has kept it.
// Errors: ERR_NOT_FOUND, ERR_GONE (it is one already).
enum err message_hide(struct change *change, struct message_ref ref);

// The other way round: a hidden message says `text` again, under `cover`. Errors:
// ERR_NOT_FOUND, ERR_GONE (its author's key is), ERR_WRONG_STATE (it is shown, or was
// too often).
enum err message_restore(struct change *change, struct message_ref ref,
                         struct text text, struct text cover);

// The actor's reaction to a message is `word` from now on; empty takes it back. Where
// it was that already, answers the event that made it so (or the message). Errors:
// ERR_NOT_FOUND, ERR_GONE (removed), ERR_WRONG_STATE (not a message), ERR_HELD.
enum err message_react(struct change *change, struct message_ref ref, struct text word,
                       struct message_done *done_out);

#endif
