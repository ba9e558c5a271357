// What a group has settled: its agreement of five lines, its theme, when it is open and
// how fast people may write. Not for keeping to it (group_rule.h).
#ifndef DOMAIN_CARE_GROUP_SETTING_H
#define DOMAIN_CARE_GROUP_SETTING_H

#include "domain/change.h"
#include "model/group.h"

// What holds in `conversation`; the defaults where nothing was settled.
enum err group_setting_get(struct change *change, conversation_id conversation,
                           struct group_setting *setting_out);

// What is to change; what is not named stays.
struct group_setting_change {
    bool has_agreement, has_theme, has_open, has_slow_s;
    const struct text *lines;
    size_t line_count;
    struct text theme; // empty: none
    enum group_open open;
    int64_t slow_s;
};

// By whoever looks after the group. Another agreement is another version of it. Errors:
// ERR_NOT_FOUND, ERR_WRONG_STATE (not a group), ERR_BAD_REQUEST (at_fault "agreement":
// not five lines).
enum err group_setting_set(struct change *change, conversation_id conversation,
                           const struct group_setting_change *wanted);

// Whether the group may be written in now; where not, when it opens, if the rota says
// (else 0).
enum err group_setting_is_open(struct change *change,
                               const struct conversation *conversation,
                               enum group_open open, bool *is_open_out,
                               int64_t *opens_utc_ms_out);

#endif
