// Values to JSON, each kind of value in one place. jansson stays on this floor.
#ifndef COMMAND_ENCODE_H
#define COMMAND_ENCODE_H

#include <jansson.h>

#include "base/frame.h"
#include "command/outcome.h"
#include "domain/change.h"

// JSON values, for results. Owner: the caller.
json_t *encode_card(const struct person_card *card);       // P
json_t *encode_named(const struct person_card *card);      // {person, name}
json_t *encode_view(const struct conversation_view *view); // C
json_t *encode_roles(const struct role_grant *roles, int count);
json_t *encode_text(struct text t);

// What others see of the name: "former member" where there is none.
struct text encode_card_name(const struct person_card *card);

// {"jsonrpc":"2.0","id":…,"result":…}; takes the references to `take_result` and to
// `take_events` (NULL: none), which becomes the member `events` of the result.
struct frame *encode_result(struct text rpc_id, json_t *take_result,
                            struct frame *take_events);

// The same for a result that is JSON already; takes the reference to `take_result`.
struct frame *encode_ready_result(struct text rpc_id, struct frame *take_result);

// {"jsonrpc":"2.0","id":…,"error":{code,message,data}}: an application error, or with
// `rpc_code` (not 0) a malformed call with the offending `field` (or NULL). An empty
// `rpc_id` gives null, as JSON-RPC asks for where the id is not known.
struct failure {
    enum err err;
    int rpc_code;
    const char *field;
    int64_t after_ms; // 0: none
    uint64_t ref;     // 0: none
};
struct frame *encode_failure(struct text rpc_id, const struct failure *failure);

// The reply to conversation.mark, which the loop gives by itself.
struct frame *encode_mark_result(struct text rpc_id, int64_t read);

// Notifications to a client.
struct frame *encode_typing(conversation_id conversation, person_id person, bool on);
struct frame *encode_read_signal(conversation_id conversation, int64_t read);
struct frame *encode_heartbeat(void);

#endif
