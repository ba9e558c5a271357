#include "domain/event.h"

#include <string.h>

#include "domain/audience.h"
#include "domain/conversation.h"
#include "domain/event_news.h"
#include "domain/vault.h"
#include "store/conversation_store.h"
#include "store/event_store.h"

// What an inbox tells somebody is sealed under her own key, like all that is personal.
static struct key_scope body_scope(const struct event *event)
{
    if (event_news_is(event->kind)) {
        return (struct key_scope){.person = event->subject.id};
    }
    return (struct key_scope){event->conversation, event->by};
}

static struct seal_place body_place(const struct event *event)
{
    return (struct seal_place){"event", "body_sealed", event->conversation.v,
                               event->seq, body_scope(event)};
}

// A cover is sealed with the text it covers, between two characters that no text has;
// what has none is sealed as it stands.
#define COVER_MARK '\x1f'

static struct text cover_join(struct arena *arena, const struct event *event)
{
    if (event->cover.len == 0) {
        return event->text;
    }
    const size_t len = event->cover.len + event->text.len + 2;
    char *joined = arena_alloc(arena, len);
    joined[0] = COVER_MARK;
    memcpy(joined + 1, event->cover.s, event->cover.len);
    joined[event->cover.len + 1] = COVER_MARK;
    memcpy(joined + event->cover.len + 2, event->text.s, event->text.len);
    return (struct text){joined, len};
}

static enum err cover_split(struct text *text, struct text *cover_out)
{
    *cover_out = (struct text){0};
    if (text->len == 0 || text->s[0] != COVER_MARK) {
        return OK;
    }
    const char *end = memchr(text->s + 1, COVER_MARK, text->len - 1);
    if (end == NULL) {
        return ERR_CORRUPT;
    }
    *cover_out = (struct text){text->s + 1, (size_t)(end - text->s) - 1};
    *text = (struct text){end + 1, text->len - cover_out->len - 2};
    return OK;
}

enum err event_seal_body(struct change *change, struct event_row *row)
{
    const struct event *event = &row->event;
    struct sealed sealed;
    enum err err = vault_seal(change->vault, change->arena, body_place(event),
                              cover_join(change->arena, event), &sealed);
    if (err == OK) {
        row->body_sealed = sealed.bytes;
        row->body_version = sealed.key_version;
    }
    return err;
}

enum err event_open_covered(struct change *change, const struct event_row *row,
                            struct text *text_out, struct text *cover_out)
{
    if (row->body_sealed.len == 0) {
        return ERR_GONE;
    }
    const struct event *event = &row->event;
    struct sealed sealed = {row->body_sealed, row->body_version};
    struct text text;
    enum err err = vault_open_sealed(change->vault, change->arena, body_place(event),
                                     sealed, &text);
    if (err == OK) {
        err = cover_split(&text, cover_out);
    }
    if (err == OK) {
        *text_out = text;
    }
    return err;
}

enum err event_open_body(struct change *change, const struct event_row *row,
                         struct text *text_out)
{
    struct text cover;
    return event_open_covered(change, row, text_out, &cover);
}

// An edit has no body of its own: its text is the message's.
static bool kind_has_body(enum event_kind kind)
{
    return kind == EVENT_MESSAGE_SENT || kind == EVENT_MESSAGE_REACTED ||
           kind == EVENT_CONVERSATION_CHANGED || event_news_is(kind);
}

enum err event_append(struct change *change, struct event *event)
{
    enum err err =
        conversation_store_advance(change->db, event->conversation, change->now_utc_ms,
                                   &event->seq, &event->epoch);
    if (err != OK) {
        return err;
    }
    event->at_utc_ms = change->now_utc_ms;
    if (event_news_is(event->kind)) {
        event->text = event_news_write(change->arena, event);
    }
    struct event_row row = {.event = *event};
    event_news_hide(&row.event);
    if (kind_has_body(event->kind) && event->text.len > 0) {
        err = event_seal_body(change, &row);
        if (err != OK) {
            return err;
        }
    }
    err = event_store_insert(change->db, &row);
    if (err != OK) {
        return err;
    }
    return event_replace(change, event);
}

