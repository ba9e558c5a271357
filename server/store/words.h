// The words that stand for the model's enums in the database, one table for each; the
// tables of matching, profiles and runs stand beside in files of their own.
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include <stddef.h>

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

// The place of `word` among the `count` words of a table. One that is not there aborts,
// as above. WORDS_FIND is the same for a table whose size the compiler knows.
int words_find(const struct text *words, size_t count, struct text word);
#define WORDS_FIND(words, word)                                                        \
    words_find((words), sizeof(words) / sizeof((words)[0]), (word))

#endif
