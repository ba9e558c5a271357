#include "domain/matching/matching_report.h"

#include <stdlib.h>

#include "domain/access.h"
#include "domain/matching/matching_figures.h"
#include "domain/matching/matching_survival.h"
#include "domain/organisation.h"
#include "domain/profile.h"
#include "store/report_store.h"

#define ROWS_MAX 50000 // far more than a service has in the years that are kept
#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define FIRST_CONTACT_MS (48 * HOUR_MS)

// Fields by which waits are told apart.
static const enum matching_field FIELDS[] = {
    MATCHING_FIELD_ARRANGEMENT,  MATCHING_FIELD_STAGE,  MATCHING_FIELD_ETHNICITY,
    MATCHING_FIELD_ACCESS_NEEDS, MATCHING_FIELD_DEVICE, MATCHING_FIELD_AGE_BAND};

static const struct {
    const char *at;
    int days;
} ALIVE[] = {
    {"day_14",  14 },
    {"week_8",  56 },
    {"month_6", 182},
};

// First score of each band, and of what comes after the last.
static const int BANDS[MATCHING_REPORT_BANDS + 1] = {0, 350, 500, 650, 1001};

// What is counted, and whose it may be.
struct scope {
    organisation_id organisation;
    const area_id *area; // NULL: all
    bool sees_all;
};

struct wait_list {
    struct matching_one_wait *waits;
    size_t count;
    size_t capacity;
};

// A group that is being filled.
struct group {
    const char *by;
    struct text name;
    struct wait_list list;
};

struct counting {
    struct change *change;
    struct scope scope;
    struct wait_list all;
    struct group groups[MATCHING_REPORT_GROUPS];
    size_t group_count;
};

static bool is_in(const struct counting *counting, area_id area)
{
    const struct scope *scope = &counting->scope;
    if (scope->area != NULL && scope->area->v != area.v) {
        return false;
    }
    return scope->sees_all ||
           access_has_role(&counting->change->actor, ROLE_COORDINATOR, area);
}

// -- waits

static void wait_add(struct counting *counting, struct wait_list *list,
                     const struct matching_one_wait *wait)
{
    list->waits = arena_grow(counting->change->arena, list->waits, list->count,
                             &list->capacity, sizeof *list->waits);
    list->waits[list->count++] = *wait;
}

static void group_add(struct counting *counting, const char *by, struct text name,
                      const struct matching_one_wait *wait)
{
    for (size_t i = 0; i < counting->group_count; i++) {
        struct group *group = &counting->groups[i];
        if (group->by == by && text_equal(group->name, name)) {
            wait_add(counting, &group->list, wait);
            return;
        }
    }
    if (counting->group_count < MATCHING_REPORT_GROUPS) {
        struct group *group = &counting->groups[counting->group_count++];
        group->by = by;
        group->name = arena_text(counting->change->arena, name);
        wait_add(counting, &group->list, wait);
    }
}

static const struct profile_answer *find_answer(const struct profile_answer *answers,
                                                size_t count, enum matching_field field)
{
    for (size_t i = 0; i < count; i++) {
        if (answers[i].field == field && answers[i].value_count > 0) {
            return &answers[i];
        }
    }
    return NULL;
}

// She counts under each value that she gave.
static enum err group_by_answers(struct counting *counting, person_id carer,
                                 const struct matching_one_wait *wait)
{
    struct change scratch = *counting->change;
    struct profile_answer *answers = NULL;
    size_t count = 0;
    scratch.arena = arena_new(); // opened answers do not stay
    enum err err = profile_load(&scratch, carer, &answers, &count);
    for (size_t i = 0; err == OK && i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++) {
        const struct profile_answer *answer = find_answer(answers, count, FIELDS[i]);
        const char *by = matching_field_row(FIELDS[i])->name.s;
        if (answer == NULL) {
            group_add(counting, by, TEXT("unknown"), wait);
        }
        for (int j = 0; answer != NULL && j < answer->value_count; j++) {
            group_add(counting, by, answer->values[j], wait);
        }
    }
    arena_free(scratch.arena);
    return err;
}

static struct matching_one_wait wait_of(const struct report_wait *row,
                                        int64_t now_utc_ms)
{
    bool is_over = row->introduced_utc_ms != 0;
    bool has_left = !is_over && row->left_utc_ms != 0;
    int64_t end_utc_ms = is_over    ? row->introduced_utc_ms
                         : has_left ? row->left_utc_ms
                                    : now_utc_ms;
    int64_t ms = end_utc_ms - row->since_utc_ms;
    return (struct matching_one_wait){ms < 0 ? 0 : ms, is_over, !is_over && !has_left};
}

