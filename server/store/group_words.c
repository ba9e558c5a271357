#include "store/group_words.h"

#include "store/words.h"

static const struct text opens[] = {
    [GROUP_OPEN_ALWAYS] = TEXT_INIT("always"),
    [GROUP_OPEN_STAFFED] = TEXT_INIT("staffed"),
};

static const struct text duty_parts[] = {
    [DUTY_PART_FACILITATOR] = TEXT_INIT("facilitator"),
    [DUTY_PART_COORDINATOR] = TEXT_INIT("coordinator"),
    [DUTY_PART_SAFEGUARDING_LEAD] = TEXT_INIT("safeguarding_lead"),
};

static const struct text meeting_modes[] = {
    [MEETING_MODE_HERE] = TEXT_INIT("here"),
    [MEETING_MODE_ONLINE] = TEXT_INIT("online"),
    [MEETING_MODE_VENUE] = TEXT_INIT("venue"),
};

static const struct text meeting_states[] = {
    [MEETING_STATE_PLANNED] = TEXT_INIT("planned"),
    [MEETING_STATE_OPENING] = TEXT_INIT("opening"),
    [MEETING_STATE_ROUND] = TEXT_INIT("round"),
    [MEETING_STATE_CLOSING] = TEXT_INIT("closing"),
    [MEETING_STATE_OVER] = TEXT_INIT("over"),
    [MEETING_STATE_CANCELLED] = TEXT_INIT("cancelled"),
};

static const struct text meeting_turns[] = {
    [MEETING_TURN_WAITING] = TEXT_INIT("waiting"),
    [MEETING_TURN_NOW] = TEXT_INIT("now"),
    [MEETING_TURN_HAD] = TEXT_INIT("had"),
    [MEETING_TURN_PASSED] = TEXT_INIT("passed"),
};

struct text group_words_open(enum group_open value)
{
    return opens[value];
}

enum group_open group_words_open_parse(struct text word)
{
    return (enum group_open)WORDS_FIND(opens, word);
}

struct text group_words_duty_part(enum duty_part value)
{
    return duty_parts[value];
}

enum duty_part group_words_duty_part_parse(struct text word)
{
    return (enum duty_part)WORDS_FIND(duty_parts, word);
}

struct text group_words_meeting_mode(enum meeting_mode value)
{
    return meeting_modes[value];
}

enum meeting_mode group_words_meeting_mode_parse(struct text word)
{
    return (enum meeting_mode)WORDS_FIND(meeting_modes, word);
}

struct text group_words_meeting_state(enum meeting_state value)
{
    return meeting_states[value];
}

enum meeting_state group_words_meeting_state_parse(struct text word)
{
    return (enum meeting_state)WORDS_FIND(meeting_states, word);
}

struct text group_words_meeting_turn(enum meeting_turn value)
{
    return meeting_turns[value];
}

enum meeting_turn group_words_meeting_turn_parse(struct text word)
{
    return (enum meeting_turn)WORDS_FIND(meeting_turns, word);
}
