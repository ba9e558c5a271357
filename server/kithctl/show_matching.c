#include "kithctl/show_matching.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define NUMBER_BYTES 24

// A number, or what stands in its place.
struct number {
    char s[NUMBER_BYTES];
};

static struct number number_at(const json_t *object, const char *name)
{
    struct number number;
    const json_t *value = json_object_get(object, name);
    if (json_is_integer(value)) {
        (void)snprintf(number.s, sizeof number.s, "%lld",
                       (long long)json_integer_value(value));
    } else {
        (void)snprintf(number.s, sizeof number.s, "%s",
                       value == NULL ? "-" : "under 5");
    }
    return number;
}

static const char *word_at(const json_t *object, const char *name)
{
    const char *word = json_string_value(json_object_get(object, name));
    return word == NULL ? "" : word;
}

static void show_waits(const char *by, const char *name, const json_t *waits)
{
    printf("%-12s %-20s %8s %8s %8s %8s %8s\n", by, name, number_at(waits, "people").s,
           number_at(waits, "still_waiting").s, number_at(waits, "median_days").s,
           number_at(waits, "p90_days").s, number_at(waits, "longest_days").s);
}

static void show_counts(const char *title, const json_t *counts)
{
    const char *name = NULL;
    json_t *value = NULL;
    printf("%s:", title);
    json_object_foreach ((json_t *)(uintptr_t)counts, name, value) {
        printf(" %s %s", name, number_at(counts, name).s);
    }
    printf("\n");
}

static void show_lists(const json_t *report)
{
    size_t at = 0;
    json_t *entry = NULL;
    json_array_foreach (json_object_get(report, "alive"), at, entry) {
        printf("alive at %s: %s of %s\n", word_at(entry, "at"),
               number_at(entry, "alive").s, number_at(entry, "introduced").s);
    }
    json_array_foreach (json_object_get(report, "like_me"), at, entry) {
        printf("score %s to %s: %s answers, \"someone like me\" %s of 500\n",
               number_at(entry, "from").s, number_at(entry, "to").s,
               number_at(entry, "answers").s, number_at(entry, "mean_hundredths").s);
    }
}

void show_matching_report(const json_t *result)
{
    const json_t *report = json_object_get(result, "report");
    size_t at = 0;
    json_t *group = NULL;
    printf("%-12s %-20s %8s %8s %8s %8s %8s\n", "waits", "", "people", "waiting",
           "median", "90th", "longest");
    show_waits("all", "", json_object_get(report, "waits"));
    json_array_foreach (json_object_get(report, "groups"), at, group) {
        show_waits(word_at(group, "by"), word_at(group, "name"),
                   json_object_get(group, "waits"));
    }
    show_counts("load", json_object_get(report, "load"));
    show_counts("answers", json_object_get(report, "answers"));
    show_counts("first contact", json_object_get(report, "first_contact"));
    show_counts("endings", json_object_get(report, "endings"));
    show_lists(report);
}

void show_matching_replay(const json_t *result)
{
    const bool same = json_is_true(json_object_get(result, "same"));
    printf("%s: %s pairs, %s carers, %s supporters\n",
           same ? "the same plan" : "ANOTHER PLAN", number_at(result, "pairs").s,
           number_at(result, "carers").s, number_at(result, "supporters").s);
    if (json_integer_value(json_object_get(result, "erased")) > 0) {
        printf("%s carers were erased since: what was frozen of them can no longer be "
               "read\n",
               number_at(result, "erased").s);
    }
    show_counts("stored", json_object_get(result, "stored"));
    show_counts("replayed", json_object_get(result, "replayed"));
}