enum err event_replace(struct change *change, struct event *event)
{
    enum err err = audience_withhold_one(change, event);
    if (err == OK) {
        change_add_event(change, event);
    }
    return err;
}

// A text whose key is gone, or that was blanked, leaves the empty one.
static enum err render_own_text(struct change *change, const struct event_row *row,
                                struct event *event)
{
    enum err err = event_open_body(change, row, &event->text);
    return err == ERR_GONE ? OK : err;
}

static enum err render_message(struct change *change, const struct event_row *row,
                               struct event *event)
{
    enum err err = event->removed
                       ? ERR_GONE
                       : event_open_covered(change, row, &event->text, &event->cover);
    if (err == ERR_GONE) {
        event->removed = true;
        err = OK;
    }
    return err;
}

static enum err render_edit(struct change *change, const struct event_row *row,
                            struct event *event)
{
    struct event_row message = {
        .event = {.conversation = event->conversation,
                  .seq = event->ref,
                  .by = row->message_author,
                  .removed = row->message_removed},
        .body_sealed = row->message_sealed,
        .body_version = row->message_version,
    };
    enum err err = render_message(change, &message, &message.event);
    event->text = message.event.text;
    event->removed = message.event.removed;
    return err;
}

// That a message was hidden is over once it is shown again: whoever reads on from there
// puts its text back.
static enum err render_hidden(struct change *change, const struct event_row *row,
                              struct event *event)
{
    enum err err = render_edit(change, row, event);
    if (err == OK && !event->removed) {
        event->kind = EVENT_MESSAGE_RESTORED;
    }
    return err;
}

// Once her key is gone, nothing is left to tell and nobody to tell it to.
static enum err render_news(struct change *change, const struct event_row *row,
                            struct event *event)
{
    enum err err = event_open_body(change, row, &event->text);
    if (err == OK) {
        err = event_news_read(event);
    } else if (err == ERR_GONE) {
        event->kind = EVENT_WITHHELD;
        err = OK;
    }
    return err;
}

static enum err render_subject(struct change *change, struct cards *cards,
                               struct event *event)
{
    enum role role = event->subject.role;
    enum err err = cards_get(change, cards, event->subject.id, &event->subject);
    event->subject.role = role;
    return err;
}

static enum err render_about(struct change *change, struct event *event)
{
    struct conversation_row row;
    enum err err =
        conversation_store_get(change->db, change->arena, event->about.id, &row);
    if (err != OK) {
        return err;
    }
    event->about = row.conversation;
    return conversation_title(change, &row, change->actor.person, &event->about.title);
}

enum err event_render(struct change *change, const struct event_row *row,
                      struct cards *cards, struct event *event_out)
{
    *event_out = row->event;
    switch (event_out->kind) {
    case EVENT_MESSAGE_SENT:
        return render_message(change, row, event_out);
    case EVENT_MESSAGE_EDITED:
    case EVENT_MESSAGE_RESTORED:
        return render_edit(change, row, event_out);
    case EVENT_MESSAGE_HIDDEN:
        return render_hidden(change, row, event_out);
    case EVENT_MESSAGE_REACTED:
    case EVENT_CONVERSATION_CHANGED:
        return render_own_text(change, row, event_out);
    case EVENT_MEMBER_JOINED:
    case EVENT_MEMBER_LEFT:
        return render_subject(change, cards, event_out);
    case EVENT_MEMBERSHIP_BEGAN:
        return render_about(change, event_out);
    case EVENT_MATCHING_CHANGED:
    case EVENT_CARE_CHANGED:
    case EVENT_HELP_CARD:
        return render_news(change, row, event_out);
    case EVENT_MESSAGE_REMOVED:
    case EVENT_MEMBERSHIP_ENDED:
    case EVENT_WITHHELD:
        break;
    }
    return OK;
}
