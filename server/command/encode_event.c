// Events as the protocol's `E`: the one place where they become JSON, whether they go
// out live, in a slice or in a page of history.
#include "command/encode_event.h"

#include "command/encode.h"
#include "protocol.h"

static void put_int(struct json_writer *writer, const char *name, int64_t value)
{
    json_write_name(writer, name);
    json_write_int(writer, value);
}

static void put_text(struct json_writer *writer, const char *name, struct text t)
{
    json_write_name(writer, name);
    json_write_text(writer, t);
}

static void put_word(struct json_writer *writer, const char *name, const char *word)
{
    json_write_name(writer, name);
    json_write_word(writer, word);
}

static void put_person(struct json_writer *writer, const char *name, person_id id)
{
    json_write_name(writer, name);
    if (id.v == 0) {
        json_write_null(writer);
    } else {
        json_write_word(writer, person_id_text(id).s);
    }
}

// ---- data

static void message_data(struct json_writer *writer, const struct event *event)
{
    if (event->removed) {
        if (event->cid.len > 0) {
            put_text(writer, "cid", event->cid);
        }
        json_write_name(writer, "removed");
        json_write_bool(writer, true);
        return;
    }
    put_text(writer, "text", event->text);
    if (event->cover.len > 0) {
        put_text(writer, "cover", event->cover);
    }
    put_text(writer, "cid", event->cid);
    if (event->reply_to != 0) {
        put_int(writer, "reply_to", event->reply_to);
    }
    if (event->edited_utc_ms != 0) {
        put_int(writer, "edited_at", event->edited_utc_ms);
    }
}

static void edit_data(struct json_writer *writer, const struct event *event)
{
    put_int(writer, "ref", event->ref);
    if (event->removed) {
        json_write_name(writer, "removed");
        json_write_bool(writer, true);
    } else {
        put_text(writer, "text", event->text);
    }
}

static void reaction_data(struct json_writer *writer, const struct event *event)
{
    put_int(writer, "ref", event->ref);
    json_write_name(writer, "reaction");
    if (event->text.len == 0) {
        json_write_null(writer);
    } else {
        json_write_text(writer, event->text);
    }
}

static void joined_data(struct json_writer *writer, const struct event *event)
{
    put_person(writer, "person", event->subject.id);
    put_text(writer, "name", encode_card_name(&event->subject));
    put_word(writer, "role", role_names[event->subject.role]);
}

static void ended_data(struct json_writer *writer, const struct event *event)
{
    put_word(writer, "conversation", conversation_id_text(event->about.id).s);
}

static void began_data(struct json_writer *writer, const struct event *event)
{
    ended_data(writer, event);
    put_word(writer, "kind", conversation_kind_names[event->about.kind]);
    put_text(writer, "title", event->about.title);
    put_word(writer, "epoch", epoch_text(event->about.epoch).s);
    put_int(writer, "floor", event->about_floor);
}

static struct id_text care_id_of(const struct event *event)
{
    const int64_t id = event->care_id;

    switch (event->care) {
    case CARE_NEWS_REPORT:
        return report_id_text((report_id){id});
    case CARE_NEWS_DECISION:
    case CARE_NEWS_CASE:
        return care_case_id_text((care_case_id){id});
    case CARE_NEWS_CONCERN:
        return concern_id_text((concern_id){id});
    case CARE_NEWS_ALERT:
        return alert_id_text((alert_id){id});
    case CARE_NEWS_OPENING:
        return opening_id_text((opening_id){id});
    case CARE_NEWS_ROTA:
        return duty_id_text((duty_id){id});
    case CARE_NEWS_GROUP:
    case CARE_NEWS_ACCOUNT: // never has one
        break;
    }
    return conversation_id_text((conversation_id){id});
}

static void care_data(struct json_writer *writer, const struct event *event)
{
    put_word(writer, "what", care_news_names[event->care]);
    if (event->care_id != 0) {
        put_word(writer, "id", care_id_of(event).s);
    }
}

static void help_card_data(struct json_writer *writer, const struct event *event)
{
    ended_data(writer, event);
    put_int(writer, "seq", event->ref);
    put_word(writer, "card", help_card_names[event->card]);
}

static void event_data(struct json_writer *writer, const struct event *event)
{
    switch (event->kind) {
    case EVENT_MESSAGE_SENT:
        message_data(writer, event);
        break;
    case EVENT_MESSAGE_EDITED:
    case EVENT_MESSAGE_RESTORED:
        edit_data(writer, event);
        break;
    case EVENT_MESSAGE_REMOVED:
    case EVENT_MESSAGE_HIDDEN:
        put_int(writer, "ref", event->ref);
        break;
    case EVENT_MESSAGE_REACTED:
        reaction_data(writer, event);
        break;
    case EVENT_MEMBER_JOINED:
        joined_data(writer, event);
        break;
    case EVENT_MEMBER_LEFT:
        put_person(writer, "person", event->subject.id);
        break;
    case EVENT_CONVERSATION_CHANGED:
        put_text(writer, "title", event->text);
        break;
    case EVENT_MEMBERSHIP_BEGAN:
        began_data(writer, event);
        break;
    case EVENT_MEMBERSHIP_ENDED:
        ended_data(writer, event);
        break;
    case EVENT_MATCHING_CHANGED:
        put_word(writer, "what", matching_news_names[event->news]);
        break;
    case EVENT_CARE_CHANGED:
        care_data(writer, event);
        break;
    case EVENT_HELP_CARD:
        help_card_data(writer, event);
        break;
    case EVENT_WITHHELD:
        break;
    }
}

// ---- whole events

static void write_withheld(struct json_writer *writer, int64_t seq)
{
    json_write_begin(writer, '{');
    put_int(writer, "seq", seq);
    put_word(writer, "kind", event_names[EVENT_WITHHELD]);
    json_write_end(writer, '}');
}

static void write_event(struct json_writer *writer, const struct event *event)
{
    if (event->kind == EVENT_WITHHELD) {
        write_withheld(writer, event->seq);
        return;
    }
    json_write_begin(writer, '{');
    put_int(writer, "seq", event->seq);
    put_word(writer, "kind", event_names[event->kind]);
    put_person(writer, "by", event->by);
    put_int(writer, "at", event->at_utc_ms);
    json_write_name(writer, "data");
    json_write_begin(writer, '{');
    event_data(writer, event);
    json_write_end(writer, '}');
    json_write_end(writer, '}');
}

struct frame *encode_event(const struct event *event)
{
    struct json_writer writer;

    json_writer_init(&writer);
    write_event(&writer, event);
    return json_writer_frame(&writer);
}

struct frame *encode_withheld(int64_t seq)
{
    struct json_writer writer;

    json_writer_init(&writer);
    write_withheld(&writer, seq);
    return json_writer_frame(&writer);
}

struct frame *encode_events(const struct event *events, int count)
{
    struct json_writer writer;

    json_writer_init(&writer);
    json_write_begin(&writer, '[');
    for (int i = 0; i < count; i++) {
        write_event(&writer, &events[i]);
    }
    json_write_end(&writer, ']');
    return json_writer_frame(&writer);
}
