#include "domain/care/group_notice.h"

#include "domain/access.h"
#include "domain/care/group_name.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "store/group_stay_store.h"

// Adds `notice` with who it is, unless she and the actor may not know of each other.
static enum err add(struct change *change, conversation_id conversation,
                    struct group_notice notice, struct group_notices *notices)
{
    bool apart = false;
    enum err err = safeguarding_is_apart(change, notice.card.id, &apart);
    if (err != OK || apart) {
        return err;
    }
    err = person_card(change, notice.card.id, &notice.card);
    if (err == OK) {
        notice.name = notice.card.name;
        err = group_name_show(change, conversation, &notice.card);
    }
    if (err == OK) {
        notices->list[notices->count++] = notice;
    }
    return err;
}

static enum err notices_of(struct change *change, conversation_id conversation,
                           const struct group_noticed_list *rows, size_t limit,
                           struct group_notices *notices_out)
{
    const size_t count = rows->count < limit ? rows->count : limit;
    struct group_notices notices = {
        .list = arena_array(change->arena, count, sizeof(*notices.list)),
        .more = rows->count > limit};
    enum err err = OK;
    for (size_t i = 0; err == OK && i < count; i++) {
        const struct group_noticed *row = &rows->rows[i];
        const struct group_notice notice = {.card = {.id = row->person},
                                            .since_utc_ms = row->since_utc_ms,
                                            .wrote_utc_ms = row->wrote_utc_ms};
        err = add(change, conversation, notice, &notices);
    }
    if (err == OK) {
        *notices_out = notices;
    }
    return err;
}

enum err group_notice_quiet(struct change *change, conversation_id conversation,
                            struct group_notices *notices_out)
{
    struct grant grant;
    struct group_noticed_list rows = {0};
    enum err err = access_keeper(change, conversation, &grant);
    if (err == OK) {
        const struct group_stay_query query = {
            conversation, change->now_utc_ms - GROUP_NOTICE_QUIET_MS,
            GROUP_NOTICE_QUIET_MAX + 1};
        err = group_stay_store_quiet(change->db, change->arena, &query, &rows);
    }
    return err == OK ? notices_of(change, conversation, &rows, GROUP_NOTICE_QUIET_MAX,
                                  notices_out)
                     : err;
}

enum err group_notice_newcomers(struct change *change, conversation_id conversation,
                                struct group_notices *notices_out)
{
    struct group_noticed_list rows = {0};
    const struct group_stay_query query = {
        conversation, change->now_utc_ms - GROUP_NOTICE_NEW_MS, GROUP_NOTICE_MAX};
    enum err err = group_stay_store_newcomers(change->db, change->arena, &query, &rows);
    return err == OK
               ? notices_of(change, conversation, &rows, GROUP_NOTICE_MAX, notices_out)
               : err;
}

enum err group_notice_muted(struct change *change, conversation_id conversation,
                            struct group_notices *notices_out)
{
    struct group_muted_list rows = {0};
    const struct group_stay_query query = {conversation, change->now_utc_ms,
                                           GROUP_NOTICE_MAX};
    enum err err = group_stay_store_muted(change->db, change->arena, &query, &rows);
    if (err != OK) {
        return err;
    }
    struct group_notices notices = {
        .list = arena_array(change->arena, rows.count, sizeof(*notices.list))};
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        const struct group_notice notice = {.card = {.id = rows.rows[i].person},
                                            .until_utc_ms = rows.rows[i].until_utc_ms};
        err = add(change, conversation, notice, &notices);
    }
    if (err == OK) {
        *notices_out = notices;
    }
    return err;
}
