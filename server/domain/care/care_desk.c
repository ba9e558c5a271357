#include "domain/care/care_desk.h"

#include "domain/access.h"
#include "domain/cards.h"
#include "domain/care/care_case.h"
#include "domain/care/care_reader.h"
#include "domain/conversation.h"
#include "store/care_excerpt_store.h"
#include "store/care_report_store.h"
#include "store/conversation_store.h"

#define ROWS_MAX 1000    // looked through for one page; the next one goes on from there
#define REPORTS_MAX 1000 // as many as a group has members
#define EXCERPT_BYTES (20 * 1024) // leaves room for reports and history in one reply
#define NOTES_BYTES (8 * 1024)    // of all reports, and the same of all steps
#define STATE(state) (1u << CARE_CASE_##state)

static const unsigned VIEWS[] = {
    [CARE_CASE_VIEW_OPEN] = STATE(QUEUED) | STATE(CLAIMED) | STATE(ASKED),
    [CARE_CASE_VIEW_DECIDED] = STATE(DECIDED),
    [CARE_CASE_VIEW_APPEALED] = STATE(APPEALED),
    [CARE_CASE_VIEW_CLOSED] = STATE(CLOSED),
};

// ---- a line

static enum err title_of(struct change *change, const struct care_case *row,
                         struct text *title_out)
{
    struct conversation_row where;
    *title_out = (struct text){0};
    if (row->conversation.v == 0) {
        return OK;
    }
    const enum err err =
        conversation_store_get(change->db, change->arena, row->conversation, &where);
    return err == OK && where.conversation.kind == CONVERSATION_GROUP
               ? conversation_title(change, &where, change->actor.person, title_out)
               : err;
}

static enum err line_of(struct change *change, struct cards *cards,
                        const struct care_case *row, struct care_desk_row *line_out)
{
    struct care_desk_row line = {.row = *row};
    struct care_report_rows reports;
    enum err err = title_of(change, row, &line.title);
    if (err == OK) {
        err = care_report_store_in(change->db, change->arena, row->id, REPORTS_MAX,
                                   &reports);
    }
    if (err != OK) {
        return err;
    }
    line.reports = (int)reports.count;
    for (size_t i = 0; i < reports.count; i++) {
        line.abouts |= 1u << reports.rows[i].about;
    }
    line.held = care_case_is_held(change, row);
    if (line.held) {
        line.mine = person_id_equal(row->claimed_by, change->actor.person);
        err = cards_see(change, cards, row->claimed_by, &line.claimed_by);
    }
    *line_out = line;
    return err;
}

// ---- the list

static struct care_case_query query_of(const struct change *change,
                                       const struct care_desk_query *query)
{
    const bool is_done = query->by_view && (query->view == CARE_CASE_VIEW_DECIDED ||
                                            query->view == CARE_CASE_VIEW_CLOSED);
    return (struct care_case_query){.organisation = change->actor.organisation,
                                    .states = query->by_view
                                                  ? VIEWS[query->view]
                                                  : VIEWS[CARE_CASE_VIEW_OPEN] |
                                                        VIEWS[CARE_CASE_VIEW_APPEALED],
                                    .after = query->after,
                                    .latest_first = is_done,
                                    .limit = ROWS_MAX};
}

// Fills `list` with those of `rows` that the actor may look at.
static enum err list_fill(struct change *change, const struct care_case_rows *rows,
                          struct care_desk_list *list)
{
    struct cards cards = {0};
    enum err err = OK;
    for (size_t i = 0; err == OK && i < rows->count; i++) {
        bool sees = false;
        if (list->count == CARE_DESK_PAGE) {
            list->next = rows->rows[i - 1].id;
            return OK;
        }
        err = care_reader_sees(change, &rows->rows[i], &sees);
        if (err == OK && sees) {
            cards.sees_all = care_reader_leads(change, &rows->rows[i]);
            err = line_of(change, &cards, &rows->rows[i], &list->rows[list->count++]);
        }
    }
    if (err == OK && rows->count == ROWS_MAX) {
        list->next = rows->rows[rows->count - 1].id;
    }
    return err;
}

