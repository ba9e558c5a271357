// The plan as people and programs read it: ids in order of bytes, no time of day and no
// duration, so that equal plans are equal bytes.
#include <string.h>

#include "base/mem.h"
#include "kithctl/matching_plan.h"

static json_t *id_json(struct text id)
{
    return json_stringn(id.s, id.len);
}

static json_t *null_below_0(int64_t value)
{
    return value < 0 ? json_null() : json_integer(value);
}

static json_t *pairs_json(const struct matching_problem *problem,
                          const struct matching_plan *plan)
{
    json_t *pairs = json_array();
    for (int k = 0; k < plan->pair_count; k++) {
        const struct matching_planned *pair = &plan->pairs[k];
        json_t *object = json_object();
        (void)json_object_set_new(object, "carer",
                                  id_json(problem->carers[pair->carer].id));
        (void)json_object_set_new(object, "supporter",
                                  id_json(problem->supporters[pair->supporter].id));
        (void)json_object_set_new(object, "score", json_integer(pair->score));
        (void)json_object_set_new(object, "locked", json_boolean(pair->locked));
        (void)json_array_append_new(pairs, object);
    }
    return pairs;
}

static int by_id(const void *a, const void *b)
{
    const struct text left = *(const struct text *)a;
    const struct text right = *(const struct text *)b;
    const int order =
        memcmp(left.s, right.s, left.len < right.len ? left.len : right.len);
    return order != 0 ? order : (left.len > right.len) - (left.len < right.len);
}

static json_t *unmatched_json(const struct matching_problem *problem,
                              const struct matching_plan *plan)
{
    const size_t count = (size_t)problem->carer_count;
    bool *matched = mem_new(count, sizeof *matched);
    struct text *ids = mem_new(count, sizeof *ids);
    size_t waiting = 0;
    json_t *list = json_array();
    for (int k = 0; k < plan->pair_count; k++) {
        matched[plan->pairs[k].carer] = true;
    }
    for (size_t i = 0; i < count; i++) {
        if (!matched[i]) {
            ids[waiting++] = problem->carers[i].id;
        }
    }
    qsort(ids, waiting, sizeof *ids, by_id);
    for (size_t i = 0; i < waiting; i++) {
        (void)json_array_append_new(list, id_json(ids[i]));
    }
    free(matched);
    free(ids);
    return list;
}

static json_t *levels_json(const struct matching_plan *plan)
{
    json_t *levels = json_array();
    for (int k = 0; k < MATCHING_LEVELS; k++) {
        const struct matching_level *level = &plan->levels[k];
        const bool is_least = strcmp(level->name, "tie_sum") == 0;
        const int64_t gap =
            is_least ? level->value - level->bound : level->bound - level->value;
        const bool is_null = strcmp(level->name, "worst_band") == 0 && level->value < 0;
        json_t *object = json_object();
        (void)json_object_set_new(object, "name", json_string(level->name));
        (void)json_object_set_new(object, "value",
                                  is_null ? json_null() : json_integer(level->value));
        (void)json_object_set_new(object, "bound",
                                  is_null ? json_null() : json_integer(level->bound));
        (void)json_object_set_new(object, "gap", json_integer(gap));
        (void)json_array_append_new(levels, object);
    }
    return levels;
}

json_t *matching_plan_json(const struct matching_problem *problem,
                           const struct matching_plan *plan)
{
    json_t *root = json_object();
    (void)json_object_set_new(root, "format", json_string("kith.matching.plan.1"));
    (void)json_object_set_new(root, "pairs", pairs_json(problem, plan));
    (void)json_object_set_new(root, "unmatched", unmatched_json(problem, plan));
    (void)json_object_set_new(root, "matched", json_integer(plan->matched));
    (void)json_object_set_new(root, "worst", null_below_0(plan->worst));
    (void)json_object_set_new(root, "worst_band", null_below_0(plan->worst_band));
    (void)json_object_set_new(root, "total", json_integer(plan->total));
    (void)json_object_set_new(root, "tie_sum", json_integer(plan->tie_sum));
    (void)json_object_set_new(root, "levels", levels_json(plan));
    return root;
}
