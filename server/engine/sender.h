// The sender: one thread that hands letters of the outbox to the mail server or to the
// configured command, one at a time. It may wait for a network, so nothing else waits
// for it; it knows no database.
#ifndef ENGINE_SENDER_H
#define ENGINE_SENDER_H

#include "base/clock.h"
#include "command/dispatch.h"
#include "engine/mailbox.h"

struct config;
struct sender;

struct sender_options {
    const struct config *config;
    const struct clock *clock;
    struct mailbox *mailbox;
};

// Starts the thread. Errors: ERR_BAD_REQUEST (settings that do not go together, logged
// with what to do), ERR_INTERNAL.
enum err sender_start(const struct sender_options *options, struct sender **sender_out);

// Puts `request`, which has a letter, in the queue. Errors: ERR_BUSY; it stays the
// caller's.
enum err sender_submit(struct sender *sender, struct request *take_request);

// Ends what is under way, which is sent again after the next start, and the thread;
// sender_stop(NULL) does nothing.
void sender_stop(struct sender *sender);

#endif
