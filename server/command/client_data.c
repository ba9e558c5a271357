#include "command/client_data.h"

#include "base/base64url.h"
#include "command/json_node.h"

static enum err text_at(const struct json_node *object, const char *name,
                        struct text *text_out)
{
    const struct json_node *member = json_node_member(object, name);

    if (!json_node_is(member, JSON_NODE_STRING)) {
        return ERR_BAD_REQUEST;
    }
    *text_out = member->text;
    return OK;
}

enum err client_data_read(struct arena *arena, struct text text,
                          struct passkey_client *client_out)
{
    struct passkey_client client = {0};
    const struct json_node *root = NULL;
    enum err err = base64url_read(arena, text, &client.bytes);

    if (err == OK && client.bytes.len > PASSKEY_CLIENT_MAX) {
        err = ERR_BAD_REQUEST;
    }
    if (err == OK) {
        err = json_node_read(arena, client.bytes, &root);
    }
    if (err == OK) {
        err = text_at(root, "type", &client.type);
    }
    if (err == OK) {
        err = text_at(root, "challenge", &client.challenge);
    }
    if (err == OK) {
        err = text_at(root, "origin", &client.origin);
    }
    if (err != OK) {
        return ERR_BAD_REQUEST;
    }
    const struct json_node *cross = json_node_member(root, "crossOrigin");
    client.is_cross_origin = cross != NULL && !json_node_is(cross, JSON_NODE_FALSE);
    *client_out = client;
    return OK;
}