static enum err count_waits(struct counting *counting, struct matching_report *report)
{
    struct change *change = counting->change;
    struct report_waits rows;
    enum err err = report_store_waits(change->db, change->arena,
                                      counting->scope.organisation, ROWS_MAX, &rows);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        const struct report_wait *row = &rows.rows[i];
        struct matching_one_wait wait = wait_of(row, change->now_utc_ms);
        if (!is_in(counting, row->area)) {
            continue;
        }
        wait_add(counting, &counting->all, &wait);
        group_add(counting, "area", text_of(area_id_text(row->area).s), &wait);
        err = group_by_answers(counting, row->carer, &wait);
    }
    if (err == OK) {
        report->waits =
            matching_survival_figures(counting->all.waits, counting->all.count);
    }
    return err;
}

static void put_groups(const struct counting *counting, struct matching_report *report)
{
    report->group_count = counting->group_count;
    for (size_t i = 0; i < counting->group_count; i++) {
        const struct group *group = &counting->groups[i];
        report->groups[i] = (struct matching_report_group){
            group->by, group->name,
            matching_survival_figures(group->list.waits, group->list.count)};
    }
    matching_figures_hide_second(report->groups, report->group_count, "area");
    for (size_t i = 0; i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++) {
        matching_figures_hide_second(report->groups, report->group_count,
                                     matching_field_row(FIELDS[i])->name.s);
    }
}

// -- matches

static void count_answers(const struct report_match *row,
                          struct matching_report *report)
{
    report->offered += row->was_offered;
    report->accepted += row->both_said_yes;
    report->declined_by_carer += row->carer_said_no;
    report->declined_by_supporter += row->supporter_said_no;
    report->expired += row->expired;
}

static void count_life(const struct report_match *row, struct matching_report *report)
{
    int64_t age_ms = report->at_utc_ms - row->introduced_utc_ms;
    if (row->introduced_utc_ms == 0) {
        return;
    }
    if (age_ms >= FIRST_CONTACT_MS) {
        report->introduced++;
        report->within_48_hours +=
            row->first_contact_utc_ms != 0 &&
            row->first_contact_utc_ms - row->introduced_utc_ms <= FIRST_CONTACT_MS;
    }
    if (row->ended_utc_ms != 0) {
        report->for_cause += row->ended_for_cause;
        report->unplanned += row->ended_unplanned;
        report->planned += !row->ended_for_cause && !row->ended_unplanned;
    }
    for (size_t i = 0; i < sizeof(ALIVE) / sizeof(ALIVE[0]); i++) {
        if (age_ms >= ALIVE[i].days * DAY_MS) {
            report->alive[i].introduced++;
            report->alive[i].alive +=
                row->ended_utc_ms == 0 ||
                row->ended_utc_ms - row->introduced_utc_ms > ALIVE[i].days * DAY_MS;
        }
    }
}

static void count_like_me(const struct report_match *row,
                          struct matching_report *report)
{
    for (int i = 0; i < MATCHING_REPORT_BANDS; i++) {
        if (row->score >= BANDS[i] && row->score < BANDS[i + 1]) {
            report->bands[i].answers += row->like_me_count;
            report->bands[i].mean_hundredths += row->like_me_sum; // divided at the end
        }
    }
}

static void begin_lists(struct matching_report *report)
{
    for (size_t i = 0; i < sizeof(ALIVE) / sizeof(ALIVE[0]); i++) {
        report->alive[i].at = ALIVE[i].at;
    }
    for (int i = 0; i < MATCHING_REPORT_BANDS; i++) {
        report->bands[i].from = BANDS[i];
        report->bands[i].to = BANDS[i + 1] - 1;
    }
}

static enum err count_matches(struct counting *counting, struct matching_report *report)
{
    struct change *change = counting->change;
    struct report_matches rows;
    enum err err = report_store_matches(change->db, change->arena,
                                        counting->scope.organisation, ROWS_MAX, &rows);
    begin_lists(report);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        if (is_in(counting, rows.rows[i].area)) {
            count_answers(&rows.rows[i], report);
            count_life(&rows.rows[i], report);
            count_like_me(&rows.rows[i], report);
        }
    }
    return err;
}

// -- load

