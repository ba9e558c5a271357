// What a phrase consists of, beside the pattern that it becomes: a list of nodes, each
// an object with one of these members.
//
//   set     object: atoms, one of which stands here ("die", "suicid*" for words that
//           begin so, "#" for a number)
//   gap     up to so many words; `wide`: sentences may end among them
//   edge    true: a sentence begins here, false: it ends here
//   choice  list of branches, each a list of nodes; `may_lack`: or none of them
#include "risk.h"

#include <string.h>

void risk_plan_atom(json_t *nodes, const char *atom)
{
    json_array_append_new(nodes, json_pack("{s:{s:b}}", "set", atom, 1));
}

void risk_plan_gap(json_t *nodes, long most, bool is_wide)
{
    json_array_append_new(
        nodes, json_pack("{s:I,s:b}", "gap", (json_int_t)most, "wide", (int)is_wide));
}

void risk_plan_edge(json_t *nodes, bool is_beginning)
{
    json_array_append_new(nodes, json_pack("{s:b}", "edge", (int)is_beginning));
}

json_t *risk_plan_choice(json_t *nodes, bool may_lack)
{
    json_t *choice = json_pack("{s:[],s:b}", "choice", "may_lack", (int)may_lack);
    json_array_append_new(nodes, choice);
    return choice;
}

json_t *risk_plan_branch(json_t *choice)
{
    json_t *branch = json_array();
    json_array_append_new(json_object_get(choice, "choice"), branch);
    return branch;
}

// -- fewer nodes

// What `branch` has as its only node under `key`, or NULL.
static json_t *only(json_t *branch, const char *key)
{
    json_t *node = json_array_get(branch, 0);
    return json_array_size(branch) == 1 ? json_object_get(node, key) : NULL;
}

// The branches of `choice`: choices within are part of it, single sets become one.
static json_t *gather(json_t *choice)
{
    json_t *branches = json_array();
    json_t *set = json_object();
    size_t at;
    json_t *branch;
    json_array_foreach (json_object_get(choice, "choice"), at, branch) {
        risk_plan_simplify(branch);
        json_t *inner = only(branch, "choice");
        const bool may_lack = flag_at(json_array_get(branch, 0), "may_lack");
        if (only(branch, "set") != NULL) {
            json_object_update(set, only(branch, "set"));
        } else if (inner != NULL && !may_lack) {
            json_array_extend(branches, inner);
        } else {
            json_array_append(branches, branch);
        }
    }
    if (json_object_size(set) > 0) {
        json_array_append_new(branches, json_pack("[{s:O}]", "set", set));
    }
    json_decref(set);
    return branches;
}

void risk_plan_simplify(json_t *nodes)
{
    json_t *simple = json_array();
    size_t at;
    json_t *node;
    json_array_foreach (nodes, at, node) {
        if (json_object_get(node, "choice") == NULL) {
            json_array_append(simple, node);
            continue;
        }
        json_t *branches = gather(node);
        if (json_array_size(branches) == 1 && !flag_at(node, "may_lack")) {
            json_array_extend(simple, json_array_get(branches, 0));
        } else {
            json_object_set(node, "choice", branches);
            json_array_append(simple, node);
        }
        json_decref(branches);
    }
    json_array_clear(nodes);
    json_array_extend(nodes, simple);
    json_decref(simple);
}

// -- what to look for first

// How often `atom` is met.
static json_int_t atom_count(const char *atom, const json_t *counts)
{
    const size_t len = strlen(atom);
    if (atom[len - 1] != '*') {
        return json_integer_value(json_object_get(counts, atom));
    }
    json_int_t sum = 0;
    const char *word;
    json_t *count;
    json_object_foreach ((json_t *)(uintptr_t)counts, word, count) {
        sum += strncmp(word, atom, len - 1) == 0 ? json_integer_value(count) : 0;
    }
    return sum;
}

static json_int_t set_count(json_t *set, const json_t *counts)
{
    json_int_t sum = 0;
    const char *atom;
    json_t *unused;
    json_object_foreach (set, atom, unused) {
        sum += atom_count(atom, counts);
    }
    return sum;
}

// A set of which an atom stands wherever `node` is met, if that is a choice; NULL:
// there is none.
static json_t *choice_trigger(json_t *node, const json_t *counts)
{
    json_t *branches = json_object_get(node, "choice");
    if (branches == NULL || flag_at(node, "may_lack")) {
        return NULL;
    }
    json_t *whole = json_object();
    size_t at;
    json_t *branch;
    json_array_foreach (branches, at, branch) {
        json_t *set = risk_plan_trigger(branch, counts, NULL);
        if (set == NULL) {
            json_decref(whole);
            return NULL;
        }
        json_object_update(whole, set);
        json_decref(set);
    }
    return whole;
}

json_t *risk_plan_trigger(json_t *nodes, const json_t *counts, const json_t *but)
{
    json_t *best = NULL;
    size_t at;
    json_t *node;
    json_array_foreach (nodes, at, node) {
        json_t *set = json_object_get(node, "set") != NULL
                          ? json_copy(json_object_get(node, "set"))
                          : choice_trigger(node, counts);
        if (set != NULL && (but == NULL || json_equal(set, but) == 0) &&
            (best == NULL || set_count(set, counts) < set_count(best, counts))) {
            json_decref(best);
            best = json_incref(set);
        }
        json_decref(set);
    }
    return best;
}
