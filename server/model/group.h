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

#endif
