#include "domain/message.h"

#include "domain/access.h"
#include "domain/audience.h"
#include "domain/cards.h"
#include "domain/care/group_rule.h"
#include "domain/event.h"
#include "domain/matching/match_talk.h"
#include "domain/person.h"
#include "store/conversation_store.h"
#include "store/event_store.h"
#include "store/message_store.h"

// ---- sending

// What was stored under the cid cannot be compared once it was edited or removed, or
// its key is gone: what is left of it must do.
static enum err same_text(struct change *change, const struct event_row *stored,
                          const struct message_new *message, bool *same_out)
{
    *same_out = true;
    if (stored->event.removed || stored->event.edited_utc_ms != 0) {
        return OK;
    }
    struct text before;
    struct text cover;
    enum err err = event_open_covered(change, stored, &before, &cover);
    if (err == OK) {
        *same_out =
            text_equal(before, message->text) && text_equal(cover, message->cover);
    }
    return err == ERR_GONE ? OK : err;
}

// The sender has used this cid before.
static enum err send_again(struct change *change, const struct message_new *message,
                           struct message_done *done_out)
{
    struct message_claim claim = {.sender = change->actor.person, .cid = message->cid};
    enum err err = message_store_find(change->db, &claim);
    if (err != OK) {
        return err;
    }
    if (claim.conversation.v != message->conversation.v) {
        return ERR_CID_CONFLICT;
    }
    struct event_row stored;
    err = event_store_get(change->db, change->arena, claim.conversation, claim.seq,
                          &stored);
    if (err != OK) {
        return err;
    }
    bool same = false;
    err = same_text(change, &stored, message, &same);
    if (err != OK) {
        return err;
    }
    if (!same || stored.event.reply_to != message->reply_to) {
        return ERR_CID_CONFLICT;
    }
    *done_out = (struct message_done){claim.seq, stored.event.at_utc_ms, true};
    return OK;
}

// `seq` as an event that the actor may see. Errors: ERR_NOT_FOUND.
static enum err find_visible(struct change *change, const struct grant *grant,
                             int64_t seq, struct event_row *row_out)
{
    struct event_row row = {0};
    enum err err =
        event_store_get(change->db, change->arena, grant->conversation.id, seq, &row);
    if (err != OK) {
        return err;
    }
    struct viewer viewer;
    err = audience_viewer(change, grant, &viewer);
    if (err != OK) {
        return err;
    }
    if (!access_event_visible(&viewer, &row.event)) {
        return ERR_NOT_FOUND;
    }
    *row_out = row;
    return OK;
}

static enum err check_reply(struct change *change, const struct grant *grant,
                            int64_t reply_to)
{
    if (reply_to == 0) {
        return OK;
    }
    struct event_row row = {0};
    enum err err = find_visible(change, grant, reply_to, &row);
    if (err == ERR_NOT_FOUND || (err == OK && row.event.kind != EVENT_MESSAGE_SENT)) {
        return ERR_BAD_REQUEST;
    }
    return err;
}

static enum err send_first(struct change *change, const struct grant *grant,
                           const struct message_new *message,
                           struct message_done *done_out)
{
    enum err err = check_reply(change, grant, message->reply_to);
    if (err == OK && grant->conversation.kind == CONVERSATION_PAIR) {
        err = match_talk_heard(change, message->conversation);
    }
    if (err == OK && grant->conversation.kind == CONVERSATION_GROUP) {
        err = group_rule_say(change, grant);
    }
    if (err != OK) {
        return err;
    }
    struct event sent = {.conversation = message->conversation,
                         .kind = EVENT_MESSAGE_SENT,
                         .by = grant->person,
                         .reply_to = message->reply_to,
                         .cid = message->cid,
                         .text = message->text,
                         .cover = message->cover};
    err = event_append(change, &sent);
    if (err != OK) {
        return err;
    }
    *done_out = (struct message_done){sent.seq, sent.at_utc_ms, false};
    // The claim was made for the seq after the head that the grant saw: the transaction
    // that holds both cannot have let another event in between.
    return sent.seq == grant->conversation.head + 1 ? OK : ERR_BUSY;
}

enum err message_send(struct change *change, const struct message_new *message,
                      struct message_done *done_out)
{
    struct grant grant;
    enum err err = access_member(change, message->conversation, &grant);
    if (err != OK) {
        return err;
    }
    if (grant.conversation.kind == CONVERSATION_INBOX) {
        return ERR_NOT_FOUND;
    }
    struct message_claim claim = {.sender = grant.person,
                                  .cid = message->cid,
                                  .conversation = message->conversation,
                                  .seq = grant.conversation.head + 1};
    bool claimed = false;
    err = message_store_claim(change->db, &claim, &claimed);
    if (err != OK) {
        return err;
    }
    return claimed ? send_first(change, &grant, message, done_out)
                   : send_again(change, message, done_out);
}

// ---- what is about a message

static enum err check_may_talk(struct change *change, const struct grant *grant,
                               enum group_word word)
{
    switch (grant->conversation.kind) {
    case CONVERSATION_PAIR:
        return match_talk_may_talk(change, grant->conversation.id);
    case CONVERSATION_GROUP:
        return group_rule_check(change, grant, word);
    case CONVERSATION_DESK:
    case CONVERSATION_INBOX:
        break;
    }
    return OK;
}

