#include "domain/data_copy_group.h"

#include "domain/care/group_meeting_part.h"
#include "domain/care/group_name.h"

enum err data_copy_group_list(struct change *change,
                              struct data_copy_group_query *query,
                              struct data_copy_group **list_out, size_t *count_out)
{
    const person_id person = query->person;
    struct data_copy_group_row *rows = NULL;
    size_t count = 0;
    enum err err =
        data_copy_store_groups(change->db, change->arena, query, &rows, &count);
    struct data_copy_group *list = arena_array(change->arena, count, sizeof *list);

    for (size_t i = 0; i < count && err == OK; i++) {
        list[i] = (struct data_copy_group){
            .conversation = rows[i].conversation,
            .accepted_utc_ms = rows[i].accepted_utc_ms,
            .away_utc_ms = rows[i].away_utc_ms,
            .mute_until_utc_ms = rows[i].mute_until_utc_ms,
        };
        err = group_name_open(change, rows[i].conversation, person, &rows[i].nickname,
                              &list[i].nickname);
        query->conversation = rows[i].conversation.v;
        query->stay = rows[i].nickname.stay;
    }
    *list_out = list;
    *count_out = count;
    return err;
}

enum err data_copy_group_meetings(struct change *change,
                                  const struct data_copy_query *query,
                                  struct data_copy_meeting **list_out,
                                  size_t *count_out)
{
    struct data_copy_meeting_row *rows = NULL;
    size_t count = 0;
    enum err err =
        data_copy_store_meetings(change->db, change->arena, query, &rows, &count);
    struct data_copy_meeting *list = arena_array(change->arena, count, sizeof *list);

    for (size_t i = 0; i < count && err == OK; i++) {
        list[i] = (struct data_copy_meeting){
            .meeting = rows[i].meeting,
            .coming = rows[i].part.coming,
            .came = rows[i].part.came,
        };
        err = group_meeting_part_open_needs(change, rows[i].meeting.id, &rows[i].part,
                                            &list[i].needs);
    }
    *list_out = list;
    *count_out = count;
    return err;
}
