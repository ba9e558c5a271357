// Writes the AsyncAPI 3 document: the same protocol for tools that draw, mock and test.
#include "generate.h"

#include <string.h>

#define PREFIX "#/components/schemas/"

static json_t *pointer(const char *path, const char *name)
{
    return json_pack("{s:o}", "$ref", json_sprintf("%s%s", path, name));
}

static json_t *message(const char *name, json_t *summary, const char *kind,
                       const char *schema)
{
    char path[BUFFER_MAX];
    snprintf(path, sizeof(path), PREFIX "%s", kind);
    json_t *out = json_pack("{s:s, s:s, s:o}", "name", name, "contentType",
                            "application/json", "payload", pointer(path, schema));
    if (summary != NULL) {
        json_object_set(out, "summary", summary);
    }
    return out;
}

static json_t *messages_new(const struct definitions *definitions)
{
    char reply[BUFFER_MAX];
    const char *name;
    json_t *command;
    json_t *out = json_object();
    json_object_foreach (definitions->commands, name, command) {
        if (strcmp(string_at(command, "via"), "admin") == 0) {
            continue; // has no channel here: kithctl talks over a socket of its own
        }
        snprintf(reply, sizeof(reply), "%s.reply", name);
        json_object_set_new(
            out, name,
            message(name, json_object_get(command, "summary"), "request.", name));
        json_object_set_new(out, reply, message(reply, NULL, "reply.", name));
    }
    json_object_set_new(out, "failure", message("failure", NULL, "frame.", "failure"));
    json_object_set_new(out, "events", message("events", NULL, "frame.", "events"));
    json_object_set_new(out, "signal", message("signal", NULL, "frame.", "signal"));
    json_object_set_new(out, "heartbeat",
                        message("heartbeat", NULL, "frame.", "heartbeat"));
    return out;
}

static bool goes_via(json_t *command, const char *via)
{
    const char *own = string_at(command, "via");
    return strcmp(own, "both") == 0 || strcmp(own, via) == 0;
}

static void add_message(json_t *messages, const char *name)
{
    json_object_set_new(messages, name, pointer("#/components/messages/", name));
}

static json_t *channel_new(const struct definitions *definitions, const char *via,
                           const char *address, const char *server)
{
    char reply[BUFFER_MAX];
    const char *name;
    json_t *command;
    json_t *messages = json_object();
    json_object_foreach (definitions->commands, name, command) {
        if (goes_via(command, via)) {
            snprintf(reply, sizeof(reply), "%s.reply", name);
            add_message(messages, name);
            add_message(messages, reply);
        }
    }
    add_message(messages, "failure");
    if (strcmp(via, "ws") == 0) {
        add_message(messages, "events");
        add_message(messages, "signal");
        add_message(messages, "heartbeat");
    }
    return json_pack("{s:s, s:[o], s:o}", "address", address, "servers",
                     pointer("#/servers/", server), "messages", messages);
}

// One operation per command and way: the server receives the request and replies.
static void add_operations(const struct definitions *definitions, const char *via,
                           json_t *operations)
{
    char id[BUFFER_MAX];
    char path[BUFFER_MAX];
    char reply[BUFFER_MAX];
    const char *name;
    json_t *command;
    snprintf(path, sizeof(path), "#/channels/%s/messages/", via);
    json_object_foreach (definitions->commands, name, command) {
        if (!goes_via(command, via)) {
            continue;
        }
        snprintf(id, sizeof(id), "%s.%s", via, name);
        snprintf(reply, sizeof(reply), "%s.reply", name);
        json_object_set_new(operations, id,
                            json_pack("{s:s, s:o, s:O, s:[o], s:{s:o, s:[o, o]}}",
                                      "action", "receive", "channel",
                                      pointer("#/channels/", via), "summary",
                                      json_object_get(command, "summary"), "messages",
                                      pointer(path, name), "reply", "channel",
                                      pointer("#/channels/", via), "messages",
                                      pointer(path, reply), pointer(path, "failure")));
    }
}

static void add_push(json_t *operations, const char *id, const char *action,
                     const char *name, const char *summary)
{
    json_object_set_new(operations, id,
                        json_pack("{s:s, s:o, s:s, s:[o]}", "action", action, "channel",
                                  pointer("#/channels/", "ws"), "summary", summary,
                                  "messages",
                                  pointer("#/channels/ws/messages/", name)));
}

static json_t *operations_new(const struct definitions *definitions)
{
    json_t *operations = json_object();
    add_operations(definitions, "ws", operations);
    add_operations(definitions, "http", operations);
    add_push(
        operations, "ws.events", "send", "events",
        "New events of the conversations one is in, each in order and without a hole.");
    add_push(operations, "ws.signal", "send", "signal", "What is never stored.");
    add_push(operations, "ws.heartbeat.ask", "send", "heartbeat",
             "Sent after a time of silence.");
    add_push(operations, "ws.heartbeat.answer", "receive", "heartbeat",
             "The answer to a heartbeat; any other frame counts too.");
    return operations;
}

json_t *emit_asyncapi(const struct definitions *definitions)
{
    json_t *servers = json_pack(
        "{s:{s:s, s:s, s:s}, s:{s:s, s:s, s:s}}", "ws", "host", "127.0.0.1:8080",
        "protocol", "ws", "description", "subprotocol kith.v1; wss behind a proxy",
        "http", "host", "127.0.0.1:8080", "protocol", "http", "description",
        "POST with Content-Type application/json and X-Kith: 1; https behind a proxy");
    return json_pack(
        "{s:s, s:{s:s, s:s, s:s}, s:s, s:o, s:{s:o, s:o}, s:o, s:{s:o, s:o}}",
        "asyncapi", "3.0.0", "info", "title", "kith.v1", "version", "1", "description",
        "Peer-support messaging: JSON-RPC 2.0 over WebSocket and HTTP. What the "
        "messages "
        "mean stands in protocol.md.",
        "defaultContentType", "application/json", "servers", servers, "channels", "ws",
        channel_new(definitions, "ws", "/ws", "ws"), "http",
        channel_new(definitions, "http", "/api/v1/rpc", "http"), "operations",
        operations_new(definitions), "components", "messages",
        messages_new(definitions), "schemas", schemas_new(definitions, PREFIX));
}
