// Requests live in their own arenas and end with them.
#include "command/request.h"

#include "domain/matching/matching_job.h"

struct request *request_new(enum request_kind kind)
{
    struct arena *arena = arena_new();
    struct request *request = arena_alloc(arena, sizeof *request);

    request->arena = arena;
    request->kind = kind;
    request->stage = STAGE_RUN;
    return request;
}

void request_free(struct request *request)
{
    if (request != NULL) {
        matching_job_free(request->matching);
        arena_free(request->arena);
    }
}
