// server.*: what this server is, told to anyone.
#include <jansson.h>

#include "base/clock.h"
#include "command/call.h"
#include "command/facts.h"
#include "command/request.h"
#include "protocol.h"

// What this server can do beyond the core, by name.
#define FEATURE_MAIL "mail"       // it can send mail
#define FEATURE_ON_CALL "on_call" // it can reach whoever is on call out of hours

static json_t *limits_json(const struct server_facts *facts)
{
    json_t *limits = json_object();
    for (const struct limit_row *limit = limit_rows; limit->name != NULL; limit++) {
        json_object_set_new(limits, limit->name,
                            json_integer(facts_limit(facts, limit->name)));
    }
    json_t *reactions = json_array();
    for (size_t i = 0; i < REACTION_NAME_COUNT; i++) {
        json_array_append_new(reactions, json_string(reaction_names[i]));
    }
    json_object_set_new(limits, "reactions", reactions);
    return limits;
}

static json_t *features_json(const struct policy *policy)
{
    json_t *names = json_array();
    if (policy->can_mail) {
        json_array_append_new(names, json_string(FEATURE_MAIL));
    }
    if (policy->can_mail || policy->can_command) {
        json_array_append_new(names, json_string(FEATURE_ON_CALL));
    }
    return names;
}

enum err cmd_server_hello(struct request *request, const void *args)
{
    (void)args;
    const struct dispatcher *dispatcher = request->call->dispatcher;
    json_t *result = request->call->result;
    json_t *limits = limits_json(dispatcher->facts);
    json_object_set_new(result, "protocol", json_string("kith.v1"));
    json_object_set_new(result, "version", json_string(dispatcher->facts->version));
    json_object_set_new(result, "features", features_json(dispatcher->policy));
    json_object_set(result, "heartbeat_ms", json_object_get(limits, "heartbeat_ms"));
    json_object_set_new(result, "limits", limits);
    json_object_set_new(result, "time", json_integer(clock_utc_ms(dispatcher->clock)));
    return OK;
}
