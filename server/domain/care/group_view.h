// How a group lives, as one of its members, somebody at its door or whoever looks after
// it sees it.
#ifndef DOMAIN_CARE_GROUP_VIEW_H
#define DOMAIN_CARE_GROUP_VIEW_H

#include "domain/care/group_notice.h"
#include "domain/care/group_pin.h"
#include "domain/change.h"
#include "model/group.h"

#define GROUP_POWER_BIT(power) (1u << (power))

// Somebody's time of looking after the group; card.id.v == 0: nobody's.
struct group_watch {
    struct person_card card;
    int64_t from_utc_ms;
    int64_t until_utc_ms;
};

struct group_view {
    struct text title;
    struct group_setting setting;
    bool is_open;
    int64_t opens_utc_ms; // closed: 0, or when it opens
    struct group_watch on_duty;
    struct group_watch next_duty;
    // Of a member.
    bool is_member;
    struct group_standing standing;
    struct text nickname;
    struct person_card welcomed_by; // id.v == 0: nobody in particular
    int64_t pins[GROUP_PINS_MAX];
    int pin_count;
    unsigned powers;                // GROUP_POWER_BITs
    struct group_notices newcomers; // to those who may welcome them
    struct group_notices muted;     // to those who look after the group
};

// Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (not a group).
enum err group_view_get(struct change *change, conversation_id conversation,
                        struct group_view *view_out);

#endif
