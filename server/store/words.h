// The words that stand for the model's enums in the database, one table for each.
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include "base/text.h"
#include "model/conversation.h"
#include "model/person.h"

// A word that is none of ours aborts when it is read: the CHECK constraints keep it
// out.
struct text words_role(enum role role);
enum role words_role_parse(struct text word);
struct text words_conversation_kind(enum conversation_kind kind);
enum conversation_kind words_conversation_kind_parse(struct text word);
struct text words_stay_end(enum stay_end end);
enum stay_end words_stay_end_parse(struct text word);

#endif
