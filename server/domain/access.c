// Who may do what where. Each condition has a line of its own, so that coverage shows
// which ones tests have seen.
#include "domain/access.h"

#include "store/conversation_store.h"
#include "store/stay_store.h"

// Fills `grant` from her stays; what was ended by staff is not among the visible ones.
static enum err grant_fill(struct change *change, conversation_id id,
                           struct grant *grant)
{
    struct stay_query query = {id, change->actor.person, STAYS_MAX};
    struct stay_set set;
    enum err err = stay_store_of(change->db, change->arena, query, &set);
    if (err != OK) {
        return err;
    }
    *grant = (struct grant){.conversation = set.conversation,
                            .person = change->actor.person};
    struct stay *stays = arena_array(change->arena, (size_t)set.count, sizeof *stays);
    grant->stays = stays;
    for (int i = 0; i < set.count; i++) {
        const struct stay *stay = &set.rows[i].stay;
        if (stay->end == STAY_REMOVED) {
            continue;
        }
        if (stay->end == STAY_CURRENT) {
            grant->may_write = true;
            grant->read_seq = set.rows[i].read_seq;
        }
        stays[grant->stay_count++] = *stay;
    }
    grant->may_manage =
        set.conversation.kind == CONVERSATION_GROUP &&
        access_has_role(&change->actor, ROLE_COORDINATOR, set.conversation.area);
    return OK;
}

enum err access_member(struct change *change, conversation_id id,
                       struct grant *grant_out)
{
    struct grant grant;
    enum err err = grant_fill(change, id, &grant);
    if (err != OK) {
        return err;
    }
    if (!grant.may_write) {
        return ERR_NOT_FOUND;
    }
    *grant_out = grant;
    return OK;
}

enum err access_reader(struct change *change, conversation_id id,
                       struct grant *grant_out)
{
    struct grant grant;
    enum err err = grant_fill(change, id, &grant);
    if (err != OK) {
        return err;
    }
    if (grant.stay_count == 0) {
        return ERR_NOT_FOUND;
    }
    *grant_out = grant;
    return OK;
}

// What somebody has who was never in the conversation: the knowledge that it exists.
static enum err grant_outside(struct change *change, conversation_id id,
                              struct grant *grant)
{
    struct conversation_row row;
    enum err err = conversation_store_get(change->db, change->arena, id, &row);
    if (err != OK) {
        return err;
    }
    *grant = (struct grant){.conversation = row.conversation,
                            .person = change->actor.person};
    return OK;
}

static bool is_manager(const struct change *change, const struct grant *grant)
{
    return access_has_role(&change->actor, ROLE_COORDINATOR, grant->conversation.area);
}

// She facilitates the group while her stay in it is one of a facilitator, and she has
// that role still.
static bool is_facilitator(const struct change *change, const struct grant *grant)
{
    if (!grant->may_write) {
        return false;
    }
    if (access_any_role(&change->actor, ROLE_BIT(ROLE_FACILITATOR)) != OK) {
        return false;
    }
    return grant->stays[grant->stay_count - 1].role == ROLE_FACILITATOR;
}

static bool is_keeper(const struct change *change, const struct grant *grant)
{
    area_id area = grant->conversation.area;
    if (is_manager(change, grant)) {
        return true;
    }
    if (access_has_role(&change->actor, ROLE_SAFEGUARDING_LEAD, area)) {
        return true;
    }
    return is_facilitator(change, grant);
}

// The group `id` for somebody who is `wanted` there.
static enum err grant_group(struct change *change, conversation_id id,
                            bool (*wanted)(const struct change *change,
                                           const struct grant *grant),
                            struct grant *grant_out)
{
    struct grant grant;
    enum err err = grant_fill(change, id, &grant);
    if (err == ERR_NOT_FOUND) {
        err = grant_outside(change, id, &grant);
    }
    if (err != OK) {
        return err;
    }
    const struct conversation *conversation = &grant.conversation;
    if (conversation->organisation.v != change->actor.organisation.v) {
        return ERR_NOT_FOUND;
    }
    bool is_staff = wanted(change, &grant);
    bool is_known = is_staff || grant.may_write;
    if (conversation->kind == CONVERSATION_PAIR && is_known) {
        return ERR_WRONG_STATE;
    }
    if (conversation->kind != CONVERSATION_GROUP) {
        return ERR_NOT_FOUND;
    }
    if (!is_staff) {
        return ERR_NOT_FOUND;
    }
    grant.may_manage = is_manager(change, &grant);
    *grant_out = grant;
    return OK;
}

