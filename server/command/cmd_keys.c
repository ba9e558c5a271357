// operator.keys_*: the master key, and what it wraps.
#include <jansson.h>

#include "command/call.h"
#include "command/outcome.h"
#include "command/request.h"
#include "domain/key_rotation.h"
#include "protocol.h"

static void put_time(json_t *object, const char *key, int64_t utc_ms)
{
    json_object_set_new(object, key, utc_ms == 0 ? json_null() : json_integer(utc_ms));
}

// Where the newest master key lies, and where it is to be.
static void put_place(json_t *result, const struct master_key_source *source,
                      enum master_key_place place)
{
    static const char *const words[] = {
        [MASTER_KEY_FILE] = "in_place",
        [MASTER_KEY_NEXT] = "next_file",
        [MASTER_KEY_FORMER] = "next_file",
        [MASTER_KEY_NOWHERE] = "unseen",
    };
    const bool is_beside = place == MASTER_KEY_NEXT || place == MASTER_KEY_FORMER;
    char path[PATH_MAX];

    master_key_path(source, place, path);
    json_object_set_new(result, "place", json_string(words[place]));
    json_object_set_new(result, "lies_in", is_beside ? json_string(path) : json_null());
    json_object_set_new(result, "belongs_in",
                        source->command[0] != '\0' ? json_null()
                                                   : json_string(source->file));
}

enum err cmd_operator_keys_status(struct request *request, const void *args)
{
    (void)args;
    json_t *result = request->call->result;
    struct change *change = request->call->change;
    struct key_status status;
    const enum err err = key_rotation_status(change, &status);

    if (err == OK) {
        json_object_set_new(result, "master", json_integer(status.master));
        put_time(result, "master_since", status.master_made_utc_ms);
        json_object_set_new(result, "keys", json_integer(status.keys));
        json_object_set_new(result, "renewed", json_integer(status.renewed));
        put_time(result, "oldest", status.oldest_utc_ms);
        json_object_set_new(result, "rotating", json_boolean(status.is_rotating));
        json_object_set_new(result, "left", json_integer(status.left));
        put_place(result, &change->policy->master_key, status.place);
    }
    return err;
}

enum err cmd_operator_keys_rotate(struct request *request, const void *args)
{
    (void)args;
    struct call *call = request->call;
    const enum err err = key_rotation_begin(call->change);

    call->outcome->wants_keys = err == OK;
    return err;
}
