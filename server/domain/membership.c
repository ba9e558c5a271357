#include "domain/membership.h"

#include "domain/cards.h"
#include "domain/care/group_mute.h"
#include "domain/care/group_name.h"
#include "domain/care/group_stay.h"
#include "domain/conversation.h"
#include "domain/event.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "domain/safety.h"
#include "domain/vault.h"
#include "store/conversation_store.h"
#include "store/event_store.h"
#include "store/stay_store.h"

enum err membership_open(struct change *change, const struct membership_start *start)
{
    struct key_scope scope = {start->conversation.id, start->person};
    enum err err = vault_key_make(change->vault, scope, change->now_utc_ms);
    if (err != OK) {
        return err;
    }
    struct stay_row row = {
        .stay = {.person = start->person,
                 .role = start->role,
                 .since_seq = start->since,
                 .since_utc_ms = change->now_utc_ms},
        .number = start->number,
        .read_seq = start->since,
    };
    err = stay_store_insert(change->db, start->conversation.id, &row);
    if (err == OK && start->conversation.kind == CONVERSATION_GROUP) {
        const struct group_stay_start stay = {
            .conversation = start->conversation.id,
            .person = start->person,
            .stay = start->number,
            .nickname = start->nickname,
            .welcomed = start->number > 1,
        };
        err = group_stay_begin(change, &stay);
    }
    return err;
}

// Appends `event`, of kind joined or left, about `person` to the conversation.
static enum err member_event(struct change *change, person_id person, enum role role,
                             struct event *event)
{
    enum err err = person_card(change, person, &event->subject);
    if (err == OK) {
        err = group_name_show(change, event->conversation, &event->subject);
    }
    event->subject.role = role;
    return err == OK ? event_append(change, event) : err;
}

static enum err inbox_event(struct change *change, person_id person,
                            struct event *event)
{
    enum err err = conversation_store_inbox(change->db, person, &event->conversation);
    return err == OK ? event_append(change, event) : err;
}

static enum err announce_in_inbox(struct change *change,
                                  const struct membership_start *start)
{
    struct conversation_row row;
    enum err err =
        conversation_store_get(change->db, change->arena, start->conversation.id, &row);
    if (err != OK) {
        return err;
    }
    struct event began = {.kind = EVENT_MEMBERSHIP_BEGAN,
                          .about = row.conversation,
                          .about_floor = start->since};
    err = conversation_title(change, &row, start->person, &began.about.title);
    return err == OK ? inbox_event(change, start->person, &began) : err;
}

enum err membership_announce(struct change *change,
                             const struct membership_start *start)
{
    struct event joined = {.conversation = start->conversation.id,
                           .kind = EVENT_MEMBER_JOINED,
                           .by = start->by};
    enum err err = member_event(change, start->person, start->role, &joined);
    if (err != OK) {
        return err;
    }
    err = announce_in_inbox(change, start);
    if (err != OK) {
        return err;
    }
    struct subscription_change follows = {.person = start->person,
                                          .conversation = start->conversation.id,
                                          .epoch = joined.epoch,
                                          .begins = true,
                                          .from_seq = start->since};
    change_add_subscription(change, &follows);
    return OK;
}

// Tells the conversation and her inbox that `person` is out; `left->seq` is then her
// last.
static enum err announce_end(struct change *change, person_id person, enum role role,
                             struct event *left)
{
    enum err err = member_event(change, person, role, left);
    if (err != OK) {
        return err;
    }
    struct event ended = {.kind = EVENT_MEMBERSHIP_ENDED,
                          .about = {.id = left->conversation}};
    return inbox_event(change, person, &ended);
}

static void follow_until(struct change *change, const struct event *left,
                         person_id person, int64_t until_seq)
{
    struct subscription_change ceases = {.person = person,
                                         .conversation = left->conversation,
                                         .epoch = left->epoch,
                                         .until_seq = until_seq};
    change_add_subscription(change, &ceases);
}

