// What an outcome owns, and turning it into a refusal.
#include "command/outcome.h"

#include "base/log.h"
#include "base/mem.h"
#include "command/encode.h"
#include "command/table.h"

#include <stdlib.h>

struct outcome *outcome_new(struct request *take_request)
{
    struct outcome *outcome = mem_new(1, sizeof *outcome);

    outcome->request = take_request;
    return outcome;
}

// Drops the reply and every effect.
static void outcome_forget(struct outcome *outcome)
{
    frame_unref(outcome->reply);
    for (size_t i = 0; i < outcome->published_count; i++) {
        frame_unref(outcome->published[i].frame);
        frame_unref(outcome->published[i].withheld);
    }
    for (size_t i = 0; i < outcome->signal_count; i++) {
        frame_unref(outcome->signals[i].frame);
    }
    secret_wipe(&outcome->token, sizeof outcome->token);
    *outcome = (struct outcome){.request = outcome->request};
}

void outcome_free(struct outcome *outcome)
{
    if (outcome == NULL) {
        return;
    }
    outcome_forget(outcome);
    request_free(outcome->request);
    free(outcome);
}

// Which one of its kind, 0 where there are no others.
static int job_of(const struct request *request)
{
    return request->kind == REQUEST_TICK   ? (int)request->tick_job
           : request->kind == REQUEST_KEYS ? (int)request->keys_job
                                           : 0;
}

// Logs a fault of ours; the number by which somebody who was told of it finds the line.
static uint64_t log_fault(const struct request *request, enum err err)
{
    const uint64_t ref = log_ref_new();

    log_event(LOG_ERROR, "request_failed", "ref=%llu err=%s kind=%d job=%d command=%s",
              (unsigned long long)ref, err_name(err), (int)request->kind,
              job_of(request), request->command == NULL ? "-" : request->command->name);
    return ref;
}

// What is due, and what is done to keys, nobody asked for: whatever it fails of is a
// fault, but for a server that closes and a disk that is full, which are told
// elsewhere.
static bool is_fault(const struct request *request, enum err err)
{
    const bool is_own = request->kind == REQUEST_TICK || request->kind == REQUEST_KEYS;
    const bool is_told = err == ERR_BUSY || err == ERR_READ_ONLY;

    return err == ERR_INTERNAL || err == ERR_IO || err == ERR_CORRUPT ||
           (is_own && !is_told);
}

void outcome_refuse(struct outcome *outcome, enum err err, const char *field,
                    int64_t after_ms)
{
    const struct failure failure = {
        .err = err,
        .field = field,
        .after_ms = after_ms,
        .ref = is_fault(outcome->request, err) ? log_fault(outcome->request, err) : 0,
    };

    outcome_forget(outcome);
    outcome->err = err;
    if (outcome->request->kind == REQUEST_COMMAND) {
        outcome->reply = encode_failure(outcome->request->rpc_id, &failure);
    }
}

void outcome_fail(struct outcome *outcome, enum err err)
{
    outcome_refuse(outcome, err, NULL, 0);
}
