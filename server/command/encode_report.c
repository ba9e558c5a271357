#include "command/encode_report.h"

#include "command/encode.h"

// A hidden count is null.
static void set_count(json_t *object, const char *name, int64_t count)
{
    json_object_set_new(object, name,
                        count == MATCHING_REPORT_HIDDEN ? json_null()
                                                        : json_integer(count));
}

// A figure that is hidden or not known yet is left out.
static void set_figure(json_t *object, const char *name, int64_t figure)
{
    if (figure >= 0) {
        json_object_set_new(object, name, json_integer(figure));
    }
}

static json_t *waits_of(const struct matching_waits *waits)
{
    json_t *object = json_object();
    set_count(object, "people", waits->people);
    set_count(object, "still_waiting", waits->still_waiting);
    set_figure(object, "median_days", waits->median_days);
    set_figure(object, "p90_days", waits->p90_days);
    set_figure(object, "longest_days", waits->longest_days);
    set_figure(object, "over_14_per_mille", waits->over_14_per_mille);
    set_figure(object, "over_28_per_mille", waits->over_28_per_mille);
    return object;
}

static json_t *groups_of(const struct matching_report *report)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < report->group_count; i++) {
        json_t *group = json_object();
        json_object_set_new(group, "by", json_string(report->groups[i].by));
        json_object_set_new(group, "name", encode_text(report->groups[i].name));
        json_object_set_new(group, "waits", waits_of(&report->groups[i].waits));
        json_array_append_new(groups, group);
    }
    return groups;
}

static json_t *load_of(const struct matching_report *report)
{
    json_t *load = json_object();
    set_count(load, "supporters", report->supporters);
    set_count(load, "matched", report->matched);
    set_figure(load, "most", report->most);
    set_figure(load, "gini_per_mille", report->gini_per_mille);
    return load;
}

static json_t *answers_of(const struct matching_report *report)
{
    json_t *answers = json_object();
    set_count(answers, "offered", report->offered);
    set_count(answers, "accepted", report->accepted);
    set_count(answers, "declined_by_carer", report->declined_by_carer);
    set_count(answers, "declined_by_supporter", report->declined_by_supporter);
    set_count(answers, "expired", report->expired);
    return answers;
}

static json_t *endings_of(const struct matching_report *report)
{
    json_t *endings = json_object();
    set_count(endings, "planned", report->planned);
    set_count(endings, "unplanned", report->unplanned);
    set_count(endings, "for_cause", report->for_cause);
    return endings;
}

static json_t *alive_of(const struct matching_report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof report->alive / sizeof report->alive[0]; i++) {
        json_t *alive = json_object();
        json_object_set_new(alive, "at", json_string(report->alive[i].at));
        set_count(alive, "introduced", report->alive[i].introduced);
        set_count(alive, "alive", report->alive[i].alive);
        json_array_append_new(list, alive);
    }
    return list;
}

static json_t *like_me_of(const struct matching_report *report)
{
    json_t *list = json_array();
    for (int i = 0; i < MATCHING_REPORT_BANDS; i++) {
        const struct matching_band *from = &report->bands[i];
        json_t *band = json_object();
        json_object_set_new(band, "from", json_integer(from->from));
        json_object_set_new(band, "to", json_integer(from->to));
        set_count(band, "answers", from->answers);
        set_figure(band, "mean_hundredths", from->mean_hundredths);
        json_array_append_new(list, band);
    }
    return list;
}

json_t *encode_report(const struct matching_report *report)
{
    json_t *object = json_object();
    json_t *contact = json_object();
    set_count(contact, "introduced", report->introduced);
    set_count(contact, "within_48_hours", report->within_48_hours);
    json_object_set_new(object, "at", json_integer(report->at_utc_ms));
    if (report->area.v != 0) {
        json_object_set_new(object, "area", json_string(area_id_text(report->area).s));
    }
    json_object_set_new(object, "waits", waits_of(&report->waits));
    json_object_set_new(object, "groups", groups_of(report));
    json_object_set_new(object, "load", load_of(report));
    json_object_set_new(object, "answers", answers_of(report));
    json_object_set_new(object, "first_contact", contact);
    json_object_set_new(object, "endings", endings_of(report));
    json_object_set_new(object, "alive", alive_of(report));
    json_object_set_new(object, "like_me", like_me_of(report));
    return object;
}
