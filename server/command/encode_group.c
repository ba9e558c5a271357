#include "command/encode_group.h"

#include "command/encode.h"
#include "command/encode_profile.h"
#include "protocol.h"

static void put(json_t *object, const char *key, json_t *take_value)
{
    json_object_set_new(object, key, take_value);
}

static void put_watch(json_t *object, const char *key, const struct group_watch *watch)
{
    if (watch->card.id.v != 0) {
        json_t *value = encode_named(&watch->card);
        put(value, "from", json_integer(watch->from_utc_ms));
        put(value, "until", json_integer(watch->until_utc_ms));
        put(object, key, value);
    }
}

static void put_setting(json_t *object, const struct group_setting *setting)
{
    json_t *lines = json_array();
    for (int i = 0; i < GROUP_AGREEMENT_LINES; i++) {
        json_array_append_new(lines, encode_text(setting->lines[i]));
    }
    put(object, "agreement", lines);
    put(object, "agreement_version", json_integer(setting->agreement));
    if (setting->theme.len > 0) {
        put(object, "theme", encode_text(setting->theme));
    }
    put(object, "open", json_string(group_open_names[setting->open]));
    put(object, "slow_s", json_integer(setting->slow_s));
}

static json_t *powers_json(unsigned powers)
{
    json_t *list = json_array();
    for (unsigned i = 0; i <= GROUP_POWER_ROTA; i++) {
        if ((powers & 1u << i) != 0) {
            json_array_append_new(list, json_string(group_power_names[i]));
        }
    }
    return list;
}

static bool has_power(const struct group_view *view, enum group_power power)
{
    return (view->powers & GROUP_POWER_BIT(power)) != 0;
}

static json_t *newcomers_json(const struct group_notices *notices)
{
    json_t *list = json_array();
    for (size_t i = 0; i < notices->count; i++) {
        json_t *value = encode_named(&notices->list[i].card);
        put(value, "since_at", json_integer(notices->list[i].since_utc_ms));
        json_array_append_new(list, value);
    }
    return list;
}

static json_t *muted_json(const struct group_notices *notices)
{
    json_t *list = json_array();
    for (size_t i = 0; i < notices->count; i++) {
        json_t *value = encode_named(&notices->list[i].card);
        put(value, "until", json_integer(notices->list[i].until_utc_ms));
        json_array_append_new(list, value);
    }
    return list;
}

static void put_member(json_t *object, const struct group_view *view,
                       int64_t now_utc_ms)
{
    const struct group_standing *standing = &view->standing;
    if (view->nickname.len > 0) {
        put(object, "nickname", encode_text(view->nickname));
    }
    if (standing->muted_until_utc_ms > now_utc_ms) {
        put(object, "muted_until", json_integer(standing->muted_until_utc_ms));
    }
    if (view->welcomed_by.id.v != 0) {
        put(object, "welcomed_by", encode_named(&view->welcomed_by));
    }
}

void encode_group(json_t *object, const struct group_view *view, int64_t now_utc_ms)
{
    json_t *pinned = json_array();
    for (int i = 0; i < view->pin_count; i++) {
        json_array_append_new(pinned, json_integer(view->pins[i]));
    }
    put(object, "title", encode_text(view->title));
    put_setting(object, &view->setting);
    put(object, "accepted",
        json_boolean(view->standing.accepted == view->setting.agreement));
    put(object, "member", json_boolean(view->is_member));
    put(object, "is_open", json_boolean(view->is_open));
    encode_time(object, "opens_at", view->opens_utc_ms);
    put_watch(object, "on_duty", &view->on_duty);
    put_watch(object, "next_duty", &view->next_duty);
    put(object, "pinned", pinned);
    put(object, "away", json_boolean(view->standing.away_utc_ms != 0));
    put(object, "can", powers_json(view->powers));
    put_member(object, view, now_utc_ms);
    if (has_power(view, GROUP_POWER_WELCOME)) {
        put(object, "newcomers", newcomers_json(&view->newcomers));
    }
    if (has_power(view, GROUP_POWER_MUTE)) {
        put(object, "muted", muted_json(&view->muted));
    }
}

void encode_quiet(json_t *object, const struct group_notices *notices)
{
    json_t *members = json_array();
    for (size_t i = 0; i < notices->count; i++) {
        const struct group_notice *notice = &notices->list[i];
        struct person_card card = notice->card;
        const bool has_nickname = !text_equal(card.name, notice->name);
        card.name = notice->name;
        json_t *value = encode_named(&card);
        if (has_nickname) {
            put(value, "nickname", encode_text(notice->card.name));
        }
        put(value, "since_at", json_integer(notice->since_utc_ms));
        encode_time(value, "wrote_at", notice->wrote_utc_ms);
        json_array_append_new(members, value);
    }
    put(object, "members", members);
    if (notices->more) {
        put(object, "more", json_true());
    }
}
