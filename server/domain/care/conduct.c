#include "domain/care/conduct.h"

#include "domain/access.h"
#include "domain/care/care_tell.h"
#include "domain/care/concern.h"
#include "domain/person.h"
#include "domain/profile_access.h"
#include "domain/timer.h"
#include "store/conduct_store.h"
#include "store/person_store.h"

// Monthly, so that a pattern shows before it has gone on for long.
#define MONTH_MS (30 * 86400000LL)

#define LEADS ROLE_BIT(ROLE_SAFEGUARDING_LEAD)
#define MAY_NOTE (LEADS | ROLE_BIT(ROLE_COORDINATOR))

static struct seal_place place_of(concern_id id)
{
    return (struct seal_place){"conduct_note", "text_sealed", id.v, 0,
                               concern_scope(id.v)};
}

static enum err text_open(struct change *change, const struct conduct_row *row,
                          struct text *text_out)
{
    return vault_open_sealed(change->vault, change->arena, place_of(row->id),
                             (struct sealed){row->sealed, row->version}, text_out);
}

static enum err store_it(struct change *change, struct conduct_row *row,
                         struct text plain)
{
    struct sealed sealed;
    row->id = concern_id_new();
    row->organisation = change->actor.organisation;
    row->by = change->actor.person;
    row->at_utc_ms = change->now_utc_ms;
    enum err err =
        vault_key_make(change->vault, concern_scope(row->id.v), change->now_utc_ms);
    if (err == OK) {
        err =
            vault_seal(change->vault, change->arena, place_of(row->id), plain, &sealed);
    }
    if (err != OK) {
        return err;
    }
    row->sealed = sealed.bytes;
    row->version = sealed.key_version;
    return conduct_store_insert(change->db, row);
}

static enum err noted_before(struct change *change, const struct conduct_new *note)
{
    struct conduct_row row;
    struct text text = {0};
    enum err err = conduct_store_by_cid(change->db, change->arena, change->actor.person,
                                        note->cid, &row);
    if (err == OK) {
        err = text_open(change, &row, &text);
    }
    if (err == OK &&
        (!person_id_equal(row.person, note->person) || !text_equal(text, note->text))) {
        err = ERR_CID_CONFLICT;
    }
    return err;
}

static enum err find_helper(struct change *change, person_id id)
{
    struct person person;
    enum err err = profile_access_find(change, id, MAY_NOTE, &person);
    if (err == OK && !concern_is_helper(&person)) {
        change->at_fault = "person";
        err = ERR_WRONG_STATE;
    }
    return err;
}

// The month begins with the first note that nobody has looked at.
static enum err clock_set(struct change *change, organisation_id organisation)
{
    const struct conduct_query all = {.organisation = organisation};
    int64_t count = 0;
    int64_t since = 0;
    enum err err = conduct_store_unreviewed(change->db, &all, &count, &since);
    if (err != OK) {
        return err;
    }
    if (count == 0) {
        return timer_clear(change, TIMER_CONDUCT_REVIEW, organisation.v);
    }
    const int64_t due = since + MONTH_MS;
    return timer_set(change, TIMER_CONDUCT_REVIEW, organisation.v,
                     due > change->now_utc_ms ? due : change->now_utc_ms + MONTH_MS);
}

static enum err audit(struct change *change, const char *action,
                      const struct conduct_row *row, struct text reason)
{
    const struct audit_entry entry = {.action = action,
                                      .object = row->person.v,
                                      .object2 = row->id.v,
                                      .reason = reason};
    return change_audit_entry(change, &entry);
}

enum err conduct_note(struct change *change, const struct conduct_new *note)
{
    struct conduct_row row = {.person = note->person, .cid = note->cid};
    enum err err = find_helper(change, note->person);
    if (err != OK) {
        return err;
    }
    err = noted_before(change, note);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    err = store_it(change, &row, note->text);
    if (err == OK) {
        err = clock_set(change, row.organisation);
    }
    return err == OK ? audit(change, "concern.note_conduct", &row, TEXT("")) : err;
}

// What of the notes the actor may see. Errors: ERR_DENIED (none).
static enum err query_for(struct change *change, struct conduct_query *query_out)
{
    person_id deputy;
    enum err err =
        concern_store_deputy(change->db, change->actor.organisation, &deputy);
    if (err != OK) {
        return err;
    }
    const bool is_lead = access_any_role(&change->actor, LEADS) == OK;
    if (!is_lead && (deputy.v == 0 || !person_id_equal(deputy, change->actor.person))) {
        return ERR_DENIED;
    }
    *query_out = (struct conduct_query){.organisation = change->actor.organisation,
                                        .viewer = change->actor.person,
                                        .leads_only = !is_lead};
    return OK;
}