// A message that the actor, a current member, may act on.
static enum err find_message(struct change *change, struct message_ref ref,
                             struct grant *grant, struct event_row *row_out)
{
    enum err err = access_member(change, ref.conversation, grant);
    if (err != OK) {
        return err;
    }
    err = find_visible(change, grant, ref.seq, row_out);
    if (err != OK) {
        return err;
    }
    if (row_out->event.kind != EVENT_MESSAGE_SENT) {
        return ERR_WRONG_STATE;
    }
    return row_out->event.removed ? ERR_GONE : OK;
}

enum err message_see(struct change *change, struct message_ref ref,
                     struct conversation *where_out, struct event *message_out)
{
    struct grant grant;
    struct event_row row = {0};
    enum err err = access_reader(change, ref.conversation, &grant);
    if (err == OK) {
        err = find_visible(change, &grant, ref.seq, &row);
    }
    if (err == OK && row.event.kind != EVENT_MESSAGE_SENT) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        *where_out = grant.conversation;
        *message_out = row.event;
    }
    return err;
}

// The actor's own message.
static enum err find_own_message(struct change *change, struct message_ref ref,
                                 struct grant *grant, struct event_row *row_out)
{
    enum err err = find_message(change, ref, grant, row_out);
    if (err != OK && err != ERR_GONE) {
        return err;
    }
    // Whose it is comes first: that it is gone is told in either case by the stream.
    if (row_out->event.by.v != grant->person.v) {
        return ERR_DENIED;
    }
    return err;
}

// Former edits of a message, which show its text and so change with it.
struct edits {
    struct event_row *rows;
    int count;
};

static enum err find_edits(struct change *change, struct message_ref ref,
                           struct edits *edits_out)
{
    struct event_about about = {
        .conversation = ref.conversation, .ref = ref.seq, .limit = MESSAGE_CHANGES_MAX};
    return event_store_edits(change->db, change->arena, &about, &edits_out->rows,
                             &edits_out->count);
}

// Notes `message`, as it now is, and its edits once more, so that whoever reads on
// later does not get what they said before.
static enum err replace_message(struct change *change, struct event *message,
                                const struct edits *edits)
{
    enum err err = event_replace(change, message);
    for (int i = 0; i < edits->count && err == OK; i++) {
        struct event *edit = &edits->rows[i].event;
        edit->epoch = message->epoch;
        edit->text = message->text;
        edit->removed = message->removed;
        if (edit->kind != EVENT_MESSAGE_EDITED) {
            edit->kind = edit->removed ? EVENT_MESSAGE_HIDDEN : EVENT_MESSAGE_RESTORED;
        }
        err = event_replace(change, edit);
    }
    return err;
}

enum err message_edit(struct change *change, struct message_ref ref, struct text text,
                      struct message_done *done_out)
{
    struct grant grant;
    struct event_row row = {0};
    enum err err = find_own_message(change, ref, &grant, &row);
    if (err != OK) {
        return err;
    }
    struct edits edits;
    err = find_edits(change, ref, &edits);
    if (err != OK) {
        return err;
    }
    if (edits.count >= MESSAGE_EDITS_MAX) {
        return ERR_WRONG_STATE;
    }
    err = check_may_talk(change, &grant, GROUP_WORD_EDIT);
    if (err != OK) {
        return err;
    }
    // The cover stays: what the message is about does not change with its words.
    struct text before;
    err = event_open_covered(change, &row, &before, &row.event.cover);
    if (err != OK) {
        return err;
    }
    row.event.epoch = grant.conversation.epoch;
    row.event.text = text;
    row.event.edited_utc_ms = change->now_utc_ms;
    err = event_seal_body(change, &row);
    if (err == OK) {
        err = event_store_edit(change->db, &row);
    }
    if (err == OK) {
        err = replace_message(change, &row.event, &edits);
    }
    if (err != OK) {
        return err;
    }
    struct event edited = {.conversation = ref.conversation,
                           .kind = EVENT_MESSAGE_EDITED,
                           .by = grant.person,
                           .ref = ref.seq,
                           .text = text};
    err = event_append(change, &edited);
    if (err == OK) {
        *done_out = (struct message_done){edited.seq, edited.at_utc_ms, false};
    }
    return err;
}

enum err message_remove(struct change *change, struct message_ref ref,
                        struct message_done *done_out)
{
    struct grant grant;
    struct event_row row = {0};
    enum err err = find_own_message(change, ref, &grant, &row);
    if (err != OK) {
        return err;
    }
    struct edits edits;
    err = find_edits(change, ref, &edits);
    if (err == OK) {
        err = event_store_remove(change->db, ref.conversation, ref.seq);
    }
    if (err != OK) {
        return err;
    }
    row.event.epoch = grant.conversation.epoch;
    row.event.removed = true;
    err = replace_message(change, &row.event, &edits);
    if (err != OK) {
        return err;
    }
    struct event removed = {.conversation = ref.conversation,
                            .kind = EVENT_MESSAGE_REMOVED,
                            .by = grant.person,
                            .ref = ref.seq};
    err = event_append(change, &removed);
    if (err == OK) {
        *done_out = (struct message_done){removed.seq, removed.at_utc_ms, false};
    }
    return err;
}

