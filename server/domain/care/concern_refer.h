// Referring a concern to somebody outside, and their answer. By when an answer is due
// is known for each of them; nothing is forgotten, as the timer of a referral asks
// again each day until one came.
#ifndef DOMAIN_CARE_CONCERN_REFER_H
#define DOMAIN_CARE_CONCERN_REFER_H

#include "domain/care/concern.h"

struct referral_new {
    concern_id concern;
    struct text cid;
    enum referral_to to;
    struct text reason;      // why, or why to nobody
    int64_t reply_by_utc_ms; // 0: as is usual for them
};

// A second time with the same cid gives the first one again. Errors: as
// concern_find_for; ERR_CID_CONFLICT; ERR_BAD_REQUEST (at_fault "reply_by": is over);
// ERR_TOO_LARGE (too many).
enum err concern_refer(struct change *change, const struct referral_new *referral,
                       struct referral *referral_out);

// What they answered. Errors: as concern_find_for; ERR_NOT_FOUND (no such referral of
// it); ERR_CONFLICT (answered already).
enum err concern_reply(struct change *change, concern_id id, referral_id answered,
                       struct text text);

// Timer: no answer has come.
enum err concern_referral_due(struct change *change, int64_t id);

#endif
