// Refusals are made here with the same encoder as everybody else's.
#include "transport/rpc.h"

#include "command/decode.h"
#include "command/encode.h"

#define BUSY_AFTER_MS 1000 // a full queue empties in far less

static struct frame *rpc_refusal(const struct decoded *decoded)
{
    struct failure failure = {
        .err = decoded->err, .rpc_code = decoded->rpc_code, .field = decoded->field};

    return encode_failure(decoded->id, &failure);
}

static enum err rpc_limit(struct server *server, const struct rpc_caller *caller,
                          const struct command_row *row, int64_t *after_ms_out)
{
    struct limit_use use = {.bucket = row->rate_bucket,
                            .key = caller->limit_key,
                            .cost = row->rate_cost,
                            .is_integration = caller->is_integration};

    if (caller->via == VIA_ADMIN) {
        return OK;
    }
    if (row->rate_bucket == RATE_SIGN_IN) {
        use.key = caller->address_key;
    }
    if (use.key == 0) { // an exempt address
        return OK;
    }
    return limit_take(server->limits, &use, clock_steady_ms(), after_ms_out);
}

struct frame *rpc_refuse(struct request *take_request, enum err err, int64_t after_ms)
{
    struct outcome *outcome = dispatch_refuse(take_request, err, after_ms);
    struct frame *reply = outcome->reply;

    outcome->reply = NULL;
    outcome_free(outcome);
    return reply;
}

enum rpc_result rpc_read(struct server *server, const struct rpc_caller *caller,
                         struct text frame, struct request **request_out,
                         struct frame **reply_out)
{
    struct request *request = request_new(REQUEST_COMMAND);
    struct decoded decoded = {0};
    enum decode_result result = decode_request(request->arena, frame, &decoded);
    int64_t after_ms = 0;

    server->counts.frames_in++;
    if (result == DECODE_REQUEST && (decoded.row->via & caller->via) == 0) {
        decoded.rpc_code = RPC_UNKNOWN_METHOD;
        decoded.err = ERR_BAD_REQUEST;
        result = DECODE_REFUSED;
    }
    if (result != DECODE_REQUEST) {
        *reply_out = result == DECODE_REFUSED ? rpc_refusal(&decoded) : NULL;
        request_free(request);
        return result == DECODE_REFUSED ? RPC_REPLY : RPC_HEARTBEAT;
    }
    request->command = decoded.row;
    request->args = decoded.args;
    request->rpc_id = decoded.id;
    request->stage = decoded.row->prepare != NULL ? STAGE_PREPARE : STAGE_RUN;
    request->credential = caller->credential;
    request->via_http = caller->via == VIA_HTTP;
    request->origin = caller->origin;
    request->device = arena_text(request->arena, caller->device);
    request->bytes = frame.len;
    if (rpc_limit(server, caller, decoded.row, &after_ms) != OK) {
        server->counts.rate_limited++;
        *reply_out = rpc_refuse(request, ERR_RATE_LIMITED, after_ms);
        return RPC_REPLY;
    }
    *request_out = request;
    return RPC_REQUEST;
}

struct frame *rpc_submit(struct server *server, struct request *take_request)
{
    enum err err = server->phase == SERVER_RUNNING
                       ? engine_submit(server->engine, take_request)
                       : ERR_BUSY;

    if (err == OK) {
        return NULL;
    }
    server->counts.busy++;
    return rpc_refuse(take_request, err, BUSY_AFTER_MS);
}
