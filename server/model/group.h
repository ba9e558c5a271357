// How a group lives, its meetings and the rota of those who look after people.
#ifndef MODEL_GROUP_H
#define MODEL_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"
#include "model/person.h"

// When a group may be written in.
enum group_open {
    GROUP_OPEN_ALWAYS,
    GROUP_OPEN_STAFFED // while somebody who looks after it is on duty
};

// What somebody may do in a group.
enum group_power {
    GROUP_POWER_WRITE,
    GROUP_POWER_SET,
    GROUP_POWER_PIN,
    GROUP_POWER_MUTE,
    GROUP_POWER_REMOVE,
    GROUP_POWER_WELCOME,
    GROUP_POWER_SEE_QUIET,
    GROUP_POWER_MEET,
    GROUP_POWER_ROTA
};

#define GROUP_AGREEMENT_LINES 5

// What a group has settled; all by itself where nobody has settled anything.
struct group_setting {
    int64_t agreement; // which version of it, from 1
    struct text lines[GROUP_AGREEMENT_LINES];
    struct text theme;
    enum group_open open;
    int64_t slow_s;
};

// How somebody who is in a group stands there.
struct group_standing {
    int stay;         // number of her current stay
    int64_t accepted; // the version of the agreement, 0: none yet
    int64_t away_utc_ms;
    int64_t wrote_utc_ms;
    int64_t muted_until_utc_ms;
    person_id welcomed_by;   // v == 0: nobody in particular
    int64_t welcomed_utc_ms; // 0: not yet
    enum group_open open;    // of the group
    int64_t slow_s;
};

// What somebody on the rota is there for.
enum duty_part {
    DUTY_PART_FACILITATOR, // of one group
    DUTY_PART_COORDINATOR,
    DUTY_PART_SAFEGUARDING_LEAD
};

struct duty {
    duty_id id;
    person_id person;
    enum duty_part part;
    conversation_id conversation; // of a facilitator; v == 0: none
    int64_t from_utc_ms;
    int64_t until_utc_ms;
};

// Somewhere to turn in a crisis.
struct help_number {
    int place; // in the list, from 1
    struct text name;
    struct text number;
    struct text hours;
};

enum meeting_mode {
    MEETING_MODE_HERE, // in the group's conversation
    MEETING_MODE_ONLINE,
    MEETING_MODE_VENUE
};

enum meeting_state {
    MEETING_STATE_PLANNED,
    MEETING_STATE_OPENING, // this and the next two: of those held here
    MEETING_STATE_ROUND,
    MEETING_STATE_CLOSING,
    MEETING_STATE_OVER,
    MEETING_STATE_CANCELLED
};

// Of somebody in a round.
enum meeting_turn {
    MEETING_TURN_WAITING,
    MEETING_TURN_NOW,
    MEETING_TURN_HAD,
    MEETING_TURN_PASSED
};

struct meeting {
    meeting_id id;
    conversation_id conversation;
    int64_t at_utc_ms;
    int64_t minutes;
    enum meeting_mode mode;
    enum meeting_state state;
    struct text link; // these may be empty
    struct text venue;
    struct text access;
    struct text childcare;
    struct text next; // what was said at the end to come next
};

enum meeting_answer {
    MEETING_ANSWER_NONE,
    MEETING_ANSWER_YES,
    MEETING_ANSWER_NO
};

// Somebody's part in a meeting.
struct meeting_part {
    person_id person;
    enum meeting_answer coming;
    enum meeting_answer came;
    int place; // in the round, from 1; 0: is not in it
    enum meeting_turn turn;
    struct text needs_sealed;
    int64_t needs_version;
};

#endif