bool membership_is_open(const struct actor *actor, area_id area)
{
    for (int i = 0; i < actor->role_count; i++) {
        const struct role_grant *held = &actor->roles[i];
        if (held->role == ROLE_ADMINISTRATOR) {
            continue;
        }
        if (area.v == 0 || held->area.v == 0 || held->area.v == area.v) {
            return true;
        }
    }
    return false;
}

// The stays of `person`, none if she has never been in it.
static enum err stays_of(struct change *change, conversation_id conversation,
                         person_id person, struct stay_set *set_out)
{
    struct stay_query query = {conversation, person, STAYS_MAX};
    enum err err = stay_store_of(change->db, change->arena, query, set_out);
    if (err == ERR_NOT_FOUND) {
        *set_out = (struct stay_set){0};
        err = OK;
    }
    return err;
}

// How the newest stay of `set` ended, or `otherwise` where there is none.
static enum stay_end newest_end(const struct stay_set *set, enum stay_end otherwise)
{
    return set->count > 0 ? set->rows[set->count - 1].stay.end : otherwise;
}

static enum err check_room(struct change *change, conversation_id conversation)
{
    struct stay_query query = {.conversation = conversation, .limit = MEMBERSHIP_MAX};
    struct stay *members = NULL;
    int count = 0;
    enum err err =
        stay_store_members(change->db, change->arena, query, &members, &count);
    if (err == OK && count == MEMBERSHIP_MAX) {
        err = ERR_WRONG_STATE;
    }
    return err;
}

// Somebody who is not in the group now and may be.
struct entrant {
    struct person_card card;
    struct text nickname;
};

// She is in it from the next event on.
static enum err membership_begin(struct change *change,
                                 const struct conversation *conversation,
                                 const struct stay_set *set,
                                 const struct entrant *entrant)
{
    const struct person_card *person = &entrant->card;
    if (set->count == STAYS_MAX) {
        return ERR_WRONG_STATE;
    }
    enum err err = check_room(change, conversation->id);
    if (err != OK) {
        return err;
    }
    struct membership_start start = {.conversation = *conversation,
                                     .person = person->id,
                                     .role = person->role,
                                     .by = change->actor.person,
                                     .number = set->count + 1,
                                     .since = conversation->head + 1,
                                     .nickname = entrant->nickname};
    err = membership_open(change, &start);
    return err == OK ? membership_announce(change, &start) : err;
}

// Whether she may come in by herself, as far as she may know that there is a door.
static enum err check_join(const struct change *change,
                           const struct conversation *conversation,
                           const struct stay_set *set)
{
    enum stay_end newest = newest_end(set, STAY_REMOVED);
    bool was_in_it = set->count > 0;
    if (conversation->organisation.v != change->actor.organisation.v) {
        return ERR_NOT_FOUND;
    }
    if (was_in_it && newest == STAY_REMOVED) {
        return ERR_NOT_FOUND;
    }
    if (conversation->kind != CONVERSATION_GROUP) {
        return was_in_it ? ERR_WRONG_STATE : ERR_NOT_FOUND;
    }
    if (newest == STAY_CURRENT) {
        return ERR_CONFLICT;
    }
    if (!was_in_it && !membership_is_open(&change->actor, conversation->area)) {
        return ERR_NOT_FOUND;
    }
    return OK;
}

static enum err find_door(struct change *change, conversation_id conversation,
                          struct conversation_row *row, struct stay_set *set)
{
    enum err err = conversation_store_get(change->db, change->arena, conversation, row);
    if (err == OK) {
        err = stays_of(change, conversation, change->actor.person, set);
    }
    return err == OK ? check_join(change, &row->conversation, set) : err;
}

enum err membership_door(struct change *change, conversation_id conversation,
                         struct conversation_row *row_out)
{
    struct stay_set set = {0};
    return find_door(change, conversation, row_out, &set);
}