enum err care_desk_list(struct change *change, const struct care_desk_query *query,
                        struct care_desk_list *list_out)
{
    const unsigned readers = ROLE_BIT(ROLE_FACILITATOR) | ROLE_BIT(ROLE_COORDINATOR) |
                             ROLE_BIT(ROLE_SAFEGUARDING_LEAD);
    const struct care_case_query wanted = query_of(change, query);
    struct care_case_rows rows;
    struct care_desk_list list = {0};
    enum err err = access_any_role(&change->actor, readers);
    if (err == OK) {
        err = care_case_store_page(change->db, change->arena, &wanted, &rows);
    }
    if (err != OK) {
        return err;
    }
    list.rows = arena_array(change->arena, CARE_DESK_PAGE, sizeof *list.rows);
    err = list_fill(change, &rows, &list);
    if (err == OK) {
        *list_out = list;
    }
    return err;
}

// ---- one case

static enum err read_authors(struct change *change, struct cards *cards,
                             struct care_desk_case *it)
{
    enum err err = OK;
    it->authors = arena_array(change->arena, it->excerpt.count, sizeof *it->authors);
    for (size_t i = 0; err == OK && i < it->excerpt.count; i++) {
        err = cards_see(change, cards, it->excerpt.lines[i].author, &it->authors[i]);
    }
    return err;
}

static enum err read_reports(struct change *change, care_case_id id,
                             struct care_desk_case *it)
{
    struct care_report_rows rows;
    size_t bytes = 0;
    enum err err = care_report_store_in(change->db, change->arena, id,
                                        CARE_DESK_REPORTS_MAX, &rows);
    if (err != OK) {
        return err;
    }
    it->reports = arena_array(change->arena, rows.count, sizeof *it->reports);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        const struct care_report_row *row = &rows.rows[i];
        const struct seal_place place = {
            .table = "care_report", .column = "note_sealed", .key_a = row->id.v};
        const struct sealed sealed = {row->note_sealed, row->note_version};
        struct care_desk_report *report = &it->reports[it->report_count];
        *report = (struct care_desk_report){row->about, row->at_utc_ms, {0}};
        err = care_case_unseal(change, id, place, sealed, &report->note);
        bytes += report->note.len;
        if (bytes > NOTES_BYTES) {
            report->note = (struct text){0};
        }
        it->report_count++;
    }
    return err;
}

static enum err read_step(struct change *change, struct cards *cards,
                          const struct care_step_row *row,
                          struct care_desk_step *step_out)
{
    const struct seal_place place = {.table = "care_step",
                                     .column = "text_sealed",
                                     .key_a = row->care_case.v,
                                     .key_b = row->step};
    const struct sealed sealed = {row->text_sealed, row->text_version};
    *step_out = (struct care_desk_step){.what = row->what,
                                        .at_utc_ms = row->at_utc_ms,
                                        .has_decision = row->has_decision,
                                        .decision = row->decision,
                                        .rule = row->rule};
    const enum err err = cards_see(change, cards, row->by, &step_out->by);
    return err == OK ? care_case_unseal(change, row->care_case, place, sealed,
                                        &step_out->text)
                     : err;
}

// Leaves the words of the newest notes, or of the newest of all other steps, as far as
// there is room beside `*bytes` of others.
static void fit_words(struct care_desk_case *it, bool notes, size_t *bytes)
{
    for (size_t i = it->step_count; i > 0; i--) {
        struct care_desk_step *step = &it->steps[i - 1];
        if ((step->what == CARE_STEP_ANSWERED) != notes) {
            continue;
        }
        *bytes += step->text.len;
        if (*bytes > NOTES_BYTES) {
            step->text = (struct text){0};
        }
    }
}

