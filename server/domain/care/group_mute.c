#include "domain/care/group_mute.h"

#include "domain/access.h"
#include "domain/care/care_tell.h"
#include "domain/safeguarding.h"
#include "store/group_stay_store.h"
#include "store/stay_store.h"

enum err group_mute_set(struct change *change, conversation_id conversation,
                        person_id person, int64_t until_utc_ms)
{
    enum err err =
        group_stay_store_mute(change->db, conversation, person, until_utc_ms);
    return err == OK ? care_tell(change, person,
                                 (struct care_told){CARE_NEWS_GROUP, conversation.v})
                     : err;
}

enum err group_mute_lengthen(struct change *change, conversation_id conversation,
                             person_id person, int64_t until_utc_ms)
{
    int64_t standing = 0;
    const enum err err =
        group_stay_store_muted_until(change->db, conversation, person, &standing);
    return err == OK && standing < until_utc_ms
               ? group_mute_set(change, conversation, person, until_utc_ms)
               : err;
}

enum err group_mute_take_back(struct change *change, conversation_id conversation,
                              person_id person, int64_t until_utc_ms,
                              int64_t instead_utc_ms)
{
    int64_t standing = 0;
    const int64_t rest = instead_utc_ms > change->now_utc_ms ? instead_utc_ms : 0;
    const enum err err =
        group_stay_store_muted_until(change->db, conversation, person, &standing);
    return err == OK && standing == until_utc_ms
               ? group_mute_set(change, conversation, person, rest)
               : err;
}

// A facilitator answers to coordinators, not to another facilitator.
static bool is_for_seniors(enum role role)
{
    return role == ROLE_FACILITATOR || role == ROLE_COORDINATOR ||
           role == ROLE_SAFEGUARDING_LEAD;
}

static bool is_senior(const struct change *change, const struct grant *grant)
{
    return grant->may_manage || access_has_role(&change->actor, ROLE_SAFEGUARDING_LEAD,
                                                grant->conversation.area);
}

enum err group_mute_may_act(struct change *change, const struct grant *grant,
                            person_id person)
{
    struct stay_query query = {grant->conversation.id, person, STAYS_MAX};
    struct stay_set set;
    bool apart = false;
    enum err err = stay_store_of(change->db, change->arena, query, &set);
    if (err == OK) {
        err = safeguarding_is_apart(change, person, &apart);
    }
    if (err != OK) {
        return err;
    }
    const struct stay *newest = &set.rows[set.count - 1].stay;
    if (newest->end == STAY_REMOVED || apart) {
        return ERR_NOT_FOUND;
    }
    if (person.v == change->actor.person.v) {
        return ERR_WRONG_STATE;
    }
    return is_for_seniors(newest->role) && !is_senior(change, grant) ? ERR_DENIED : OK;
}

enum err group_mute_member(struct change *change, conversation_id conversation,
                           person_id person, int64_t until_utc_ms, struct text reason)
{
    struct grant grant;
    const struct audit_entry entry = {.action = "group.mute",
                                      .object = conversation.v,
                                      .object2 = person.v,
                                      .outcome = until_utc_ms == 0 ? "lifted" : NULL,
                                      .reason = reason,
                                      .reason_of = person};
    enum err err = access_keeper(change, conversation, &grant);
    if (err == OK) {
        err = group_mute_may_act(change, &grant, person);
    }
    if (err == OK && until_utc_ms != 0 &&
        (until_utc_ms <= change->now_utc_ms ||
         until_utc_ms > change->now_utc_ms + GROUP_MUTE_MAX_MS)) {
        change->at_fault = "until";
        err = ERR_BAD_REQUEST;
    }
    if (err == OK) {
        err = group_mute_set(change, conversation, person, until_utc_ms);
    }
    return err == OK ? change_audit_entry(change, &entry) : err;
}