enum err conduct_review(struct change *change, person_id person, struct text reason)
{
    struct conduct_row row = {
        .person = person, .is_review = true, .reviewed_utc_ms = change->now_utc_ms};
    struct conduct_query query;
    int64_t unreviewed = 0;
    int64_t since = 0;
    enum err err = query_for(change, &query);
    if (err == OK && (person.v == 0 || person_id_equal(person, query.viewer))) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        query.person = person;
        err = conduct_store_unreviewed(change->db, &query, &unreviewed, &since);
    }
    if (err == OK && unreviewed == 0) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = conduct_store_review(change->db, person, change->now_utc_ms);
    }
    if (err == OK) {
        err = store_it(change, &row, reason);
    }
    if (err == OK) {
        err = clock_set(change, row.organisation);
    }
    return err == OK ? audit(change, "conduct.review", &row, reason) : err;
}

static enum err views_fill(struct change *change, const struct conduct_rows *rows,
                           struct conduct_page *page)
{
    const size_t count =
        rows->count < CONDUCT_PAGE_MAX ? rows->count : CONDUCT_PAGE_MAX;
    enum err err = OK;
    page->views = arena_array(change->arena, count, sizeof *page->views);
    for (size_t i = 0; i < count && err == OK; i++) {
        const struct conduct_row *row = &rows->rows[i];
        page->views[i] = (struct conduct_view){.id = row->id,
                                               .person = row->person,
                                               .by = row->by,
                                               .at_utc_ms = row->at_utc_ms,
                                               .reviewed_utc_ms = row->reviewed_utc_ms,
                                               .is_review = row->is_review};
        err = text_open(change, row, &page->views[i].text);
    }
    page->count = count;
    page->more = rows->count > count;
    return err;
}

// The note after which a page begins, where the reader may see it.
static enum err find_after(struct change *change, const struct conduct_query *query,
                           concern_id after, struct conduct_row *row)
{
    enum err err = conduct_store_get(change->db, change->arena, after, row);
    if (err == OK && (!organisation_id_equal(row->organisation, query->organisation) ||
                      person_id_equal(row->person, query->viewer))) {
        err = ERR_NOT_FOUND;
    }
    return err;
}

enum err conduct_list(struct change *change, person_id person, concern_id after,
                      struct conduct_page *page_out)
{
    struct conduct_query query;
    struct conduct_row last;
    struct conduct_rows rows;
    struct conduct_page page = {0};
    int64_t since = 0;
    enum err err = query_for(change, &query);
    if (err == OK && after.v != 0) {
        err = find_after(change, &query, after, &last);
    }
    if (err != OK) {
        return err;
    }
    query.person = person;
    query.after = after.v == 0 ? NULL : &last;
    query.limit = CONDUCT_PAGE_MAX + 1;
    err = conduct_store_list(change->db, change->arena, &query, &rows);
    if (err == OK) {
        err = views_fill(change, &rows, &page);
    }
    if (err == OK) {
        err = conduct_store_unreviewed(change->db, &query, &page.unreviewed, &since);
    }
    if (err == OK) {
        page.review_by_utc_ms = since == 0 ? 0 : since + MONTH_MS;
        *page_out = page;
    }
    return err;
}

// `reader` is told where there is something that she may look at.
static enum err tell_reader(struct change *change, const struct conduct_query *query)
{
    int64_t count = 0;
    int64_t since = 0;
    enum err err = conduct_store_unreviewed(change->db, query, &count, &since);
    return err == OK && count > 0
               ? care_tell(change, query->viewer,
                           (struct care_told){.what = CARE_NEWS_CONCERN})
               : err;
}

enum err conduct_due(struct change *change, int64_t id)
{
    const organisation_id organisation = {id};
    const struct person_store_filter leads = {.organisation = organisation,
                                              .by_role = true,
                                              .role = ROLE_SAFEGUARDING_LEAD,
                                              .limit = CARE_STAFF_MAX};
    struct conduct_query query = {.organisation = organisation};
    struct person_rows people;
    enum err err = person_store_page(change->db, change->arena, &leads, &people);
    for (size_t i = 0; err == OK && i < people.count; i++) {
        query.viewer = people.rows[i].id;
        err = tell_reader(change, &query);
    }
    if (err == OK) {
        query.leads_only = true;
        err = concern_store_deputy(change->db, organisation, &query.viewer);
    }
    if (err == OK && query.viewer.v != 0) {
        err = tell_reader(change, &query);
    }
    return err == OK ? clock_set(change, organisation) : err;
}