// Several who report can add more than there is room for: what was done with the case
// comes before it.
static enum err read_steps(struct change *change, struct cards *cards, care_case_id id,
                           struct care_desk_case *it)
{
    const struct care_step_query query = {
        .care_case = id, .limit = CARE_DESK_STEPS_MAX, .notes = CARE_DESK_NOTES_MAX};
    struct care_step_rows rows;
    size_t bytes = 0;
    enum err err = care_excerpt_store_steps(change->db, change->arena, &query, &rows);
    if (err != OK) {
        return err;
    }
    it->steps = arena_array(change->arena, rows.count, sizeof *it->steps);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        err = read_step(change, cards, &rows.rows[i], &it->steps[i]);
    }
    it->step_count = err == OK ? rows.count : 0;
    fit_words(it, false, &bytes);
    fit_words(it, true, &bytes);
    return err;
}

static enum err read_similar(struct change *change, const struct care_case *row,
                             struct care_desk_case *it)
{
    struct care_case_rows rows;
    const enum err err = care_case_store_similar(change->db, change->arena, row,
                                                 CARE_DESK_SIMILAR_MAX, &rows);
    if (err == OK) {
        it->similar = rows.rows;
        it->similar_count = rows.count;
    }
    return err;
}

#define CAN(what) (1u << CARE_DESK_##what)

static unsigned can_appealed(const struct care_desk_row *line, bool may)
{
    if (!may || (line->held && !line->mine)) {
        return 0;
    }
    return CAN(REDECIDE) | (line->mine ? CAN(RELEASE) : CAN(CLAIM));
}

static unsigned can_open(const struct care_desk_row *line, bool may)
{
    const unsigned pass_on = line->row.lane != CARE_LANE_LEAD ? CAN(PASS_ON) : 0;
    if (line->held && !line->mine) {
        return 0;
    }
    if (!line->mine) {
        return pass_on | (may ? CAN(CLAIM) : 0);
    }
    const unsigned ask = line->reports > 0 ? CAN(ASK) : 0;
    return pass_on | CAN(RELEASE) | (may ? CAN(DECIDE) | ask : 0);
}

static enum err can_of(struct change *change, const struct care_desk_row *line,
                       unsigned *can_out)
{
    const struct care_case *row = &line->row;
    const bool is_appeal = row->state == CARE_CASE_APPEALED;
    bool may = false;
    *can_out = 0;
    if (!is_appeal && !care_case_is_open(row)) {
        return OK;
    }
    const enum err err = is_appeal ? care_reader_may_redecide(change, row, &may)
                                   : care_reader_may_decide(change, row, &may);
    if (err == OK) {
        *can_out = is_appeal ? can_appealed(line, may) : can_open(line, may);
    }
    return err;
}

static enum err read_all(struct change *change, const struct care_case *row,
                         int64_t after, struct care_desk_case *it)
{
    struct cards cards = {.sees_all = care_reader_leads(change, row)};
    enum err err = line_of(change, &cards, row, &it->row);
    if (err == OK) {
        err = cards_get(change, &cards, row->subject, &it->author);
    }
    if (err == OK) {
        err = care_case_store_earlier(change->db, row->subject, row->id, &it->earlier);
    }
    if (err == OK) {
        err = care_excerpt_read(change, row, after, EXCERPT_BYTES, &it->excerpt);
    }
    if (err == OK) {
        err = read_authors(change, &cards, it);
    }
    if (err == OK) {
        err = read_reports(change, row->id, it);
    }
    if (err == OK) {
        err = read_steps(change, &cards, row->id, it);
    }
    if (err == OK) {
        err = care_rule_list(change, row, &it->rules);
    }
    if (err == OK) {
        err = can_of(change, &it->row, &it->can);
    }
    return err == OK ? read_similar(change, row, it) : err;
}

enum err care_desk_get(struct change *change, care_case_id id, int64_t after,
                       struct care_desk_case *case_out)
{
    struct care_case row = {0};
    struct care_desk_case it = {0};
    enum err err = care_reader_find(change, id, &row);
    const struct audit_entry audit = {
        .action = "case.get", .object = id.v, .object2 = row.subject.v};
    if (err == OK) {
        err = change_audit_entry(change, &audit);
    }
    if (err == OK) {
        err = read_all(change, &row, after, &it);
    }
    if (err == OK) {
        *case_out = it;
    }
    return err;
}