static int load_compare(const void *one, const void *two)
{
    const int64_t a = *(const int64_t *)one;
    const int64_t b = *(const int64_t *)two;
    return a < b ? -1 : a > b;
}

static enum err count_load(struct counting *counting, struct matching_report *report)
{
    struct change *change = counting->change;
    struct report_loads rows;
    size_t kept = 0;
    int64_t *loads = NULL;
    enum err err = report_store_loads(change->db, change->arena,
                                      counting->scope.organisation, ROWS_MAX, &rows);
    if (err == OK) {
        loads = arena_array(change->arena, rows.count, sizeof *loads);
    }
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        if (is_in(counting, rows.rows[i].area)) {
            loads[kept++] = rows.rows[i].people;
            report->matched += rows.rows[i].people;
        }
    }
    report->supporters = (int64_t)kept;
    report->most = MATCHING_REPORT_HIDDEN;
    report->gini_per_mille = MATCHING_REPORT_HIDDEN;
    if (err == OK && kept >= MATCHING_REPORT_LEAST) {
        qsort(loads, kept, sizeof *loads, load_compare);
        report->most = loads[kept - 1];
        report->gini_per_mille = matching_figures_gini(loads, kept, report->matched);
    }
    return err;
}

// -- what may be told

static void hide_small(struct matching_report *report)
{
    int64_t *counts[] = {
        &report->supporters, &report->matched,           &report->offered,
        &report->accepted,   &report->declined_by_carer, &report->declined_by_supporter,
        &report->expired,    &report->introduced,        &report->within_48_hours,
        &report->planned,    &report->unplanned,         &report->for_cause,
    };
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        *counts[i] = matching_figures_hide(*counts[i]);
    }
    for (size_t i = 0; i < sizeof(ALIVE) / sizeof(ALIVE[0]); i++) {
        report->alive[i].introduced =
            matching_figures_hide(report->alive[i].introduced);
        report->alive[i].alive = matching_figures_hide(report->alive[i].alive);
    }
    for (int i = 0; i < MATCHING_REPORT_BANDS; i++) {
        struct matching_band *band = &report->bands[i];
        bool is_told = band->answers >= MATCHING_REPORT_LEAST;
        band->mean_hundredths = is_told ? band->mean_hundredths * 100 / band->answers
                                        : MATCHING_REPORT_HIDDEN;
        band->answers = matching_figures_hide(band->answers);
    }
}

static enum err make(struct change *change, const struct scope *scope,
                     struct matching_report *report_out)
{
    struct counting *counting = arena_alloc(change->arena, sizeof *counting);
    *counting = (struct counting){.change = change, .scope = *scope};
    *report_out = (struct matching_report){.at_utc_ms = change->now_utc_ms};
    enum err err = OK;
    if (scope->area != NULL) {
        report_out->area = *scope->area;
        err = organisation_has_area(change, scope->organisation, *scope->area);
    }
    if (err == OK) {
        err = count_waits(counting, report_out);
    }
    if (err == OK) {
        err = count_matches(counting, report_out);
    }
    if (err == OK) {
        err = count_load(counting, report_out);
    }
    if (err == OK) {
        put_groups(counting, report_out);
        hide_small(report_out);
    }
    return err;
}

enum err matching_report_make(struct change *change, const area_id *area,
                              struct matching_report *report_out)
{
    const unsigned all =
        ROLE_BIT(ROLE_SAFEGUARDING_LEAD) | ROLE_BIT(ROLE_ADMINISTRATOR);
    const struct scope scope = {.organisation = change->actor.organisation,
                                .area = area,
                                .sees_all = access_any_role(&change->actor, all) == OK};
    if (!scope.sees_all &&
        access_any_role(&change->actor, ROLE_BIT(ROLE_COORDINATOR)) != OK) {
        return ERR_DENIED;
    }
    if (!scope.sees_all && area != NULL &&
        !access_has_role(&change->actor, ROLE_COORDINATOR, *area)) {
        return ERR_NOT_FOUND;
    }
    return make(change, &scope, report_out);
}

enum err matching_report_of(struct change *change, organisation_id organisation,
                            const area_id *area, struct matching_report *report_out)
{
    struct organisation found;
    enum err err = organisation_find(change, organisation, &found);
    if (err != OK) {
        return err;
    }
    const struct scope scope = {
        .organisation = found.id, .area = area, .sees_all = true};
    return make(change, &scope, report_out);
}
