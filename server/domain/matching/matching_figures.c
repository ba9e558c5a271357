#include "domain/matching/matching_figures.h"

#define PER_MILLE 1000

int64_t matching_figures_hide(int64_t count)
{
    return count > 0 && count < MATCHING_REPORT_LEAST ? MATCHING_REPORT_HIDDEN : count;
}

static void hide_all(struct matching_waits *waits)
{
    *waits = (struct matching_waits){
        .people = MATCHING_REPORT_HIDDEN,
        .still_waiting = MATCHING_REPORT_HIDDEN,
        .median_days = MATCHING_REPORT_HIDDEN,
        .p90_days = MATCHING_REPORT_HIDDEN,
        .longest_days = MATCHING_REPORT_HIDDEN,
        .over_14_per_mille = MATCHING_REPORT_HIDDEN,
        .over_28_per_mille = MATCHING_REPORT_HIDDEN,
    };
}

static int64_t people_of(const struct matching_waits *waits)
{
    return waits->people;
}

static int64_t still_waiting_of(const struct matching_waits *waits)
{
    return waits->still_waiting;
}

// The group to hide beside the only hidden one, or NULL. Nobody is hidden by a group of
// nobody, so that those are passed over.
static struct matching_report_group *
second(struct matching_report_group *groups, size_t count, const char *by,
       int64_t (*number_of)(const struct matching_waits *waits))
{
    struct matching_report_group *smallest = NULL;
    int hidden = 0;
    for (size_t i = 0; i < count; i++) {
        const int64_t number = number_of(&groups[i].waits);
        if (groups[i].by != by) {
            continue;
        }
        hidden += number == MATCHING_REPORT_HIDDEN;
        if (number > 0 && (smallest == NULL || number < number_of(&smallest->waits))) {
            smallest = &groups[i];
        }
    }
    return hidden == 1 ? smallest : NULL;
}

void matching_figures_hide_second(struct matching_report_group *groups, size_t count,
                                  const char *by)
{
    struct matching_report_group *group = second(groups, count, by, people_of);
    if (group != NULL) {
        hide_all(&group->waits);
    }
    group = second(groups, count, by, still_waiting_of);
    if (group != NULL) {
        group->waits.still_waiting = MATCHING_REPORT_HIDDEN;
    }
}

int64_t matching_figures_gini(const int64_t *loads, size_t count, int64_t sum)
{
    int64_t weighted = 0;
    for (size_t i = 0; i < count; i++) {
        weighted += (2 * ((int64_t)i + 1) - (int64_t)count - 1) * loads[i];
    }
    if (count == 0 || sum == 0) {
        return 0;
    }
    return weighted * PER_MILLE / ((int64_t)count * sum);
}
