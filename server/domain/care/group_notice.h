// Whom those who look after a group should think of: newcomers whom nobody has
// welcomed, members who have grown quiet, those who are mute. Prompts, never measures.
#ifndef DOMAIN_CARE_GROUP_NOTICE_H
#define DOMAIN_CARE_GROUP_NOTICE_H

#include <stddef.h>

#include "domain/change.h"

#define GROUP_NOTICE_QUIET_MS (14 * 86400000LL) // a fortnight without a word
#define GROUP_NOTICE_NEW_MS (30 * 86400000LL)   // after a month nobody is new
#define GROUP_NOTICE_MAX 50 // newcomers, mute people: more are not looked through
#define GROUP_NOTICE_QUIET_MAX 100

struct group_notice {
    struct person_card card; // as members know her
    struct text name;        // her own, where the reader may see it too
    int64_t since_utc_ms;
    int64_t wrote_utc_ms; // 0: never
    int64_t until_utc_ms; // of a mute
};

struct group_notices {
    struct group_notice *list;
    size_t count;
    bool more;
};

// For whoever looks after the group. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (not a
// group).
enum err group_notice_quiet(struct change *change, conversation_id conversation,
                            struct group_notices *notices_out);

// The caller has decided that the actor may see them.
enum err group_notice_newcomers(struct change *change, conversation_id conversation,
                                struct group_notices *notices_out);
enum err group_notice_muted(struct change *change, conversation_id conversation,
                            struct group_notices *notices_out);

#endif
