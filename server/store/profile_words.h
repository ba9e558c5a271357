// The words that stand for the enums of model/profile.h in the database.
#ifndef STORE_PROFILE_WORDS_H
#define STORE_PROFILE_WORDS_H

#include "base/text.h"
#include "model/profile.h"

// A word that is none of ours aborts when it is read: the CHECK constraints keep it
// out.
struct text profile_words_consent(enum consent_kind what);
enum consent_kind profile_words_consent_parse(struct text word);
struct text profile_words_how(enum consent_how how);
enum consent_how profile_words_how_parse(struct text word);
struct text profile_words_weather(enum supporter_weather weather);
enum supporter_weather profile_words_weather_parse(struct text word);
struct text profile_words_dbs(enum supporter_dbs dbs);
enum supporter_dbs profile_words_dbs_parse(struct text word);
struct text profile_words_blind(enum blind_kind kind);
enum blind_kind profile_words_blind_parse(struct text word);
struct text profile_words_part(enum case_part part);
enum case_part profile_words_part_parse(struct text word);

#endif
