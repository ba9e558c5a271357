#include "domain/care/group_notice.h"

#include "domain/access.h"
#include "domain/care/group_name.h"
#include "domain/person.h"
#include "store/group_stay_store.h"

// Fills in who it is.
static enum err name(struct change *change, conversation_id conversation,
                     person_id person, struct group_notice *notice)
{
    enum err err = person_card(change, person, &notice->card);
    if (err == OK) {
        notice->name = notice->card.name;
        err = group_name_show(change, conversation, &notice->card);
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
    while (err == OK && notices.count < count) {
        const struct group_noticed *row = &rows->rows[notices.count];
        struct group_notice *notice = &notices.list[notices.count++];
        notice->since_utc_ms = row->since_utc_ms;
        notice->wrote_utc_ms = row->wrote_utc_ms;
        err = name(change, conversation, row->person, notice);
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
    while (err == OK && notices.count < rows.count) {
        const struct group_muted *row = &rows.rows[notices.count];
        struct group_notice *notice = &notices.list[notices.count++];
        notice->until_utc_ms = row->until_utc_ms;
        err = name(change, conversation, row->person, notice);
    }
    if (err == OK) {
        *notices_out = notices;
    }
    return err;
}
