#include "domain/matching/matching_view.h"

#include "domain/access.h"
#include "domain/cards.h"
#include "domain/matching/matching_explain.h"
#include "domain/matching/matching_pool.h"
#include "domain/matching/matching_run.h"
#include "domain/matching/matching_schedule.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "store/case_store.h"
#include "store/run_part_store.h"
#include "store/run_store.h"

#define ROWS_AT_ONCE 32

#define DESK (ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_SAFEGUARDING_LEAD))

enum err matching_view_run(struct change *change, run_id id,
                           struct matching_run *run_out)
{
    enum err err = access_any_role(&change->actor, DESK);
    if (err == OK) {
        err = run_store_find(change->db, change->arena, id, run_out);
    }
    if (err == OK &&
        !organisation_id_equal(run_out->organisation, change->actor.organisation)) {
        err = ERR_NOT_FOUND;
    }
    return err;
}

// Whether the actor may see the carer of `row`.
static enum err is_visible(struct change *change, const struct run_carer_row *row,
                           bool *visible_out)
{
    enum case_part part;
    enum role as = ROLE_COORDINATOR;
    const struct actor *actor = &change->actor;
    const bool is_staff = access_staff_of(actor, row->carer.area, &as);
    // Why nobody suits her is for others to see.
    *visible_out = is_staff && !person_id_equal(row->carer.carer, actor->person);
    if (!*visible_out) {
        return OK;
    }
    bool apart = false;
    enum err err = safeguarding_is_apart(change, row->carer.carer, &apart);
    if (err != OK || apart) {
        *visible_out = false;
        return err;
    }
    err = case_store_part(change->db, change->arena, row->carer.carer,
                          change->actor.person, &part);
    *visible_out = err == ERR_NOT_FOUND;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err matching_view_carer(struct change *change, const struct matching_run *run,
                             person_id carer, struct run_carer_row *row_out)
{
    bool visible = false;
    enum err err = run_part_store_carer(change->db, change->arena,
                                        matching_run_origin(run), carer, row_out);
    if (err == OK) {
        err = is_visible(change, row_out, &visible);
    }
    return err == OK && !visible ? ERR_NOT_FOUND : err;
}

static bool can_be_seen(const struct matching_run *run)
{
    return run->state == MATCHING_RUN_READY || run->state == MATCHING_RUN_REPLACED;
}

// Whoever asked; the timetable is nobody.
static enum err read_asker(struct change *change, person_id person,
                           struct person_card *card_out)
{
    struct cards cards = {0};
    return cards_see(change, &cards, person, card_out);
}

// -- one pair

// What counted most, in words, from what the two say of themselves today.
static enum err read_lines(struct change *change, struct matching_view_pair *view)
{
    const struct matching_run_pair pair = {view->carer.id, view->supporter.id};
    struct text lines[MATCHING_CRITERIA];
    struct matching_pool_pair now;
    if (!view->found.has_score) {
        return OK;
    }
    enum err err = matching_pool_pair(change, &pair, (match_id){0}, &now);
    if (err != OK) {
        return err;
    }
    int count = matching_reasons(change->arena, &now.carer, &now.supporter,
                                 &view->found.score, lines);
    view->line_count = count < MATCHING_VIEW_LINES ? count : MATCHING_VIEW_LINES;
    for (int i = 0; i < view->line_count; i++) {
        view->lines[i] = lines[i];
    }
    return OK;
}

static enum err read_pair(struct change *change, const struct matching_run_pair *pair,
                          struct text row, int position,
                          struct matching_view_pair *view_out)
{
    enum err err = matching_row_pair_at(row, position, &view_out->found);
    if (err == OK) {
        err = person_card(change, pair->carer, &view_out->carer);
    }
    if (err == OK) {
        err = person_card(change, pair->supporter, &view_out->supporter);
    }
    return err == OK ? read_lines(change, view_out) : err;
}

// The place of `supporter`, or -1.
static int position_of(const struct run_supporter_rows *supporters, person_id supporter)
{
    for (size_t i = 0; i < supporters->count; i++) {
        if (person_id_equal(supporters->rows[i].supporter, supporter)) {
            return supporters->rows[i].position;
        }
    }
    return -1;
}

enum err matching_view_pair(struct change *change, run_id id,
                            const struct matching_run_pair *pair,
                            struct matching_view_pair *pair_out)
{
    struct run_supporter_rows supporters;
    struct run_carer_row row;
    struct matching_run run;
    struct text pairs;
    *pair_out = (struct matching_view_pair){0};
    enum err err = matching_view_run(change, id, &run);
    if (err == OK) {
        err = matching_view_carer(change, &run, pair->carer, &row);
    }
    if (err == OK && !can_be_seen(&run)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = run_part_store_supporters(change->db, change->arena,
                                        matching_run_origin(&run), &supporters);
    }
    if (err != OK) {
        return err;
    }
    bool apart = false;
    int position = position_of(&supporters, pair->supporter);
    err = safeguarding_is_apart(change, pair->supporter, &apart);
    if (err != OK || apart || position < 0) {
        return err == OK ? ERR_NOT_FOUND : err;
    }
    err = matching_run_open_row(change, matching_run_origin(&run), &row, &pairs);
    if (err == ERR_GONE) {
        return ERR_NOT_FOUND; // erased since
    }
    (void)access_staff_of(&change->actor, row.carer.area, &pair_out->as);
    return err == OK ? read_pair(change, pair, pairs, position, pair_out) : err;
}

enum err matching_view_pair_note(struct change *change, run_id id,
                                 const struct matching_view_pair *pair)
{
    struct audit_entry entry = {.action = "matching.pair",
                                .object = id.v,
                                .object2 = pair->carer.id.v,
                                .roles = ROLE_BIT(pair->as)};
    const enum err err = change_audit_entry(change, &entry);

    entry.object2 = pair->supporter.id.v;
    return err == OK ? change_audit_entry(change, &entry) : err;
}

// -- why nobody yet

static void tally(struct matching_view_unmatched *view, struct text code)
{
    for (int i = 0; i < view->tally_count; i++) {
        if (text_equal(view->tallies[i].code, code)) {
            view->tallies[i].supporters++;
            return;
        }
    }
    view->tallies[view->tally_count++] = (struct matching_view_tally){code, 1};
}

// A carer's row, opened.
struct opened {
    const struct run_carer_row *row;
    struct text pairs;
};

// Reasons are told as people are told them: several gates may share one.
static enum err tally_row(const struct matching_run *run, struct text row,
                          const struct run_supporter_rows *supporters,
                          struct matching_view_unmatched *view, person_id *best_out)
{
    size_t at = 0;
    int best = -1;
    for (size_t i = 0; i < supporters->count; i++) {
        struct matching_row_pair pair;
        enum err err = matching_row_next(row, &at, &pair);
        if (err != OK) {
            return err;
        }
        int score = pair.score.total;
        if (pair.gate != MATCHING_GATE_NONE) {
            tally(view, matching_gates[pair.gate].told_as);
            continue;
        }
        tally(view, score < run->floor ? TEXT("below_floor") : TEXT("taken"));
        if (score > best) {
            best = score;
            *best_out = supporters->rows[i].supporter;
        }
    }
    view->has_best = best >= 0;
    view->best_score = best;
    return OK;
}

static enum err read_unmatched(struct change *change, const struct matching_run *run,
                               const struct opened *opened,
                               const struct run_supporter_rows *supporters,
                               struct matching_view_unmatched *view_out)
{
    const struct run_carer_row *row = opened->row;
    person_id best = {0};
    *view_out = (struct matching_view_unmatched){.tier = row->carer.tier,
                                                 .waited_days = row->carer.waited_days};
    enum err err = tally_row(run, opened->pairs, supporters, view_out, &best);
    if (err == OK) {
        err = person_card(change, row->carer.carer, &view_out->carer);
    }
    if (err == OK && view_out->has_best) {
        struct cards cards = {0};
        err = cards_see(change, &cards, best, &view_out->best);
        view_out->has_best = view_out->best.id.v != 0;
    }
    return err;
}

// -- a page

// What a page is made from.
struct page {
    struct run_supporter_rows supporters;
    struct run_proposal_rows proposals;
    const struct matching_proposal *worst; // NULL: none
};

static const struct matching_proposal *find_worst(const struct run_proposal_rows *list)
{
    const struct matching_proposal *worst = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct matching_proposal *proposal = &list->rows[i];
        if (!proposal->is_locked && (worst == NULL || proposal->score < worst->score)) {
            worst = proposal;
        }
    }
    return worst;
}