enum err membership_join_as(struct change *change, conversation_id conversation,
                            struct text nickname)
{
    struct conversation_row row;
    struct stay_set set = {0};
    struct entrant entrant = {.nickname = nickname};
    enum err err = find_door(change, conversation, &row, &set);
    if (err == OK) {
        err = person_card(change, change->actor.person, &entrant.card);
    }
    return err == OK ? membership_begin(change, &row.conversation, &set, &entrant)
                     : err;
}

enum err membership_join(struct change *change, conversation_id conversation)
{
    return membership_join_as(change, conversation, (struct text){0});
}

enum err membership_leave(struct change *change, conversation_id conversation)
{
    struct grant grant;
    enum err err = access_member(change, conversation, &grant);
    if (err != OK) {
        return err;
    }
    if (grant.conversation.kind != CONVERSATION_GROUP) {
        return ERR_WRONG_STATE;
    }
    enum role role = grant.stays[grant.stay_count - 1].role;
    struct event left = {
        .conversation = conversation, .kind = EVENT_MEMBER_LEFT, .by = grant.person};
    err = announce_end(change, grant.person, role, &left);
    if (err == OK) {
        err = stay_store_leave(change->db, conversation, grant.person, left.seq);
    }
    if (err == OK) {
        follow_until(change, &left, grant.person, left.seq);
    }
    return err;
}

// Administrators run the service and read nobody's talk.
static bool is_only_administrator(const struct person *person)
{
    for (int i = 0; i < person->role_count; i++) {
        if (person->roles[i].role != ROLE_ADMINISTRATOR) {
            return false;
        }
    }
    return person->role_count > 0;
}

enum err membership_add(struct change *change, conversation_id conversation,
                        person_id person)
{
    struct grant grant;
    enum err err = access_manager(change, conversation, &grant);
    if (err != OK) {
        return err;
    }
    struct person found;
    err = person_find(change, person, &found);
    if (err != OK) {
        return err;
    }
    bool apart = false;
    err = safeguarding_is_apart(change, person, &apart);
    if (err != OK) {
        return err;
    }
    if (found.organisation.v != change->actor.organisation.v ||
        found.state != PERSON_ACTIVE || apart) {
        return ERR_NOT_FOUND;
    }
    if (is_only_administrator(&found)) {
        return ERR_WRONG_STATE;
    }
    struct stay_set set = {0};
    err = stays_of(change, conversation, person, &set);
    if (err != OK) {
        return err;
    }
    if (newest_end(&set, STAY_LEFT) == STAY_CURRENT) {
        return ERR_CONFLICT;
    }
    const struct entrant entrant = {
        .card = {.id = person,
                 .role = person_foremost_role(found.roles, found.role_count)}
    };
    err = membership_begin(change, &grant.conversation, &set, &entrant);
    return err == OK ? change_audit(change, "conversation.add", conversation.v, "done")
                     : err;
}

// Taken out by staff, she sees nothing of it any more. Somebody who left of her own
// accord could come back and read on: of that nothing is told, since she is not there.
static enum err shut_out(struct change *change, const struct stay_set *set,
                         person_id by)
{
    const struct stay *newest = &set->rows[set->count - 1].stay;
    const conversation_id conversation = set->conversation.id;
    struct event left = {
        .conversation = conversation, .kind = EVENT_MEMBER_LEFT, .by = by};
    enum err err = OK;
    if (newest->end == STAY_CURRENT) {
        err = announce_end(change, newest->person, newest->role, &left);
    } else {
        left.seq = set->conversation.head;
    }
    if (err == OK) {
        err = stay_store_remove(change->db, conversation, newest->person, left.seq);
    }
    if (err == OK) {
        // She may lag behind and still be on her way to her own leaving.
        follow_until(change, &left, newest->person, 0);
    }
    return err;
}