enum err access_manager(struct change *change, conversation_id id,
                        struct grant *grant_out)
{
    return grant_group(change, id, is_manager, grant_out);
}

enum err access_keeper(struct change *change, conversation_id id,
                       struct grant *grant_out)
{
    return grant_group(change, id, is_keeper, grant_out);
}

enum err access_opened(struct change *change, conversation_id id,
                       const struct stay *range, struct grant *grant_out)
{
    struct grant grant;
    enum err err = grant_outside(change, id, &grant);
    if (err != OK) {
        return err;
    }
    struct stay *stay = arena_alloc(change->arena, sizeof *stay);
    *stay = *range;
    grant.stays = stay;
    grant.stay_count = 1;
    *grant_out = grant;
    return OK;
}

bool access_has_role(const struct actor *actor, enum role role, area_id area)
{
    for (int i = 0; i < actor->role_count; i++) {
        const struct role_grant *held = &actor->roles[i];
        if (held->role != role) {
            continue;
        }
        if (held->area.v == 0 || held->area.v == area.v) {
            return true;
        }
    }
    return false;
}

bool access_staff_of(const struct actor *actor, area_id area, enum role *as_out)
{
    const bool coordinates = access_has_role(actor, ROLE_COORDINATOR, area);

    *as_out = coordinates ? ROLE_COORDINATOR : ROLE_SAFEGUARDING_LEAD;
    return coordinates || access_has_role(actor, ROLE_SAFEGUARDING_LEAD, area);
}

enum err access_any_role(const struct actor *actor, unsigned roles)
{
    for (int i = 0; i < actor->role_count; i++) {
        if ((roles & ROLE_BIT(actor->roles[i].role)) != 0) {
            return OK;
        }
    }
    return ERR_DENIED;
}

static bool stays_have(const struct viewer *viewer, int64_t seq)
{
    for (int i = 0; i < viewer->stay_count; i++) {
        const struct stay *stay = &viewer->stays[i];
        if (seq >= stay->since_seq && seq <= stay->until_seq) {
            return true;
        }
    }
    return false;
}

static bool is_among(const person_id *people, int count, person_id person)
{
    for (int i = 0; i < count; i++) {
        if (people[i].v == person.v) {
            return true;
        }
    }
    return false;
}

// What an event's kind says about seeing it.
struct sight {
    bool is_word;    // of its author: not seen across a block
    bool is_its_ref; // means nothing without the message it refers to
    bool is_person;  // says that somebody is or was here
};

static struct sight sight_of(enum event_kind kind)
{
    switch (kind) {
    case EVENT_MESSAGE_SENT:
        return (struct sight){.is_word = true};
    case EVENT_MESSAGE_EDITED:
    case EVENT_MESSAGE_REMOVED:
    case EVENT_MESSAGE_HIDDEN:
    case EVENT_MESSAGE_RESTORED:
    case EVENT_MESSAGE_REACTED:
        return (struct sight){.is_word = true, .is_its_ref = true};
    case EVENT_MEMBER_JOINED:
    case EVENT_MEMBER_LEFT:
        return (struct sight){.is_person = true};
    case EVENT_CONVERSATION_CHANGED:
    case EVENT_MEMBERSHIP_BEGAN:
    case EVENT_MEMBERSHIP_ENDED:
    case EVENT_MATCHING_CHANGED:
    case EVENT_CARE_CHANGED:
    case EVENT_HELP_CARD:
    case EVENT_WITHHELD:
        return (struct sight){0};
    }
    // A kind that is none of ours is shown to nobody whom either could hide it from.
    return (struct sight){.is_word = true, .is_its_ref = true};
}

bool access_event_visible(const struct viewer *viewer, const struct event *event)
{
    struct sight sight = sight_of(event->kind);
    if (!stays_have(viewer, event->seq)) {
        return false;
    }
    if (sight.is_word && is_among(viewer->hidden, viewer->hidden_count, event->by)) {
        return false;
    }
    if (is_among(viewer->apart, viewer->apart_count, event->by)) {
        return false;
    }
    if (sight.is_person &&
        is_among(viewer->apart, viewer->apart_count, event->subject.id)) {
        return false;
    }
    if (sight.is_its_ref && !stays_have(viewer, event->ref)) {
        return false;
    }
    return true;
}
