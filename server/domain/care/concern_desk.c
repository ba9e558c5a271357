#include "domain/care/concern_desk.h"

#include "domain/access.h"
#include "domain/care/care_tell.h"
#include "domain/person.h"

#define MAY_NAME (ROLE_BIT(ROLE_SAFEGUARDING_LEAD) | ROLE_BIT(ROLE_ADMINISTRATOR))
#define MAY_BE_NAMED (ROLE_BIT(ROLE_FACILITATOR) | ROLE_BIT(ROLE_COORDINATOR))

static enum err views_fill(struct change *change, const struct concern_list *list,
                           struct concern_page *page)
{
    size_t seen = 0;
    enum err err = OK;
    page->views = arena_array(change->arena, list->count, sizeof *page->views);
    for (size_t i = 0; i < list->count && i < CONCERN_DESK_MAX && err == OK; i++) {
        err = concern_find(change, list->rows[i].id, &page->views[seen]);
        if (err == OK) {
            seen++;
        } else if (err == ERR_NOT_FOUND) {
            err = OK; // the list said more than the one rule does: hers it is not
        }
    }
    page->count = seen;
    page->more = list->count > CONCERN_DESK_MAX;
    return err;
}

enum err concern_desk_list(struct change *change, const struct concern_desk *desk,
                           struct concern_page *page_out)
{
    const struct actor *actor = &change->actor;
    struct concern_query query = {.organisation = actor->organisation,
                                  .viewer = actor->person,
                                  .now_utc_ms = change->now_utc_ms,
                                  .by_state = desk->by_state,
                                  .state = desk->state,
                                  .limit = CONCERN_DESK_MAX + 1};
    struct concern_view after;
    struct concern_list list;
    struct concern_page page = {0};
    person_id deputy;
    query.sees_all = access_any_role(actor, ROLE_BIT(ROLE_SAFEGUARDING_LEAD)) == OK;
    enum err err = concern_store_deputy(change->db, actor->organisation, &deputy);
    if (err == OK && desk->after.v != 0) {
        err = concern_find(change, desk->after, &after);
        query.after = &after.concern;
    }
    if (err != OK) {
        return err;
    }
    query.after_rank = query.after == NULL ? 0 : concern_rank(query.after);
    query.is_deputy = person_id_equal(deputy, actor->person);
    err = concern_store_list(change->db, change->arena, &query, &list);
    if (err == OK) {
        err = views_fill(change, &list, &page);
    }
    if (err == OK) {
        *page_out = page;
    }
    return err;
}

enum err concern_desk_over(struct change *change, concern_id after,
                           struct concern_page *page_out)
{
    const struct actor *actor = &change->actor;
    struct concern_query query = {.organisation = actor->organisation,
                                  .viewer = actor->person,
                                  .now_utc_ms = change->now_utc_ms,
                                  .limit = CONCERN_DESK_MAX + 1};
    struct concern_view last;
    struct concern_list list;
    struct concern_page page = {0};
    person_id deputy;
    query.sees_all = access_any_role(actor, ROLE_BIT(ROLE_SAFEGUARDING_LEAD)) == OK;
    enum err err = concern_store_deputy(change->db, actor->organisation, &deputy);
    if (err == OK && after.v != 0) {
        err = concern_find(change, after, &last);
        query.after = &last.concern;
    }
    if (err != OK) {
        return err;
    }
    query.is_deputy = person_id_equal(deputy, actor->person);
    err = concern_store_over(change->db, change->arena, &query, &list);
    if (err == OK) {
        err = views_fill(change, &list, &page);
    }
    if (err == OK) {
        *page_out = page;
    }
    return err;
}

enum err concern_desk_own(struct change *change, struct concern_list *list_out)
{
    return concern_store_of(change->db, change->arena, change->actor.person,
                            CONCERN_OWN_MAX, list_out);
}

// Somebody who works for the service, and is no lead herself.
static enum err check_deputy(struct change *change, person_id id)
{
    struct person person;
    bool is_lead = false;
    bool is_staff = false;
    enum err err = person_find(change, id, &person);
    if (err == OK &&
        (person.state == PERSON_FORMER ||
         !organisation_id_equal(person.organisation, change->actor.organisation))) {
        err = ERR_NOT_FOUND;
    }
    if (err != OK) {
        return err;
    }
    for (int i = 0; i < person.role_count; i++) {
        const enum role role = person.roles[i].role;
        is_lead = is_lead || role == ROLE_SAFEGUARDING_LEAD;
        is_staff = is_staff || role == ROLE_FACILITATOR || role == ROLE_COORDINATOR ||
                   role == ROLE_ADMINISTRATOR;
    }
    return is_staff && !is_lead && person.state == PERSON_ACTIVE ? OK : ERR_WRONG_STATE;
}

enum err concern_deputy_set(struct change *change, person_id person)
{
    const struct concern_deputy deputy = {change->actor.organisation, person,
                                          change->actor.person, change->now_utc_ms};
    const struct audit_entry entry = {.action = "deputy.set", .object = person.v};
    enum err err = access_any_role(&change->actor, MAY_NAME);
    if (err == OK && person.v != 0) {
        err = check_deputy(change, person);
    }
    if (err == OK) {
        err = concern_store_set_deputy(change->db, &deputy);
    }
    if (err == OK && person.v != 0) {
        err = care_tell(change, person, (struct care_told){.what = CARE_NEWS_CONCERN});
    }
    return err == OK ? change_audit_entry(change, &entry) : err;
}

enum err concern_deputy_get(struct change *change, person_id *deputy_out,
                            int64_t *stranded_out)
{
    const struct actor *actor = &change->actor;
    const bool may_name = access_any_role(actor, MAY_NAME) == OK;
    person_id deputy = {0};
    enum err err = access_any_role(actor, MAY_NAME | MAY_BE_NAMED);
    *stranded_out = -1;
    if (err == OK) {
        err = concern_store_deputy(change->db, actor->organisation, &deputy);
    }
    if (err == OK) {
        const bool is_told = may_name || person_id_equal(deputy, actor->person);
        *deputy_out = is_told ? deputy : (person_id){0};
    }
    // A lead would learn from the number that there is one about her.
    if (err == OK && may_name &&
        access_any_role(actor, ROLE_BIT(ROLE_SAFEGUARDING_LEAD)) != OK) {
        err = concern_store_stranded(change->db, actor->organisation, actor->person,
                                     stranded_out);
    }
    return err;
}