// ---- hiding, by staff

// The message at `ref` and what shows its text. Errors: ERR_NOT_FOUND.
static enum err find_any(struct change *change, struct message_ref ref,
                         struct event_row *row_out, struct edits *edits_out)
{
    struct conversation_row conversation;
    enum err err = conversation_store_get(change->db, change->arena, ref.conversation,
                                          &conversation);
    if (err == OK) {
        err = event_store_get(change->db, change->arena, ref.conversation, ref.seq,
                              row_out);
    }
    if (err == OK && row_out->event.kind != EVENT_MESSAGE_SENT) {
        err = ERR_NOT_FOUND;
    }
    if (err != OK) {
        return err;
    }
    row_out->event.epoch = conversation.conversation.epoch;
    return find_edits(change, ref, edits_out);
}

enum err message_hide(struct change *change, struct message_ref ref)
{
    struct event_row row = {0};
    struct edits edits;
    enum err err = find_any(change, ref, &row, &edits);
    if (err == OK && row.event.removed) {
        err = ERR_GONE;
    }
    if (err == OK) {
        err = event_store_remove(change->db, ref.conversation, ref.seq);
    }
    if (err != OK) {
        return err;
    }
    row.event.removed = true;
    err = replace_message(change, &row.event, &edits);
    if (err != OK) {
        return err;
    }
    struct event hidden = {.conversation = ref.conversation,
                           .kind = EVENT_MESSAGE_HIDDEN,
                           .by = row.event.by,
                           .ref = ref.seq};
    return event_append(change, &hidden);
}

// Errors: ERR_GONE (its author is gone, or its time to be kept is over: nobody reads
// these words any more).
static enum err check_kept(struct change *change, const struct event *message)
{
    struct person_card author = {0};
    struct message_claim claim = {.sender = message->by, .cid = message->cid};
    enum err err = person_card(change, message->by, &author);
    if (err == OK && author.former) {
        return ERR_GONE;
    }
    if (err == OK) {
        err = message_store_find(change->db, &claim);
    }
    return err == ERR_NOT_FOUND ? ERR_GONE : err;
}

enum err message_restore(struct change *change, struct message_ref ref,
                         struct text text, struct text cover)
{
    struct event_row row = {0};
    struct edits edits;
    enum err err = find_any(change, ref, &row, &edits);
    if (err == OK) {
        err = check_kept(change, &row.event);
    }
    if (err == OK && (!row.event.removed || edits.count >= MESSAGE_CHANGES_MAX)) {
        err = ERR_WRONG_STATE;
    }
    if (err != OK) {
        return err;
    }
    row.event.text = text;
    row.event.cover = cover;
    row.event.removed = false;
    err = event_seal_body(change, &row);
    if (err == OK) {
        err = event_store_restore(change->db, &row);
    }
    if (err == OK) {
        err = replace_message(change, &row.event, &edits);
    }
    if (err != OK) {
        return err;
    }
    struct event restored = {.conversation = ref.conversation,
                             .kind = EVENT_MESSAGE_RESTORED,
                             .by = row.event.by,
                             .ref = ref.seq,
                             .text = text};
    return event_append(change, &restored);
}

// ---- reactions

// The event that holds the actor's reaction to `message` now: her newest, or the
// message itself where there is none. Its text is the word.
static enum err find_reaction(struct change *change, const struct event *message,
                              struct event *event_out)
{
    struct event_about about = {.conversation = message->conversation,
                                .ref = message->seq,
                                .author = change->actor.person};
    struct event_row row = {0};
    enum err err = event_store_reaction(change->db, change->arena, &about, &row);
    if (err == ERR_NOT_FOUND) {
        *event_out = *message;
        event_out->text = (struct text){0};
        return OK;
    }
    if (err != OK) {
        return err;
    }
    struct cards none = {0};
    return event_render(change, &row, &none, event_out);
}

enum err message_react(struct change *change, struct message_ref ref, struct text word,
                       struct message_done *done_out)
{
    struct grant grant;
    struct event_row row = {0};
    enum err err = find_message(change, ref, &grant, &row);
    if (err != OK) {
        return err;
    }
    struct event reaction;
    err = check_may_talk(change, &grant, GROUP_WORD_REACTION);
    if (err == OK) {
        err = find_reaction(change, &row.event, &reaction);
    }
    if (err != OK) {
        return err;
    }
    if (!text_equal(reaction.text, word)) {
        reaction = (struct event){.conversation = ref.conversation,
                                  .kind = EVENT_MESSAGE_REACTED,
                                  .by = grant.person,
                                  .ref = ref.seq,
                                  .text = word};
        err = event_append(change, &reaction);
    }
    if (err == OK) {
        *done_out = (struct message_done){reaction.seq, reaction.at_utc_ms, false};
    }
    return err;
}