static const struct matching_proposal *find_proposal(const struct page *page,
                                                     person_id carer)
{
    for (size_t i = 0; i < page->proposals.count; i++) {
        if (person_id_equal(page->proposals.rows[i].carer, carer)) {
            return &page->proposals.rows[i];
        }
    }
    return NULL;
}

static enum err add_proposal(struct change *change, const struct page *page,
                             const struct opened *opened,
                             const struct matching_proposal *proposal,
                             struct matching_view *view)
{
    struct matching_view_proposal *to = &view->proposals[view->proposal_count++];
    const struct matching_run_pair pair = {proposal->carer, proposal->supporter};
    int position = position_of(&page->supporters, proposal->supporter);
    *to = (struct matching_view_proposal){.proposal = *proposal,
                                          .tier = opened->row->carer.tier,
                                          .waited_days = opened->row->carer.waited_days,
                                          .is_worst = proposal == page->worst};
    return position < 0 ? ERR_CORRUPT
                        : read_pair(change, &pair, opened->pairs, position, &to->pair);
}

// A proposal of somebody whom the actor may not know of is not shown at all.
static enum err add_visible(struct change *change, const struct page *page,
                            const struct opened *opened,
                            const struct matching_proposal *proposal,
                            struct matching_view *view)
{
    bool apart = false;
    enum err err = safeguarding_is_apart(change, proposal->supporter, &apart);
    return err == OK && !apart ? add_proposal(change, page, opened, proposal, view)
                               : err;
}

