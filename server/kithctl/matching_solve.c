// The plan goes to standard output and how long it took to standard error, so that
// plans compare byte for byte.
#include "kithctl/matching_solve.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/matching/matching_solve.h"
#include "kithctl/matching_file.h"
#include "kithctl/matching_plan.h"

// Says what the solver does not accept, with the people whom it is about.
static enum ctl_exit fail_fault(const struct matching_file *file,
                                const struct matching_fault *fault)
{
    const struct matching_problem *problem = &file->problem;
    const struct text none = TEXT("-");
    const struct text carer =
        fault->carer < 0 ? none : problem->carers[fault->carer].id;
    const struct text supporter =
        fault->supporter < 0 ? none : problem->supporters[fault->supporter].id;
    return ctl_fail("%s: %s: %s (carer %.*s, supporter %.*s)", file->path, fault->code,
                    fault->what, (int)carer.len, carer.s, (int)supporter.len,
                    supporter.s);
}

static enum ctl_exit solve(const struct matching_file *file, struct arena *arena)
{
    struct matching_plan plan;
    struct matching_fault fault;
    const int64_t start_ms = clock_steady_ms();
    if (matching_solve(&file->problem, arena, &plan, &fault) != OK) {
        return fail_fault(file, &fault);
    }
    const int64_t end_ms = clock_steady_ms();
    json_t *json = matching_plan_json(&file->problem, &plan);
    (void)json_dumpf(json, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    json_decref(json);
    printf("\n");
    fprintf(stderr, "solved in %lld ms\n", (long long)(end_ms - start_ms));
    if (fflush(stdout) != 0) {
        return ctl_fail("the plan cannot be written");
    }
    return CTL_DONE;
}

enum ctl_exit matching_solve_run(struct ctl *ctl)
{
    struct matching_file file;
    enum ctl_exit done = matching_file_read(&file, ctl->values[0]);
    if (done == CTL_DONE) {
        struct arena *arena = arena_new();
        done = solve(&file, arena);
        arena_free(arena);
    }
    matching_file_clear(&file);
    return done;
}
