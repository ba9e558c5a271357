#include "domain/care/group_setting.h"

#include <string.h>

#include "domain/access.h"
#include "domain/care/group_tell.h"
#include "domain/care/rota.h"
#include "domain/vault.h"
#include "store/group_store.h"

// What every group agrees on until it settles its own. Source: what published group
// agreements of peer support have in common (Side by Side community guidelines).
static const struct text DEFAULT_LINES[GROUP_AGREEMENT_LINES] = {
    TEXT_INIT(
        "What is said here stays here. If somebody may be in danger, we get help."),
    TEXT_INIT("We are kind. We listen first and do not judge."),
    TEXT_INIT(
        "We speak for ourselves. We say what helped us and tell nobody what to do."),
    TEXT_INIT("We keep children safe: no full names, no schools, no addresses."),
    TEXT_INIT("You may be quiet, pass or step away at any time. No reason needed."),
};

// What belongs to the group as such is sealed under a key of its conversation, so that
// it does not go with whoever wrote it.
static struct seal_place place_of(conversation_id id, const char *column)
{
    return (struct seal_place){
        "group_setting", column, id.v, 0, {id, {0}}
    };
}

static struct text lines_join(struct arena *arena, const struct text *lines)
{
    size_t len = 0;
    for (int i = 0; i < GROUP_AGREEMENT_LINES; i++) {
        len += lines[i].len + 1;
    }
    char *joined = arena_alloc(arena, len);
    char *at = joined;
    for (int i = 0; i < GROUP_AGREEMENT_LINES; i++) {
        memcpy(at, lines[i].s, lines[i].len);
        at += lines[i].len;
        *at++ = '\n';
    }
    return (struct text){joined, len};
}

static enum err lines_split(struct text joined, struct text *lines)
{
    for (int i = 0; i < GROUP_AGREEMENT_LINES; i++) {
        const char *end = joined.len > 0 ? memchr(joined.s, '\n', joined.len) : NULL;
        if (end == NULL) {
            return ERR_CORRUPT;
        }
        lines[i] = (struct text){joined.s, (size_t)(end - joined.s)};
        joined.len -= lines[i].len + 1;
        joined.s = end + 1;
    }
    return OK;
}

static void set_defaults(struct group_setting *setting)
{
    *setting = (struct group_setting){.agreement = 1, .open = GROUP_OPEN_ALWAYS};
    memcpy(setting->lines, DEFAULT_LINES, sizeof(DEFAULT_LINES));
}

// The texts of `row`, where it has any.
static enum err texts_open(struct change *change, conversation_id id,
                           const struct group_setting_row *row,
                           struct group_setting *setting)
{
    const struct sealed lines = {row->agreement_sealed, row->agreement_version};
    const struct sealed theme = {row->theme_sealed, row->theme_version};
    struct text joined = {0};
    enum err err = vault_open_sealed(change->vault, change->arena,
                                     place_of(id, "agreement_sealed"), lines, &joined);
    if (err == OK && joined.len > 0) {
        err = lines_split(joined, setting->lines);
    }
    if (err == OK) {
        err = vault_open_sealed(change->vault, change->arena,
                                place_of(id, "theme_sealed"), theme, &setting->theme);
    }
    return err == ERR_GONE ? OK : err;
}

enum err group_setting_get(struct change *change, conversation_id conversation,
                           struct group_setting *setting_out)
{
    struct group_setting_row row;
    struct group_setting setting;
    set_defaults(&setting);
    enum err err = group_store_setting(change->db, change->arena, conversation, &row);
    if (err == OK) {
        setting.agreement = row.agreement;
        setting.open = row.open;
        setting.slow_s = row.slow_s;
        err = texts_open(change, conversation, &row, &setting);
    }
    if (err == OK || err == ERR_NOT_FOUND) {
        *setting_out = setting;
        err = OK;
    }
    return err;
}

static enum err seal(struct change *change, struct seal_place place, struct text text,
                     struct sealed *sealed_out)
{
    *sealed_out = (struct sealed){0};
    return text.len == 0
               ? OK
               : vault_seal(change->vault, change->arena, place, text, sealed_out);
}

static enum err put(struct change *change, conversation_id id,
                    const struct group_setting *setting)
{
    struct sealed lines;
    struct sealed theme;
    enum err err = vault_key_make(change->vault, (struct key_scope){.conversation = id},
                                  change->now_utc_ms);
    if (err == OK) {
        err = seal(change, place_of(id, "agreement_sealed"),
                   lines_join(change->arena, setting->lines), &lines);
    }
    if (err == OK) {
        err = seal(change, place_of(id, "theme_sealed"), setting->theme, &theme);
    }
    if (err != OK) {
        return err;
    }
    const struct group_setting_row row = {.agreement = setting->agreement,
                                          .agreement_sealed = lines.bytes,
                                          .agreement_version = lines.key_version,
                                          .theme_sealed = theme.bytes,
                                          .theme_version = theme.key_version,
                                          .open = setting->open,
                                          .slow_s = setting->slow_s};
    return group_store_put_setting(change->db, id, &row);
}

static enum err apply(struct change *change, const struct group_setting_change *wanted,
                      struct group_setting *setting)
{
    if (wanted->has_agreement && wanted->line_count != GROUP_AGREEMENT_LINES) {
        change->at_fault = "agreement";
        return ERR_BAD_REQUEST;
    }
    bool differs = false;
    for (int i = 0; wanted->has_agreement && i < GROUP_AGREEMENT_LINES; i++) {
        differs = differs || !text_equal(setting->lines[i], wanted->lines[i]);
        setting->lines[i] = wanted->lines[i];
    }
    setting->agreement += differs ? 1 : 0;
    setting->theme = wanted->has_theme ? wanted->theme : setting->theme;
    setting->open = wanted->has_open ? wanted->open : setting->open;
    setting->slow_s = wanted->has_slow_s ? wanted->slow_s : setting->slow_s;
    return OK;
}

enum err group_setting_set(struct change *change, conversation_id conversation,
                           const struct group_setting_change *wanted)
{
    struct grant grant;
    struct group_setting setting;
    enum err err = access_keeper(change, conversation, &grant);
    if (err == OK) {
        err = group_setting_get(change, conversation, &setting);
    }
    if (err == OK) {
        err = apply(change, wanted, &setting);
    }
    if (err == OK) {
        err = put(change, conversation, &setting);
    }
    return err == OK ? group_tell(change, conversation) : err;
}

enum err group_setting_is_open(struct change *change,
                               const struct conversation *conversation,
                               enum group_open open, bool *is_open_out,
                               int64_t *opens_utc_ms_out)
{
    const struct rota_post post = {.organisation = conversation->organisation,
                                   .part = DUTY_PART_FACILITATOR,
                                   .conversation = conversation->id};
    struct duty duty;
    *is_open_out = true;
    *opens_utc_ms_out = 0;
    if (open == GROUP_OPEN_ALWAYS) {
        return OK;
    }
    enum err err = rota_on_duty(change, &post, &duty);
    if (err == ERR_NOT_FOUND) {
        *is_open_out = false;
        err = rota_next(change, &post, &duty);
        *opens_utc_ms_out = err == OK ? duty.from_utc_ms : 0;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}