// Whoever was erased since the run is no longer there to be seen.
static enum err add_carer(struct change *change, const struct page *page,
                          const struct run_carer_row *row, struct matching_view *view)
{
    struct opened opened = {.row = row};
    const struct matching_proposal *proposal = find_proposal(page, row->carer.carer);
    enum err err = matching_run_open_row(change, matching_run_origin(&view->run), row,
                                         &opened.pairs);
    if (err != OK) {
        return err == ERR_GONE ? OK : err;
    }
    if (proposal != NULL) {
        return add_visible(change, page, &opened, proposal, view);
    }
    return read_unmatched(change, &view->run, &opened, &page->supporters,
                          &view->unmatched[view->unmatched_count++]);
}

// Rows after the position `after`, until the page is full or none is left.
static enum err fill_page(struct change *change, const struct page *page, int after,
                          struct matching_view *view)
{
    int room = MATCHING_VIEW_CARERS;
    struct run_carer_rows rows = {.count = ROWS_AT_ONCE};
    enum err err = OK;
    while (err == OK && rows.count == ROWS_AT_ONCE) {
        const struct run_carer_query query = {matching_run_origin(&view->run), after,
                                              ROWS_AT_ONCE};
        err = run_part_store_carers(change->db, change->arena, &query, &rows);
        for (size_t i = 0; err == OK && i < rows.count; i++) {
            bool visible = false;
            err = is_visible(change, &rows.rows[i], &visible);
            after = rows.rows[i].carer.position;
            if (err != OK || !visible) {
                continue;
            }
            if (room-- == 0) {
                view->more = true;
                return OK;
            }
            view->last = rows.rows[i].carer.carer;
            err = add_carer(change, page, &rows.rows[i], view);
        }
    }
    return err;
}

