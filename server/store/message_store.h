// Rows of `message_cid`: which client-made id of a sender became which message. They
// live as long as the account, so that a repeated send is recognised however late it
// comes.
#ifndef STORE_MESSAGE_STORE_H
#define STORE_MESSAGE_STORE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/id.h"
#include "base/text.h"

struct db;

struct message_claim {
    person_id sender;
    struct text cid;
    conversation_id conversation;
    int64_t seq;
};

// Claims the cid for the message; *claimed_out is false, and nothing changed, when the
// sender has used it before.
enum err message_store_claim(struct db *db, const struct message_claim *claim,
                             bool *claimed_out);

// What the sender used `claim->cid` for: fills conversation and seq.
// Errors: ERR_NOT_FOUND.
enum err message_store_find(struct db *db, struct message_claim *claim);

#endif
