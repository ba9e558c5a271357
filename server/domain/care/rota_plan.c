#include "domain/care/rota_plan.h"

#include "domain/access.h"
#include "domain/cards.h"
#include "domain/care/care_tell.h"
#include "domain/care/group_tell.h"
#include "domain/conversation.h"
#include "domain/person.h"
#include "store/conversation_store.h"
#include "store/duty_store.h"
#include "store/stay_store.h"

#define DAY_MS 86400000LL
#define LENGTH_MAX_MS (7 * DAY_MS) // a week on call
#define AHEAD_MAX_MS (366 * DAY_MS)

// A page looks at no more duties than this: of groups that the actor does not look
// after, most would be left out.
#define BATCHES_MAX 10

static unsigned planners_of(enum duty_part part)
{
    switch (part) {
    case DUTY_PART_FACILITATOR:
        return ROLE_BIT(ROLE_FACILITATOR) | ROLE_BIT(ROLE_COORDINATOR) |
               ROLE_BIT(ROLE_SAFEGUARDING_LEAD);
    case DUTY_PART_COORDINATOR:
        return ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_SAFEGUARDING_LEAD);
    case DUTY_PART_SAFEGUARDING_LEAD:
        break;
    }
    return ROLE_BIT(ROLE_SAFEGUARDING_LEAD);
}

static enum err check_planner(struct change *change, const struct duty *duty)
{
    struct grant grant;
    enum err err = access_any_role(&change->actor, planners_of(duty->part));
    if (err == OK && duty->part == DUTY_PART_FACILITATOR) {
        err = access_keeper(change, duty->conversation, &grant);
    }
    return err;
}

static enum err refuse(struct change *change, const char *at_fault)
{
    change->at_fault = at_fault;
    return ERR_BAD_REQUEST;
}

static enum err check_times(struct change *change, const struct duty *duty)
{
    if (duty->from_utc_ms > change->now_utc_ms + AHEAD_MAX_MS) {
        return refuse(change, "from");
    }
    if (duty->until_utc_ms <= duty->from_utc_ms ||
        duty->until_utc_ms <= change->now_utc_ms ||
        duty->until_utc_ms - duty->from_utc_ms > LENGTH_MAX_MS) {
        return refuse(change, "until");
    }
    return OK;
}

// Whether she is in the group as somebody who looks after it.
static enum err check_keeps(struct change *change, conversation_id conversation,
                            person_id person)
{
    struct stay_query query = {conversation, person, STAYS_MAX};
    struct stay_set set;
    enum err err = stay_store_of(change->db, change->arena, query, &set);
    if (err != OK) {
        return err;
    }
    const struct stay *newest = &set.rows[set.count - 1].stay;
    bool keeps = newest->role == ROLE_FACILITATOR || newest->role == ROLE_COORDINATOR;
    return newest->end == STAY_CURRENT && keeps ? OK : ERR_NOT_FOUND;
}

static bool has_part(const struct person *person, enum role role)
{
    for (int i = 0; i < person->role_count; i++) {
        if (person->roles[i].role == role) {
            return true;
        }
    }
    return false;
}

static enum err check_person(struct change *change, const struct duty *duty)
{
    struct person person;
    enum err err = person_find(change, duty->person, &person);
    if (err != OK) {
        return err;
    }
    if (person.organisation.v != change->actor.organisation.v ||
        person.state != PERSON_ACTIVE) {
        return ERR_NOT_FOUND;
    }
    switch (duty->part) {
    case DUTY_PART_FACILITATOR:
        return check_keeps(change, duty->conversation, duty->person);
    case DUTY_PART_COORDINATOR:
        return has_part(&person, ROLE_COORDINATOR) ? OK : ERR_NOT_FOUND;
    case DUTY_PART_SAFEGUARDING_LEAD:
        break;
    }
    return has_part(&person, ROLE_SAFEGUARDING_LEAD) ? OK : ERR_NOT_FOUND;
}

static enum err check_room(struct change *change, const struct duty_row *row)
{
    int64_t count = 0;
    int64_t overlap = 0;
    enum err err =
        duty_store_count(change->db, row, change->now_utc_ms, &count, &overlap);
    if (err == OK && overlap > 0) {
        err = ERR_CONFLICT;
    }
    if (err == OK && count >= ROTA_PLAN_MAX) {
        err = ERR_TOO_LARGE;
    }
    return err;
}

// Whom it is about, whoever plans with it, and in a group its members.
static enum err tell(struct change *change, const struct duty *duty)
{
    const struct care_told told = {CARE_NEWS_ROTA, duty->id.v};
    const struct care_staff staff = {.organisation = change->actor.organisation,
                                     .roles = planners_of(duty->part) &
                                              ~ROLE_BIT(ROLE_FACILITATOR)};
    enum err err = care_tell(change, duty->person, told);
    if (err == OK) {
        err = care_tell_staff(change, &staff, told);
    }
    if (err == OK && duty->part == DUTY_PART_FACILITATOR) {
        err = group_tell(change, duty->conversation);
    }
    return err;
}

static enum err audit(struct change *change, const char *action,
                      const struct duty *duty)
{
    const struct audit_entry entry = {
        .action = action, .object = duty->id.v, .object2 = duty->person.v};
    return change_audit_entry(change, &entry);
}

