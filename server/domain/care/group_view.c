#include "domain/care/group_view.h"

#include "domain/cards.h"
#include "domain/care/group_name.h"
#include "domain/care/group_rule.h"
#include "domain/care/group_setting.h"
#include "domain/care/group_stay.h"
#include "domain/care/rota.h"
#include "domain/conversation.h"
#include "domain/membership.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "store/conversation_store.h"
#include "store/group_stay_store.h"

#define KEEPER_POWERS                                                                  \
    (GROUP_POWER_BIT(GROUP_POWER_SET) | GROUP_POWER_BIT(GROUP_POWER_MUTE) |            \
     GROUP_POWER_BIT(GROUP_POWER_REMOVE) | GROUP_POWER_BIT(GROUP_POWER_SEE_QUIET) |    \
     GROUP_POWER_BIT(GROUP_POWER_MEET) | GROUP_POWER_BIT(GROUP_POWER_ROTA))

static enum err title_of(struct change *change, conversation_id id,
                         struct conversation *conversation_out)
{
    struct conversation_row row;
    enum err err = conversation_store_get(change->db, change->arena, id, &row);
    if (err == OK) {
        *conversation_out = row.conversation;
        err = conversation_title(change, &row, change->actor.person,
                                 &conversation_out->title);
    }
    return err;
}

static enum err watch_of(struct change *change, const struct rota_post *post,
                         enum err found, const struct duty *duty,
                         struct group_watch *watch)
{
    bool apart = false;
    if (found == OK) {
        found = safeguarding_is_apart(change, duty->person, &apart);
    }
    if (found != OK || apart) {
        return found == ERR_NOT_FOUND ? OK : found;
    }
    watch->from_utc_ms = duty->from_utc_ms;
    watch->until_utc_ms = duty->until_utc_ms;
    enum err err = person_card(change, duty->person, &watch->card);
    return err == OK ? group_name_show(change, post->conversation, &watch->card) : err;
}

static enum err watches(struct change *change, const struct conversation *conversation,
                        struct group_view *view)
{
    const struct rota_post post = {.organisation = conversation->organisation,
                                   .part = DUTY_PART_FACILITATOR,
                                   .conversation = conversation->id};
    struct duty duty = {0};
    enum err found = rota_on_duty(change, &post, &duty);
    enum err err = watch_of(change, &post, found, &duty, &view->on_duty);
    if (err == OK) {
        found = rota_next(change, &post, &duty);
        err = watch_of(change, &post, found, &duty, &view->next_duty);
    }
    return err == OK ? group_setting_is_open(change, conversation, view->setting.open,
                                             &view->is_open, &view->opens_utc_ms)
                     : err;
}

static enum err own_names(struct change *change, const struct grant *grant,
                          struct group_view *view)
{
    struct group_nickname nickname;
    enum err err = group_stay_store_nickname(
        change->db, change->arena, grant->conversation.id, grant->person, &nickname);
    if (err == OK) {
        err = group_name_open(change, grant->conversation.id, grant->person, &nickname,
                              &view->nickname);
    }
    if (err == OK) {
        struct cards cards = {0};
        err = cards_see(change, &cards, view->standing.welcomed_by, &view->welcomed_by);
    }
    if (err == OK && view->welcomed_by.id.v != 0) {
        err = group_name_show(change, grant->conversation.id, &view->welcomed_by);
    }
    return err;
}

// Whether she may write; asking leaves no trace.
static enum err may_write(struct change *change, const struct grant *grant,
                          struct group_view *view)
{
    enum err err = group_rule_check(change, grant, GROUP_WORD_EDIT);
    change->at_fault = NULL;
    change->after_ms = 0;
    if (err == OK) {
        view->powers |= GROUP_POWER_BIT(GROUP_POWER_WRITE);
    }
    return err == ERR_WRONG_STATE ? OK : err;
}

static enum err member_part(struct change *change, const struct grant *grant,
                            struct group_view *view)
{
    conversation_id id = grant->conversation.id;
    enum err err = own_names(change, grant, view);
    if (err == OK) {
        err = group_pin_list(change, grant, view->pins, &view->pin_count);
    }
    if (err == OK) {
        err = may_write(change, grant, view);
    }
    if (err == OK && group_stay_may_welcome(change, grant)) {
        view->powers |= GROUP_POWER_BIT(GROUP_POWER_WELCOME);
        err = group_notice_newcomers(change, id, &view->newcomers);
    }
    return err;
}

// Somebody who is not in it: who looks after it, or may come in.
static enum err check_outside(struct change *change, conversation_id id, bool keeps)
{
    struct conversation_row row;
    return keeps ? OK : membership_door(change, id, &row);
}

static enum err keeper_part(struct change *change, conversation_id id,
                            struct group_view *view)
{
    view->powers |= KEEPER_POWERS;
    if (view->is_member) {
        view->powers |= GROUP_POWER_BIT(GROUP_POWER_PIN);
    }
    return group_notice_muted(change, id, &view->muted);
}

enum err group_view_get(struct change *change, conversation_id conversation,
                        struct group_view *view_out)
{
    struct group_view view = {0};
    struct grant grant;
    struct grant kept;
    struct conversation group;
    bool keeps = access_keeper(change, conversation, &kept) == OK;
    enum err err = group_stay_find(change, conversation, &grant, &view.standing);
    view.is_member = err == OK;
    if (err == ERR_NOT_FOUND) {
        err = check_outside(change, conversation, keeps);
    }
    if (err == OK) {
        err = title_of(change, conversation, &group);
    }
    if (err == OK) {
        view.title = group.title;
        err = group_setting_get(change, conversation, &view.setting);
    }
    if (err == OK) {
        err = watches(change, &group, &view);
    }
    if (err == OK && view.is_member) {
        err = member_part(change, &grant, &view);
    }
    if (err == OK && keeps) {
        err = keeper_part(change, conversation, &view);
    }
    if (err == OK) {
        *view_out = view;
    }
    return err;
}