enum err membership_remove(struct change *change, conversation_id conversation,
                           person_id person)
{
    struct grant grant;
    enum err err = access_keeper(change, conversation, &grant);
    if (err == OK) {
        err = group_mute_may_act(change, &grant, person);
    }
    if (err != OK) {
        return err;
    }
    struct stay_set set = {0};
    err = stays_of(change, conversation, person, &set);
    if (err != OK) {
        return err;
    }
    if (set.count == 0) {
        return ERR_NOT_FOUND;
    }
    err = shut_out(change, &set, grant.person);
    if (err == OK) {
        err = safety_note_thing(change, SAFETY_REMOVED, person, conversation.v);
    }
    return err == OK
               ? change_audit(change, "conversation.remove", conversation.v, "done")
               : err;
}

enum err membership_remove_again(struct change *change, conversation_id conversation,
                                 person_id person, int *stay_out)
{
    struct stay_set set = {0};
    int stay = 0;
    enum err err = stays_of(change, conversation, person, &set);
    if (err == OK && newest_end(&set, STAY_REMOVED) != STAY_REMOVED) {
        stay = set.rows[set.count - 1].number;
        err = shut_out(change, &set, (person_id){0});
    }
    if (err == OK) {
        *stay_out = stay;
    }
    return err;
}

enum err membership_take_out(struct change *change, conversation_id conversation,
                             person_id person, int *stay_out)
{
    const enum err err =
        membership_remove_again(change, conversation, person, stay_out);
    return err == OK && *stay_out > 0
               ? safety_note_thing(change, SAFETY_REMOVED, person, conversation.v)
               : err;
}

enum err membership_end(struct change *change, conversation_id conversation,
                        person_id person, enum stay_end end)
{
    struct stay_set set = {0};
    enum err err = stays_of(change, conversation, person, &set);
    if (err != OK || newest_end(&set, STAY_REMOVED) != STAY_CURRENT) {
        return err;
    }
    if (end == STAY_REMOVED) {
        return shut_out(change, &set, (person_id){0});
    }
    struct event left = {.conversation = conversation, .kind = EVENT_MEMBER_LEFT};
    err = announce_end(change, person, set.rows[set.count - 1].stay.role, &left);
    if (err == OK) {
        err = stay_store_leave(change->db, conversation, person, left.seq);
    }
    if (err == OK) {
        follow_until(change, &left, person, left.seq);
    }
    return err;
}

// What others called her in the group, empty: by her name.
static enum err nickname_of(struct change *change, conversation_id conversation,
                            const struct person_card *card, struct text *nickname_out)
{
    struct person_card known = *card;
    const enum err err = group_name_show(change, conversation, &known);
    *nickname_out = (struct text){0};
    if (err == OK && !text_equal(known.name, card->name)) {
        *nickname_out = known.name;
    }
    return err;
}

// Whether she had left it by herself, and was barred after.
static enum err was_leaving(struct change *change, const struct stay_set *set,
                            bool *leaving_out)
{
    const struct stay *newest = &set->rows[set->count - 1].stay;
    struct event_row last = {0};
    const enum err err = event_store_get(
        change->db, change->arena, set->conversation.id, newest->until_seq, &last);
    *leaving_out = err == OK && person_id_equal(last.event.by, newest->person);
    return err;
}

static enum err begin_again(struct change *change, const struct stay_set *set)
{
    const person_id person = set->rows[0].stay.person;
    struct entrant entrant = {0};
    enum err err = person_card(change, person, &entrant.card);
    if (err != OK || entrant.card.former) {
        return err;
    }
    err = nickname_of(change, set->conversation.id, &entrant.card, &entrant.nickname);
    return err == OK ? membership_begin(change, &set->conversation, set, &entrant)
                     : err;
}

