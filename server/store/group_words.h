// The words that stand for the enums of model/group.h in the database.
#ifndef STORE_GROUP_WORDS_H
#define STORE_GROUP_WORDS_H

#include "base/text.h"
#include "model/group.h"

// A word that is none of ours aborts when it is read, as those of words.h do.
struct text group_words_open(enum group_open value);
enum group_open group_words_open_parse(struct text word);
struct text group_words_duty_part(enum duty_part value);
enum duty_part group_words_duty_part_parse(struct text word);
struct text group_words_meeting_mode(enum meeting_mode value);
enum meeting_mode group_words_meeting_mode_parse(struct text word);
struct text group_words_meeting_state(enum meeting_state value);
enum meeting_state group_words_meeting_state_parse(struct text word);
struct text group_words_meeting_turn(enum meeting_turn value);
enum meeting_turn group_words_meeting_turn_parse(struct text word);

#endif
