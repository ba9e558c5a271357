// message.*: what people say to each other.
#include <jansson.h>

#include "command/call.h"
#include "command/json_writer.h"
#include "command/request.h"
#include "domain/message.h"
#include "protocol.h"

static void done_fill(json_t *result, const struct message_done *done)
{
    json_object_set_new(result, "seq", json_integer(done->seq));
    json_object_set_new(result, "at", json_integer(done->at_utc_ms));
}

// Written as text, since this is the reply that everybody waits for.
static struct frame *sent_written(const struct message_done *done)
{
    struct json_writer writer;

    json_writer_init(&writer);
    json_write_begin(&writer, '{');
    json_write_name(&writer, "seq");
    json_write_int(&writer, done->seq);
    json_write_name(&writer, "at");
    json_write_int(&writer, done->at_utc_ms);
    json_write_name(&writer, "duplicate");
    json_write_bool(&writer, done->duplicate);
    json_write_end(&writer, '}');
    return json_writer_frame(&writer);
}

enum err cmd_message_send(struct request *request, const void *args)
{
    const struct args_message_send *send = args;
    struct message_new message = {.conversation = send->conversation,
                                  .cid = send->cid,
                                  .text = send->text,
                                  .reply_to = send->has_reply_to ? send->reply_to : 0};
    if (send->has_cover) {
        message.cover = send->cover;
    }
    struct message_done done;
    enum err err = message_send(request->call->change, &message, &done);
    if (err == ERR_BAD_REQUEST) {
        request->call->field = "reply_to";
    }
    if (err == OK) {
        request->call->ready = sent_written(&done);
    }
    return err;
}

enum err cmd_message_edit(struct request *request, const void *args)
{
    const struct args_message_edit *edit = args;
    struct message_ref ref = {edit->conversation, edit->seq};
    struct message_done done;
    enum err err = message_edit(request->call->change, ref, edit->text, &done);
    if (err == OK) {
        done_fill(request->call->result, &done);
    }
    return err;
}

enum err cmd_message_remove(struct request *request, const void *args)
{
    const struct args_message_remove *removal = args;
    struct message_ref ref = {removal->conversation, removal->seq};
    struct message_done done;
    enum err err = message_remove(request->call->change, ref, &done);
    if (err == OK) {
        done_fill(request->call->result, &done);
    }
    return err;
}

enum err cmd_message_react(struct request *request, const void *args)
{
    const struct args_message_react *react = args;
    struct message_ref ref = {react->conversation, react->seq};
    struct text word = {0};
    if (!react->reaction_is_null) {
        word = text_of(reaction_names[react->reaction]);
    }
    struct message_done done;
    enum err err = message_react(request->call->change, ref, word, &done);
    if (err == OK) {
        done_fill(request->call->result, &done);
    }
    return err;
}
