#include "domain/mark.h"

#include "domain/access.h"
#include "domain/block.h"
#include "store/group_stay_store.h"
#include "store/stay_store.h"

// What a mark may be, for a member who has read up to `stored`.
static int64_t mark_bounded(const struct conversation *conversation, int64_t stored,
                            int64_t read)
{
    int64_t bounded = read < conversation->head ? read : conversation->head;
    return bounded > stored ? bounded : stored;
}

enum err mark_read(struct change *change, conversation_id conversation, int64_t read,
                   int64_t *read_out)
{
    struct grant grant;
    enum err err = access_member(change, conversation, &grant);
    if (err != OK) {
        return err;
    }
    int64_t bounded = mark_bounded(&grant.conversation, grant.read_seq, read);
    if (bounded > grant.read_seq) {
        err = stay_store_mark(change->db, conversation, grant.person, bounded);
    }
    if (err == OK) {
        *read_out = bounded;
    }
    return err;
}

static enum err mark_write_one(struct change *change, const struct mark *mark)
{
    struct stay_query query = {mark->conversation, mark->person, STAYS_MAX};
    struct stay_set set;
    enum err err = stay_store_of(change->db, change->arena, query, &set);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err != OK) {
        return err;
    }
    const struct stay_row *newest = &set.rows[set.count - 1];
    int64_t bounded = mark_bounded(&set.conversation, newest->read_seq, mark->read);
    if (newest->stay.end != STAY_CURRENT || bounded == newest->read_seq) {
        return OK;
    }
    return stay_store_mark(change->db, mark->conversation, mark->person, bounded);
}

enum err mark_write(struct change *change, const struct mark_set *marks)
{
    for (size_t i = 0; i < marks->count; i++) {
        enum err err = mark_write_one(change, &marks->marks[i]);
        if (err != OK) {
            return err;
        }
    }
    return OK;
}

int64_t mark_furthest(const struct mark_set *marks, person_id person,
                      const struct conversation *conversation, int64_t stored)
{
    int64_t furthest = stored;
    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->marks[i];
        if (mark->person.v == person.v && mark->conversation.v == conversation->id.v) {
            furthest = mark_bounded(conversation, furthest, mark->read);
        }
    }
    return furthest;
}

// Adds whoever has left the group for a while to the `count` people of `list`.
static enum err spare_the_away(struct change *change, conversation_id conversation,
                               person_id **list, int *count)
{
    struct person_ids away;
    enum err err =
        group_stay_store_away_people(change->db, change->arena, conversation, &away);
    if (err != OK || away.count == 0) {
        return err;
    }
    const size_t before = (size_t)*count;
    person_id *all = arena_array(change->arena, before + away.count, sizeof(*all));
    for (size_t i = 0; i < before; i++) {
        all[i] = (*list)[i];
    }
    for (size_t i = 0; i < away.count; i++) {
        all[before + i] = away.ids[i];
    }
    *list = all;
    *count = (int)(before + away.count);
    return OK;
}

enum err mark_typing(struct change *change, conversation_id conversation,
                     person_id **withheld_from_out, int *count_out)
{
    struct grant grant;
    enum err err = access_member(change, conversation, &grant);
    if (err != OK) {
        return err;
    }
    err = block_hidden(change, grant.person, withheld_from_out, count_out);
    return err == OK && grant.conversation.kind == CONVERSATION_GROUP
               ? spare_the_away(change, conversation, withheld_from_out, count_out)
               : err;
}