enum err membership_bring_back(struct change *change, conversation_id conversation,
                               person_id person, int stay)
{
    struct stay_set set = {0};
    bool leaving = false;
    enum err err = stays_of(change, conversation, person, &set);
    if (err != OK || newest_end(&set, STAY_CURRENT) != STAY_REMOVED ||
        set.rows[set.count - 1].number != stay) {
        return err;
    }
    err = was_leaving(change, &set, &leaving);
    if (err == OK && !leaving) {
        err = begin_again(change, &set);
    }
    const bool is_barred = (err == OK && leaving) || err == ERR_WRONG_STATE;
    return is_barred ? stay_store_unbar(change->db, conversation, person, stay) : err;
}

// The stay that `person` begins where she is not in the conversation; number 0 where
// she is.
static enum err return_plan(struct change *change, const struct conversation *where,
                            const struct person_card *person,
                            struct membership_start *start)
{
    struct stay_set set = {0};
    *start = (struct membership_start){.conversation = *where,
                                       .person = person->id,
                                       .role = person->role,
                                       .since = where->head + 1};
    enum err err = stays_of(change, where->id, person->id, &set);
    if (err != OK || newest_end(&set, STAY_LEFT) == STAY_CURRENT) {
        return err;
    }
    start->number = set.count + 1;
    return set.count == STAYS_MAX ? ERR_WRONG_STATE : OK;
}

enum err membership_return(struct change *change, conversation_id conversation,
                           const struct person_card two[static 2])
{
    struct conversation_row row;
    struct membership_start starts[2];
    enum err err =
        conversation_store_get(change->db, change->arena, conversation, &row);
    for (int i = 0; i < 2 && err == OK; i++) {
        err = return_plan(change, &row.conversation, &two[i], &starts[i]);
    }
    // Both are in it before either is told: the title of a pair is the other's name.
    for (int i = 0; i < 2 && err == OK; i++) {
        err = starts[i].number > 0 ? membership_open(change, &starts[i]) : OK;
    }
    for (int i = 0; i < 2 && err == OK; i++) {
        err = starts[i].number > 0 ? membership_announce(change, &starts[i]) : OK;
    }
    return err;
}

// Members and those who look after a group see the same people; who they are by name
// and by nickname is for the latter.
static enum err check_list(struct change *change, conversation_id conversation,
                           bool *keeps_out)
{
    struct grant grant;
    *keeps_out = access_keeper(change, conversation, &grant) == OK;
    if (*keeps_out) {
        return OK;
    }
    return access_member(change, conversation, &grant);
}

static bool is_among(const person_id *people, size_t count, person_id person)
{
    for (size_t i = 0; i < count; i++) {
        if (person_id_equal(people[i], person)) {
            return true;
        }
    }
    return false;
}

enum err membership_list(struct change *change, conversation_id conversation,
                         struct membership **list_out, int *count_out)
{
    bool keeps = false;
    enum err err = check_list(change, conversation, &keeps);
    if (err != OK) {
        return err;
    }
    struct stay_query query = {.conversation = conversation, .limit = MEMBERSHIP_MAX};
    struct stay *stays = NULL;
    int count = 0;
    err = stay_store_members(change->db, change->arena, query, &stays, &count);
    if (err != OK) {
        return err;
    }
    person_id *apart = NULL;
    size_t apart_count = 0;
    int seen = 0;
    err =
        safeguarding_no_contact_of(change, change->actor.person, &apart, &apart_count);
    struct membership *list = arena_array(change->arena, (size_t)count, sizeof(*list));
    for (int i = 0; err == OK && i < count; i++) {
        if (is_among(apart, apart_count, stays[i].person)) {
            continue; // neither knows that the other is here
        }
        list[seen].role = stays[i].role;
        list[seen].since_utc_ms = stays[i].since_utc_ms;
        err = person_card(change, stays[i].person, &list[seen].card);
        seen++;
    }
    if (err == OK) {
        err = group_name_members(change, conversation, keeps, list, seen);
    }
    if (err == OK) {
        *list_out = list;
        *count_out = seen;
    }
    return err;
}
