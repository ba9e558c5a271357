// Writes what demo_talk.h tells, as if its people had typed it at the time.
#ifndef KITHCTL_DEMO_WRITE_H
#define KITHCTL_DEMO_WRITE_H

#include "domain/message.h"
#include "kithctl/demo_cast.h"
#include "kithctl/demo_talk.h"

#define DEMO_LINES_MAX 200

// A conversation while it is written.
struct demo_talk {
    conversation_id conversation;
    const char *name;
    const struct talk_line *lines;
    size_t count;
    size_t written;               // lines of them
    int64_t seqs[DEMO_LINES_MAX]; // which each of these became
};

// Everything up to the end of `day` is written; whoever said or did something has read
// as far as that.
enum err demo_write(struct demo *demo, struct demo_talk *talk, int day);

// The message that begins with these words; where nobody has said them it aborts.
struct message_ref demo_find(const struct demo_talk *talk, const char *beginning);

// All of its words.
const char *demo_text(const struct demo_talk *talk, const char *beginning);

#endif
