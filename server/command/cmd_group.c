// group.*: how a group lives.
#include <assert.h>
#include <jansson.h>

#include "command/call.h"
#include "command/encode_group.h"
#include "command/request.h"
#include "domain/care/group_mute.h"
#include "domain/care/group_notice.h"
#include "domain/care/group_pin.h"
#include "domain/care/group_setting.h"
#include "domain/care/group_stay.h"
#include "domain/care/group_view.h"
#include "protocol.h"

static_assert(GROUP_PINS_MAX == LIMIT_PINS);
static_assert(GROUP_NOTICE_MAX == LIMIT_NEWCOMERS);
static_assert(GROUP_NOTICE_MAX == LIMIT_MUTED_PEOPLE);
static_assert(GROUP_NOTICE_QUIET_MAX == LIMIT_PEOPLE_PAGE);

enum err cmd_group_get(struct request *request, const void *args)
{
    const struct args_group_get *get = args;
    struct group_view view;
    enum err err = group_view_get(request->call->change, get->conversation, &view);
    if (err == OK) {
        encode_group(request->call->result, &view, request->call->change->now_utc_ms);
    }
    return err;
}

enum err cmd_group_set(struct request *request, const void *args)
{
    const struct args_group_set *set = args;
    const struct group_setting_change wanted = {
        .has_agreement = set->has_agreement,
        .has_theme = set->has_theme,
        .has_open = set->has_open,
        .has_slow_s = set->has_slow_s,
        .lines = set->agreement.items,
        .line_count = set->agreement.count,
        .theme = set->theme,
        .open = set->open,
        .slow_s = set->slow_s,
    };
    return group_setting_set(request->call->change, set->conversation, &wanted);
}

enum err cmd_group_accept(struct request *request, const void *args)
{
    const struct args_group_accept *accept = args;
    struct group_entry entry = {.accepts = accept->version};
    if (accept->has_nickname) {
        entry.nickname = accept->nickname;
    }
    return group_stay_accept(request->call->change, accept->conversation, &entry);
}

enum err cmd_group_nickname(struct request *request, const void *args)
{
    const struct args_group_nickname *nickname = args;
    struct text name = {0};
    if (!nickname->nickname_is_null) {
        name = nickname->nickname;
    }
    return group_stay_rename(request->call->change, nickname->conversation, name);
}

enum err cmd_group_away(struct request *request, const void *args)
{
    const struct args_group_away *away = args;
    return group_stay_away(request->call->change, away->conversation, away->away);
}

enum err cmd_group_pin(struct request *request, const void *args)
{
    const struct args_group_pin *pin = args;
    return group_pin_add(request->call->change, pin->conversation, pin->seq);
}

enum err cmd_group_unpin(struct request *request, const void *args)
{
    const struct args_group_unpin *unpin = args;
    return group_pin_remove(request->call->change, unpin->conversation, unpin->seq);
}

enum err cmd_group_mute(struct request *request, const void *args)
{
    const struct args_group_mute *mute = args;
    struct text reason = {0};
    if (mute->has_reason) {
        reason = mute->reason;
    }
    // A time of 0 would lift it: that is what null says.
    int64_t until = mute->until == 0 ? 1 : mute->until;
    return group_mute_member(request->call->change, mute->conversation, mute->person,
                             mute->until_is_null ? 0 : until, reason);
}

enum err cmd_group_quiet(struct request *request, const void *args)
{
    const struct args_group_quiet *quiet = args;
    struct group_notices notices;
    enum err err =
        group_notice_quiet(request->call->change, quiet->conversation, &notices);
    if (err == OK) {
        encode_quiet(request->call->result, &notices);
    }
    return err;
}

enum err cmd_group_welcome(struct request *request, const void *args)
{
    const struct args_group_welcome *welcome = args;
    return group_stay_welcome(request->call->change, welcome->conversation,
                              welcome->person);
}