static enum err read_worst(struct change *change, const struct page *page,
                           struct matching_view *view)
{
    struct run_carer_row row;
    if (page->worst == NULL) {
        return OK;
    }
    enum err err = matching_view_carer(change, &view->run, page->worst->carer, &row);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    struct cards cards = {0};
    view->worst_score = page->worst->score;
    err = cards_get(change, &cards, page->worst->carer, &view->worst_carer);
    if (err == OK) {
        err = cards_see(change, &cards, page->worst->supporter, &view->worst_supporter);
        view->has_worst = view->worst_supporter.id.v != 0;
    }
    return err;
}

static enum err load_page(struct change *change, const struct matching_run *run,
                          struct page *page_out)
{
    enum err err = run_part_store_supporters(
        change->db, change->arena, matching_run_origin(run), &page_out->supporters);
    if (err == OK) {
        err = run_part_store_proposals(change->db, change->arena, run->id,
                                       &page_out->proposals);
    }
    if (err == OK) {
        page_out->worst = find_worst(&page_out->proposals);
    }
    return err;
}

// Where the page begins.
static enum err find_after(struct change *change, const struct matching_run *run,
                           person_id after, int *position_out)
{
    struct run_carer_row row;
    *position_out = -1;
    if (after.v == 0) {
        return OK;
    }
    enum err err = matching_view_carer(change, run, after, &row);
    if (err == OK) {
        *position_out = row.carer.position;
    }
    return err;
}

enum err matching_view_page(struct change *change, run_id id, person_id after,
                            struct matching_view *view_out)
{
    struct page page;
    int position = -1;
    *view_out = (struct matching_view){0};
    view_out->proposals =
        arena_array(change->arena, MATCHING_VIEW_CARERS, sizeof *view_out->proposals);
    view_out->unmatched =
        arena_array(change->arena, MATCHING_VIEW_CARERS, sizeof *view_out->unmatched);
    enum err err = matching_view_run(change, id, &view_out->run);
    if (err == OK && !can_be_seen(&view_out->run)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = read_asker(change, view_out->run.requested_by, &view_out->requested_by);
    }
    if (err == OK) {
        err = find_after(change, &view_out->run, after, &position);
    }
    if (err == OK) {
        err = load_page(change, &view_out->run, &page);
    }
    if (err == OK) {
        err = read_worst(change, &page, view_out);
    }
    return err == OK ? fill_page(change, &page, position, view_out) : err;
}

// -- the list of runs

enum err matching_view_runs(struct change *change, run_id after,
                            struct matching_view_runs *runs_out)
{
    const struct run_query query = {change->actor.organisation, after,
                                    MATCHING_VIEW_RUNS + 1};
    struct matching_run last;
    struct run_rows page;
    enum err err = access_any_role(&change->actor, DESK);
    if (err == OK && after.v != 0) {
        err = matching_view_run(change, after, &last);
    }
    if (err == OK) {
        err = run_store_page(change->db, change->arena, &query, &page);
    }
    if (err != OK) {
        return err;
    }
    *runs_out = (struct matching_view_runs){
        .rows = page.rows,
        .requested_by =
            arena_array(change->arena, page.count, sizeof(struct person_card)),
        .more = page.count > MATCHING_VIEW_RUNS,
        .urgent_at_utc_ms = matching_schedule_next(change->policy, MATCHING_LANE_URGENT,
                                                   change->now_utc_ms),
        .weekly_at_utc_ms = matching_schedule_next(change->policy, MATCHING_LANE_WEEKLY,
                                                   change->now_utc_ms),
    };
    runs_out->count = runs_out->more ? MATCHING_VIEW_RUNS : page.count;
    for (size_t i = 0; err == OK && i < runs_out->count; i++) {
        err = read_asker(change, page.rows[i].requested_by, &runs_out->requested_by[i]);
    }
    return err;
}
