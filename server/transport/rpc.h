// From a frame to a request on its way: what WebSocket, HTTP and the admin socket have
// in common. Decodes, checks how the command may be called and how often, and submits.
#ifndef TRANSPORT_RPC_H
#define TRANSPORT_RPC_H

#include "base/frame.h"
#include "transport/server.h"

// Who calls, as far as the loop knows.
struct rpc_caller {
    uint64_t origin;
    uint8_t via; // VIA_HTTP, VIA_WS or VIA_ADMIN
    struct credential credential;
    uint64_t limit_key;   // the person or address that rates count by; 0: none
    uint64_t address_key; // what sign-ins count by as well; 0: exempt
    bool is_integration;
    struct text device;
};

enum rpc_result {
    RPC_REQUEST,  // *request_out is set, in the caller's hands
    RPC_REPLY,    // refused: *reply_out is set
    RPC_HEARTBEAT // nothing to do
};

// Reads one frame.
enum rpc_result rpc_read(struct server *server, const struct rpc_caller *caller,
                         struct text frame, struct request **request_out,
                         struct frame **reply_out);

// Hands `request` to the engine. Returns the refusal to send when it was not taken, or
// NULL.
struct frame *rpc_submit(struct server *server, struct request *take_request);

// The reply that `request`, which goes no further, gets.
struct frame *rpc_refuse(struct request *take_request, enum err err, int64_t after_ms);

#endif
