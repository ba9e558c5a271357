// blind.*: the private check.
#include <jansson.h>

#include "command/call.h"
#include "command/request.h"
#include "domain/blind_check.h"
#include "protocol.h"

// Leaves for the hasher what of `entry` is to be stretched.
static enum err prepare(struct request *request, person_id person,
                        const struct blind_entry *entry)
{
    struct stretch_job *job = &request->stretch;
    struct blind_texts texts;
    enum err err = blind_check_prepare(request->call->change, person, entry, &texts,
                                       &request->call->field);
    if (err != OK) {
        return err;
    }
    struct text *copy = arena_array(request->arena, texts.count, sizeof(*copy));
    for (size_t i = 0; i < texts.count; i++) {
        copy[i] = texts.texts[i];
    }
    job->texts = copy;
    job->count = texts.count;
    job->salt = texts.salt;
    job->stretched = arena_array(request->arena, texts.count, sizeof(*job->stretched));
    return OK;
}

static enum err add(struct request *request, person_id person, enum blind_kind kind)
{
    const struct stretch_job *job = &request->stretch;
    const struct blind_stretched entry = {kind, job->stretched, job->count};
    int64_t count = 0;
    enum err err = blind_check_add(request->call->change, person, &entry, &count);
    if (err == OK) {
        json_object_set_new(request->call->result, "count", json_integer(count));
    }
    return err;
}

enum err cmd_blind_add_prepare(struct request *request, const void *args)
{
    const struct args_blind_add *a = args;
    const struct blind_entry entry = {a->kind, a->name, a->birth_year, a->postcode,
                                      a->house};
    return prepare(request, (person_id){0}, &entry);
}

enum err cmd_blind_add(struct request *request, const void *args)
{
    const struct args_blind_add *a = args;
    return add(request, (person_id){0}, a->kind);
}

enum err cmd_blind_add_for_prepare(struct request *request, const void *args)
{
    const struct args_blind_add_for *a = args;
    const struct blind_entry entry = {a->kind, a->name, a->birth_year, a->postcode,
                                      a->house};
    // An id that is none of ours is nobody, least of all the actor.
    return a->person.v == 0 ? ERR_NOT_FOUND : prepare(request, a->person, &entry);
}

enum err cmd_blind_add_for(struct request *request, const void *args)
{
    const struct args_blind_add_for *a = args;
    return add(request, a->person, a->kind);
}

enum err cmd_blind_clear(struct request *request, const void *args)
{
    const struct args_blind_clear *a = args;
    return blind_check_clear(request->call->change, a->kind);
}
