// What two who were brought together say to each other, and silence between them that
// is noticed. Nothing here sees a word.
#ifndef DOMAIN_MATCH_TALK_H
#define DOMAIN_MATCH_TALK_H

#include "domain/change.h"

struct match_row;

// The actor writes in a conversation of two. Notes the first hello and who waits for
// whom. Errors: ERR_HELD (a safeguarding hold or a ruling stands on the two).
enum err match_talk_heard(struct change *change, conversation_id conversation);

// Whether the actor may change what she wrote in a conversation of two. Errors:
// ERR_HELD.
enum err match_talk_may_talk(struct change *change, conversation_id conversation);

// The supporter was in touch outside the conversation, at `at_utc_ms`.
enum err match_talk_in_touch(struct change *change, struct match_row *row,
                             int64_t at_utc_ms);

// From now on the carer waits for a word of the supporter; she does no longer.
enum err match_talk_quiet_begin(struct change *change, struct match *match);
enum err match_talk_quiet_end(struct change *change, struct match *match);

// Whether it is time that the supporter wrote, and the first hello is still to come.
enum match_prompt {
    MATCH_PROMPT_NONE,
    MATCH_PROMPT_SAY_HELLO,
    MATCH_PROMPT_WRITE_BACK
};
enum match_prompt match_talk_prompt_of(const struct match *match, int64_t now_utc_ms);

// Timers: the supporter is reminded; the desk is told.
enum err match_talk_prompt(struct change *change, int64_t id);
enum err match_talk_quiet(struct change *change, int64_t id);

#endif
