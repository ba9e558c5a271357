// Rows of group_stay and group_mute: how people stand in a group, beside their stays.
#ifndef STORE_GROUP_STAY_STORE_H
#define STORE_GROUP_STAY_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/conversation.h"
#include "model/group.h"
#include "store/db.h"

// A stay in a group.
struct group_stay_key {
    conversation_id conversation;
    person_id person;
    int stay;
};

struct group_nickname {
    struct text sealed; // empty: none
    int64_t version;
    int stay; // of which stay it is
};

// The stay has begun. `welcomed`: nobody has to welcome her.
enum err group_stay_store_insert(struct db *db, const struct group_stay_key *key,
                                 const struct group_nickname *nickname, bool welcomed,
                                 int64_t now_utc_ms);

// How a current member stands. Errors: ERR_NOT_FOUND (is not in it).
enum err group_stay_store_standing(struct db *db, conversation_id conversation,
                                   person_id person,
                                   struct group_standing *standing_out);

enum err group_stay_store_accept(struct db *db, const struct group_stay_key *key,
                                 int64_t version, int64_t now_utc_ms);
enum err group_stay_store_rename(struct db *db, const struct group_stay_key *key,
                                 const struct group_nickname *nickname);
// 0: she is back.
enum err group_stay_store_away(struct db *db, const struct group_stay_key *key,
                               int64_t since_utc_ms);
// She has written, and so is back.
enum err group_stay_store_wrote(struct db *db, const struct group_stay_key *key,
                                int64_t now_utc_ms);
// Where nobody has yet.
enum err group_stay_store_welcome(struct db *db, const struct group_stay_key *key,
                                  person_id by, int64_t now_utc_ms);

// The nickname of her newest stay. Errors: ERR_NOT_FOUND (has never been in it, or it
// is no group).
enum err group_stay_store_nickname(struct db *db, struct arena *arena,
                                   conversation_id conversation, person_id person,
                                   struct group_nickname *nickname_out);

// A current member who has a nickname.
struct group_named {
    person_id person;
    struct group_nickname nickname;
};

struct group_named_list {
    struct group_named *rows;
    size_t count;
};

// In the order of the people's ids, at most `limit`.
enum err group_stay_store_nicknames(struct db *db, struct arena *arena,
                                    conversation_id conversation, size_t limit,
                                    struct group_named_list *list_out);

// Current members who have left for a while.
enum err group_stay_store_away_people(struct db *db, struct arena *arena,
                                      conversation_id conversation,
                                      struct person_ids *list_out);

// A current member who is no keeper of the group, for those who are.
struct group_noticed {
    person_id person;
    int64_t since_utc_ms;
    int64_t wrote_utc_ms; // 0: never
};

struct group_noticed_list {
    struct group_noticed *rows;
    size_t count;
};

// Which members of a group: since or until when, as the function says; at most `limit`.
struct group_stay_query {
    conversation_id conversation;
    int64_t at_utc_ms;
    size_t limit;
};

// Whoever has written nothing since `query->at_utc_ms`, was in it then and is not away;
// the quietest first.
enum err group_stay_store_quiet(struct db *db, struct arena *arena,
                                const struct group_stay_query *query,
                                struct group_noticed_list *list_out);

// Whoever came after `query->at_utc_ms` and was welcomed by nobody, the first first.
enum err group_stay_store_newcomers(struct db *db, struct arena *arena,
                                    const struct group_stay_query *query,
                                    struct group_noticed_list *list_out);

// She reads and does not write until then; 0: she writes again.
enum err group_stay_store_mute(struct db *db, conversation_id conversation,
                               person_id person, int64_t until_utc_ms);

// Until when that is, in the past as well; 0: nobody has said so.
enum err group_stay_store_muted_until(struct db *db, conversation_id conversation,
                                      person_id person, int64_t *until_out);

struct group_muted {
    person_id person;
    int64_t until_utc_ms;
};

struct group_muted_list {
    struct group_muted *rows;
    size_t count;
};

// Those who are mute after `now_utc_ms`.
enum err group_stay_store_muted(struct db *db, struct arena *arena,
                                const struct group_stay_query *query,
                                struct group_muted_list *list_out);

struct group_known_as {
    conversation_id conversation;
    struct group_nickname nickname;
};

// A group in which both have been, and under what nickname `person` was there last.
// Errors: ERR_NOT_FOUND (there is none in which she has one).
enum err group_stay_store_known_as(struct db *db, struct arena *arena, person_id person,
                                   person_id by, struct group_known_as *known_out);

#endif