enum err rota_plan_add(struct change *change, const struct duty *wanted,
                       duty_id *duty_out)
{
    struct duty_row row = {.duty = *wanted,
                           .organisation = change->actor.organisation,
                           .made_by = change->actor.person,
                           .made_utc_ms = change->now_utc_ms};
    bool is_of_group = wanted->conversation.v != 0;
    if (is_of_group != (wanted->part == DUTY_PART_FACILITATOR)) {
        return refuse(change, "conversation");
    }
    row.duty.id = duty_id_new();
    enum err err = check_planner(change, wanted);
    if (err == OK) {
        err = check_times(change, wanted);
    }
    if (err == OK) {
        err = check_person(change, wanted);
    }
    if (err == OK) {
        err = check_room(change, &row);
    }
    if (err == OK) {
        err = duty_store_insert(change->db, &row);
    }
    if (err == OK) {
        err = tell(change, &row.duty);
    }
    if (err == OK) {
        *duty_out = row.duty.id;
        err = audit(change, "rota.add", &row.duty);
    }
    return err;
}

enum err rota_plan_remove(struct change *change, duty_id id)
{
    struct duty_row row;
    enum err err = duty_store_get(change->db, change->arena, id, &row);
    if (err == OK && row.organisation.v != change->actor.organisation.v) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = check_planner(change, &row.duty);
    }
    if (err == OK && row.duty.until_utc_ms <= change->now_utc_ms) {
        err = ERR_WRONG_STATE;
    }
    if (err != OK) {
        return err;
    }
    err = row.duty.from_utc_ms < change->now_utc_ms
              ? duty_store_end(change->db, id, change->now_utc_ms)
              : duty_store_delete(change->db, id);
    if (err == OK) {
        err = tell(change, &row.duty);
    }
    return err == OK ? audit(change, "rota.remove", &row.duty) : err;
}

// Makes one page.
struct lister {
    struct change *change;
    struct cards cards;
    struct conversation *seen; // groups looked up so far; id 0: not the actor's to see
    conversation_id *asked;
    size_t seen_count;
    size_t seen_capacity, asked_capacity;
};

static enum err group_look(struct change *change, conversation_id id,
                           struct conversation *group_out)
{
    struct grant grant;
    struct conversation_row row;
    enum err err = access_keeper(change, id, &grant);
    if (err == ERR_NOT_FOUND) {
        *group_out = (struct conversation){0};
        return OK;
    }
    if (err == OK) {
        err = conversation_store_get(change->db, change->arena, id, &row);
    }
    if (err == OK) {
        *group_out = row.conversation;
        err = conversation_title(change, &row, change->actor.person, &group_out->title);
    }
    return err;
}

// The group of a duty as the actor may see it, looked up once.
static enum err lister_group(struct lister *lister, conversation_id id,
                             struct conversation *group_out)
{
    struct arena *arena = lister->change->arena;
    for (size_t i = 0; i < lister->seen_count; i++) {
        if (lister->asked[i].v == id.v) {
            *group_out = lister->seen[i];
            return OK;
        }
    }
    enum err err = group_look(lister->change, id, group_out);
    if (err == OK) {
        lister->seen = arena_grow(arena, lister->seen, lister->seen_count,
                                  &lister->seen_capacity, sizeof(*lister->seen));
        lister->asked = arena_grow(arena, lister->asked, lister->seen_count,
                                   &lister->asked_capacity, sizeof(*lister->asked));
        lister->seen[lister->seen_count] = *group_out;
        lister->asked[lister->seen_count++] = id;
    }
    return err;
}

static enum err lister_add(struct lister *lister, const struct duty *duty,
                           struct rota_page *page)
{
    struct rota_entry *entry = &page->entries[page->count];
    struct conversation group = {0};
    bool is_of_group = duty->conversation.v != 0;
    enum err err = is_of_group ? lister_group(lister, duty->conversation, &group) : OK;
    if (err != OK || (is_of_group && group.id.v == 0)) {
        return err;
    }
    *entry = (struct rota_entry){.duty = *duty, .title = group.title};
    err = cards_see(lister->change, &lister->cards, duty->person, &entry->card);
    page->count += err == OK && entry->card.id.v != 0 ? 1 : 0;
    return err;
}

static enum err range_of(struct change *change, const struct rota_query *query,
                         struct duty_range *range_out)
{
    struct duty_row last = {0};
    struct grant grant;
    enum err err = OK;
    if (query->conversation.v != 0) {
        err = access_keeper(change, query->conversation, &grant);
    }
    if (err == OK && query->after.v != 0) {
        err = duty_store_get(change->db, change->arena, query->after, &last);
    }
    *range_out = (struct duty_range){.organisation = change->actor.organisation,
                                     .conversation = query->conversation,
                                     .from_utc_ms = query->from_utc_ms,
                                     .until_utc_ms = query->until_utc_ms,
                                     .after = last.duty,
                                     .limit = ROTA_PLAN_PAGE};
    return err;
}

enum err rota_plan_list(struct change *change, const struct rota_query *query,
                        struct rota_page *page_out)
{
    struct lister lister = {.change = change};
    struct rota_page page = {
        .entries = arena_array(change->arena, ROTA_PLAN_PAGE, sizeof(*page.entries)),
        .more = true};
    struct duty_range range;
    enum err err = range_of(change, query, &range);
    for (int batch = 0; err == OK && batch < BATCHES_MAX && page.more; batch++) {
        struct duty_list list;
        err = duty_store_range(change->db, change->arena, &range, &list);
        size_t i = 0;
        while (err == OK && i < list.count && page.count < ROTA_PLAN_PAGE) {
            range.after = list.rows[i++];
            err = lister_add(&lister, &range.after, &page);
        }
        if (err == OK && (i < list.count || page.count == ROTA_PLAN_PAGE)) {
            break;
        }
        page.more = err == OK && list.count == ROTA_PLAN_PAGE;
    }
    if (err == OK) {
        *page_out = page;
    }
    return err;
}
