#include "domain/care/group_stay.h"

#include "domain/care/care_tell.h"
#include "domain/care/group_name.h"
#include "domain/care/group_setting.h"
#include "domain/care/group_tell.h"
#include "domain/membership.h"
#include "store/group_stay_store.h"

enum err group_stay_begin(struct change *change, const struct group_stay_start *start)
{
    const struct group_stay_key key = {start->conversation, start->person, start->stay};
    struct group_nickname nickname = {.stay = start->stay};
    enum err err = group_name_seal(change, start->conversation, start->person,
                                   start->nickname, &nickname);
    return err == OK ? group_stay_store_insert(change->db, &key, &nickname,
                                               start->welcomed, change->now_utc_ms)
                     : err;
}

enum err group_stay_find(struct change *change, conversation_id conversation,
                         struct grant *grant_out, struct group_standing *standing_out)
{
    enum err err = access_member(change, conversation, grant_out);
    if (err == OK && grant_out->conversation.kind != CONVERSATION_GROUP) {
        err = ERR_WRONG_STATE;
    }
    return err == OK ? group_stay_store_standing(change->db, conversation,
                                                 change->actor.person, standing_out)
                     : err;
}

static struct group_stay_key key_of(const struct grant *grant,
                                    const struct group_standing *standing)
{
    return (struct group_stay_key){grant->conversation.id, grant->person,
                                   standing->stay};
}

enum err group_stay_join(struct change *change, conversation_id conversation,
                         const struct group_entry *entry)
{
    const struct group_entry accepted = {.accepts = entry->accepts};
    enum err err = OK;
    if (entry->nickname.len > 0) {
        err = group_name_check(change, conversation, entry->nickname);
    }
    if (err == OK) {
        err = membership_join_as(change, conversation, entry->nickname);
    }
    return err == OK && entry->accepts != 0
               ? group_stay_accept(change, conversation, &accepted)
               : err;
}

static enum err rename_to(struct change *change, const struct group_stay_key *key,
                          struct text name)
{
    struct group_nickname nickname = {.stay = key->stay};
    enum err err = OK;
    if (name.len > 0) {
        err = group_name_check(change, key->conversation, name);
    }
    if (err == OK) {
        err = group_name_seal(change, key->conversation, key->person, name, &nickname);
    }
    if (err == OK) {
        err = group_stay_store_rename(change->db, key, &nickname);
    }
    return err == OK ? group_tell(change, key->conversation) : err;
}

// Her own other devices look again; nobody else is told.
static enum err tell_herself(struct change *change, conversation_id conversation)
{
    return care_tell(change, change->actor.person,
                     (struct care_told){CARE_NEWS_GROUP, conversation.v});
}

enum err group_stay_accept(struct change *change, conversation_id conversation,
                           const struct group_entry *entry)
{
    struct grant grant;
    struct group_standing standing = {0};
    struct group_setting setting = {0};
    enum err err = group_stay_find(change, conversation, &grant, &standing);
    if (err == OK) {
        err = group_setting_get(change, conversation, &setting);
    }
    if (err == OK && setting.agreement != entry->accepts) {
        change->at_fault = "version";
        err = ERR_CONFLICT;
    }
    if (err != OK) {
        return err;
    }
    const struct group_stay_key key = key_of(&grant, &standing);
    err = group_stay_store_accept(change->db, &key, entry->accepts, change->now_utc_ms);
    if (err == OK && entry->nickname.len > 0) {
        err = rename_to(change, &key, entry->nickname);
    }
    return err;
}

enum err group_stay_rename(struct change *change, conversation_id conversation,
                           struct text nickname)
{
    struct grant grant;
    struct group_standing standing = {0};
    enum err err = group_stay_find(change, conversation, &grant, &standing);
    if (err != OK) {
        return err;
    }
    const struct group_stay_key key = key_of(&grant, &standing);
    return rename_to(change, &key, nickname);
}

enum err group_stay_away(struct change *change, conversation_id conversation, bool away)
{
    struct grant grant;
    struct group_standing standing = {0};
    enum err err = group_stay_find(change, conversation, &grant, &standing);
    if (err != OK || away == (standing.away_utc_ms != 0)) {
        return err;
    }
    const struct group_stay_key key = key_of(&grant, &standing);
    err = group_stay_store_away(change->db, &key, away ? change->now_utc_ms : 0);
    return err == OK ? tell_herself(change, conversation) : err;
}

bool group_stay_may_welcome(struct change *change, const struct grant *grant)
{
    struct grant kept;
    return grant->stays[grant->stay_count - 1].role == ROLE_SUPPORTER ||
           access_keeper(change, grant->conversation.id, &kept) == OK;
}

enum err group_stay_welcome(struct change *change, conversation_id conversation,
                            person_id person)
{
    struct grant grant;
    struct group_standing own = {0};
    struct group_standing hers = {0};
    enum err err = group_stay_find(change, conversation, &grant, &own);
    if (err == OK && !group_stay_may_welcome(change, &grant)) {
        err = ERR_DENIED;
    }
    if (err == OK) {
        err = group_stay_store_standing(change->db, conversation, person, &hers);
    }
    if (err == OK && person.v == change->actor.person.v) {
        err = ERR_WRONG_STATE;
    }
    if (err != OK || hers.welcomed_utc_ms != 0) {
        return err;
    }
    const struct group_stay_key key = {conversation, person, hers.stay};
    err = group_stay_store_welcome(change->db, &key, change->actor.person,
                                   change->now_utc_ms);
    return err == OK ? care_tell(change, person,
                                 (struct care_told){CARE_NEWS_GROUP, conversation.v})
                     : err;
}
